"""Sync of the calls of one line. Progress is stored, so an interrupted sync can continue.

`sync_lines` stores three dates per line. All calls up to `complete_to` are in the file. While a list sorted newest
first is being read, all calls from `top` (the newest call at the start) down to `reached` are in the file as well;
both dates are written in the same transaction as the calls. An interrupted sync continues in two steps: first the
calls that are newer than `top`, then those older than `reached`. When both are complete, `complete_to` becomes `top`.
A list in any other order is read completely, and from the beginning after an interruption, because a date then does
not determine a position in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from allo_ext._lists.window import earlier
from allo_ext.cli._display.columns import CALLS, LINES
from allo_ext.cli._display.text import iso, on_one_line
from allo_ext.cli._sync.matching import V1, Matcher
from allo_ext.cli._sync.numbers import comparable, mention
from allo_ext.cli._sync.paging import (
    SIZE,
    Reading,
    newest,
    page_of,
)
from allo_ext.cli._sync.rows import reader_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from allo_ext import AlloClient, Call, Page, TranscriptLine
    from allo_ext.cli._sync.store import Store

_TOGETHER: Final = 500
_TITLE: Final = 60
_row_of: Final = reader_of(CALLS)
_row_of_line: Final = reader_of(LINES, extra=False)


@dataclass(slots=True)
class Place:
    """The progress of a line; see the module docstring."""

    complete_to: datetime | None = None
    top: datetime | None = None
    reached: datetime | None = None

    @classmethod
    def of(cls, row: dict[str, Any] | None) -> Place:
        """Read a row of `sync_lines`."""
        names = ("complete_to", "top", "reached")
        found = {name: row[name] for name in names if row[name]} if row else {}
        return cls(**{name: datetime.fromisoformat(text) for name, text in found.items()})


def sync(allo: AlloClient, store: Store, number: str, *, overlap: float, full: bool) -> int:
    """Sync the calls of a line, and return how many were new or changed.

    Args:
        allo: The client.
        store: The SQLite file.
        number: The number of the line.
        overlap: Seconds before the last call to read again. A long call is listed when it ends, below shorter calls
        that began later; summaries and tags are added even later.
        full: Whether to read all calls again.
    """
    place = Place.of(store.get("sync_lines", number))
    floor = None if full else earlier(place.complete_to, overlap)
    # The number exactly as the API wrote it, even if it is not valid E.164.
    search = allo.with_options(validate=False).calls.search

    def fetch(page: int) -> Page[Call]:
        return search(allo_number=number, page=page, size=SIZE)

    changed = 0
    cut_off = place.top is not None and place.reached is not None
    if cut_off:
        # First the calls that are newer than the interrupted sync.
        since = Reading(fetch, earlier(place.top, overlap))
        for calls in _some(since.calls()):
            place.top = max(filter(None, (place.top, newest(call.start_date for call in calls))))
            with store.whole():
                changed += put_calls(store, number, calls)
        if since.passes[-1].reached and place.reached is not None:
            changed += _walk(store, number, place, _rest(fetch, store, place.reached, floor))
    else:
        changed += _walk(store, number, place, Reading(fetch, floor))
    place.complete_to, place.top, place.reached = place.top or place.complete_to, None, None
    with store.whole():
        _note(store, number, place)
    return changed


def _rest(fetch: Callable[[int], Page[Call]], store: Store, reached: datetime, floor: datetime | None) -> Reading:
    """Return the rest of an interrupted walk, starting one page early in case calls were deleted."""
    first = max(0, page_of(fetch, reached) - 1)
    if first > 0 and not any(_is_known(store, call.id) for call in fetch(first)):
        first = 0  # no known call found, so the order of the list has changed
    return Reading(fetch, floor, first=first)


def _is_known(store: Store, call_id: str) -> bool:
    return store.get("calls", call_id) is not None or store.get("call_ids", call_id) is not None


def _walk(store: Store, number: str, place: Place, reading: Reading) -> int:
    changed = 0
    known = Place(place.complete_to)
    for calls in _some(reading.calls()):
        place.top = max(filter(None, (place.top, newest(call.start_date for call in calls))), default=None)
        oldest = min((call.start_date for call in calls if call.start_date is not None), default=None)
        place.reached = min(filter(None, (place.reached, oldest)), default=None)
        with store.whole():
            changed += put_calls(store, number, calls)
            # Without news there is no progress to store, unless all calls are read.
            if len(calls) == _TOGETHER and reading.is_first_pass and (changed or reading.is_unlimited):
                # More calls follow. A date marks the progress only if the list is sorted.
                _note(store, number, place if reading.is_sorted else known)
    return changed


def _some(walk: Generator[Call]) -> Generator[list[Call]]:
    try:
        while calls := list(islice(walk, _TOGETHER)):
            yield calls
    finally:
        walk.close()


def _note(store: Store, number: str, place: Place) -> None:
    row = {"complete_to": iso(place.complete_to), "top": iso(place.top), "reached": iso(place.reached)}
    store.put("sync_lines", [{"line": number, **row}])


def put_calls(store: Store, number: str, calls: list[Call]) -> int:
    """Write calls and their related rows, and return how many calls were new or changed."""
    rows = [row_of_call(call) for call in calls]
    mention(store, [number, *(row["allo_number"] for row in rows)])
    matcher = Matcher(store, "calls", V1)
    match = matcher.rows_of(rows)
    places = {call.id: match.ids.get(call.id, call.id) for call in calls}
    changed = store.put("calls", [_placed(row, places, match.shared) for row in rows])
    matcher.note(match)
    store.add("call_lines", [{"call_id": place, "number_id": number} for place in places.values()])
    # If a response has no transcript, the stored one is kept.
    lines = {
        places[call.id]: lines_of(places[call.id], call.transcript) for call in calls if call.transcript is not None
    }
    return max(changed, store.replace("transcript_lines", "call_id", lines, chain.from_iterable(lines.values())))


def _placed(row: dict[str, Any], places: dict[str, str], shared: set[str]) -> dict[str, Any]:
    """Return a row under the id that it has in the file. Version 1 does not remove what version 2 knows."""
    place = places[row["id"]]
    if place == row["id"] and place not in shared:
        return row
    known = {name: value for name, value in row.items() if value is not None} if place in shared else row
    return {**known, "id": place}


def row_of_call(call: Call) -> dict[str, Any]:
    """Return a call as a row."""
    about = on_one_line(call.summary or "")
    short = about if len(about) <= _TITLE else f"{about[:_TITLE].rstrip()}…"
    row = _row_of(call)
    # Shown by Datasette for references to a call.
    row["title"] = " · ".join(filter(None, (_minute(row["start_date"]), call.other_party, short)))
    row["contact_number"] = comparable(row["contact_number"])
    return row


def _minute(moment: str | None) -> str:
    """Return a datetime of a row as `2026-01-31 09:30`."""
    return f"{moment[:10]} {moment[11:16]}" if moment else ""


def lines_of(call_id: str, transcript: Iterable[TranscriptLine]) -> Generator[dict[str, Any]]:
    """Yield the lines of a transcript as rows."""
    for position, line in enumerate(transcript):
        yield {"call_id": call_id, "position": position, **_row_of_line(line)}
