"""The list of today's calls, and the details of a call."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from allo_ext.enums import Direction, TranscriptSource
from allo_ext.hooks import Query, use_query
from allo_ext.hooks._screen import Element, component
from allo_ext.panel._figures.outcome import outcome_name, tally_of
from allo_ext.panel._parts import clock, notice
from allo_ext.panel._parts.state import use_state
from allo_ext.panel._parts.templates import (
    CallList,
    Facts,
    as_text,
    ignoring,
)
from allo_ext.panel._parts.wording import more
from allo_ext.panel._server.recordings import RECORDED
from allo_ext.receiver import CallReceived

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import tzinfo

    from allo_ext import AsyncAlloClient
    from allo_ext.panel._figures.people import Names
    from allo_ext.receiver import Event
    from allo_ext.records import Call, Turn

SHOWN: Final = 15
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_WAYS: Final[dict[str, tuple[str, str]]] = {
    Direction.INBOUND: ("in", "Incoming"),
    Direction.OUTBOUND: ("out", "Outgoing"),
}


def use_calls_since(since: datetime) -> Query[list[Call]]:
    """Fetch all calls of all lines since a time."""
    return use_query("calls", _since, since)


def with_arrived(calls: Iterable[Call], events: Iterable[Event]) -> list[Call]:
    """Return calls, newest first, including calls from events that the API does not list yet.

    A call may have different IDs in a list and in an event, so calls are also matched by number and start time.
    """
    known = {mark: call for call in calls for mark in _marks(call)}
    for event in events:
        if isinstance(event, CallReceived) and known.keys().isdisjoint(_marks(event.call)):
            known |= dict.fromkeys(_marks(event.call), event.call)
    found = {id(call): call for call in known.values()}.values()
    return sorted(found, key=lambda call: call.start_date or _LONG_AGO, reverse=True)


def _marks(call: Call) -> tuple[object, ...]:
    if call.start_date is None:
        return (call.id,)
    return call.id, (call.contact_number, call.start_date.replace(microsecond=0))


@component
def Calls(
    calls: Sequence[Call],
    names: Names,
    lines: Mapping[str, str],
    zone: tzinfo,
    recordings: str | None,
    on_visit: Callable[[str], None],
) -> Element:
    """Show calls, newest first. An expanded call shows its details.

    Args:
        calls: The calls.
        names: The contacts' names by number.
        lines: The names of the account's lines by number.
        zone: The time zone.
        recordings: The URL path for recordings; None if they are not available.
        on_visit: Called with the ID of a contact to open the conversation.
    """
    opened, set_opened = use_state("")
    shown, set_shown = use_state(SHOWN)
    if not calls:
        return notice.empty("No calls yet today.", "Calls appear here when they have ended.")
    rest = len(calls) - shown
    found = next((call for call in calls if call.id == opened), None)
    if found is not None:
        RECORDED.note(found)

    def toggle(call_id: str) -> None:
        set_opened("" if call_id == opened else call_id)

    return CallList(
        calls=[row(call, names, lines, zone) for call in calls[:shown]],
        opened=opened,
        detail=detail(found, names, lines, zone, recordings) if found else None,
        more=more(rest, SHOWN),
        event_toggle=as_text(toggle),
        event_visit=as_text(on_visit),
        event_extend=ignoring(lambda: set_shown(shown + SHOWN)),
    )


def row(call: Call, names: Names, lines: Mapping[str, str], zone: tzinfo) -> Facts:
    """Return the list entry of a call."""
    way, direction = _WAYS.get(str(call.direction), ("", "Call"))
    return {
        "id": call.id,
        "time": clock.clock_time(call.start_date, zone),
        "way": way,
        "direction": direction,
        "who": names.name(_other(call)),
        "line": lines.get(call.allo_number or "", call.allo_number or "Unknown line"),
        "about": call.summary or "",
        "outcome": str(tally_of(call)),
        "result": outcome_name(call),
        "length": clock.spelt_length(call.duration),
    }


def detail(call: Call, names: Names, lines: Mapping[str, str], zone: tzinfo, recordings: str | None) -> Facts:
    """Return the details of a call: facts, summary, transcript."""
    contact = names.contact(_other(call))
    number = _other(call) or "a withheld number"
    line = lines.get(call.allo_number or "", call.allo_number or "")
    facts = [
        f"{'To' if call.direction == Direction.OUTBOUND else 'From'} {number}",
        f"on {line}" if line else "",
        f"at {clock.clock_time(call.start_date, zone)}",
    ]
    tags = dict.fromkeys(tag for tag in (call.tag, *(call.tags or ())) if tag)
    return {
        "facts": " ".join(part for part in facts if part) + "".join(f" · {tag}" for tag in tags),
        "summary": call.summary or "",
        "recording": f"{recordings}/{call.id}" if call.recording_url and recordings is not None else "",
        "transcript": [_said(turn, names.name(_other(call))) for turn in call.turns() if turn.text],
        "contact": contact.id if contact else "",
    }


def _said(turn: Turn, other: str) -> Facts:
    match turn.source:
        case TranscriptSource.EXTERNAL:
            side, who = "them", other
        case TranscriptSource.AGENT | TranscriptSource.USER:
            side, who = "us", turn.speaker
        case _:
            side, who = "", turn.speaker
    minutes, seconds = divmod(int(turn.start.total_seconds()), 60) if turn.start is not None else (0, 0)
    at = "" if turn.start is None else f"{minutes}:{seconds:02}"
    return {"side": side, "who": who, "at": at, "text": turn.text}


def _other(call: Call) -> str | None:
    """Return the other party's number, or None."""
    return None if call.is_anonymous and not call.contact_number else call.other_party or None


async def _since(allo: AsyncAlloClient, since: datetime) -> list[Call]:
    return [call async for call in allo.calls.iter(since=since)]
