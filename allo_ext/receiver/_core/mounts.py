"""Mounting a receiver in a web framework; each framework is imported when its method is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext._extras import needs

if TYPE_CHECKING:
    from collections.abc import Callable

    import django.http
    import fastapi
    import flask

    from allo_ext.receiver._adapters.asgi import AsgiEndpoint
    from allo_ext.receiver._adapters.wsgi import WsgiEndpoint
    from allo_ext.receiver._core.endpoint import Endpoint


class Mounts:
    """The methods of `WebhookReceiver` that return an application, a router, a blueprint or a view."""

    def asgi(self: Endpoint) -> AsgiEndpoint:
        """Return an ASGI application."""
        from allo_ext.receiver._adapters.asgi import AsgiEndpoint

        return AsgiEndpoint(self)

    def wsgi(self: Endpoint) -> WsgiEndpoint:
        """Return a WSGI application."""
        from allo_ext.receiver._adapters.wsgi import WsgiEndpoint

        return WsgiEndpoint(self)

    def fastapi(self: Endpoint) -> fastapi.APIRouter:
        """Return a router: `app.include_router(receiver.fastapi(), prefix="/allo")`."""
        with needs("receiver.fastapi()", "fastapi", extra="fastapi"):
            from allo_ext.receiver._adapters.fastapi import router

        return router(self)

    def flask(self: Endpoint) -> flask.Blueprint:
        """Return a blueprint: `app.register_blueprint(receiver.flask(), url_prefix="/allo")`."""
        with needs("receiver.flask()", "flask", extra="flask"):
            from allo_ext.receiver._adapters.flask import blueprint

        return blueprint(self)

    def django(self: Endpoint) -> Callable[..., django.http.HttpResponse]:
        """Return a view: `path("allo/<str:token>", receiver.django())`."""
        with needs("receiver.django()", "django", extra="django"):
            from allo_ext.receiver._adapters.django import view

        return view(self)
