"""Version 2 of the API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import attrs

from allo_ext._lists.paging import size_for
from allo_ext._older import call_of
from allo_ext._wire.given import NOT_GIVEN
from allo_ext._wire.same_number import digits_of
from allo_ext.panel._sources.items import (
    NUMBER,
    callers_of,
    contact_of,
    deals_of,
    entry_of,
    message_of,
    stranger,
)
from allo_ext.panel._sources.source import Found, Talk, Week
from allo_ext.v2 import ItemType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from allo_ext import AsyncAlloClient
    from allo_ext.panel._sources.source import Waiting
    from allo_ext.records import Call, Contact
    from allo_ext.v2 import Item, Me

NEEDED: Final = ("CONVERSATIONS_READ", "CRM_READ")
"""The scopes without which the panel reads version 1."""

_PAGE: Final = 100
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_WAITING: Final = 500
"""The maximum number of unread or unresponded items that are read."""
_FAR: Final = 2000
"""The maximum number of contacts that are read to find the chosen one in the list."""
_PHONE: Final = frozenset("+0123456789 ().-/")
_FEW_DIGITS: Final = 3


@attrs.frozen
class Version2:
    """An account, read with version 2."""

    can_tag: bool = False
    can_mark: bool = False
    is_v2: bool = attrs.field(default=True, init=False)

    @classmethod
    def of(cls, me: Me) -> Version2 | None:
        """Return the source for a key; None if a scope is missing."""
        if me.missing(*NEEDED):
            return None
        return cls(can_tag=not me.missing("TAGS_WRITE"), can_mark=not me.missing("CONVERSATIONS_WRITE"))

    async def week(self, allo: AsyncAlloClient, since: datetime) -> Week:
        """Read calls and messages of all numbers, without transcripts."""
        items = [item async for item in allo.v2.items.iter(since=since, sort="DATE_DESC")]
        calls = tuple(call_of(item) for item in items if item.type != ItemType.SMS)
        messages = tuple(message_of(item) for item in items if item.type == ItemType.SMS)
        return Week(calls, messages, callers_of(items))

    async def call(self, allo: AsyncAlloClient, call_id: str) -> Call | None:
        """Return a call with its transcript."""
        return call_of(await allo.v2.items.get(call_id, transcript=True))

    async def contact(self, allo: AsyncAlloClient, contact_id: str) -> Contact:
        """Return a person, by id or by number. A number that nobody has is a contact without a name."""
        if not contact_id.startswith(NUMBER):
            return contact_of(await allo.v2.people.get(contact_id))
        number = contact_id.removeprefix(NUMBER)
        people = await allo.v2.people.search(phone_number=number)
        held = (person for person in people if number in (person.numbers or ()))
        person = next(held, None)  # checked, because the server may ignore the filter
        return stranger(number) if person is None else contact_of(person)

    async def talk(
        self,
        allo: AsyncAlloClient,
        contact_id: str,  # noqa: ARG002 (the interface)
        numbers: Sequence[str],
        count: int,
    ) -> Talk:
        """Read the newest items with each number of the contact."""
        found: list[Item] = []
        for number in numbers:
            items = allo.v2.items.iter(contact_number=number, sort="DATE_DESC", limit=count, size=size_for(count))
            found += [item async for item in items]
        found.sort(key=lambda item: item.date or _LONG_AGO, reverse=True)
        return Talk(tuple(entry_of(item) for item in found[:count]), deals_of(found))

    async def search(self, allo: AsyncAlloClient, words: str, count: int, chosen: str = "") -> Found:
        """Return the people that match, by name.

        Args:
            allo: The client.
            words: The search; empty for all people.
            count: The number of people to return, rounded up to whole pages.
            chosen: The id of a person that the list should contain, however far down.
        """
        text = search_text(words)
        found: list[Contact] = []
        page, size = 0, min(count, _PAGE)
        while True:
            page += 1
            people = await allo.v2.people.search(search=text or NOT_GIVEN, sort="NAME_ASC", page=page, size=size)
            found += map(contact_of, people)
            if not people.has_more or _is_enough(found, count, "" if text else chosen):
                return Found(tuple(found), people.total_count or len(found))

    async def waiting(self, allo: AsyncAlloClient, which: Waiting) -> tuple[Contact, ...]:
        """Return the other parties of conversations that are unread or wait for a response, newest first."""
        items = allo.v2.items.iter(
            unread=which == "unread" or NOT_GIVEN,
            unresponded=which == "unresponded" or NOT_GIVEN,
            sort="DATE_DESC",
            limit=_WAITING,
        )
        return callers_of([item async for item in items])


def search_text(words: str) -> str:
    """Return the text to search for. Of a phone number, the digits without the leading zeros, as in E.164."""
    digits = digits_of(words)
    if set(words) <= _PHONE and len(digits) >= _FEW_DIGITS:
        return digits.lstrip("0") or digits
    return words.strip()


def _is_enough(found: Iterable[Contact], count: int, chosen: str) -> bool:
    known = list(found)
    if len(known) < count:
        return False
    is_person = bool(chosen) and not chosen.startswith(NUMBER)
    return not is_person or len(known) >= _FAR or any(contact.id == chosen for contact in known)
