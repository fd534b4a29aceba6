"""Going on in the middle of a list: the API knows page numbers, and we know a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from allo_ext._sync.walking import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from datetime import datetime

    from allo_ext import AlloClient, Call, Page

_SIZE: Final = 100


def descend(allo: AlloClient, number: str, reached: datetime, floor: datetime | None) -> Generator[Call]:
    """Yield the calls of a line from a moment down, newest first.

    The first of them may have begun somewhat later: it begins one page early, for calls that are deleted meanwhile.

    Args:
        allo: The client.
        number: The line.
        reached: From when.
        floor: Until when; None to the end.
    """

    def fetch(page: int) -> Page[Call]:
        return allo.calls.search(allo_number=number, page=page, size=_SIZE)

    first = max(0, page_of(fetch, reached) - 1)

    def fetch_below(page: int) -> Page[Call]:
        found = fetch(first + page)
        # Counted from where this walk begins.
        total = None if found.total_pages is None else max(0, found.total_pages - first)
        return attrs.evolve(found, total_pages=total)

    def is_older(page: Page[Call]) -> bool:
        dates = [call.start_date for call in page if call.start_date is not None]
        return floor is not None and bool(dates) and max(dates) < floor

    for call in walk(fetch_below, size=_SIZE, prefetch=2, key=lambda call: call.id, enough=is_older):
        if floor is None or call.start_date is None or call.start_date >= floor:
            yield call


def page_of(fetch: Callable[[int], Page[Call]], moment: datetime) -> int:
    """Return the first page that holds a call from then or earlier; beyond the last page where none does.

    Args:
        fetch: Returns a page by its number.
        moment: When.
    """

    def is_beyond(page: int) -> bool:
        dates = [call.start_date for call in fetch(page) if call.start_date is not None]
        return not dates or min(dates) <= moment

    high = 1
    while not is_beyond(high - 1):
        high *= 2
    low = high // 2
    while low < high:
        middle = (low + high) // 2
        if is_beyond(middle):
            high = middle
        else:
            low = middle + 1
    return low
