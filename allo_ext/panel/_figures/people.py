"""All contacts, and lookup of contacts by number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext._letters import folded
from allo_ext.hooks import Query, use_query
from allo_ext.hooks._screen import use_memo
from allo_ext.phone import ContactIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext import AsyncAlloClient
    from allo_ext.records import Contact


def use_people(*, enabled: bool = True) -> Query[list[Contact]]:
    """Fetch all contacts: version 1 can neither search contacts nor look up a number."""
    return use_query("contacts", _everybody, enabled=enabled)


def use_names(people: Query[list[Contact]]) -> Names:
    """Return the names by number."""
    return use_memo(lambda: Names(people.data or ()), [people.data])


class Names:
    """Contacts by their numbers."""

    def __init__(self, contacts: Iterable[Contact]) -> None:
        self._contacts = ContactIndex()
        for contact in contacts:
            self._contacts.add(contact)

    def contact(self, number: str | None) -> Contact | None:
        """Return the contact with a number; the first one if there are several."""
        return self._contacts.get(number) if number else None

    def name(self, number: str | None) -> str:
        """Return the contact's name, or the number, or `Number withheld`."""
        contact = self.contact(number)
        return (contact.full_name if contact else "") or number or "Number withheld"


def in_order(contacts: Iterable[Contact]) -> list[Contact]:
    """Sort contacts by name, ignoring case and accents, then those without a name by number."""
    return sorted(
        contacts, key=lambda contact: (not contact.full_name, folded(contact.full_name), contact.numbers or ())
    )


def display_name(contact: Contact) -> str:
    """Return the display name of a contact."""
    return contact.full_name or (contact.numbers[0] if contact.numbers else "No name")


def initials(contact: Contact) -> str:
    """Return the initials of a contact."""
    words = [word for word in contact.full_name.split() if word[0].isalpha()]
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:])) or "#"


async def _everybody(allo: AsyncAlloClient) -> list[Contact]:
    return [contact async for contact in allo.contacts.iter()]
