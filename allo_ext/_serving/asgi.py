"""ASGI without a framework: reading bodies, sending responses, and the lifespan protocol."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, TypeAlias

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]
Header: TypeAlias = tuple[bytes, bytes]


async def read_body(receive: Receive, most: int | None) -> bytes | None:
    """Read the body of a request, up to one byte more than the maximum.

    Args:
        receive: The connection's `receive`.
        most: The largest body in bytes; None for no limit.

    Returns:
        The body; longer than `most` if it is too large; None if the client disconnected before its end.
    """
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        part = message.get("body", b"")
        if not body and not message.get("more_body", False):
            return bytes(part if most is None else part[: most + 1])  # nearly always; neither copies it
        body += part
        if most is not None and len(body) > most:
            return bytes(body[: most + 1])
        if not message.get("more_body", False):
            return bytes(body)


async def send_response(
    send: Send, status: int, headers: Iterable[Header] = (), body: bytes = b"", *, with_length: bool = True
) -> None:
    """Send a whole response.

    Args:
        send: The connection's `send`.
        status: The HTTP status.
        headers: The header fields.
        body: The body.
        with_length: Whether to add Content-Length; a 204 has none.
    """
    length = [(b"content-length", str(len(body)).encode())] if with_length else []
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": body})


async def refuse_websocket(send: Send, code: int) -> None:
    """Close a WebSocket before it is accepted."""
    await send({"type": "websocket.close", "code": code})


async def _nothing() -> None:
    pass


async def follow_lifespan(
    receive: Receive,
    send: Send,
    *,
    start: Callable[[], Awaitable[None]] = _nothing,
    stop: Callable[[], Awaitable[None]] = _nothing,
) -> None:
    """Run a function when the server starts and another when it stops.

    Args:
        receive: The lifespan's `receive`.
        send: The lifespan's `send`.
        start: Called before the server takes connections.
        stop: Called when the server shuts down.
    """
    while True:
        message = await receive()
        stops = message["type"] == "lifespan.shutdown"
        await (stop if stops else start)()
        await send({"type": f"{message['type']}.complete"})
        if stops:
            return
