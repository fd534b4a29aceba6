"""Where a list ends: pure decisions over one page after the other.

The metadata is flat, nested, null, absent or wrong, so it never ends a walk alone. New calls shift the pages while they
are read, so an item may come twice. What must not happen is a short list that looks whole.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from allo_ext.errors import UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from allo_ext.pages import Page

T = TypeVar("T")

_REMEMBERED: Final = 10_000
_EMPTY_IN_A_ROW: Final = 3


class Seen:
    """The keys of the last items, so many and no more."""

    def __init__(self, capacity: int = _REMEMBERED) -> None:
        self._keys: OrderedDict[Hashable, None] = OrderedDict()
        self._capacity = capacity

    def add(self, key: Hashable) -> bool:
        """Remember a key and tell whether it is new."""
        if key in self._keys:
            self._keys.move_to_end(key)
            return False
        self._keys[key] = None
        if len(self._keys) > self._capacity:
            self._keys.popitem(last=False)
        return True


class Walk(Generic[T]):
    """Goes through the pages of one list: which items are new, and whether a further page may exist."""

    def __init__(self, size: int, key: Callable[[T], Hashable]) -> None:
        self._size = size
        self._key = key
        self._seen = Seen()
        self._longest = 0
        self._empty = 0
        self._before: list[Any] = []
        self.ended = False

    def take(self, asked: int, page: Page[T]) -> list[T]:
        """Return the page's new items, and set `ended` when no further page can follow.

        Args:
            asked: Which page was asked for, from 0.
            page: What came.

        Raises:
            UnexpectedResponseError: The server sends the same page again and again.
        """
        keys = _numbered(map(self._key, page.results))
        promised = page.total_pages is not None and asked + 1 < page.total_pages
        if keys and keys == self._before:
            self._repeated(asked, page, promised=promised)
            return []
        self.ended = self._is_last(len(keys), page, promised=promised)
        self._before = keys
        self._longest = max(self._longest, len(keys))
        return [item for item, key in zip(page.results, keys, strict=True) if self._seen.add(key)]

    def _is_last(self, length: int, page: Page[T], *, promised: bool) -> bool:
        if length == 0:
            self._empty += 1
            return not promised or self._empty >= _EMPTY_IN_A_ROW
        self._empty = 0
        if promised or length >= self._size:
            return False  # a full page may be followed by another, whatever the metadata says
        if page.total_pages is not None:
            return True
        # No word of an end: shorter than an earlier page is the last one, but a first page may be short because the
        # server gives fewer than it was asked for. Then the next page tells.
        return length < self._longest

    def _repeated(self, asked: int, page: Page[T], *, promised: bool) -> None:
        """Decide about a page that equals the one before: past the end, some servers give the last page again."""
        if promised or (page.total_pages is None and asked == 1):
            raise UnexpectedResponseError(
                f"Page {asked} came out the same as the one before: this server does not turn pages, and the rest of "
                f"the list cannot be had.",
                status=200,
            )
        self.ended = True


def _numbered(keys: Iterable[Hashable]) -> list[tuple[Hashable, int]]:
    """Tell apart equal items of one page (messages have no id, and the same text may be sent twice in a second)."""
    count: Counter[Hashable] = Counter()
    numbered: list[tuple[Hashable, int]] = []
    for key in keys:
        count[key] += 1
        numbered.append((key, count[key]))
    return numbered
