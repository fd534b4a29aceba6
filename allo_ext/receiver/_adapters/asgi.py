"""ASGI adapter, without dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext._serving.asgi import follow_lifespan, read_body, refuse_websocket, send_response
from allo_ext.receiver._core.request import Request

if TYPE_CHECKING:
    from allo_ext._serving.asgi import Receive, Scope, Send
    from allo_ext.receiver._core.endpoint import Endpoint


class AsgiEndpoint:
    """An ASGI application that accepts deliveries at any path that ends in the token."""

    def __init__(self, receiver: Endpoint) -> None:
        self._receiver = receiver

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "http":
            await _serve(self._receiver, scope, receive, send)
        elif scope["type"] == "lifespan":
            await follow_lifespan(receive, send)
        elif scope["type"] == "websocket":
            await refuse_websocket(send, 1000)


def request_of(scope: Scope, body: bytes) -> Request:
    """Convert a scope into a request."""
    client = scope.get("client")
    return Request(
        scope["method"],
        scope["path"],
        scope["headers"],
        body,
        client[0] if client else None,
        scope.get("scheme", "http"),
    )


async def _serve(receiver: Endpoint, scope: Scope, receive: Receive, send: Send) -> None:
    reply = receiver.admit(request_of(scope, b""))
    if reply is None:
        body = await read_body(receive, receiver.max_body)
        if body is None:
            return  # the client disconnected
        reply = await receiver.accept_async(request_of(scope, body))
    headers = [(name.lower().encode(), value.encode()) for name, value in reply.headers.items()]
    await send_response(send, reply.status, headers, reply.body)
