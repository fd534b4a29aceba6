"""Paging through the calls of a line, from the first page or a later one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import attrs

from allo_ext._lists.order import Past
from allo_ext._lists.window import Window
from allo_ext._sync.walking import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence

    from allo_ext import Call, Page

SIZE: Final = 100


class Reading:
    """A walk through a line's calls, repeated until two passes agree.

    Attributes:
        passes: The order of the calls found by each pass.
    """

    def __init__(self, fetch: Callable[[int], Page[Call]], floor: datetime | None, *, first: int = 0) -> None:
        """Prepare the walk.

        Args:
            fetch: Returns a page by its number.
            floor: The date to stop at, if the calls are sorted; None to read all calls.
            first: The first page to read.
        """
        self.passes: list[Past] = []
        self._fetch = fetch
        self._first = first
        self._window = Window(floor, None)

    def calls(self) -> Generator[Call]:
        """Return an iterator over the calls, including some before the floor that were on the same page."""
        return walk(
            self._page,
            size=SIZE,
            prefetch=2,
            key=lambda call: call.id,
            ends=self._begin,
            consistent=True,
            counts=lambda call: self._window.holds(call.start_date),
        )

    @property
    def is_sorted(self) -> bool:
        """Return whether the first pass found the calls sorted newest first."""
        return bool(self.passes) and self.passes[0].order.proven

    @property
    def is_first_pass(self) -> bool:
        """Return whether this is the first pass."""
        return len(self.passes) == 1

    @property
    def is_unlimited(self) -> bool:
        """Return whether all calls are read, however old."""
        return self._window.since is None

    def _page(self, page: int) -> Page[Call]:
        found = self._fetch(self._first + page)
        # Relative to the first page of this walk.
        total = None if found.total_pages is None else max(0, found.total_pages - self._first)
        return attrs.evolve(found, total_pages=total)

    def _begin(self) -> Callable[[Sequence[Call]], bool]:
        past = Past(self._window)
        self.passes.append(past)

        def take(calls: Sequence[Call]) -> bool:
            dates = [call.start_date for call in calls if call.start_date is not None]
            past(dates)
            past.reached = past.order.proven and self._window.is_before(dates[-1:])  # the pages after it are older
            return past.reached

        return take


def newest(dates: Iterable[datetime | None]) -> datetime | None:
    """Return the latest of the dates of some calls or messages. Dates in the future are wrong and are ignored."""
    now = datetime.now(UTC)
    return max((date for date in dates if date is not None and date <= now), default=None)


def page_of(fetch: Callable[[int], Page[Call]], moment: datetime) -> int:
    """Return the first page of a sorted list with a call at or before a date; one past the last page if none has.

    Args:
        fetch: Returns a page by its number.
        moment: The date.
    """

    def is_beyond(page: Page[Call]) -> bool:
        dates = [call.start_date for call in page if call.start_date is not None]
        return not dates or min(dates) <= moment

    top = fetch(0)
    if is_beyond(top):
        return 0
    low, high = 1, max(2, top.total_pages or 0)
    while not is_beyond(fetch(high - 1)):
        low, high = high, high * 2
    while low < high - 1:
        middle = (low + high) // 2
        if is_beyond(fetch(middle - 1)):
            high = middle
        else:
            low = middle
    return high - 1
