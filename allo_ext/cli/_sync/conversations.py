"""Sync of messages. The API lists them only in conversations of contacts, and without IDs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from allo_ext import NotFoundError
from allo_ext._lists.order import Order
from allo_ext._lists.window import Window, earlier
from allo_ext._wire import message_ids
from allo_ext.cli._display.columns import MESSAGES
from allo_ext.cli._display.text import iso
from allo_ext.cli._sync.matching import V1, Matcher
from allo_ext.cli._sync.numbers import comparable, mention
from allo_ext.cli._sync.rows import reader_of

if TYPE_CHECKING:
    from allo_ext import AlloClient, Message
    from allo_ext.cli._sync.skipped import Skipped
    from allo_ext.cli._sync.store import Store

_RECENT: Final = timedelta(days=2)
_OVERLAP: Final = 86_400
_SIZE: Final = 100
_row_of: Final = reader_of(MESSAGES)


def sync(allo: AlloClient, store: Store, *, full: bool, skipped_parts: Skipped) -> int:
    """Sync the messages of all contacts, and return how many were new.

    A conversation is read again if the contact's last activity has changed, or if it is recent, because messages may
    arrive late. Conversations of contacts whose last activity is missing or in the future are always read. A
    conversation is marked as read in the same transaction as its messages.

    Args:
        allo: The client.
        store: The SQLite file.
        full: Whether to read all conversations again.
        skipped_parts: Reports the conversations that cannot be read.
    """
    query = """
        select contacts.id, last_activity_date, complete_to from contacts
        left join sync_conversations on sync_conversations.contact_id = contacts.id order by contacts.id
    """
    new = 0
    settled = iso(datetime.now(UTC) - _RECENT) or ""
    for row in list(store.query(query)):
        activity = row["last_activity_date"]
        if not full and activity is not None and activity == row["complete_to"] and activity < settled:
            continue
        with skipped_parts.of(f"messages with the contact {row['id']}"):
            new += _conversation(allo, store, row, full=full)
    return new


def _conversation(allo: AlloClient, store: Store, row: dict[str, Any], *, full: bool) -> int:
    since = None if full or not row["complete_to"] else earlier(datetime.fromisoformat(row["complete_to"]), _OVERLAP)
    try:
        messages = _read(allo, row["id"], since)
    except NotFoundError:
        return 0  # the contact was deleted; its messages stay
    with store.whole():
        mention(store, (message["allo_number"] for message in messages))
        matcher = Matcher(store, "messages", V1)
        match = matcher.rows_of(messages)
        new = store.put("messages", [{**row, "id": match.ids.get(row["id"], row["id"])} for row in messages])
        matcher.note(match)
        # A last activity older than a message is wrong: it is not stored, so the contact is always read.
        dates = [message["start_date"] or "" for message in messages]
        done = max([row["last_activity_date"] or "", *dates]) or row["complete_to"]
        store.put("sync_conversations", [{"contact_id": row["id"], "complete_to": done}])
    return new


def _read(allo: AlloClient, contact: str, since: datetime | None) -> list[dict[str, Any]]:
    """Read a conversation. If it is sorted, stop after the first page that reaches a date."""
    rows: list[dict[str, Any]] = []
    ids = message_ids.MessageIds()
    order, window = Order(), Window(since, None)
    items = allo.contacts.iter_conversation(contact, size=_SIZE, consistent=True)
    try:
        for number, item in enumerate(items, 1):
            order.add(item.start_date)
            if item.message is not None:
                rows.append({"id": ids.of(item.message), **row_of_message(item.message)})
            if number == _SIZE and order.proven and window.is_before([item.start_date]):
                break
    finally:
        items.close()
    return rows


def row_of_message(message: Message) -> dict[str, Any]:
    """Return a message as a row, without an id."""
    return {
        **_row_of(message),
        "allo_number": message.allo_number,
        "contact_number": comparable(message.contact_number),
    }
