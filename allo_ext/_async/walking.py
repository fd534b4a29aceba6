"""Iteration over all pages of a list, and over several merged lists."""

from __future__ import annotations

from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Final, TypeVar

from allo_ext._lists.agreement import Agreement
from allo_ext._lists.order import Order
from allo_ext._lists.paging import Seen, Walk
from allo_ext._lists.prefetch import read_ahead_async
from allo_ext.errors import AlloApiError, InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable, Sequence
    from datetime import datetime

    from allo_ext.pages import Page

T = TypeVar("T")

_ROOM: Final = 1_000


def walk(
    fetch: Callable[[int], Awaitable[Page[T]]],
    *,
    size: int,
    prefetch: int,
    key: Callable[[T], Hashable],
    ends: Callable[[], Callable[[Sequence[T]], bool]] | None = None,
    consistent: bool = False,
    counts: Callable[[T], bool] | None = None,
) -> AsyncGenerator[T]:
    """Return an iterator over every item of a list, each once, page after page.

    Args:
        fetch: Returns a page by its number, from 0.
        size: The requested number of items per page.
        prefetch: The number of pages to read ahead.
        key: Returns the identity of an item.
        ends: Called at the start of a pass; returns a function of each page's new items that returns True to stop.
        consistent: True to read the list again until two passes agree.
        counts: Returns whether an item counts when two passes are compared; by default all do.
    """
    if not isinstance(prefetch, int) or prefetch < 0:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidArgumentError(field="prefetch", problem="must be a number of pages, 0 or more")
    if not isinstance(size, int):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidArgumentError(field="size", problem="must be a number of items per page")

    def one_pass(decide: Walk[T]) -> AsyncGenerator[T]:
        return _one_pass(fetch, prefetch, decide, ends() if ends is not None else None)

    if consistent:
        return _agreed(one_pass, lambda: Walk(size, key), Agreement(key, counts))
    return one_pass(Walk(size, key))


async def _agreed(
    one_pass: Callable[[Walk[T]], AsyncGenerator[T]], new_walk: Callable[[], Walk[T]], agreement: Agreement[T]
) -> AsyncGenerator[T]:
    settled = False
    while not settled:
        decide = new_walk()
        items = one_pass(decide)
        try:
            async for item in items:
                if agreement.add(item):
                    yield item
        finally:
            await items.aclose()
        settled = agreement.end(one_page=decide.one_page)


async def _one_pass(
    fetch: Callable[[int], Awaitable[Page[T]]],
    prefetch: int,
    decide: Walk[T],
    enough: Callable[[Sequence[T]], bool] | None,
) -> AsyncGenerator[T]:
    numbers = count()

    def take(page: Page[T]) -> list[T]:
        items = decide.take(next(numbers), page)
        decide.ended = decide.ended or (enough is not None and enough(items))
        return items

    pages = read_ahead_async(fetch, prefetch, take, decide.expected)
    try:
        while not decide.ended:
            try:
                items = await anext(pages)
            except AlloApiError as error:
                if decide.ends_with(error):
                    break
                raise
            for item in items:
                yield item
    finally:
        await pages.aclose()


async def newest(
    items: AsyncGenerator[T],
    limit: int,
    *,
    when: Callable[[T], datetime | None],
    wanted: Callable[[T], bool] = lambda _: True,
) -> AsyncGenerator[T]:
    """Yield the newest items of a list, sorted, reading as few pages as possible.

    A sorted list is read up to the last item needed. Any other list is read completely.

    Args:
        items: The list.
        limit: The maximum number of items.
        when: Returns the date of an item; in unsorted lists, items without a date are yielded last.
        wanted: Returns whether an item is included.
    """
    order = Order()
    kept: list[T] = []

    def best() -> list[T]:
        if order.broken:
            kept.sort(key=lambda item: _seconds(when(item), float("-inf")), reverse=True)
        return kept[:limit]

    try:
        async for item in items:
            order.add(when(item))
            if wanted(item):
                kept.append(item)
            if len(kept) >= limit and order.proven:
                break
            if len(kept) > 2 * limit + _ROOM and order.broken:
                kept = best()
    finally:
        await items.aclose()
    for item in best():
        yield item


async def merged(
    lists: Sequence[AsyncGenerator[T]],
    *,
    when: Callable[[T], datetime | None],
    key: Callable[[T], Hashable],
    prefetch: int,
) -> AsyncGenerator[T]:
    """Yield the items of several lists, each newest first, as one list newest first, each item once.

    A transferred call is in the lists of two lines, with the same time. Merged by time, the two are close together, so
    a bounded memory of keys is enough to find duplicates.

    Args:
        lists: The lists.
        when: Returns the date of an item; one without a date keeps its place in its list.
        key: Returns the identity of an item.
        prefetch: The number of lists to start ahead of the one whose first item is awaited.
    """

    async def begun(number: int) -> list[T]:
        async for item in lists[number]:
            return [item]
        return []

    seen = Seen()
    heads: list[tuple[float, T, AsyncGenerator[T]]] = []
    firsts = read_ahead_async(begun, prefetch, lambda first: first, lambda: len(lists))
    try:
        for items in lists:
            heads += [(_seconds(when(first), float("inf")), first, items) for first in await anext(firsts)]
        while heads:
            newest = max(range(len(heads)), key=lambda index: heads[index][0])
            moment, item, items = heads[newest]
            if seen.add(key(item)):
                yield item
            async for following in items:
                heads[newest] = (_seconds(when(following), moment), following, items)
                break
            else:
                del heads[newest]
    finally:
        await firsts.aclose()  # first: it owns what it started
        for items in lists:
            with suppress(ValueError, RuntimeError):  # if it is still being read ahead; it ends with that
                await items.aclose()


def check_limit(limit: int | None, *, consistent: bool) -> None:
    """Raise if a limit is not valid, or is combined with `consistent`."""
    if limit is None:
        return
    if not isinstance(limit, int) or limit < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidArgumentError(field="limit", problem="must be a number of items, 1 or more")
    if consistent:
        raise InvalidArgumentError(field="limit", problem="and consistent cannot be combined")


def _seconds(moment: datetime | None, otherwise: float) -> float:
    return otherwise if moment is None else moment.timestamp()
