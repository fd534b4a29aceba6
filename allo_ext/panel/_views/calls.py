"""The list of today's calls, and the details of a call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import attrs

from allo_ext._tags import tags_of
from allo_ext.enums import Direction, TranscriptSource
from allo_ext.hooks import use_add_tags, use_refresh, use_remove_tag, use_tags
from allo_ext.hooks._screen import Element, component
from allo_ext.panel._figures.outcome import outcome_name, tally_of
from allo_ext.panel._parts import clock, notice
from allo_ext.panel._parts.state import use_state
from allo_ext.panel._parts.templates import (
    CallList,
    Facts,
    Told,
    as_text,
    ignoring,
)
from allo_ext.panel._parts.wording import more, mutation_problem
from allo_ext.panel._server.recordings import RECORDED
from allo_ext.panel._sources.reading import use_full_call
from allo_ext.panel._sources.source import taken_by
from allo_ext.panel._sources.v1 import V1
from allo_ext.receiver import CallReceived

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

    from allo_ext.panel._figures.people import Names
    from allo_ext.panel._sources.source import Source
    from allo_ext.receiver import Event
    from allo_ext.records import Call, Turn

SHOWN: Final = 15
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_WAYS: Final[dict[str, tuple[str, str]]] = {
    Direction.INBOUND: ("in", "Incoming"),
    Direction.OUTBOUND: ("out", "Outgoing"),
}


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
    source: Source = V1,
) -> Element:
    """Show calls, newest first. An expanded call shows its details.

    Args:
        calls: The calls.
        names: The contacts' names by number.
        lines: The names of the account's lines by number.
        zone: The time zone.
        recordings: The URL path for recordings; None if they are not available.
        on_visit: Called with the ID of a contact to open the conversation.
        source: The data of the account.
    """
    opened, set_opened = use_state("")
    shown, set_shown = use_state(SHOWN)
    full = use_full_call(source, opened)
    tags = use_tagging(source, opened)
    if not calls:
        return notice.empty("No calls yet today.", "Calls appear here when they have ended.")
    rest = len(calls) - shown
    found = next((call for call in calls if call.id == opened), None)
    if found is not None:
        found = full.data or found
        RECORDED.note(found)

    def toggle(call_id: str) -> None:
        tags.reset()
        set_opened("" if call_id == opened else call_id)

    return CallList(
        calls=[row(call, names, lines, zone) for call in calls[:shown]],
        opened=opened,
        detail=opened_detail(found, names, lines, zone, recordings, tags) if found else None,
        more=more(rest, SHOWN),
        event_toggle=as_text(toggle),
        event_tag=tags.add,
        event_untag=tags.remove,
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
        "line": " · ".join(
            part
            for part in (lines.get(call.allo_number or "", call.allo_number or "Unknown line"), taken_by(call))
            if part
        ),
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
        f"by {taken_by(call)}" if taken_by(call) else "",
    ]
    return {
        "facts": " ".join(part for part in facts if part) + "".join(f" · {tag}" for tag in tags_of(call)),
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


@attrs.frozen
class Tagging:
    """The tags of the opened call: what may be added, and the functions that change them."""

    allowed: bool
    known: tuple[str, ...]
    problem: str
    busy: bool
    add: Told
    remove: Told
    reset: Callable[[], None]


def use_tagging(source: Source, call_id: str) -> Tagging:
    """Use the functions that add and remove a tag of a call. Afterwards the call is read again."""
    refresh = use_refresh()
    known = use_tags(enabled=source.can_tag and bool(call_id))

    def changed(_: None) -> None:
        refresh("call", "calls")

    add, remove = use_add_tags(on_success=changed), use_remove_tag(on_success=changed)
    error = add.error or remove.error

    def reset() -> None:
        add.reset()
        remove.reset()

    def on_add(tag: Any) -> None:
        if name := str(tag).strip():
            remove.reset()
            add.mutate(call_id, [name])

    def on_remove(tag: Any) -> None:
        add.reset()
        remove.mutate(call_id, str(tag))

    return Tagging(
        allowed=source.can_tag,
        known=tuple(sorted({tag.name for tag in known.data or () if tag.name})),
        problem=mutation_problem(error),
        busy=add.is_pending or remove.is_pending,
        add=on_add,
        remove=on_remove,
        reset=reset,
    )


def opened_detail(
    call: Call, names: Names, lines: Mapping[str, str], zone: tzinfo, recordings: str | None, tags: Tagging
) -> Facts:
    """Return the details of a call; with buttons for its tags, if the key may change them."""
    held = list(tags_of(call))
    shown = detail(
        call if not tags.allowed else attrs.evolve(call, tag=None, tags=None), names, lines, zone, recordings
    )
    more_tags = [tag for tag in tags.known if tag not in held]
    return {
        **shown,
        "can_tag": tags.allowed,
        "tags": held if tags.allowed else [],
        "more_tags": more_tags,
        "problem": tags.problem,
        "busy": tags.busy,
    }
