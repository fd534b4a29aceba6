"""Lookups that the API does not have: calls by ID, contacts by phone number or name. They read lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from allo_ext import AlloError, InvalidArgumentError
from allo_ext._letters import folded
from allo_ext._wire.same_number import keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext import AlloClient, Call, Contact

_ID: Final = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9._:-]+|[0-9]{1,5}")


class NotThereError(AlloError):
    """The account has no such call or contact."""


def find_calls(allo: AlloClient, ids: Iterable[str], number: str | None) -> dict[str, Call]:
    """Read calls, newest first, until all wanted calls are found.

    Raises:
        NotThereError: Calls are missing.
    """
    missing = dict.fromkeys(ids)
    found: dict[str, Call] = {}
    calls = allo.calls.iter(allo_number=number, prefetch=2)
    try:
        for call in calls:
            if call.id in missing:
                found[call.id] = call
                del missing[call.id]
                if not missing:
                    return found
    finally:
        calls.close()
    where = f"on {number}" if number else "on any line of this account"
    raise NotThereError(f"There is no call {', '.join(missing)} {where}.")


def find_contact(allo: AlloClient, contact: str, region: str | None) -> str:
    """Return the ID of a contact, given its ID or a phone number.

    Raises:
        NotThereError: No contact has this number.
        InvalidArgumentError: Several contacts have it.
    """
    if _ID.fullmatch(contact) or not keys_of(contact, region):
        return contact
    found: list[Contact] = allo.contacts.find(contact, region=region)
    if len(found) == 1:
        return found[0].id
    if not found:
        raise NotThereError(f"No contact has the number {contact}.")
    names = ", ".join(f"{one.id} ({one.full_name})" for one in found)
    raise InvalidArgumentError(f"Several contacts have the number {contact}: {names}. Pass the contact ID instead.")


def find_named(allo: AlloClient, name: str) -> list[Contact]:
    """Return the contacts whose name or company contains all words of a name; case and accents do not matter."""
    words = folded(name).split()
    contacts = allo.contacts.iter(prefetch=2)
    try:
        return [one for one in contacts if words and all(word in _named(one) for word in words)]
    finally:
        contacts.close()


def _named(contact: Contact) -> str:
    company = contact.company.name if contact.company is not None else None
    return folded(f"{contact.full_name} {company or ''}")
