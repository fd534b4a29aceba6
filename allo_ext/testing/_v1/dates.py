"""Datetimes in the API's formats."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from allo_ext.testing._v1.quirks import Dates

_ENDINGS: dict[Dates, str] = {"naive": "", "z": "Z", "offset": "+00:00", "micros": ".123456Z"}


_DAY = 86_400
_TWO = tuple(f"{number:02d}" for number in range(60))


def stamps(start: int, offsets: Iterable[float], style: Dates) -> Iterator[str]:
    """Yield increasing datetimes, given in seconds after a start; faster than calling `stamp` for each."""
    morning, ending = datetime.fromtimestamp(start, UTC).isoformat()[:11], _ENDINGS[style]
    for offset in offsets:
        at = start % _DAY + int(offset)
        if at < _DAY:
            yield f"{morning}{_TWO[at // 3600]}:{_TWO[at // 60 % 60]}:{_TWO[at % 60]}{ending}"
        else:
            yield stamp(start + int(offset), style)


def stamp(seconds: int, style: Dates) -> str:
    """Return a datetime, given in seconds since 1970, in one of the API's formats."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()[:19] + _ENDINGS[style]
