"""Connections: one pool for all threads of a client, and one for each event loop.

A connection belongs to the event loop that opened it. A client that keeps one pool fails with "Event loop is closed" in
its second `asyncio.run()`; here each loop has a pool of its own, closed when the loop ends.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import httpx

from allo_ext.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from allo_ext._config import Config

CLOSED: Final = "This client is closed: make a new one, or use it inside its `with` block."

Transport = httpx.BaseTransport | httpx.AsyncBaseTransport
Given = Transport | Callable[[], Transport] | None
"""A transport to use instead of the network, or what makes one (for each event loop, as connections belong to one)."""


class Pool:
    """Makes the transports that speak to the network, when first needed, and closes them."""

    def __init__(self, config: Config, given: Given) -> None:
        self._config = config
        self._given = _checked(given)
        self._lock = threading.Lock()
        self._sync: httpx.BaseTransport | None = None
        self._loops: weakref.WeakKeyDictionary[Any, AsyncGenerator[httpx.AsyncBaseTransport]] = (
            weakref.WeakKeyDictionary()
        )
        self._open: weakref.WeakKeyDictionary[Any, httpx.AsyncBaseTransport] = weakref.WeakKeyDictionary()
        self.closed = False

    def for_threads(self) -> httpx.BaseTransport:
        """Return the transport of the synchronous client."""
        if self._sync is None:
            with self._lock:
                if self.closed:
                    raise ConfigurationError(CLOSED)  # in another thread, since the attempt began
                if self._sync is None:
                    self._sync = self._new_sync()
                return self._sync
        return self._sync

    async def for_this_loop(self) -> httpx.AsyncBaseTransport:
        """Return the transport of the running event loop."""
        loop = _running_loop()
        transport = self._open.get(loop)
        if transport is None:
            keeper = self._keep_open(self._new_async())
            # From here on the loop knows the generator, and closes it (and so the connections) when it shuts down.
            transport = await anext(keeper)
            with self._lock:
                self._loops[loop], self._open[loop] = keeper, transport
        return transport

    def close(self) -> None:
        """Close the connections of the synchronous client."""
        with self._lock:
            self.closed = True
            transport, self._sync = self._sync, None
        if transport is not None:
            transport.close()

    async def aclose(self) -> None:
        """Close the connections of the running loop; those of other loops close when their loops end."""
        self.closed = True
        loop = _running_loop()
        with self._lock:
            keeper = self._loops.pop(loop, None)
            self._open.pop(loop, None)
        if keeper is not None:
            await keeper.aclose()

    def _new_sync(self) -> httpx.BaseTransport:
        if self._given is None:
            from allo_ext import _network

            return _network.for_threads(self._config)
        transport = _made(self._given)
        if not isinstance(transport, httpx.BaseTransport):
            raise ConfigurationError("AlloClient needs a synchronous transport (httpx.BaseTransport).")
        return transport

    def _new_async(self) -> httpx.AsyncBaseTransport:
        if self._given is None:
            from allo_ext import _network

            return _network.for_event_loops(self._config)
        transport = _made(self._given)
        if not isinstance(transport, httpx.AsyncBaseTransport):
            raise ConfigurationError("AsyncAlloClient needs an asynchronous transport (httpx.AsyncBaseTransport).")
        return transport

    async def _keep_open(self, transport: httpx.AsyncBaseTransport) -> AsyncGenerator[httpx.AsyncBaseTransport]:
        loop = _running_loop()
        try:
            yield transport
        finally:
            with self._lock:
                self._loops.pop(loop, None)
                self._open.pop(loop, None)
            await transport.aclose()


def _checked(given: Given) -> Given:
    """Refuse what can be no transport at once; what a function makes is seen when it is first needed."""
    handles = hasattr(given, "handle_request") or hasattr(given, "handle_async_request")
    if given is None or callable(given) or handles:
        return given
    raise ConfigurationError(
        "transport is an httpx transport, or a function that makes one; "
        + ("did you mean transport=mock.transport?" if hasattr(given, "transport") else "this is neither.")
    )


def _made(given: Transport | Callable[[], Transport]) -> Transport:
    if isinstance(given, (httpx.BaseTransport, httpx.AsyncBaseTransport)):
        return given
    return given() if callable(given) else given


def _running_loop() -> Any:
    """Return what stands for the running event loop: asyncio's loop, or trio's token."""
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        import trio

        return trio.lowlevel.current_trio_token()
