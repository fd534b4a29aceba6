"""WSGI adapter, without dependencies."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol

from allo_ext.receiver._core.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from allo_ext.receiver._core.endpoint import Endpoint

_CHUNK = 65_536
_MOST_DIGITS = 20


class Stream(Protocol):
    """A readable stream."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes; an empty string at the end."""
        ...


class WsgiEndpoint:
    """A WSGI application that accepts deliveries at any path that ends in the token."""

    def __init__(self, receiver: Endpoint) -> None:
        self._receiver = receiver

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request."""
        reply = self._receiver.admit(request_of(environ, b""))
        if reply is None:
            body = read_input(environ, self._receiver.max_body)
            reply = self._receiver.accept(request_of(environ, body))
        headers = [*reply.headers.items(), ("Content-Length", str(len(reply.body)))]
        start_response(f"{reply.status} {HTTPStatus(reply.status).phrase}", headers)
        return [reply.body]


def request_of(environ: WSGIEnvironment, body: bytes) -> Request:
    """Convert a WSGI environment into a request."""
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


def read_input(environ: dict[str, Any], most: int | None) -> bytes:
    """Read the body of a request, up to one byte more than the maximum.

    If the server sets `wsgi.input_terminated`, the stream has an end, and Content-Length, which chunked requests do not
    have, is not used. With any other server, at most Content-Length bytes may be read.

    Args:
        environ: The environment.
        most: The maximum size in bytes; None for no limit.
    """
    length = None if environ.get("wsgi.input_terminated") else _declared(environ)
    return read_body(environ["wsgi.input"], length, most)


def read_body(stream: Stream, length: int | None, most: int | None) -> bytes:
    """Read a stream, up to one byte more than the maximum. If the client disconnects, the result is incomplete.

    Args:
        stream: The stream.
        length: The announced size; None to read to the end of the stream.
        most: The maximum size in bytes; None for no limit.
    """
    wanted = min((bound for bound in (length, None if most is None else most + 1) if bound is not None), default=None)
    body = bytearray()
    while wanted is None or len(body) < wanted:
        try:
            chunk = stream.read(_CHUNK if wanted is None else min(_CHUNK, wanted - len(body)))
        except OSError:
            break  # the client disconnected, or sent invalid chunks
        if not chunk:
            break
        body += chunk
    return bytes(body)


def _declared(environ: dict[str, Any]) -> int:
    declared = str(environ.get("CONTENT_LENGTH") or "")
    return int(declared) if declared.isascii() and declared.isdigit() and len(declared) <= _MOST_DIGITS else 0
