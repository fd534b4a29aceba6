"""Evidence that a list is sorted by date: the API has always listed the newest first, and nowhere promises it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from allo_ext._lists.window import Window

_STEPS: Final = 4
"""Five shuffled items are in order once in 120 times, so fewer prove nothing."""


class Order:
    """Whether the dates seen so far are in order: newest first, or oldest first."""

    def __init__(self, *, ascending: bool = False) -> None:
        self.broken = False
        self._ascending = ascending
        self._last: datetime | None = None
        self._steps = 0

    def add(self, moment: datetime | None) -> None:
        """Take the date of the next item; an item without one says nothing."""
        if moment is None:
            return
        if self._last is not None:
            later, earlier = (moment, self._last) if self._ascending else (self._last, moment)
            self.broken = self.broken or later < earlier
            self._steps += later > earlier
        self._last = moment

    @property
    def proven(self) -> bool:
        """Whether enough items came, all of them in order."""
        return not self.broken and self._steps >= _STEPS


class Past:
    """Whether the rest of a list is older than a window: only a list that is in order can show that."""

    def __init__(self, window: Window) -> None:
        self.order = Order()
        self.reached = False
        self._window = window

    def __call__(self, moments: Sequence[datetime | None]) -> bool:
        """Take the dates of the new items of one page, and return whether the pages after it are older."""
        for moment in moments:
            self.order.add(moment)
        self.reached = self.order.proven and self._window.is_before(moments)
        return self.reached


class Beyond:
    """Whether the rest of a list that is sorted oldest first is later than a window."""

    def __init__(self, window: Window) -> None:
        self._order = Order(ascending=True)
        self._window = window

    def __call__(self, moments: Sequence[datetime | None]) -> bool:
        """Take the dates of the new items of one page, and return whether the pages after it are later."""
        for moment in moments:
            self._order.add(moment)
        return self._order.proven and self._window.is_after(moments)
