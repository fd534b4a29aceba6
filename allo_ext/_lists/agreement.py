"""Reading a list until two passes agree.

If an item is deleted between two requests, the items after it shift, and one of them can be missed at a page boundary.
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
    """Comparison of each pass over a list with the previous one.

    Two passes agree if they found the same items. New items at the beginning of the list do not count: they arrived in
    the meantime, and no page boundary comes before them.
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
        """Add an item of the current pass, and return whether it is new in all passes."""
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
        """End the current pass, and return whether reading is complete.

        Args:
            one_page: True if the list has one page, so that no item can be missed at a page boundary.

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
