"""One write for each answer: uvicorn writes head and body apart, which costs both sides a system call and a packet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio


class Together:
    """A transport that keeps the head of an answer until the body comes, or the event loop's next turn."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        """Stand before a transport."""
        self._transport = transport
        self._loop = loop
        self._head = b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Write the head with what follows it."""
        if self._head:
            head, self._head = self._head, b""
            self._transport.write(head + data)
        elif data.startswith(b"HTTP/1.1 "):
            self._head = data
            self._loop.call_soon(self._flush)
        else:
            self._transport.write(data)

    def close(self) -> None:
        """Close behind what was written."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._head:
            head, self._head = self._head, b""
            self._transport.write(head)


def protocol() -> type[asyncio.Protocol]:
    """Return uvicorn's own protocol, with one write for each answer."""
    from uvicorn.protocols.http.auto import AutoHTTPProtocol

    own: Any = AutoHTTPProtocol

    def connection_made(self: Any, transport: asyncio.Transport) -> None:
        own.connection_made(self, Together(transport, self.loop))

    return type("Protocol", (own,), {"connection_made": connection_made})
