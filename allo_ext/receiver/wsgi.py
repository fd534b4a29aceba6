"""WSGI, with no dependency."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol

from allo_ext.receiver.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from allo_ext.receiver.receiver import WebhookReceiver

_CHUNK = 65_536


class Stream(Protocol):
    """What a body is read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes; none at the end."""
        ...


class WsgiEndpoint:
    """A WSGI application that takes deliveries at any path that ends in the token."""

    def __init__(self, receiver: WebhookReceiver) -> None:
        self._receiver = receiver

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request."""
        reply = self._receiver.admit(request_of(environ, b""))
        if reply is None:
            body = read_body(environ["wsgi.input"], _length(environ), self._receiver.max_body)
            reply = self._receiver.accept(request_of(environ, body))
        headers = [*reply.headers.items(), ("Content-Length", str(len(reply.body)))]
        start_response(f"{reply.status} {HTTPStatus(reply.status).phrase}", headers)
        return [reply.body]


def request_of(environ: WSGIEnvironment, body: bytes) -> Request:
    """Translate an environment."""
    headers = [(key[5:].replace("_", "-"), value) for key, value in environ.items() if key.startswith("HTTP_")]
    headers.append(("content-length", environ.get("CONTENT_LENGTH") or ""))
    return Request(
        environ["REQUEST_METHOD"],
        environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""),
        headers,
        body,
        environ.get("REMOTE_ADDR") or None,
        environ["wsgi.url_scheme"],
    )


def read_body(stream: Stream, length: int | None, most: int | None) -> bytes:
    """Read a body up to one byte more than it may have.

    Args:
        stream: What to read from.
        length: How long the body says it is; None where it ends with the stream.
        most: How long it may be; None for any length.
    """
    wanted = min((bound for bound in (length, None if most is None else most + 1) if bound is not None), default=None)
    body = bytearray()
    while wanted is None or len(body) < wanted:
        chunk = stream.read(_CHUNK if wanted is None else min(_CHUNK, wanted - len(body)))
        if not chunk:
            break
        body += chunk
    return bytes(body)


def _length(environ: dict[str, Any]) -> int | None:
    """Return how much to read: a server that does not end the stream itself must say how long the body is."""
    declared = environ.get("CONTENT_LENGTH") or ""
    if declared.isascii() and declared.isdigit():
        return int(declared)
    return None if environ.get("wsgi.input_terminated") else 0
