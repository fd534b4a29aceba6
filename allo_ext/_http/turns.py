"""Waiting for the pace: calls queue first, and reserve a place from the limiter only when it is almost their turn.

A call that is cancelled or times out leaves the queue, and the next call gets its place, so no reserved place is lost
while calls wait. `Turns` is for threads, `AsyncTurns` for tasks.
"""

from __future__ import annotations

import inspect
import threading
import time
import weakref
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Self

from allo_ext import errors
from allo_ext._http.fork import renew_in_child
from allo_ext._http.interruption import interruption
from allo_ext._http.pool import running_loop
from allo_ext._http.waiting_line import Line, Ticket
from allo_ext.pace import Spaced, checked

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from allo_ext._http.closing import Closing
    from allo_ext.pace import AsyncLimiter, Kind, Limiter

_AHEAD: Final = 4
"""The number of places to reserve ahead: a limiter on another machine takes time to respond."""

_LONGEST_NAP: Final = 1.0
"""The longest interval, in seconds, at which a waiting call checks its deadline."""


def no_check(_: float) -> None:
    """Accept any wait."""


class Turns:
    """Queues of calls in threads, released one by one at the times of a limiter."""

    def __init__(self, limiter: Limiter) -> None:
        """Create the queues.

        Raises:
            ConfigurationError: The limiter's `reserve` is asynchronous.
        """
        if inspect.iscoroutinefunction(limiter.reserve):
            raise errors.ConfigurationError("AlloClient needs a limiter whose `reserve` is not `async def`.")
        self._limiter = limiter
        self.renew()
        renew_in_child(self)

    @classmethod
    def of(cls, limiter: Any) -> Self | None:
        """Return the queues for a limiter; None without a limiter."""
        return None if limiter is None else cls(limiter)

    def renew(self) -> None:
        """Drop the calls of the parent process after a fork."""
        self._lines = _lines(self._limiter)

    def wait(self, kind: Kind, closing: Closing, check: Callable[[float], None] = no_check) -> None:
        """Wait until a call may be sent.

        Args:
            kind: The limit that applies.
            closing: The close signal, which ends the wait.
            check: Called with the seconds before each wait; may raise to cancel the call.

        Raises:
            ConfigurationError: The client was closed, or the limiter failed.
        """
        line, place = self._lines[kind], None
        if isinstance(self._limiter, Spaced) and line.empty:
            wait = self._limiter.reserve(kind)
            if wait <= 0:
                return
            place = time.monotonic() + wait
        woken = threading.Event()
        ticket = Ticket(woken.set)
        try:
            line.enter(ticket, time.monotonic(), place)
            with closing.waking(woken.set):
                while (todo := line.step(ticket, time.monotonic())) is not True:
                    if todo is False:
                        self._ask(line, kind)
                    else:
                        check(todo)
                        woken.wait(min(todo or _LONGEST_NAP, _LONGEST_NAP))
                    closing.check()
                    woken.clear()
        finally:
            line.give_up(ticket)

    def _ask(self, line: Line, kind: Kind) -> None:
        place = None
        try:
            wait: Any = _reserve(self._limiter, kind)
            if inspect.isawaitable(wait):
                _discard(wait)
                raise errors.ConfigurationError("AlloClient needs a limiter whose `reserve` is not asynchronous.")
            place = time.monotonic() + checked(wait)
        finally:
            line.asked(place)


class AsyncTurns:
    """Queues of calls in tasks, one for each event loop, released one by one at the times of a limiter."""

    def __init__(self, limiter: Limiter | AsyncLimiter) -> None:
        self._limiter = limiter
        self.renew()
        renew_in_child(self)

    @classmethod
    def of(cls, limiter: Any) -> Self | None:
        """Return the queues for a limiter; None without a limiter."""
        return None if limiter is None else cls(limiter)

    def renew(self) -> None:
        """Drop the calls of the parent process after a fork."""
        self._loops: weakref.WeakKeyDictionary[Any, dict[Kind, Line]] = weakref.WeakKeyDictionary()

    async def wait(self, kind: Kind, closing: Closing, check: Callable[[float], None] = no_check) -> None:
        """Wait until a call may be sent.

        Args:
            kind: The limit that applies.
            closing: The close signal, which ends the wait.
            check: Called with the seconds before each wait; may raise to cancel the call.

        Raises:
            ConfigurationError: The client was closed, or the limiter failed.
        """
        loop = running_loop()
        lines = self._loops.get(loop)
        if lines is None:
            lines = self._loops.setdefault(loop, _lines(self._limiter))
        line, place = lines[kind], None
        if isinstance(self._limiter, Spaced) and line.empty:
            wait = self._limiter.reserve(kind)
            if wait <= 0:
                return
            place = time.monotonic() + wait
        import anyio

        woken = anyio.Event()

        def wake() -> None:
            with suppress(RuntimeError):  # the loop, and so this call, has ended
                woken.set()

        ticket = Ticket(wake)
        try:
            line.enter(ticket, time.monotonic(), place)
            with closing.ending():
                while (todo := line.step(ticket, time.monotonic())) is not True:
                    if todo is False:
                        await self._ask(line, kind)
                    else:
                        check(todo)
                        with anyio.move_on_after(min(todo or _LONGEST_NAP, _LONGEST_NAP)):
                            await woken.wait()
                    woken = anyio.Event()
        finally:
            line.give_up(ticket)

    async def _ask(self, line: Line, kind: Kind) -> None:
        place = None
        try:
            if isinstance(self._limiter, Spaced):
                wait: Any = self._limiter.reserve(kind)
            elif inspect.iscoroutinefunction(self._limiter.reserve):
                wait = await _answer(self._limiter.reserve(kind))
            else:
                import anyio.to_thread

                # In a worker thread: it must not block the loop, and a cancelled call does not wait for it.
                wait = (await anyio.to_thread.run_sync(_boxed, self._limiter, kind, abandon_on_cancel=True))[0]
                if inspect.isawaitable(wait):
                    wait = await _answer(wait)
            place = time.monotonic() + checked(wait)
        finally:
            line.asked(place)


def _lines(limiter: Limiter | AsyncLimiter) -> dict[Kind, Line]:
    ahead = 1 if isinstance(limiter, Spaced) else _AHEAD
    return {"read": Line(ahead), "write": Line(ahead)}


def _reserve(limiter: Limiter | AsyncLimiter, kind: Kind) -> Any:
    try:
        return limiter.reserve(kind)
    except errors.AlloError:
        raise
    except Exception as error:
        if (interrupted := interruption(error)) is not None:
            raise interrupted from None
        raise _failed(error) from error


def _boxed(limiter: Limiter | AsyncLimiter, kind: Kind) -> tuple[Any]:
    """Call a limiter in a worker thread and wrap the result, because trio does not return coroutines from threads."""
    return (_reserve(limiter, kind),)


async def _answer(wait: Awaitable[Any]) -> Any:
    try:
        return await wait
    except errors.AlloError:
        raise
    except Exception as error:
        if (interrupted := interruption(error)) is not None:
            raise interrupted from None
        raise _failed(error) from error


def _failed(error: Exception) -> errors.ConfigurationError:
    return errors.ConfigurationError(f"The limiter passed as pace= raised {type(error).__name__}.")


def _discard(wait: Any) -> None:
    """Close a coroutine, to avoid the warning that it was never awaited."""
    close = getattr(wait, "close", None)
    if callable(close):
        close()
