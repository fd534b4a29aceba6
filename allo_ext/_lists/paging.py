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

    from allo_ext.errors import AlloApiError
    from allo_ext.pages import Page

T = TypeVar("T")

_REMEMBERED: Final = 10_000
_BARREN_IN_A_ROW: Final = 3
_ROUND: Final = 5
_NO_SUCH_PAGE: Final = frozenset({400, 404, 422})


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
        """Return how many pages are worth reading ahead: one until it has come, None where nothing true is said.

        Beyond those that the server tells of it is one more, which is asked for anyway where the last one is full.
        """
        if self._first is None or self.ended:
            return 1  # which has been asked for
        return None if self._total is None else self._total + 1

    @property
    def one_page(self) -> bool:
        """Whether all items came with the first page, and no other was needed to know it."""
        sure = self._taken == 1 or (self._total in {0, 1} and self._longest < self._size)
        return sure and self._filled <= 1

    def ends_with(self, error: AlloApiError) -> bool:
        """Tell whether an error only says that there is no such page: all that the server told of has come."""
        return self._complete and error.status in _NO_SUCH_PAGE

    def take(self, asked: int, page: Page[T]) -> list[T]:
        """Return the page's new items, and set `ended` when no further page can follow.

        Args:
            asked: Which page was asked for, from 0.
            page: What came.

        Raises:
            UnexpectedResponseError: The server sends nothing new again and again, though there should be more.
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
            # One page may hold nothing new because as many calls came in as it holds; the next one tells.
            self.ended = self._is_last(asked, len(keys), page, promised=promised)
        elif promised or (len(keys) >= self._size and not self._turned and page.total_pages not in {0, 1}):
            raise UnexpectedResponseError(
                f"Page {asked} holds nothing new, like those before it: this server does not turn pages, and the rest "
                f"of the list cannot be had.",
                status=200,
                reason="incomplete",
            )
        else:
            self.ended = True  # past the end, some servers give the last page again
        self._longest = max(self._longest, len(keys))
        self._lied = self._lied or (bool(keys) and page.total_pages is not None and asked >= page.total_pages)
        self._total = None if self._lied else page.total_pages
        self._complete = not promised and (page.total_pages is not None or len(keys) < self._size)
        return new

    def _is_last(self, asked: int, length: int, page: Page[T], *, promised: bool) -> bool:
        if promised:
            return False
        if page.has_more is False and (page.total_count is None or page.total_count <= (asked + 1) * self._size):
            return True  # version 2 says so on every page, and nothing contradicts it
        if length >= self._size:
            return False  # a full page may be followed by another, whatever the metadata says
        if length < self._longest:
            return True
        if page.total_pages is None or self._longest:
            # No word of an end, or as long as all before it: the server gives fewer than it was asked for, and may
            # well count pages of the size that was asked for. The next page tells.
            return False
        # A first page, short and said to be the only one. Servers that give fewer than they were asked for give a
        # round number: after such a page one more question is the price of not believing too soon.
        return length % _ROUND != 0


def _numbered(keys: Iterable[Hashable]) -> list[tuple[Hashable, int]]:
    """Tell apart equal items of one page that have no id: the same text may be sent twice in a second.

    An id is a text, and names one item however often it comes; all that an item says is a tuple.
    """
    count: Counter[Hashable] = Counter()
    numbered: list[tuple[Hashable, int]] = []
    for key in keys:
        count[key] += not isinstance(key, str)
        numbered.append((key, count[key]))
    return numbered
