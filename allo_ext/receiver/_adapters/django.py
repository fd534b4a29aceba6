"""Django adapter (extra `django`), for WSGI and ASGI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from allo_ext.receiver._adapters.wsgi import read_body
from allo_ext.receiver._core.request import Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from allo_ext.receiver._core.endpoint import Endpoint


def view(receiver: Endpoint) -> Callable[..., HttpResponse]:
    """Return a view for a path that ends in the token. The token authenticates the sender, instead of a CSRF check."""

    def deliver(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
        reply = receiver.admit(request_of(request, b""))
        if reply is None:
            reply = receiver.accept(request_of(request, _read(request, receiver.max_body)))
        response = HttpResponse(reply.body, status=reply.status, headers=dict(reply.headers))
        # Django logs the path of every 4xx response, which contains the token. The receiver logs refusals itself.
        setattr(response, "_has_been_logged", True)  # noqa: B010 (no stub knows it)
        return response

    return csrf_exempt(deliver)


def _read(request: HttpRequest, most: int | None) -> bytes:
    """Read the body, up to one byte more than the maximum.

    Under WSGI, Django reads only Content-Length bytes, and so nothing of a chunked request. Such a body is read from
    the server's stream, if the server terminates it.
    """
    body = read_body(request, None, most)
    environ = getattr(request, "environ", {})
    if environ.get("wsgi.input_terminated") and (most is None or len(body) <= most):
        body += read_body(environ["wsgi.input"], None, None if most is None else most - len(body))
    return body


def request_of(request: HttpRequest, body: bytes) -> Request:
    """Convert a Django request into a request."""
    client = request.META.get("REMOTE_ADDR") or None
    return Request(request.method or "", request.path, request.headers, body, client, request.scheme or "http")
