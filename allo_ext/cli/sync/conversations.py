"""Messages, which the API tells only within the conversations of contacts, and without ids."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from allo_ext import NotFoundError
from allo_ext.cli.sync.numbers import comparable, mention
from allo_ext.cli.text import iso

if TYPE_CHECKING:
    from allo_ext import AlloClient, Message
    from allo_ext.cli.sync.store import Store

_OVERLAP: Final = timedelta(days=1)
"""Messages can come late: so much is read again where anything is."""
_SIZE: Final = 100


def sync(allo: AlloClient, store: Store, *, full: bool) -> int:
    """Bring the messages of all contacts in, and return how many were new.

    A conversation is read where the contact's last activity is another than when it was read before; where the API
    tells no activity, each time. It is noted as read in the same step as its messages.

    Args:
        allo: The client.
        store: The file.
        full: Whether to read all of them again.
    """
    query = """
        select contacts.id, last_activity_date, complete_to from contacts
        left join sync_conversations on sync_conversations.contact_id = contacts.id order by contacts.id
    """
    new = 0
    for row in list(store.query(query)):
        activity, complete_to = row["last_activity_date"], None if full else row["complete_to"]
        if activity is not None and activity == complete_to:
            continue
        since = datetime.fromisoformat(complete_to) - _OVERLAP if complete_to else None
        try:
            messages = _read(allo, row["id"], since)
        except NotFoundError:
            continue  # the contact was deleted; what was said with it stays
        with store.whole():
            mention(store, (message["allo_number"] for message in messages))
            new += store.put("messages", messages)
            done = activity or max((message["start_date"] or "" for message in messages), default="") or complete_to
            store.put("sync_conversations", [{"contact_id": row["id"], "complete_to": done}])
    return new


def _read(allo: AlloClient, contact: str, since: datetime | None) -> list[dict[str, Any]]:
    """Read a conversation, newest first, back to a moment."""
    rows: list[dict[str, Any]] = []
    alike: Counter[str] = Counter()
    items = allo.contacts.iter_conversation(contact, size=_SIZE)
    try:
        for item in items:
            if since is not None and item.start_date is not None and item.start_date < since:
                break
            if item.message is not None:
                told = _told(item.message)
                identity = json.dumps(told, sort_keys=True)
                alike[identity] += 1
                contact_number = comparable(item.message.contact_number)
                rows.append({"id": digest(identity, alike[identity]), **told, "contact_number": contact_number})
    finally:
        items.close()
    return rows


def digest(identity: str, nth: int) -> str:
    """Return an id for the nth message that says the same: the same message has the same id in every sync."""
    return "msg_" + hashlib.sha256(f"{nth}\n{identity}".encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _told(message: Message) -> dict[str, Any]:
    return {
        "start_date": iso(message.start_date),
        "direction": None if message.direction is None else str(message.direction),
        "allo_number": message.allo_number,
        "contact_number": message.contact_number,
        "from_number": message.from_number,
        "sender_id": message.sender_id,
        "to_number": message.to_number,
        "content": message.content,
    }
