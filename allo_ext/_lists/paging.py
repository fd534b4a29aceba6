"""Paging: deciding from the pages so far whether there are more, without I/O.

Paging metadata may be flat, nested, null, absent or wrong, so it alone never ends an iteration. New calls shift the
pages during the iteration, so items may appear twice. A partial list must never look complete.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from allo_ext.errors import UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from allo_ext.errors import AlloApiError
    from allo_ext.pages import Page

T = TypeVar("T")

_REMEMBERED: Final = 10_000
_BARREN_IN_A_ROW: Final = 3
_ROUND: Final = 5
_NO_SUCH_PAGE: Final = frozenset({400, 404, 422})


class Seen:
    """A bounded memory of keys: those of the last items, and of up to as many before them.

    Two sets take turns, because removing the oldest key for each new one takes as long as the rest.
    """

    def __init__(self, capacity: int = _REMEMBERED) -> None:
        self._latest: set[Hashable] = set()
        self._earlier: set[Hashable] = set()
        self._capacity = capacity

    def add(self, key: Hashable) -> bool:
        """Add a key and return whether it is new."""
        if key in self._latest:
            return False
        new = key not in self._earlier
        self._latest.add(key)
        if len(self._latest) >= self._capacity:
            self._earlier, self._latest = self._latest, set()
        return new


class Walk(Generic[T]):
    """The state of an iteration over one list: which items are new, and whether there may be another page."""

    def __init__(self, size: int, key: Callable[[T], Hashable]) -> None:
        self._size = size
        self._key = key
        self._seen = Seen()
        self._longest = 0
        self._barren = 0
        self._first: list[Any] | None = None
        self._turned = False
        self._total: int | None = None
        self._lied = False
        self._complete = False
        self._taken = 0
        self._filled = 0
        self.ended = False

    def expected(self) -> int | None:
        """Return the number of pages to read ahead: 1 before the first page; None if the metadata is not reliable.

        The page after the announced ones is requested only if the last of them does not end the list: few lists end
        with a full page.
        """
        if self._first is None or self.ended:
            return 1  # it has been requested
        return self._total

    @property
    def one_page(self) -> bool:
        """True if the first page was known to be the only one."""
        sure = self._taken == 1 or (self._total in {0, 1} and self._longest < self._size)
        return sure and self._filled <= 1

    def ends_with(self, error: AlloApiError) -> bool:
        """Return whether an error only means that the page does not exist: all announced pages have been read."""
        return self._complete and error.status in _NO_SUCH_PAGE

    def take(self, asked: int, page: Page[T]) -> list[T]:
        """Return the page's new items, and set `ended` if it is the last page.

        Args:
            asked: The number of the requested page, from 0.
            page: The received page.

        Raises:
            UnexpectedResponseError: Several pages in a row contain nothing new, although there should be more.
        """
        keys = _numbered(map(self._key, page.results))
        self._taken += 1
        self._filled += bool(keys)
        new = [item for item, key in zip(page.results, keys, strict=True) if self._seen.add(key)]
        more_pages = page.total_pages is not None and asked + 1 < page.total_pages
        promised = page.has_more is True or more_pages
        self._barren = 0 if new else self._barren + 1
        self._first = keys if self._first is None else self._first
        self._turned = self._turned or keys != self._first
        if not keys:
            self.ended = not promised or self._barren >= _BARREN_IN_A_ROW
        elif self._barren < _BARREN_IN_A_ROW:
            # A page may contain nothing new because that many calls arrived; check the next one.
            self.ended = self._is_last(asked, len(keys), page, promised=promised)
        elif promised or (len(keys) >= self._size and not self._turned and page.total_pages not in {0, 1}):
            raise UnexpectedResponseError(
                f"Page {asked} repeats the items of earlier pages: the server ignores the page number, so the rest of "
                f"the list cannot be read.",
                status=200,
                reason="incomplete",
            )
        else:
            self.ended = True  # after the end, some servers return the last page again
        self._longest = max(self._longest, len(keys))
        self._lied = self._lied or (bool(keys) and page.total_pages is not None and asked >= page.total_pages)
        self._total = None if self._lied else page.total_pages
        self._complete = not promised and (page.total_pages is not None or len(keys) < self._size)
        return new

    def _is_last(self, asked: int, length: int, page: Page[T], *, promised: bool) -> bool:
        if promised:
            return False
        if page.has_more is False and (page.total_count is None or page.total_count <= (asked + 1) * self._size):
            return True  # version 2 sends has_more on every page
        if length >= self._size:
            return False  # a full page may not be the last, whatever the metadata says
        if length < self._longest:
            return True
        if page.total_pages is None or self._longest:
            # No metadata, or as long as the pages before it: the server's maximum size may be smaller than the
            # requested one, while it counts pages of the requested size. Check the next page.
            return False
        # A short first page that is announced as the only one. A server's maximum size is a round number: after a
        # page of such a length, request one more to be sure.
        return length % _ROUND != 0


def _numbered(keys: Iterable[Hashable]) -> list[Hashable]:
    """Number equal items of one page that have no id: the same message may be sent twice in a second.

    A key that is an id is a string and always the same item; a key of all fields is a tuple.
    """
    count: Counter[Hashable] = Counter()
    numbered: list[Hashable] = []
    for key in keys:
        if isinstance(key, str):
            numbered.append(key)
        else:
            count[key] += 1
            numbered.append((key, count[key]))
    return numbered


def size_for(count: int) -> int:
    """Return the size of the pages in which so many items are read: from 10, the API's default, to 100, its limit."""
    return min(max(count, 10), 100)
