"""A conversation as a chat: calls and messages from the oldest to the newest, with the days between them."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from allo_ext.enums import Direction
from allo_ext.panel._figures.outcome import outcome_name
from allo_ext.panel._parts import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, tzinfo

    from allo_ext.panel._parts.templates import Facts
    from allo_ext.records import Call, ConversationItem, Message


_SOON: Final = datetime.max.replace(tzinfo=UTC)


def is_newest_first(items: Iterable[ConversationItem]) -> bool:
    """Tell whether the dates, where there are any, go down."""
    dates = [item.start_date for item in items if item.start_date]
    return all(newer >= older for newer, older in pairwise(dates))


def newest_first(items: Sequence[ConversationItem]) -> list[ConversationItem]:
    """Return items by date; one without a date stays beside the one that the API lists before it."""
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
    """Return what the chat shows.

    Args:
        items: The conversation, the newest first.
        today: What counts as today.
        zone: For days and times.
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
            # Messages have no id: a place counted from the oldest is theirs until earlier ones are read.
            shown.append({"key": f"{item.start_date}-{place}", **_message(item.message, zone)})
    return shown


def _call(call: Call, zone: tzinfo) -> Facts:
    length = clock.spelt_length(call.duration)
    way = "Outgoing call" if call.direction == Direction.OUTBOUND else "Incoming call"
    result = outcome_name(call)
    head = " · ".join(part for part in (way, result, length if call.duration else "") if part)
    meta = clock.clock_time(call.start_date, zone)
    return {"kind": "call", "side": _side(call.direction), "head": head, "text": call.summary or "", "meta": meta}


def _message(message: Message, zone: tzinfo) -> Facts:
    sender = f" · {message.sender_id}" if message.sender_id else ""
    meta = f"{clock.clock_time(message.start_date, zone)} · SMS{sender}"
    return {"kind": "sms", "side": _side(message.direction), "head": "", "text": message.content or "", "meta": meta}


def _side(direction: str | None) -> str:
    return "us" if direction == Direction.OUTBOUND else "them"
