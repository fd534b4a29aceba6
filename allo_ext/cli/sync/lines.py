"""The calls of one line, newest first, with a note of how far it is that survives being killed.

`sync_lines` knows three moments of a line. Everything up to `complete_to` is in the file. While a walk is under way,
everything from `top` (the newest call when it began) down to `reached` is in the file as well; both are written in the
same step as the calls themselves. A walk that was cut off is taken up in two legs: what has come since, down to `top`;
then on from `reached`. Only when the walk has come down to `complete_to` does `complete_to` become `top`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from allo_ext.cli.columns import other_party, seconds
from allo_ext.cli.sync.numbers import mention
from allo_ext.cli.sync.paging import descend
from allo_ext.cli.text import day_and_time, iso, on_one_line

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from allo_ext import AlloClient, Call, TranscriptLine
    from allo_ext.cli.sync.store import Store

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
    back = timedelta(seconds=overlap)
    floor = None if full or place.complete_to is None else place.complete_to - back
    changed = 0
    if place.top is not None and place.reached is not None:
        # A walk was cut off: first what has come since it began.
        newest = place.top
        for calls in _some(allo.calls.iter(allo_number=number, since=place.top - back, prefetch=2)):
            newest = max(newest, _newest(calls) or newest)
            with store.whole():
                changed += put_calls(store, number, calls)
        place.top = newest
        walk = descend(allo, number, place.reached, floor)
    else:
        walk = allo.calls.iter(allo_number=number, since=floor, prefetch=2)
    changed += _walk(store, number, place, walk)
    place.complete_to, place.top, place.reached = place.top or place.complete_to, None, None
    with store.whole():
        _note(store, number, place)
    return changed


def _walk(store: Store, number: str, place: Place, walk: Generator[Call]) -> int:
    changed = 0
    for calls in _some(walk):
        if place.top is None:
            place.top = _newest(calls)
        oldest = min((call.start_date for call in calls if call.start_date is not None), default=None)
        place.reached = min(filter(None, (place.reached, oldest)), default=None)
        with store.whole():
            changed += put_calls(store, number, calls)
            if len(calls) == _TOGETHER:
                _note(store, number, place)  # there is more to come
    return changed


def _some(walk: Generator[Call]) -> Generator[list[Call]]:
    try:
        while calls := list(islice(walk, _TOGETHER)):
            yield calls
    finally:
        walk.close()


def _newest(calls: list[Call]) -> datetime | None:
    return max((call.start_date for call in calls if call.start_date is not None), default=None)


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
        "id": call.id,
        # What Datasette shows where another table refers to a call.
        "title": " · ".join(filter(None, (day_and_time(call.start_date), other_party(call), short))),
        "start_date": iso(call.start_date),
        "direction": None if call.direction is None else str(call.direction),
        "allo_number": call.allo_number,
        "contact_number": call.contact_number,
        "from_number": call.from_number,
        "to_number": call.to_number,
        "duration_seconds": seconds(call),
        "result": None if call.result is None else str(call.result),
        "tag": call.tag,
        "tags": json.dumps(call.tags, ensure_ascii=False) if call.tags else None,
        "summary": call.summary,
        "recording_url": call.recording_url,
    }


def _lines(call_id: str, transcript: Iterable[TranscriptLine]) -> Generator[dict[str, Any]]:
    for position, line in enumerate(transcript):
        yield {
            "call_id": call_id,
            "position": position,
            "source": None if line.source is None else str(line.source),
            "start_seconds": line.start_seconds,
            "end_seconds": line.end_seconds,
            "time": iso(line.time),
            "text": line.text,
        }
