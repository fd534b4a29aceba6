"""Closing a client ends its waiting calls, in every thread and event loop."""

from __future__ import annotations

import threading
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from allo_ext._http.fork import renew_in_child
from allo_ext.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

CLOSED: Final = "This client is closed. Create a new one, or use it inside its `with` block."
ABANDONED: Final = "This page is no longer needed."


class Closing:
    """A close signal that is set once, for a client, a copy of a client, or a list that is read ahead."""

    def __init__(self, *parents: Closing | None, reason: str = CLOSED) -> None:
        """Create a signal that is also set when one of its parents is."""
        self._parents = [parent for parent in parents if parent is not None]
        self._reason = reason
        self._turned_at: float | None = None
        self.renew()
        renew_in_child(self)

    def renew(self) -> None:
        """Drop the calls of the parent process after a fork."""
        self._lock = threading.Lock()
        self._wakes: dict[object, Callable[[], None]] = {}

    def __bool__(self) -> bool:
        return self._turned_at is not None or any(self._parents)

    @property
    def turned_at(self) -> float | None:
        """The monotonic time at which the signal or one of its parents was set; None if it is not set."""
        times = [parent.turned_at for parent in self._parents]
        return min((time for time in (self._turned_at, *times) if time is not None), default=None)

    def close(self) -> None:
        """Set the signal and wake every waiting call. May be called twice."""
        with self._lock:
            if self._turned_at is None:
                self._turned_at = monotonic()
            wakes = list(self._wakes.values())
        for wake in wakes:
            wake()

    def check(self) -> None:
        """Raise ConfigurationError if the signal is set."""
        for parent in self._parents:
            parent.check()
        if self._turned_at is not None:
            raise ConfigurationError(self._reason, reason="closed")

    @contextmanager
    def waking(self, wake: Callable[[], None]) -> Generator[None]:
        """Check the signal, then call a function, from any thread, if it is set inside the block."""
        key = object()
        with ExitStack() as parents:
            for parent in self._parents:
                parents.enter_context(parent.waking(wake))
            with self._lock:
                self._wakes[key] = wake
            try:
                self.check()
                yield
            finally:
                with self._lock:
                    self._wakes.pop(key, None)

    @contextmanager
    def ending(self) -> Generator[None]:
        """Cancel the awaits inside the block when the signal is set.

        Raises:
            ConfigurationError: The signal was set.
        """
        import anyio

        with anyio.CancelScope() as scope:
            with self.waking(_in_this_loop(scope.cancel)):
                yield
        if scope.cancelled_caught:
            self.check()


READING: Final[ContextVar[Closing | None]] = ContextVar("allo_ext.reading", default=None)
"""In a thread that reads a page ahead: the close signal of its list."""


def _in_this_loop(function: Callable[[], object]) -> Callable[[], None]:
    """Return a thread-safe function that calls `function` in the running event loop, unless it is closed by then."""
    call: Callable[[Callable[[], object]], object]
    ended: Any
    import asyncio

    try:
        call, ended = asyncio.get_running_loop().call_soon_threadsafe, RuntimeError
    except RuntimeError:
        import trio

        call, ended = trio.lowlevel.current_trio_token().run_sync_soon, trio.RunFinishedError

    def wake() -> None:
        try:
            call(function)
        except ended:
            return

    return wake
