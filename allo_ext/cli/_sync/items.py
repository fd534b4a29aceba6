"""Sync of calls and messages over version 2, oldest first.

Each part has one date in `sync_items`: everything up to it is in the file. It is written in the same transaction as the
items, so an interrupted sync continues there. If the list turns out not to be sorted, the date is only written at the
end, because a date then does not determine a position in it.
"""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from allo_ext._lists.order import Order
from allo_ext._lists.window import earlier
from allo_ext._older import call_of, message_of
from allo_ext.cli._display.text import iso
from allo_ext.cli._sync.conversations import row_of_message
from allo_ext.cli._sync.lines import lines_of, row_of_call
from allo_ext.cli._sync.matching import V2, Matcher
from allo_ext.cli._sync.numbers import mention
from allo_ext.cli._sync.paging import newest

if TYPE_CHECKING:
    from allo_ext import AlloClient, Call
    from allo_ext.cli._sync.store import Store
    from allo_ext.v2 import Item

_TOGETHER: Final = 500
_KEPT: Final = ("summary", "tags")
"""The columns that version 2 may change in a row that version 1 returns as well: elsewhere it knows less."""


def sync(allo: AlloClient, store: Store, part: str, *, overlap: float, full: bool) -> int:
    """Sync the calls or the messages of all lines, and return how many were new or changed.

    Args:
        allo: The client.
        store: The SQLite file.
        part: `calls` or `messages`.
        overlap: Seconds before the last item to read again: long calls are listed when they end, and summaries and
            tags are added even later.
        full: Whether to read all items again.
    """
    row = store.get("sync_items", part)
    reached = None if full or not row or not row["complete_to"] else datetime.fromisoformat(row["complete_to"])
    is_calls = part == "calls"
    items = allo.v2.items.iter(
        type="CALL" if is_calls else "SMS", since=earlier(reached, overlap), transcript=is_calls, prefetch=2
    )
    order = Order(ascending=True)
    latest, changed = reached, 0
    try:
        while some := list(islice(items, _TOGETHER)):
            for item in some:
                order.add(item.date)
            latest = max(filter(None, (latest, newest(item.date for item in some))), default=None)
            # The server may ignore the filter by type.
            wanted = [item for item in some if (item.type == "CALL") is is_calls]
            with store.whole():
                changed += _put_calls(store, wanted) if is_calls else _put_messages(store, wanted)
                if order.proven:
                    _note(store, part, latest)
    finally:
        items.close()
    with store.whole():
        _note(store, part, latest)
    return changed


def _note(store: Store, part: str, complete_to: datetime | None) -> None:
    store.put("sync_items", [{"part": part, "complete_to": iso(complete_to)}])


def _put_calls(store: Store, items: list[Item]) -> int:
    calls = [call_of(item) for item in items]
    rows = [row_of_call(call) for call in calls]
    mention(store, (row["allo_number"] for row in rows))
    matcher = Matcher(store, "calls", V2)
    match = matcher.rows_of(rows)
    changed = store.put("calls", [_placed(row, match.ids, match.shared) for row in rows])
    matcher.note(match)
    lines: dict[str, list[dict[str, Any]]] = {}
    for call in calls:
        place = match.ids[call.id]
        # Version 1's lines have exact times: they are kept as long as the words are the same.
        if call.transcript is not None and not (place in match.shared and _said(store, place) == _texts(call)):
            lines[place] = list(lines_of(place, call.transcript))
    changed = max(
        changed, store.replace("transcript_lines", "call_id", lines, (line for some in lines.values() for line in some))
    )
    _put_users_and_tags(store, items, match.ids)
    return changed


def _said(store: Store, call_id: str) -> list[str | None]:
    query = "select text from transcript_lines where call_id = ? order by position"
    return [row["text"] for row in store.query(query, call_id)]


def _texts(call: Call) -> list[str | None]:
    return [line.text for line in call.transcript or ()]


def _put_users_and_tags(store: Store, items: list[Item], ids: dict[str, str]) -> None:
    users = {ids[item.id]: item.user for item in items if item.user is not None and item.user.id}
    store.add("users", [{"id": user.id, "name": user.name, "email": user.email} for user in users.values()])
    by_call = ({"call_id": call, "user_id": user.id} for call, user in users.items())
    store.replace("call_users", "call_id", users, by_call)
    tags = {ids[item.id]: item.tags for item in items if item.tags is not None}
    by_tag = ({"call_id": call, "tag": tag} for call, theirs in tags.items() for tag in theirs)
    store.replace("call_tags", "call_id", tags, by_tag)


def _put_messages(store: Store, items: list[Item]) -> int:
    messages = [message_of(item) for item in items]
    rows = [{"id": item.id, **row_of_message(message)} for item, message in zip(items, messages, strict=True)]
    mention(store, (row["allo_number"] for row in rows))
    matcher = Matcher(store, "messages", V2)
    match = matcher.rows_of(rows)
    new = store.put("messages", [_placed(row, match.ids, match.shared) for row in rows])
    matcher.note(match)
    return new


def _placed(row: dict[str, Any], ids: dict[str, str], shared: set[str]) -> dict[str, Any]:
    place = ids[row["id"]]
    if place not in shared:
        return row if place == row["id"] else {**row, "id": place}
    return {"id": place, **{name: row[name] for name in _KEPT if row.get(name) is not None}}
