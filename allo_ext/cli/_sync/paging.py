"""Reading a line's calls page by page, from the top or from the middle."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import attrs

from allo_ext._lists.order import Past
from allo_ext._lists.window import Window
from allo_ext._sync.walking import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from allo_ext import Call, Page

SIZE: Final = 100


class Reading:
    """One way through a line's calls, until two passes agree.

    Attributes:
        passes: What each pass has shown about the order of the calls.
    """

    def __init__(self, fetch: Callable[[int], Page[Call]], floor: datetime | None, *, first: int = 0) -> None:
        """Set up.

        Args:
            fetch: Returns a page by its number.
            floor: Where to stop, as soon as the order of the calls proves that the rest is older; None for the end.
            first: The page to begin with.
        """
        self.passes: list[Past] = []
        self._fetch = fetch
        self._first = first
        self._window = Window(floor, None)

    def calls(self) -> Generator[Call]:
        """Return an iterator over the calls, including those before the floor that were read on the way."""
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
        """Whether the first pass has shown that the newest call comes first."""
        return bool(self.passes) and self.passes[0].order.proven

    @property
    def is_first_pass(self) -> bool:
        """Whether no page has been read twice yet."""
        return len(self.passes) == 1

    def _page(self, page: int) -> Page[Call]:
        found = self._fetch(self._first + page)
        # Counted from where this reading begins.
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


def newest(calls: Sequence[Call]) -> datetime | None:
    """Return the last date of some calls. A date in the future is wrong, and would hide every call before it."""
    now = datetime.now(UTC)
    return max(
        (call.start_date for call in calls if call.start_date is not None and call.start_date <= now), default=None
    )


def page_of(fetch: Callable[[int], Page[Call]], moment: datetime) -> int:
    """Return the first page of a sorted list that holds a call from then or earlier; beyond the last where none does.

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
