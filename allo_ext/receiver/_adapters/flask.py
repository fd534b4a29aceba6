"""Flask adapter (extra `flask`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Request, Response, request
from werkzeug.exceptions import HTTPException

from allo_ext.receiver._adapters.wsgi import read_input, request_of

if TYPE_CHECKING:
    from allo_ext.receiver._core.endpoint import Endpoint

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")  # Flask adds HEAD to GET


def blueprint(receiver: Endpoint) -> Blueprint:
    """Return a blueprint with one route that ends in the token."""
    routes = Blueprint("allo_webhooks", __name__)

    @routes.route("/<token>", methods=_METHODS)
    def deliver(token: str) -> Response:  # noqa: ARG001 (the receiver reads it from the path)
        reply = receiver.admit(request_of(request.environ, b""))
        if reply is None:
            body = read_input(request.environ, receiver.max_body) or _read_before(request)
            reply = receiver.accept(request_of(request.environ, body))
        return Response(reply.body, reply.status, dict(reply.headers))

    return routes


def _read_before(request: Request) -> bytes:
    """Return the body of a request whose stream has ended: what something before this view read, else nothing."""
    try:
        return request.get_data(cache=False)
    except HTTPException:
        return b""  # the client disconnected
