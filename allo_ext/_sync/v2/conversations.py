# Written by scripts/unasync.py from allo_ext/_async/v2/conversations.py: change it there, then `make generate`.
"""Conversations with outside numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from allo_ext._sync.v2.walking import every
from allo_ext._wire.body import Body, moment
from allo_ext._wire.envelope import accepted, page_of
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.v2 import Conversation

if TYPE_CHECKING:
    from collections.abc import Generator, Hashable
    from datetime import datetime

    from allo_ext._sync.session import Session
    from allo_ext.pages import Page

Action = Literal["READ", "UNREAD", "ARCHIVE", "UNARCHIVE"]


class Conversations:
    """Conversations (https://help.withallo.com/en/api-reference/v2/conversations/list-conversations)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(
        self,
        *,
        allo_number: str,
        last_activity_since: datetime | str | NotGiven = NOT_GIVEN,
        unread: bool | NotGiven = NOT_GIVEN,
        transcript: bool = False,
        page: int = 1,
        size: int = 20,
    ) -> Page[Conversation]:
        """Return one page of a number's conversations, most recent activity first; `iter` reads all pages.

        Args:
            allo_number: A phone number of the account, E.164.
            last_activity_since: Only conversations with activity after this time; a datetime without a zone means UTC.
            unread: True for unread conversations only.
            transcript: Whether `last_item` has its transcript.
            page: The page number, from 1.
            size: Conversations per page, 1 to 100.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloError: See `allo_ext.errors`. The key needs the scope CONVERSATIONS_READ.

        Examples:
            >>> page = allo.v2.conversations.list(allo_number="+12025550143", unread=True)

        Wraps `GET /conversations`.
        """
        from allo_v2.api.conversations import list_conversations

        return self._session.call(
            list_conversations,
            page_of(Conversation, asked=page),
            allo_number=allo_number,
            last_activity_since=moment(last_activity_since),
            unread=unread,
            extend="transcript" if transcript else NOT_GIVEN,
            page=page,
            size=size,
        )

    def iter(
        self,
        *,
        allo_number: str,
        last_activity_since: datetime | str | NotGiven = NOT_GIVEN,
        unread: bool | NotGiven = NOT_GIVEN,
        transcript: bool = False,
        limit: int | None = None,
        size: int = 100,
        prefetch: int = 0,
    ) -> Generator[Conversation]:
        """Iterate over all conversations of a number, most recent activity first, each once.

        A conversation that becomes active during the iteration moves to the first page, which has been read by then.

        Args:
            allo_number: A phone number of the account, E.164.
            last_activity_since: As for `list`.
            unread: As for `list`.
            transcript: As for `list`.
            limit: The maximum number of conversations.
            size: Conversations per page, 1 to 100.
            prefetch: The number of pages to read ahead of the one being consumed, in threads.

        Raises:
            InvalidArgumentError: An argument breaks the rules above.
            AlloError: See `allo_ext.errors`. The key needs the scope CONVERSATIONS_READ.

        Examples:
            >>> for conversation in allo.v2.conversations.iter(allo_number="+12025550143"):
            ...     print(conversation.contact_number, conversation.last_activity)

        Wraps `GET /conversations`.
        """

        def fetch(page: int) -> Page[Conversation]:
            return self.list(
                allo_number=allo_number,
                last_activity_since=last_activity_since,
                unread=unread,
                transcript=transcript,
                page=page,
                size=size,
            )

        found = every(fetch, size=size, prefetch=prefetch, limit=limit, key=_key)
        try:
            for conversation in found:
                yield conversation
        finally:
            found.close()

    def execute_action(
        self,
        contact_number: str,
        action: Action,
        *,
        allo_number: str | NotGiven = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> None:
        """Mark the conversations with an outside number as read or unread, or move them to the archive and back.

        Args:
            contact_number: The outside number, E.164.
            action: "READ", "UNREAD", "ARCHIVE", which also marks them as read, or "UNARCHIVE".
            allo_number: Only the conversation on this number of the account, E.164. Without it the action applies to
                every number of the account that has a conversation with the outside number.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            NotFoundError: There is no such conversation.
            AlloError: See `allo_ext.errors`. The key needs the scope CONVERSATIONS_WRITE.

        Examples:
            >>> allo.v2.conversations.execute_action("+12025550178", "ARCHIVE", allo_number="+12025550143")

        Wraps `PUT /conversations/{contact_number}/action`.
        """
        from allo_v2.api.conversations import execute_conversation_action

        self._session.call(
            execute_conversation_action,
            accepted,
            idempotency_key=idempotency_key,
            contact_number=contact_number,
            body=Body(action=action, allo_number=allo_number),
        )


def _key(conversation: Conversation) -> Hashable:
    return conversation.contact_number or (repr(conversation), repr(conversation.extra))
