"""The threads of a provider: one runs an event loop for requests, the other notifies components.

They are separate, so that slow renders do not delay requests. Both start with the first request. Solara's server gives
a new thread the session of the thread that started it, so updates reach the right browser tab.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING, Protocol, TypeVar

from allo_ext.errors import AlloError, ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from allo_ext._async.client import AsyncAlloClient

T = TypeVar("T")

logger = logging.getLogger("allo_ext.hooks")


class Runner(Protocol):
    """Runs requests and notifications for a store."""

    def start(
        self,
        work: Callable[[AsyncAlloClient], Awaitable[T]],
        done: Callable[[T], None],
        failed: Callable[[AlloError], None],
        *,
        to_the_end: bool = False,
    ) -> Callable[[], None]:
        """Start a request. Return a function that cancels it; neither `done` nor `failed` is called after that."""
        ...

    def tell(self, news: Callable[[], None]) -> None:
        """Call a function soon, in a thread in which components may be rendered."""
        ...

    def close(self) -> None:
        """Cancel all requests that are not marked `to_the_end`, and stop."""
        ...


class Worker:
    """Runs requests in its own threads, with one client."""

    def __init__(self, make_client: Callable[[], AsyncAlloClient], *, owns_client: bool) -> None:
        """Prepare the worker; threads start later.

        Args:
            make_client: Creates the client. If it raises an error, every request fails with that error.
            owns_client: Whether to close the client at the end.
        """
        self._make_client = make_client
        self._owns_client = owns_client
        self._client: AsyncAlloClient | None = None
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._tasks: dict[asyncio.Task[None], bool] = {}
        self._stop: asyncio.Event | None = None
        self._closed = False
        self.threads: tuple[threading.Thread, ...] = ()

    def start(
        self,
        work: Callable[[AsyncAlloClient], Awaitable[T]],
        done: Callable[[T], None],
        failed: Callable[[AlloError], None],
        *,
        to_the_end: bool = False,
    ) -> Callable[[], None]:
        """Start a request. With `to_the_end`, it is not cancelled when the worker is closed."""
        if self._closed:
            failed(ConfigurationError("The AlloProvider of this hook has been unmounted."))
            return _nothing
        task: asyncio.Task[None] | None = None
        cancelled = False

        def begin() -> None:
            nonlocal task
            if not cancelled:
                task = asyncio.get_running_loop().create_task(self._do(work, done, failed))
                self._tasks[task] = to_the_end
                task.add_done_callback(self._tasks.pop)

        def cancel_here() -> None:
            if task is not None:
                task.cancel()

        def cancel() -> None:
            nonlocal cancelled
            cancelled = True
            self._call(cancel_here)

        self._call(begin, wake=True)
        return cancel

    def tell(self, news: Callable[[], None]) -> None:
        """Call a function soon, in the thread that notifies components."""
        self._news.put(news)

    def close(self) -> None:
        """Cancel all requests that are not marked `to_the_end`, and stop. Does not wait."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            if self._loop is not None and self._stop is not None:
                self._loop.call_soon_threadsafe(self._stop.set)
        self._news.put(None)

    def _call(self, act: Callable[[], None], *, wake: bool = False) -> None:
        """Call a function in the event loop, which is started if needed. After the end, do nothing."""
        with self._lock:
            if self._closed:
                return
            if self._loop is None:
                if not wake:
                    return
                self._begin()
            if self._loop is not None:
                self._loop.call_soon_threadsafe(act)

    def _begin(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self.threads = (
            threading.Thread(target=self._work, args=(self._loop, self._stop), name="allo-hooks", daemon=True),
            threading.Thread(target=self._tell, name="allo-hooks-telling", daemon=True),
        )
        for thread in self.threads:
            thread.start()

    def _work(self, loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(self._serve(stop))

    async def _serve(self, stop: asyncio.Event) -> None:
        await stop.wait()
        for task, to_the_end in list(self._tasks.items()):
            if not to_the_end:
                task.cancel()
        # A mutation is not cancelled: it would be unknown whether the message was sent.
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._owns_client and self._client is not None:
            await self._client.aclose()

    async def _do(
        self,
        work: Callable[[AsyncAlloClient], Awaitable[T]],
        done: Callable[[T], None],
        failed: Callable[[AlloError], None],
    ) -> None:
        try:
            if self._client is None:
                self._client = self._make_client()
            data = await work(self._client)
        except AlloError as error:
            failed(error)
        except Exception as error:
            logger.exception("Unexpected error in a request of a hook")
            failed(_bug(error))
        else:
            done(data)

    def _tell(self) -> None:
        while (news := self._news.get()) is not None:
            try:
                news()
            except Exception:
                logger.exception("Error in a component while handling an update")


def _nothing() -> None:
    """Cancel requests that never started."""


def _bug(error: Exception) -> AlloError:
    """Convert an unexpected exception to an AlloError that components can show; details are only logged."""
    wrapped = AlloError(f"Unexpected error ({type(error).__name__}). See the log for details.")
    wrapped.__cause__ = error
    return wrapped
