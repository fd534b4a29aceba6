"""A conversation as a chat: calls and messages, oldest first, with day headings."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from allo_ext.enums import Direction
from allo_ext.panel._figures.outcome import outcome_name
from allo_ext.panel._parts import clock
from allo_ext.panel._sources.source import taken_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, tzinfo

    from allo_ext.panel._parts.templates import Facts
    from allo_ext.records import Call, ConversationItem, Message


_SOON: Final = datetime.max.replace(tzinfo=UTC)


def is_newest_first(items: Iterable[ConversationItem]) -> bool:
    """Return whether the items are sorted newest first. Missing dates are ignored."""
    dates = [item.start_date for item in items if item.start_date]
    return all(newer >= older for newer, older in pairwise(dates))


def newest_first(items: Sequence[ConversationItem]) -> list[ConversationItem]:
    """Sort items newest first. An item without a date stays next to its predecessor."""
    if is_newest_first(items):
        return list(items)
    dated: list[tuple[datetime, ConversationItem]] = []
    date = _SOON
    for item in items:
        date = item.start_date or date
        dated.append((date, item))
    dated.sort(key=lambda pair: pair[0], reverse=True)
    return [item for _, item in dated]


def bubbles(items: Iterable[ConversationItem], today: date, zone: tzinfo) -> list[Facts]:
    """Return the entries of the chat.

    Args:
        items: The conversation, newest first.
        today: The current day.
        zone: The time zone.
    """
    shown: list[Facts] = []
    last: date | None = None
    for place, item in enumerate(reversed(list(items))):
        day = item.start_date.astimezone(zone).date() if item.start_date else None
        if day is not None and day != last:
            shown.append({"key": f"day-{day}", "kind": "day", "side": "", "text": clock.day_name(day, today)})
            last = day
        if item.call is not None:
            shown.append({"key": item.call.id, **_call(item.call, zone)})
        elif item.message is not None:
            # Messages have no ID, so the position from the oldest one is part of the key.
            shown.append({"key": f"{item.start_date}-{place}", **_message(item.message, zone)})
    return shown


def _call(call: Call, zone: tzinfo) -> Facts:
    length = clock.spelt_length(call.duration)
    way = "Outgoing call" if call.direction == Direction.OUTBOUND else "Incoming call"
    result = outcome_name(call)
    head = " · ".join(part for part in (way, result, length if call.duration else "") if part)
    meta = " · ".join(part for part in (clock.clock_time(call.start_date, zone), taken_by(call)) if part)
    return {"kind": "call", "side": _side(call.direction), "head": head, "text": call.summary or "", "meta": meta}


def _message(message: Message, zone: tzinfo) -> Facts:
    sender = f" · {message.sender_id}" if message.sender_id else ""
    meta = f"{clock.clock_time(message.start_date, zone)} · SMS{sender}"
    return {"kind": "sms", "side": _side(message.direction), "head": "", "text": message.content or "", "meta": meta}


def _side(direction: str | None) -> str:
    return "us" if direction == Direction.OUTBOUND else "them"
