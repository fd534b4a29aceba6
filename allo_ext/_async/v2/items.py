"""Calls and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from allo_ext._async.v2.item_changes import AsyncItemChanges
from allo_ext._async.v2.walking import every
from allo_ext._lists.order import Beyond, Past
from allo_ext._lists.window import Window
from allo_ext._wire.body import Body, day_range, identifiers, texts
from allo_ext._wire.envelope import many, one, page_of
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.enums import Direction
from allo_ext.v2 import Batch, DateRange, Item, ItemType

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
    from datetime import date as day

    from allo_ext.pages import Page

    Days = Mapping[str, day | str] | tuple[day | str, day | str] | DateRange

Way = Direction | Literal["INBOUND", "OUTBOUND"]
Kind = ItemType | Literal["CALL", "SMS", "ALL"]
Result = Literal["ANSWERED", "VOICEMAIL", "TRANSFERRED"]
Sort = Literal["DATE_DESC", "DATE_ASC", "RELEVANCE"]

_BATCH: Final = 100


class AsyncItems(AsyncItemChanges):
    """Calls and messages (https://help.withallo.com/en/api-reference/v2/conversations/search-items)."""

    async def search(
        self,
        *,
        allo_number: str | NotGiven = NOT_GIVEN,
        contact_number: str | NotGiven = NOT_GIVEN,
        user_id: str | NotGiven = NOT_GIVEN,
        direction: Way | NotGiven = NOT_GIVEN,
        type: Kind | NotGiven = NOT_GIVEN,
        result: Result | NotGiven = NOT_GIVEN,
        tags: Iterable[str] | NotGiven = NOT_GIVEN,
        unread: bool | NotGiven = NOT_GIVEN,
        unresponded: bool | NotGiven = NOT_GIVEN,
        search: str | NotGiven = NOT_GIVEN,
        date: Days | NotGiven = NOT_GIVEN,
        sort: Sort | NotGiven = NOT_GIVEN,
        transcript: bool = False,
        page: int = 1,
        size: int = 20,
    ) -> Page[Item]:
        """Return one page of calls and messages, newest first unless `sort` says otherwise; `iter` reads all pages.

        `size=1` and `total_count` of the page count the items.

        Args:
            allo_number: Only items of this number of the account, E.164; without it those of every number.
            contact_number: Only items with this outside number, E.164.
            user_id: Only items of this team member.
            direction: "INBOUND" or "OUTBOUND".
            type: "CALL", "SMS" or "ALL".
            result: Only calls with this result. An outbound call that reached a voicemail may be ANSWERED.
            tags: Only items with these tags, by name.
            unread: Only unread items.
            unresponded: Only items without a response.
            search: Words or beginnings of words, all of which must occur in the transcript, summary or message.
            date: The first and the last day: a pair, or a mapping with `from` and `to`. The server may ignore it
                without an error; `iter` checks the date of each item.
            sort: "DATE_DESC", "DATE_ASC" or "RELEVANCE".
            transcript: True to request the transcripts, which makes the response large.
            page: The page number, from 1.
            size: Items per page, 1 to 100.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloError: See `allo_ext.errors`. The key needs the scope CONVERSATIONS_READ.

        Examples:
            >>> page = await allo.v2.items.search(search="refund", type="CALL", size=1)
            >>> page.total_count

        Wraps `POST /conversations/items/search`.
        """
        from allo_v2.api.items import search_all_conversations

        body = Body(
            allo_number=allo_number,
            contact_number=contact_number,
            user_id=user_id,
            direction=direction,
            type=type,
            result=result,
            tags=texts(tags, "tags"),
            unread=unread,
            unresponded=unresponded,
            search=search,
            date=day_range(date, "date"),
            sort=sort,
            extend="transcript" if transcript else NOT_GIVEN,
            page=page,
            size=size,
        )
        return await self._session.call(search_all_conversations, page_of(Item, asked=page), body=body)

    async def iter(
        self,
        *,
        since: day | None = None,
        until: day | None = None,
        allo_number: str | NotGiven = NOT_GIVEN,
        contact_number: str | NotGiven = NOT_GIVEN,
        user_id: str | NotGiven = NOT_GIVEN,
        direction: Way | NotGiven = NOT_GIVEN,
        type: Kind | NotGiven = NOT_GIVEN,
        result: Result | NotGiven = NOT_GIVEN,
        tags: Iterable[str] | NotGiven = NOT_GIVEN,
        unread: bool | NotGiven = NOT_GIVEN,
        unresponded: bool | NotGiven = NOT_GIVEN,
        search: str | NotGiven = NOT_GIVEN,
        sort: Sort = "DATE_ASC",
        transcript: bool = False,
        limit: int | None = None,
        size: int = 100,
        prefetch: int = 0,
    ) -> AsyncGenerator[Item]:
        """Iterate over all calls and messages, oldest first, each once, to the end.

        If a page cannot be read, the iteration raises, so a partial list is never mistaken for a complete one. Items
        that arrive during the iteration are yielded last.

        Args:
            since: Only items from then or later. A datetime without a zone is in UTC, a date means 00:00 UTC. Items
                without a date are included. The API gets the range with one more day on each side; the date of each
                item is checked here, because the server may ignore the range.
            until: Only items from before this time.
            allo_number: As for `search`.
            contact_number: As for `search`.
            user_id: As for `search`.
            direction: As for `search`.
            type: As for `search`.
            result: As for `search`.
            tags: As for `search`.
            unread: As for `search`.
            unresponded: As for `search`.
            search: As for `search`.
            sort: The order. With "DATE_DESC", new items shift the pages during the iteration.
            transcript: As for `search`.
            limit: The maximum number of items.
            size: Items per page, 1 to 100.
            prefetch: The number of pages to read ahead of the one being consumed, in tasks.

        Raises:
            InvalidArgumentError: An argument breaks the rules above.
            AlloError: See `allo_ext.errors`. The key needs the scope CONVERSATIONS_READ.

        Examples:
            >>> async for item in allo.v2.items.iter(since=datetime(2026, 1, 1, tzinfo=UTC), type="CALL"):
            ...     print(item.contact_number, item.duration)

        Wraps `POST /conversations/items/search`.
        """
        window = Window.of(since, until)
        words = tags if isinstance(tags, NotGiven) else texts(tags, "tags")

        async def fetch(page: int) -> Page[Item]:
            return await self.search(
                allo_number=allo_number,
                contact_number=contact_number,
                user_id=user_id,
                direction=direction,
                type=type,
                result=result,
                tags=words,
                unread=unread,
                unresponded=unresponded,
                search=search,
                date=NOT_GIVEN if since is None and until is None else window.days(),
                sort=sort,
                transcript=transcript,
                page=page,
                size=size,
            )

        found = every(
            fetch,
            size=size,
            prefetch=prefetch,
            limit=limit,
            key=lambda item: item.id,
            wanted=lambda item: window.holds(item.date),
            ends=_ends(window, sort),
        )
        try:
            async for item in found:
                yield item
        finally:
            await found.aclose()

    async def get(self, id: str, *, transcript: bool = False) -> Item:
        """Return a call or a message.

        Args:
            id: The id of the item, `cll-…` or `msg-…`.
            transcript: True to request the transcript; otherwise `item.transcript` is None.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            NotFoundError: There is no such item.
            AlloError: See `allo_ext.errors`. The key needs the scope CONVERSATIONS_READ.

        Examples:
            >>> item = await allo.v2.items.get("cll-7f3k2m9q", transcript=True)
            >>> [line.text for line in item.transcript or ()]

        Wraps `GET /conversations/items/{id}`.
        """
        from allo_v2.api.items import get_conversation_item

        return await self._session.call(
            get_conversation_item, one(Item), id=id, extend="transcript" if transcript else NOT_GIVEN
        )

    async def batch(self, ids: Iterable[str]) -> Batch:
        """Return the items with these ids, 100 per request.

        Args:
            ids: Any number of ids of calls and messages.

        Returns:
            The items in the order of the ids, and in `missing` the ids that the API did not return.

        Raises:
            InvalidArgumentError: An argument breaks the rules above.
            AlloError: See `allo_ext.errors`. The key needs the scope CONVERSATIONS_READ.

        Examples:
            >>> batch = await allo.v2.items.batch(["cll-7f3k2m9q", "msg-4t9y1b7c"])
            >>> batch.missing

        Wraps `POST /conversations/items/batch`.
        """
        from allo_v2.api.items import batch_get_conversation_items

        wanted = list(dict.fromkeys(identifiers(ids, "ids")))
        found: dict[str, Item] = {}
        for start in range(0, len(wanted), _BATCH):
            body = Body(ids=wanted[start : start + _BATCH])
            for item in await self._session.call(batch_get_conversation_items, many(Item), body=body):
                found[item.id] = item
        missing = tuple(name for name in wanted if name not in found)
        known = [found.pop(name) for name in wanted if name in found]
        return Batch(items=(*known, *found.values()), missing=missing)


def _ends(window: Window, sort: Sort) -> Callable[[], Callable[[Sequence[Item]], bool]] | None:
    """Return a function that stops the iteration if the next pages are outside the window."""
    if sort == "RELEVANCE":
        return None

    def begin() -> Callable[[Sequence[Item]], bool]:
        outside = Beyond(window) if sort == "DATE_ASC" else Past(window)
        return lambda new: outside([item.date for item in new])

    return begin
