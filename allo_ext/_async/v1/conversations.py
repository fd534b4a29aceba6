"""The calls and messages with one contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext._async.walking import check_limit, newest, walk
from allo_ext._wire.envelope import page_of
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.records import ConversationItem

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Hashable

    from allo_ext._async.session import AsyncSession
    from allo_ext.pages import Page


class AsyncConversations:
    """The calls and messages with one contact: a part of `contacts`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def conversation(
        self,
        contact_id: str,
        *,
        allo_number: str | NotGiven = NOT_GIVEN,
        page: int | NotGiven = NOT_GIVEN,
        size: int | NotGiven = NOT_GIVEN,
    ) -> Page[ConversationItem]:
        """Return one page of the calls and messages with a contact; `iter_conversation` reads all pages.

        Args:
            contact_id: The contact's id.
            allo_number: Only items of this line of the account, E.164.
            page: The page number, from 0 (the API's default).
            size: Items per page, 1 to 100; the API's default is 10.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            NotFoundError: There is no such contact.
            AlloError: See `allo_ext.errors`. The key needs the scope CONVERSATIONS_READ.

        Examples:
            >>> page = await allo.contacts.conversation("cnt_abc123", size=20)

        Wraps `GET /contact/{contact_id}/conversation`.
        """
        from allo_v1.api.contacts import get_contact_conversation

        return await self._session.call(
            get_contact_conversation,
            page_of(ConversationItem, asked=page or 0),
            contact_id=contact_id,
            allo_number=allo_number,
            page=page,
            size=size,
        )

    async def iter_conversation(
        self,
        contact_id: str,
        *,
        allo_number: str | NotGiven = NOT_GIVEN,
        limit: int | None = None,
        size: int = 100,
        prefetch: int = 0,
        consistent: bool = False,
    ) -> AsyncGenerator[ConversationItem]:
        """Iterate over all calls and messages with a contact, in the API's order, each once, to the end.

        The order has always been newest first, but the only example in the API's documentation is oldest first. If an
        item is deleted during the iteration, the items after it shift, and one of them can be missed at a page
        boundary. `consistent` prevents this.

        Args:
            contact_id: The contact's id.
            allo_number: Only items of this line of the account, E.164.
            limit: The maximum number of items: the newest, sorted newest first. A conversation that the API returns in
                another order is read completely.
            size: Items per page, 1 to 100.
            prefetch: The number of pages to read ahead of the one being consumed, in tasks.
            consistent: Read the conversation again until two passes find the same items, at most five times. Items
                that only a later pass finds are yielded last. A conversation of one page is read once.

        Raises:
            UnexpectedResponseError: A `consistent` iteration found no two passes that agree.
            AlloError: See `allo_ext.errors`. The key needs the scope CONVERSATIONS_READ.

        Examples:
            >>> async for item in allo.contacts.iter_conversation("cnt_abc123"):
            ...     print(item.type, item.start_date)

        Wraps `GET /contact/{contact_id}/conversation`.
        """

        async def fetch(page: int) -> Page[ConversationItem]:
            return await self.conversation(contact_id, allo_number=allo_number, page=page, size=size)

        check_limit(limit, consistent=consistent)
        items = walk(fetch, size=size, prefetch=prefetch, key=item_key, consistent=consistent)
        if limit is not None:
            items = newest(items, limit, when=lambda item: item.start_date)
        try:
            async for item in items:
                yield item
        finally:
            await items.aclose()


def item_key(item: ConversationItem) -> Hashable:
    """Return the identity of an item: a call's id; for a message, which has no id, all its fields."""
    if item.call is not None:
        return item.call.id
    message = item.message
    if message is None:
        return (item.type, repr(item.extra))
    return (
        message.type,
        message.from_number,
        message.sender_id,
        message.to_number,
        message.content,
        message.start_date,
        repr(message.extra),
    )
