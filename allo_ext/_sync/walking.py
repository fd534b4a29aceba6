# Written by scripts/unasync.py from allo_ext/_async/walking.py: change it there, then `make generate`.
"""Going through every page of a list, and through several lists as one."""

from __future__ import annotations

from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, TypeVar

from allo_ext._ahead import read_ahead
from allo_ext._paging import Seen, Walk
from allo_ext.errors import AlloApiError, InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Hashable, Sequence
    from datetime import datetime

    from allo_ext.pages import Page

T = TypeVar("T")


def walk(
    fetch: Callable[[int], Page[T]],
    *,
    size: int,
    prefetch: int,
    key: Callable[[T], Hashable],
    enough: Callable[[Page[T]], bool] | None = None,
) -> Generator[T]:
    """Yield every item of a list once, page after page.

    Args:
        fetch: Returns a page by its number, from 0.
        size: How many items a page was asked for.
        prefetch: How many pages to read ahead.
        key: What an item is known by.
        enough: Whether to stop after a page.
    """
    if not isinstance(prefetch, int) or prefetch < 0:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidArgumentError("prefetch is a number of pages, 0 or more.", field="prefetch")
    decide = Walk(size, key)
    numbers = count()

    def take(page: Page[T]) -> list[T]:
        items = decide.take(next(numbers), page)
        decide.ended = decide.ended or (enough is not None and enough(page))
        return items

    pages = read_ahead(fetch, prefetch, take, decide.expected)
    try:
        while not decide.ended:
            try:
                items = next(pages)
            except AlloApiError as error:
                if decide.ends_with(error):
                    break
                raise
            for item in items:
                yield item
    finally:
        pages.close()


def merged(
    lists: Sequence[Generator[T]],
    *,
    when: Callable[[T], datetime | None],
    key: Callable[[T], Hashable],
    prefetch: int,
) -> Generator[T]:
    """Yield the items of several lists, each newest first, as one list newest first, each item once.

    A call that was transferred stands in the lists of two lines, at the same moment: merged by time, the two meet, and
    a bounded memory tells them.

    Args:
        lists: The lists.
        when: When an item happened; one without a date keeps its place in its list.
        key: What an item is known by.
        prefetch: How many lists to begin ahead of the one whose first item is waited for.
    """

    def begun(number: int) -> list[T]:
        for item in lists[number]:
            return [item]
        return []

    seen = Seen()
    heads: list[tuple[float, T, Generator[T]]] = []
    firsts = read_ahead(begun, prefetch, lambda first: first, lambda: len(lists))
    try:
        for items in lists:
            heads += [(_seconds(when(first), float("inf")), first, items) for first in next(firsts)]
        while heads:
            newest = max(range(len(heads)), key=lambda index: heads[index][0])
            moment, item, items = heads[newest]
            if seen.add(key(item)):
                yield item
            for following in items:
                heads[newest] = (_seconds(when(following), moment), following, items)
                break
            else:
                del heads[newest]
    finally:
        firsts.close()  # first: what it began belongs to it
        for items in lists:
            with suppress(ValueError, RuntimeError):  # where it is still being read ahead; it ends when that does
                items.close()


def _seconds(moment: datetime | None, otherwise: float) -> float:
    return otherwise if moment is None else moment.timestamp()
