"""The interface of a source, and what it returns. Records are those of version 1, which the views show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

import attrs

from allo_ext._older import TeamCall
from allo_ext.enums import CallOutcome, Direction
from allo_ext.records import Call, Contact, ConversationItem, Message
from allo_ext.v2 import ContactDeal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from allo_ext import AsyncAlloClient


Waiting = Literal["unread", "unresponded"]


@attrs.frozen
class Week:
    """The activity since a time.

    Attributes:
        calls: The calls.
        messages: The messages; empty in version 1, which lists those of one contact at a time.
        callers: The contacts in these calls, if the API names them.
    """

    calls: tuple[Call, ...] = ()
    messages: tuple[Message, ...] = ()
    callers: tuple[Contact, ...] = ()


@attrs.frozen
class Talk:
    """A conversation: the newest items, newest first, and the deals of the contact."""

    items: tuple[ConversationItem, ...] = ()
    deals: tuple[ContactDeal, ...] = ()


@attrs.frozen
class Found:
    """The first contacts that match a search, in order, and the number of all matches."""

    contacts: tuple[Contact, ...] = ()
    total: int = 0


class Source(Protocol):
    """The data of an account. Sources with equal attributes return the same data."""

    @property
    def is_v2(self) -> bool:
        """True if the server searches contacts, and calls have their team member and tags."""
        ...

    @property
    def can_tag(self) -> bool:
        """True if the key may add and remove tags."""
        ...

    @property
    def can_mark(self) -> bool:
        """True if the key may mark conversations as read."""
        ...

    async def week(self, allo: AsyncAlloClient, since: datetime) -> Week:
        """Return all calls of all numbers since a time."""
        ...

    async def call(self, allo: AsyncAlloClient, call_id: str) -> Call | None:
        """Return a call with its transcript; None if the calls of the week have it already."""
        ...

    async def contact(self, allo: AsyncAlloClient, contact_id: str) -> Contact:
        """Return a contact."""
        ...

    async def talk(self, allo: AsyncAlloClient, contact_id: str, numbers: Sequence[str], count: int) -> Talk:
        """Return the newest calls and messages with a contact."""
        ...

    async def search(self, allo: AsyncAlloClient, words: str, count: int, chosen: str) -> Found:
        """Return the first contacts that match, and those until the chosen one."""
        ...

    async def waiting(self, allo: AsyncAlloClient, which: Waiting) -> tuple[Contact, ...]:
        """Return who is unread or waits for a response, newest first."""
        ...


def taken_by(call: Call) -> str:
    """Return the name of the team member who took or made a call; an empty string if it is unknown, as in version 1.

    An incoming call that was not answered also has a team member, who did not take it.
    """
    if call.direction == Direction.INBOUND and call.outcome in {CallOutcome.MISSED, CallOutcome.VOICEMAIL}:
        return ""
    user = call.user if isinstance(call, TeamCall) else None
    return (user.name or user.email or "") if user else ""
