"""One write for each response: uvicorn writes the head and the body of one separately, with two system calls."""

from __future__ import annotations

import asyncio
from typing import Any


class Joined:
    """A transport that writes what was written to it in one turn of the event loop together.

    Whatever else it is asked, it passes on.
    """

    def __init__(self, transport: Any, loop: asyncio.AbstractEventLoop) -> None:
        """Wrap a transport of an event loop."""
        self._transport = transport
        self._loop = loop
        self._waiting: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Write later in this turn."""
        if not self._waiting:
            self._loop.call_soon(self._flush)
        self._waiting.append(data)

    def close(self) -> None:
        """Write what is waiting, then close."""
        self._flush()
        self._transport.close()

    def abort(self) -> None:
        """Close at once, without writing what is waiting."""
        self._waiting.clear()
        self._transport.abort()

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        if waiting and not self._transport.is_closing():  # the client may have left in the meantime
            self._transport.writelines(waiting)


def joined_http() -> type[asyncio.Protocol]:
    """Return uvicorn's HTTP protocol, the one that it would choose, with a transport that joins writes."""
    from uvicorn.protocols.http.auto import AutoHTTPProtocol

    def connection_made(self: asyncio.Protocol, transport: asyncio.BaseTransport) -> None:
        joined: Any = Joined(transport, asyncio.get_running_loop())
        AutoHTTPProtocol.connection_made(self, joined)

    return type("JoinedHTTP", (AutoHTTPProtocol,), {"connection_made": connection_made})
