"""ASGI, with no dependency."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any

from allo_ext.receiver._core.request import Reply, Request

if TYPE_CHECKING:
    from allo_ext.receiver._core.receiver import WebhookReceiver

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class AsgiEndpoint:
    """An ASGI application that takes deliveries at any path that ends in the token."""

    def __init__(self, receiver: WebhookReceiver) -> None:
        self._receiver = receiver

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "http":
            await _serve(self._receiver, scope, receive, send)
        elif scope["type"] == "lifespan":
            await _live(receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})


def request_of(scope: Scope, body: bytes) -> Request:
    """Translate a scope."""
    client = scope.get("client")
    return Request(
        scope["method"],
        scope["path"],
        scope["headers"],
        body,
        client[0] if client else None,
        scope.get("scheme", "http"),
    )


async def send_reply(send: Send, reply: Reply) -> None:
    """Translate a reply, and send it."""
    headers = [(name.lower().encode(), value.encode()) for name, value in reply.headers.items()]
    headers.append((b"content-length", str(len(reply.body)).encode()))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})


async def _serve(receiver: WebhookReceiver, scope: Scope, receive: Receive, send: Send) -> None:
    reply = receiver.admit(request_of(scope, b""))
    if reply is None:
        body = await _read(receive, receiver.max_body)
        if body is None:
            return  # the sender hung up
        reply = await receiver.accept_async(request_of(scope, body))
    await send_reply(send, reply)


async def _read(receive: Receive, most: int | None) -> bytes | None:
    """Read the body up to one byte more than it may have; None when the sender hangs up before it ends."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if most is not None and len(body) > most:
            return bytes(body[: most + 1])
        if not message.get("more_body", False):
            return bytes(body)


async def _live(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
