"""FastAPI, with the extra `fastapi`; a Starlette application mounts `receiver.asgi()` itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from fastapi import APIRouter

from allo_ext.receiver._adapters.asgi import AsgiEndpoint

if TYPE_CHECKING:
    from collections.abc import Callable

    from allo_ext.receiver._core.endpoint import Endpoint


def router(receiver: Endpoint) -> APIRouter:
    """Return a router with one route that ends in the token, and is not in the documentation of the API."""
    routes = APIRouter()
    # An application, not a function: every method comes through to the receiver, and the body is not read before.
    endpoint = cast("Callable[..., Any]", AsgiEndpoint(receiver))  # annotated for functions alone; it takes both
    routes.add_route("/{token}", endpoint, include_in_schema=False)
    return routes
