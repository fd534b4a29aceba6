"""The threads of a provider: one with an event loop, where requests wait, and one that tells components.

They are apart so that a slow rendering holds up no request. Both begin with the first work. Solara's server gives a new
thread the session of the thread that began it, so what is told reaches the right browser tab.
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
    """What a store needs to act."""

    def start(
        self,
        work: Callable[[AsyncAlloClient], Awaitable[T]],
        done: Callable[[T], None],
        failed: Callable[[AlloError], None],
        *,
        to_the_end: bool = False,
    ) -> Callable[[], None]:
        """Begin to work; return what cancels it, after which neither `done` nor `failed` is called."""
        ...

    def tell(self, news: Callable[[], None]) -> None:
        """Call this soon, in a thread where components may be rendered."""
        ...

    def close(self) -> None:
        """Cancel what is not to be done to the end, and finish."""
        ...


class Worker:
    """Works in threads of its own, with one client."""

    def __init__(self, make_client: Callable[[], AsyncAlloClient], *, owns_client: bool) -> None:
        """Begin nothing yet.

        Args:
            make_client: Makes the client, or raises what every request then fails with.
            owns_client: Whether to close it in the end.
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
        """Begin to work; `to_the_end` keeps it alive when the worker is closed."""
        if self._closed:
            failed(ConfigurationError("The AlloProvider of this hook has left the screen."))
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
        """Call this soon, in the thread that tells components."""
        self._news.put(news)

    def close(self) -> None:
        """Cancel what is not to be done to the end, and finish; nobody waits for it."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            if self._loop is not None and self._stop is not None:
                self._loop.call_soon_threadsafe(self._stop.set)
        self._news.put(None)

    def _call(self, act: Callable[[], None], *, wake: bool = False) -> None:
        """Call this in the event loop, which begins where it is to be woken; after the end nothing happens."""
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
        # A message that is being sent is sent to the end: cut off, nobody would know whether it went out.
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
            logger.exception("A request of a hook failed in a way that no request should")
            failed(_bug(error))
        else:
            done(data)

    def _tell(self) -> None:
        while (news := self._news.get()) is not None:
            try:
                news()
            except Exception:
                logger.exception("A component failed when it was told of an answer")


def _nothing() -> None:
    """Cancel what never began."""


def _bug(error: Exception) -> AlloError:
    """Return a bug as an error that components can show; its own words stay in the log."""
    wrapped = AlloError(f"Something went wrong in this program ({type(error).__name__}); its log says more.")
    wrapped.__cause__ = error
    return wrapped
