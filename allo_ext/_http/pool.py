"""Connection pools: one for all threads of a client, and one for each event loop.

A connection is bound to the event loop that opened it. With a single pool, a second `asyncio.run()` would fail with
"Event loop is closed", so each loop has its own pool, which is closed when the loop ends. A connection is also bound to
the process that opened it: two processes that share one would get each other's responses.
"""

from __future__ import annotations

import gc
import inspect
import sys
import threading
import warnings
import weakref
from typing import TYPE_CHECKING, Any, Final, cast

import httpx

from allo_ext._http.closing import Closing
from allo_ext._http.fork import renew_in_child
from allo_ext.errors import AlloError, ConfigurationError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from allo_ext._http import httpx2 as _httpx2
    from allo_ext._http.config import Config

    Transport = httpx.BaseTransport | httpx.AsyncBaseTransport | _httpx2.Transport | _httpx2.AsyncTransport
    Given = Transport | Callable[[], Transport] | None
    """A transport to use instead of the network, or a function that returns one (called for each event loop)."""

_inherited: Final[list[object]] = []
"""Connections inherited from the parent process. They are kept, because closing them here could close them there."""


class Pool:
    """Creates transports when they are first needed, and closes them."""

    def __init__(self, config: Config, given: Given) -> None:
        self._config = config
        self._given = _checked(given)
        self._given_before_fork = False
        self.closing = Closing()
        self._start()
        renew_in_child(self)

    def _start(self) -> None:
        self._lock = threading.Lock()
        self._sync: httpx.BaseTransport | None = None
        self._loops: weakref.WeakKeyDictionary[Any, AsyncGenerator[httpx.AsyncBaseTransport]] = (
            weakref.WeakKeyDictionary()
        )
        self._open: weakref.WeakKeyDictionary[Any, httpx.AsyncBaseTransport] = weakref.WeakKeyDictionary()

    def __del__(self) -> None:
        if getattr(self, "_open", None) and not sys.is_finalizing():
            self.forget_ended_loops()

    def renew(self) -> None:
        """Leave the connections to the parent process; new ones are opened when needed."""
        if self._sync is not None or self._open:
            self._given_before_fork = True
            _inherited.append((self._sync, dict(self._loops), dict(self._open)))
        self._start()

    def for_threads(self) -> httpx.BaseTransport:
        """Return the transport of the synchronous client."""
        if self._sync is None:
            with self._lock:
                self.closing.check()  # it may have been closed in another thread since the attempt began
                if self._sync is None:
                    self._sync = self._new_sync()
                return self._sync
        return self._sync

    async def for_this_loop(self) -> httpx.AsyncBaseTransport:
        """Return the transport of the running event loop."""
        loop = running_loop()
        transport = self._open.get(loop)
        if transport is None:
            self.closing.check()
            self.forget_ended_loops()
            keeper = _keep_open(weakref.ref(self), loop, self._new_async())
            # The loop now tracks the generator, and closes it, with the connections, when it shuts down.
            transport = await anext(keeper)
            with self._lock:
                closed = bool(self.closing)
                if not closed:
                    self._loops[loop], self._open[loop] = keeper, transport
            if closed:
                await keeper.aclose()
                self.closing.check()
        return transport

    def close_if_late(self, transport: httpx.BaseTransport) -> None:
        """Close a transport again if the client was closed while it was in use: it may have a new connection."""
        if self.closing and transport is not self._sync:
            transport.close()

    async def aclose_if_late(self, transport: httpx.AsyncBaseTransport) -> None:
        """Close a transport again if the client was closed while it was in use: it may have a new connection."""
        if self.closing and transport is not self._open.get(running_loop()):
            await transport.aclose()

    def close(self) -> None:
        """Close the connections of the synchronous client, and end waiting calls."""
        self.closing.close()
        with self._lock:
            transport, self._sync = self._sync, None
        if transport is not None:
            transport.close()

    async def aclose(self) -> None:
        """Close the connections of the running loop, and end waiting calls in all loops.

        The connections of other loops close when their loops end.
        """
        self.closing.close()
        loop = running_loop()
        with self._lock:
            keeper = self._loops.pop(loop, None)
            self._open.pop(loop, None)
        if keeper is not None:
            await keeper.aclose()
        self.forget_ended_loops()

    def forget_ended_loops(self) -> None:
        """Drop the connections of loops that were closed without `shutdown_asyncgens`."""
        ended: list[object] = []
        with self._lock:
            for loop in [loop for loop in self._open if _has_ended(loop)]:
                ended += (self._loops.pop(loop), self._open.pop(loop))
        if ended:
            # A closed loop cannot await anything, so asyncio reports its sockets as unclosed. They are in reference
            # cycles; collect them now instead of at some later time.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ResourceWarning)
                ended.clear()
                loop = None
                gc.collect()

    def _new_sync(self) -> httpx.BaseTransport:
        if self._given is None:
            from allo_ext._http import network as _network

            return _network.for_threads(self._config)
        from allo_ext._http import httpx2 as _httpx2

        made = self._made()
        transport = made if isinstance(made, httpx.BaseTransport) else _httpx2.for_threads(made)
        if transport is None:
            raise ConfigurationError("AlloClient needs a synchronous transport (httpx.BaseTransport).")
        return transport

    def _new_async(self) -> httpx.AsyncBaseTransport:
        if self._given is None:
            from allo_ext._http import network as _network

            return _network.for_event_loops(self._config)
        from allo_ext._http import httpx2 as _httpx2

        made = self._made()
        transport = made if isinstance(made, httpx.AsyncBaseTransport) else _httpx2.for_event_loops(made)
        if transport is None:
            raise ConfigurationError("AsyncAlloClient needs an asynchronous transport (httpx.AsyncBaseTransport).")
        return transport

    def _made(self) -> Any:
        """Return the given transport, or the result of the given function."""
        from allo_ext._http import httpx2 as _httpx2

        given = self._given
        is_open = isinstance(given, (httpx.HTTPTransport, httpx.AsyncHTTPTransport)) or _httpx2.holds_connections(given)
        if is_open and self._given_before_fork:
            raise ConfigurationError(
                "The transport passed as transport= was used before this process was forked, so its connections belong "
                "to the parent process. Pass a function that returns a transport."
            )
        return _made(given)

    def forget(self, loop: Any) -> None:
        """Remove a loop whose connections are closed."""
        with self._lock:
            self._loops.pop(loop, None)
            self._open.pop(loop, None)


async def _keep_open(
    pool: weakref.ref[Pool], loop: Any, transport: httpx.AsyncBaseTransport
) -> AsyncGenerator[httpx.AsyncBaseTransport]:
    try:
        yield transport
    finally:
        if (keeping := pool()) is not None:
            keeping.forget(loop)
        await transport.aclose()


def _checked(given: Given) -> Given:
    """Raise if the argument is not a transport or a function; the function's result is checked when first needed."""
    if given is None or callable(given) or _is_transport(given):
        return given
    raise ConfigurationError(
        "transport must be an httpx transport, or a function that returns one; "
        + ("did you mean transport=mock.transport?" if hasattr(given, "transport") else "it is neither.")
    )


def _is_transport(given: object) -> bool:
    from allo_ext._http import httpx2 as _httpx2  # with a transport of the program only, to keep imports fast

    return isinstance(given, (httpx.BaseTransport, httpx.AsyncBaseTransport)) or _httpx2.is_transport(given)


def _made(given: Any) -> Transport:
    if _is_transport(given):
        return cast("Transport", given)
    try:
        made: Any = given()
    except AlloError:
        raise
    except Exception as cause:
        raise ConfigurationError(
            f"transport: calling the function raised {type(cause).__name__}. Pass a transport, or a function without "
            f"arguments that returns one. httpx.MockTransport(function) makes a transport from a request handler."
        ) from cause
    if inspect.iscoroutine(made):
        made.close()  # avoid the warning that it was never awaited
        raise ConfigurationError("transport is an asynchronous function. Pass a function that returns a transport.")
    return cast("Transport", made)


def _has_ended(loop: Any) -> bool:
    """Return whether an asyncio loop is closed; trio closes its own generators."""
    is_closed = getattr(loop, "is_closed", None)
    return callable(is_closed) and bool(is_closed())


def running_loop() -> Any:
    """Return an identifier of the running event loop: asyncio's loop, or trio's token."""
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        import trio

        return trio.lowlevel.current_trio_token()
