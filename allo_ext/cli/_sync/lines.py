"""The calls of one line, with a note of the progress that survives being killed.

`sync_lines` keeps three dates of a line. Everything up to `complete_to` is in the file. While a list that is sorted
newest first is being read, everything from `top` (the newest call when it began) down to `reached` is in the file as
well; both are written in the same transaction as the calls. A reading that was cut off continues in two parts: what has
arrived since, down to `top`; then the rest, from `reached`. Only when that is complete does `complete_to` become `top`.
A list in any other order is read to its end, and from its beginning when it was cut off: no date says where in it a
call is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from allo_ext.cli._display.columns import CALLS, LINES
from allo_ext.cli._display.text import day_and_time, iso, on_one_line
from allo_ext.cli._sync.numbers import comparable, mention
from allo_ext.cli._sync.paging import (
    SIZE,
    Reading,
    newest,
    page_of,
)
from allo_ext.cli._sync.rows import row_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from allo_ext import AlloClient, Call, Page, TranscriptLine
    from allo_ext.cli._sync.store import Store

_TOGETHER: Final = 100
_TITLE: Final = 60


@dataclass(slots=True)
class Place:
    """How far a line is; see above."""

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
    """Bring the calls of a line in, and return how many were new or changed.

    Args:
        allo: The client.
        store: The file.
        number: The line.
        overlap: How many seconds before the last call to read again. A long call appears when it has ended, below
            shorter ones that began later; summaries and tags come later still.
        full: Whether to read all of it again.
    """
    place = Place.of(store.get("sync_lines", number))
    floor = None if full else earlier(place.complete_to, overlap)
    # The line as the API wrote it, whatever we think of its form.
    search = allo.with_options(validate=False).calls.search

    def fetch(page: int) -> Page[Call]:
        return search(allo_number=number, page=page, size=SIZE)

    changed = 0
    cut_off = place.top is not None and place.reached is not None
    if cut_off:
        # First what has come since it began.
        since = Reading(fetch, earlier(place.top, overlap))
        for calls in _some(since.calls()):
            place.top = max(filter(None, (place.top, newest(calls))))
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
    """Return the rest of a walk that was cut off: from one page early, for calls that were deleted meanwhile."""
    first = max(0, page_of(fetch, reached) - 1)
    if first > 0 and not any(store.get("calls", call.id) for call in fetch(first)):
        first = 0  # nothing known is there, so the list is not in the order that it was
    return Reading(fetch, floor, first=first)


def _walk(store: Store, number: str, place: Place, reading: Reading) -> int:
    changed = 0
    known = Place(place.complete_to)
    for calls in _some(reading.calls()):
        place.top = max(filter(None, (place.top, newest(calls))), default=None)
        oldest = min((call.start_date for call in calls if call.start_date is not None), default=None)
        place.reached = min(filter(None, (place.reached, oldest)), default=None)
        with store.whole():
            changed += put_calls(store, number, calls)
            if len(calls) == _TOGETHER and reading.is_first_pass:
                # There is more to come, and only in a list that is in order a date says how far this is.
                _note(store, number, place if reading.is_sorted else known)
    return changed


def earlier(moment: datetime | None, seconds: float) -> datetime | None:
    """Return a date so many seconds earlier; None where there is none, or it is in the future and hence wrong."""
    if moment is None or moment > datetime.now(UTC):
        return None
    try:
        return moment - timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return None


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
    """Write calls with all that belongs to them, and return how many were new or changed."""
    mention(store, [number, *(call.allo_number for call in calls)])
    ids = [call.id for call in calls]
    changed = store.put("calls", map(_row, calls))
    store.add("call_lines", [{"call_id": one, "number_id": number} for one in ids])
    # Where an answer has no transcript, the stored one stays.
    lines = {call.id: _lines(call.id, call.transcript) for call in calls if call.transcript is not None}
    return max(changed, store.replace("transcript_lines", "call_id", lines, chain.from_iterable(lines.values())))


def _row(call: Call) -> dict[str, Any]:
    about = on_one_line(call.summary or "")
    short = about if len(about) <= _TITLE else f"{about[:_TITLE].rstrip()}…"
    return {
        **row_of(call, CALLS),
        # What Datasette shows where another table refers to a call.
        "title": " · ".join(filter(None, (day_and_time(call.start_date), call.other_party, short))),
        "contact_number": comparable(call.contact_number),
    }


def _lines(call_id: str, transcript: Iterable[TranscriptLine]) -> Generator[dict[str, Any]]:
    for position, line in enumerate(transcript):
        yield {"call_id": call_id, "position": position, **row_of(line, LINES)}
