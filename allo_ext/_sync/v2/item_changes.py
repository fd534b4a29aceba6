# Written by scripts/unasync.py from allo_ext/_async/v2/item_changes.py: change it there, then `make generate`.
"""Changing calls: their summary and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from allo_ext._wire.body import Body, texts
from allo_ext._wire.envelope import accepted, one
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.v2 import CallSummary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext._sync.session import Session


class ItemChanges:
    """Changing calls: a part of `items`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def update_summary(
        self,
        id: str,
        *,
        content: str,
        template_key: Literal["MARKDOWN_CLASSIC", "MARKDOWN_SHORT_CALL"] | None | NotGiven = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> CallSummary:
        """Replace the summary of a call.

        It is not retried after a lost response; see `maybe_sent` of the error.

        Args:
            id: The id of the call.
            content: The whole summary, Markdown, at most 100,000 characters.
            template_key: The template of the summary, if the call has several.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one. The API does not promise to honour it here.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            NotFoundError: There is no such call or summary.
            AlloError: See `allo_ext.errors`. The key needs the scope CONVERSATIONS_WRITE.

        Examples:
            >>> summary = allo.v2.items.update_summary("cll-7f3k2m9q", content="Asked for a refund.")
            >>> summary.version

        Wraps `PATCH /conversations/items/{id}/summary`.
        """
        from allo_v2.api.items import update_call_summary

        return self._session.call(
            update_call_summary,
            one(CallSummary),
            idempotency_key=idempotency_key,
            id=id,
            body=Body(content=content, template_key=template_key),
        )

    def add_tags(self, id: str, tags: Iterable[str], *, idempotency_key: str | None = None) -> None:
        """Tag a call.

        Args:
            id: The id of the call.
            tags: The names of tags, at least one; see `tags.list`.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            NotFoundError: There is no such call.
            AlloApiError: TAG_ALREADY_EXISTS (409), if the call has one of the tags already; whether the others were
                added is not known. For other errors see `allo_ext.errors`. The key needs the scope TAGS_WRITE.

        Examples:
            >>> allo.v2.items.add_tags("cll-7f3k2m9q", ["to_call_back"])

        Wraps `POST /conversations/items/{id}/tags`.
        """
        from allo_v2.api.items import add_tags

        self._session.call(
            add_tags, accepted, idempotency_key=idempotency_key, id=id, body=Body(tags=texts(tags, "tags"))
        )

    def remove_tag(self, id: str, tag: str, *, idempotency_key: str | None = None) -> None:
        """Remove a tag from a call.

        Args:
            id: The id of the call.
            tag: The name of the tag.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            NotFoundError: The call does not have this tag.
            AlloError: See `allo_ext.errors`. The key needs the scope TAGS_WRITE.

        Examples:
            >>> allo.v2.items.remove_tag("cll-7f3k2m9q", "to_call_back")

        Wraps `DELETE /conversations/items/{id}/tags/{tag}`.
        """
        from allo_v2.api.items import remove_tag

        self._session.call(remove_tag, accepted, idempotency_key=idempotency_key, id=id, tag=tag)
