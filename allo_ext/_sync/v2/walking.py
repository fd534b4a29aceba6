# Written by scripts/unasync.py from allo_ext/_async/v2/walking.py: change it there, then `make generate`.
"""Iteration over the pages of version 2, which are numbered from 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from allo_ext._sync.walking import check_limit, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Hashable, Sequence

    from allo_ext.pages import Page

T = TypeVar("T")


def every(
    fetch: Callable[[int], Page[T]],
    *,
    size: int,
    prefetch: int,
    limit: int | None,
    key: Callable[[T], Hashable],
    wanted: Callable[[T], bool] = lambda _: True,
    ends: Callable[[], Callable[[Sequence[T]], bool]] | None = None,
) -> Generator[T]:
    """Yield every item of a list, each once, page after page.

    Args:
        fetch: Returns a page by its number, from 1.
        size: The requested number of items per page.
        prefetch: The number of pages to read ahead.
        limit: The maximum number of items; None for all.
        key: Returns the identity of an item.
        wanted: Returns whether an item is included.
        ends: As for `walk`.
    """
    check_limit(limit, consistent=False)
    items = walk(lambda number: fetch(number + 1), size=size, prefetch=prefetch, key=key, ends=ends)
    left = limit
    try:
        for item in items:
            if wanted(item):
                yield item
                left = None if left is None else left - 1
            if left == 0:
                break
    finally:
        items.close()
