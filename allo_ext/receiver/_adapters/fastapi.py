"""FastAPI adapter (extra `fastapi`). In Starlette, mount `receiver.asgi()`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from fastapi import APIRouter

from allo_ext.receiver._adapters.asgi import AsgiEndpoint

if TYPE_CHECKING:
    from collections.abc import Callable

    from allo_ext.receiver._core.endpoint import Endpoint


def router(receiver: Endpoint) -> APIRouter:
    """Return a router with one route, which ends in the token and is not in the OpenAPI docs."""
    routes = APIRouter()
    # An application, not a function, so that the receiver gets all methods and the body is not read before.
    endpoint = cast("Callable[..., Any]", AsgiEndpoint(receiver))  # annotated for functions, but accepts applications
    routes.add_route("/{token}", endpoint)  # not an API route, so it is not in the docs
    return routes
