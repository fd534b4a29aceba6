"""Detecting that a list is sorted by date. The API has always sorted newest first, but does not document it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from allo_ext._lists.window import Window

_STEPS: Final = 4
"""Fewer items prove too little: even five shuffled items are in order once in 120 times."""


class Order:
    """Check that the dates so far are sorted, newest first or oldest first."""

    def __init__(self, *, ascending: bool = False) -> None:
        self.broken = False
        self._ascending = ascending
        self._last: datetime | None = None
        self._steps = 0

    def add(self, moment: datetime | None) -> None:
        """Add the date of the next item; None is ignored."""
        if moment is None:
            return
        if self._last is not None:
            later, earlier = (moment, self._last) if self._ascending else (self._last, moment)
            self.broken = self.broken or later < earlier
            self._steps += later > earlier
        self._last = moment

    @property
    def proven(self) -> bool:
        """True if enough items were added and all are in order."""
        return not self.broken and self._steps >= _STEPS


class Past:
    """Check that the rest of a list is older than a window, which is only possible for a sorted list."""

    def __init__(self, window: Window) -> None:
        self.order = Order()
        self.reached = False
        self._window = window

    def __call__(self, moments: Sequence[datetime | None]) -> bool:
        """Add the dates of a page's new items, and return whether the following pages are older."""
        for moment in moments:
            self.order.add(moment)
        self.reached = self.order.proven and self._window.is_before(moments)
        return self.reached


class Beyond:
    """Check that the rest of a list sorted oldest first is later than a window."""

    def __init__(self, window: Window) -> None:
        self._order = Order(ascending=True)
        self._window = window

    def __call__(self, moments: Sequence[datetime | None]) -> bool:
        """Add the dates of a page's new items, and return whether the following pages are later."""
        for moment in moments:
            self._order.add(moment)
        return self._order.proven and self._window.is_after(moments)
