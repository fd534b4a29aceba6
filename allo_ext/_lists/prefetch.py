"""Prefetching pages: bounded, in order, with errors raised in place.

`read_ahead` uses threads and `read_ahead_async` tasks, under asyncio or trio. Both start at most `depth` pages beyond
the one being consumed, and stop what they started when they are closed. Tasks are cancelled. A thread that waits for
the network cannot be stopped, so it is abandoned: it sends no further requests and does not delay the consumer or the
end of the program.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from contextvars import copy_context
from itertools import count
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from allo_ext._http.closing import ABANDONED, READING, Closing
from allo_ext.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Generator

T = TypeVar("T")
R = TypeVar("R")

_GRACE: Final = 0.1
"""The number of seconds to wait for threads that are about to end."""
_LONGEST_WAIT: Final = 1.0
"""The maximum delay of Ctrl-C in seconds on Windows, where it does not interrupt the wait for a thread."""
_LONGEST_END: Final = 5.0
"""The number of seconds to wait for a cancelled task."""


def read_ahead(
    fetch: Callable[[int], T], depth: int, take: Callable[[T], R], expected: Callable[[], int | None]
) -> Generator[R]:
    """Yield the result of `take` for each page, without end, reading up to `depth` pages ahead in threads.

    Args:
        fetch: Returns a page by its number, from 0.
        depth: The maximum number of pages requested beyond the one being consumed; 0 reads on demand.
        take: Called with each page, in order. Further pages are requested after it, while its result is consumed.
        expected: Returns the currently known number of pages, or None. Pages beyond it are read on demand only, to
            avoid requests after the end.
    """
    if depth <= 0:
        yield from map(take, map(fetch, count()))
        return
    reading = Closing(READING.get(), reason=ABANDONED)
    pages: _Begun[_Thread[T]] = _Begun(lambda number: _Thread(fetch, number, reading), expected)
    try:
        while True:
            pages.begin(1 + depth, at_least=1)
            page = take(pages[0].result())
            pages.popleft()
            pages.begin(depth)
            yield page
    finally:
        reading.close()
        end = (reading.turned_at or 0.0) + _GRACE
        for thread in pages:
            thread.join(max(0.0, end - time.monotonic()))


async def read_ahead_async(
    fetch: Callable[[int], Awaitable[T]], depth: int, take: Callable[[T], R], expected: Callable[[], int | None]
) -> AsyncGenerator[R]:
    """Yield the result of `take` for each page, without end, reading up to `depth` pages ahead in tasks.

    Args:
        fetch: Returns a page by its number, from 0.
        depth: The maximum number of pages requested beyond the one being consumed; 0 reads on demand.
        take: As for `read_ahead`.
        expected: As for `read_ahead`.
    """
    if depth <= 0:
        for number in count():
            yield take(await fetch(number))
    start = _tasks()
    pages: _Begun[Any] = _Begun(lambda number: start(fetch, number), expected)
    try:
        while True:
            pages.begin(1 + depth, at_least=1)
            page = take(await pages[0].result())
            pages.popleft()
            pages.begin(depth)
            yield page
    finally:
        for task in pages:
            task.cancel()
        for task in pages:
            await task.ended()


class _Begun(deque[T]):
    """The requested pages, in order."""

    def __init__(self, start: Callable[[int], T], expected: Callable[[], int | None]) -> None:
        super().__init__()
        self._start = start
        self._expected = expected
        self._next = 0

    def begin(self, most: int, *, at_least: int = 0) -> None:
        """Request pages until there are `most`; more than `at_least` only while they are expected to exist."""
        while len(self) < at_least or (len(self) < most and self._is_expected()):
            self.append(self._start(self._next))
            self._next += 1

    def _is_expected(self) -> bool:
        pages = self._expected()
        return pages is None or self._next < pages


class _Thread(threading.Thread, Generic[T]):
    """A page read in its own thread, a daemon so that it does not delay the end of the program."""

    def __init__(self, fetch: Callable[[int], T], number: int, reading: Closing) -> None:
        super().__init__(name=f"allo-read-ahead-{number}", daemon=True)
        self._context = copy_context()
        self._context.run(READING.set, reading)
        self._fetch = fetch
        self._number = number
        self._page: list[T] = []
        self._error: BaseException | None = None
        self._done = threading.Event()
        self.start()

    def run(self) -> None:
        """Read the page."""
        try:
            self._page.append(self._context.run(self._fetch, self._number))
        except BaseException as error:  # noqa: BLE001 (whatever it is, it belongs to whoever asks for the page)
            self._error = error
        finally:
            del self._fetch, self._context
            self._done.set()

    def result(self) -> T:
        """Wait for the page and return it."""
        while not self._done.wait(_LONGEST_WAIT):
            if not self.is_alive() and not self._done.is_set():
                raise ConfigurationError("This iteration began before the process was forked. Start a new one.")
        if self._error is not None:
            raise self._error
        return self._page[0]


def _tasks() -> Callable[[Callable[[int], Awaitable[Any]], int], Any]:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _TrioTask
    return _AsyncioTask


class _AsyncioTask(Generic[T]):
    def __init__(self, fetch: Callable[[int], Awaitable[T]], number: int) -> None:
        self._task: asyncio.Future[T] = asyncio.ensure_future(fetch(number))

    async def result(self) -> T:
        return await self._task

    def cancel(self) -> None:
        self._task.cancel()

    async def ended(self) -> None:
        import anyio

        # Shielded: an anyio cancel scope would cancel this wait repeatedly.
        with anyio.move_on_after(_LONGEST_END, shield=True):
            await asyncio.gather(self._task, return_exceptions=True)


class _TrioTask(Generic[T]):
    """A trio task. A generator cannot open a nursery, so the task is a system task."""

    def __init__(self, fetch: Callable[[int], Awaitable[T]], number: int) -> None:
        import trio

        self._scope = trio.CancelScope()
        self._done = trio.Event()
        self._page: list[T] = []
        self._error: Exception | None = None
        self._time_limit = trio.move_on_after
        trio.lowlevel.spawn_system_task(self._run, fetch, number, context=copy_context())

    async def _run(self, fetch: Callable[[int], Awaitable[T]], number: int) -> None:
        try:
            with self._scope:
                self._page.append(await fetch(number))
        except Exception as error:  # noqa: BLE001 (whatever it is, it belongs to whoever asks for the page)
            self._error = error
        finally:
            self._done.set()

    async def result(self) -> T:
        await self._done.wait()
        if self._error is not None:
            raise self._error
        return self._page[0]

    def cancel(self) -> None:
        self._scope.cancel()

    async def ended(self) -> None:
        with self._time_limit(_LONGEST_END, shield=True):
            await self._done.wait()
