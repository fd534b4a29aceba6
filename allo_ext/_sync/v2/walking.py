# Written by scripts/unasync.py from allo_ext/_async/v2/walking.py: change it there, then `make generate`.
"""Iterating over the pages of version 2, which are counted from 1."""

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
        size: The number of items that a page was asked for.
        prefetch: How many pages to read ahead.
        limit: The maximum number of items; None for all.
        key: What an item is known by.
        wanted: Which items are meant.
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
