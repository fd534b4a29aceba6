"""Operations on conversations."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from allo_ext.testing._account.conversations import Conversations
from allo_ext.testing._engine.wire import Reply
from allo_ext.testing._v2.dates import zulu
from allo_ext.testing._v2.item_views import contacts_of, item_view

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.testing._v2.asked import Asked


def _list(asked: Asked) -> Reply:
    """Answer with the conversations of a line, the most recent activity first; another's number has none."""
    conversations = asked.kept.of(Conversations)
    found = conversations.on(asked.query["allo_number"])
    if asked.query["unread"]:
        unread = conversations.unread()
        found = [entry for entry in found if entry[0] in unread]
    since = asked.query["last_activity_since"]
    if since is not None:
        try:
            after = datetime.fromisoformat(since)
        except ValueError:  # 31 February
            return asked.error(
                "INVALID_REQUEST_BODY", 400, message="There is no such day.", param="last_activity_since"
            )
        after = after if after.tzinfo else after.replace(tzinfo=UTC)
        found = [entry for entry in found if entry[1].start > after.timestamp()]
    start, stop = asked.window
    shown = [
        {
            "contact_number": pair.contact_number,
            "contacts": contacts_of(asked, pair.contact_number),
            "last_activity": zulu(item.start),
            "last_item": item_view(asked, item, transcript=asked.query["extend"] is not None),
        }
        for pair, item in found[start:stop]
    ]
    return asked.paged(shown, len(found))


def _execute_action(asked: Asked) -> Reply:
    """Call conversations read or unread; whether they are archived shows nowhere but in this: archived is read."""
    conversations = asked.kept.of(Conversations)
    pairs = conversations.with_number(asked.path["contact_number"], asked.body.get("allo_number"))
    if not pairs:
        return asked.error("PHONE_NUMBER_NOT_FOUND", 404)
    action = asked.body["action"]
    if action != "UNARCHIVE":
        conversations.mark(pairs, unread=action == "UNREAD")
    return Reply(200)


HANDLERS: Mapping[str, Callable[[Asked], Reply]] = {
    "list_conversations": _list,
    "execute_conversation_action": _execute_action,
}
