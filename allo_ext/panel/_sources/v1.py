"""Version 1 of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from allo_ext._lists.paging import size_for
from allo_ext.panel._figures.dialogue import is_newest_first, newest_first
from allo_ext.panel._sources.source import Found, Talk, Week

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from allo_ext import AsyncAlloClient
    from allo_ext.panel._sources.source import Source, Waiting
    from allo_ext.records import Call, Contact, ConversationItem


@attrs.frozen
class Version1:
    """An account, read with version 1."""

    is_v2: bool = attrs.field(default=False, init=False)
    can_tag: bool = attrs.field(default=False, init=False)
    can_mark: bool = attrs.field(default=False, init=False)

    async def week(self, allo: AsyncAlloClient, since: datetime) -> Week:
        """Read the calls of each number, with their transcripts."""
        return Week(tuple([call async for call in allo.calls.iter(since=since)]))

    async def call(self, allo: AsyncAlloClient, call_id: str) -> Call | None:  # noqa: ARG002 (the interface)
        """Return None: the list has everything, and there is no request for one call."""
        return None

    async def contact(self, allo: AsyncAlloClient, contact_id: str) -> Contact:
        """Return a contact with its e-mail addresses."""
        return await allo.contacts.get(contact_id)

    async def talk(
        self,
        allo: AsyncAlloClient,
        contact_id: str,
        numbers: Sequence[str],  # noqa: ARG002 (the interface)
        count: int,
    ) -> Talk:
        """Read the newest items."""
        return Talk(tuple(await newest(allo, contact_id, count)))

    async def search(self, allo: AsyncAlloClient, words: str, count: int, chosen: str) -> Found:  # noqa: ARG002
        """Return nobody: the API has no search, so the views search all contacts."""
        return Found()

    async def waiting(self, allo: AsyncAlloClient, which: Waiting) -> tuple[Contact, ...]:  # noqa: ARG002
        """Return nobody: the API does not know."""
        return ()


V1: Final[Source] = Version1()


async def newest(allo: AsyncAlloClient, contact_id: str, count: int) -> list[ConversationItem]:
    """Return the newest items of a conversation, newest first, from as many pages as needed.

    The API does not document its order, so reading stops early only while the items are sorted newest first.
    """
    found: list[ConversationItem] = []
    if count < 1:
        return found
    items = allo.contacts.iter_conversation(contact_id, limit=count, size=size_for(count))
    try:
        async for item in items:
            found.append(item)
            if len(found) >= count and is_newest_first(found):
                break
    finally:
        await items.aclose()
    return newest_first(found)[:count]
