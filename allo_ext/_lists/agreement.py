"""Reading a list until two passes agree.

An item that is deleted between two requests moves the items behind it, and one of them can be missed at a page
boundary.
"""

from __future__ import annotations

from collections import Counter
from itertools import dropwhile
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from allo_ext.errors import UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")

_PASSES: Final = 5


class Agreement(Generic[T]):
    """Compares each pass over a list with the one before it.

    Two passes agree when they found the same items. New items at the beginning of the list are not a difference:
    they arrived in the meantime, and no page boundary is before them.
    """

    def __init__(self, key: Callable[[T], Hashable], counts: Callable[[T], bool] | None = None) -> None:
        self._key = key
        self._counts = counts
        self._known: set[Hashable] = set()
        self._before: set[Hashable] | None = None
        self._now: list[Hashable] = []
        self._equal: Counter[Hashable] = Counter()
        self._passes = 0

    def add(self, item: T) -> bool:
        """Take an item of the current pass, and return whether no pass had it before."""
        key = self._key(item)
        if not isinstance(key, str):  # not an id: equal items of one pass are different items
            self._equal[key] += 1
            key = (key, self._equal[key])
        if self._counts is None or self._counts(item):
            self._now.append(key)
        new = key not in self._known
        self._known.add(key)
        return new

    def end(self, *, one_page: bool) -> bool:
        """End the current pass, and return whether the list has been read.

        Args:
            one_page: Whether the list fitted on one page, so that there was no boundary at which to lose an item.

        Raises:
            UnexpectedResponseError: The passes never agreed.
        """
        now, before = self._now, self._before
        self._before, self._now = set(now), []
        self._equal.clear()
        self._passes += 1
        if one_page or (before is not None and set(dropwhile(lambda key: key not in before, now)) == before):
            return True
        if self._passes >= _PASSES:
            raise UnexpectedResponseError(
                f"The list changed during each of {_PASSES} passes, so some items may be missing. Try again when it "
                f"changes less often.",
                status=200,
                reason="incomplete",
            )
        return False
