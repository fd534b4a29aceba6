"""In every framework the signature is checked on the bytes that arrived, whatever looked at the request before."""

from __future__ import annotations

import asyncio
import json
import sys
import types
from typing import Any

import httpx
import pytest

from allo_ext.receiver import WebhookReceiver
from allo_ext.testing import event

# Parsed and written again, this is another sequence of bytes.
BODY = (
    b' {"version":"2.0",\n  "topic" : "call.completed", "data": %s}\r\n'
    % json.dumps(event("CALL_RECEIVED", summary="Élodie rappelle à 9 h")["data"], ensure_ascii=False, indent=3).encode()
)
JSON = {"Content-Type": "application/json"}


class Touch:
    """What middleware may do with a request, per framework."""

    @staticmethod
    def flask(request, how) -> None:
        reading = {
            "nothing": lambda: None,
            "body": request.get_data,
            "JSON": request.get_json,
            "form": lambda: (request.form, request.files, request.values),
        }
        reading[how]()

    @staticmethod
    def django(request, how) -> None:
        reading = {
            "nothing": lambda: None,
            "body": lambda: request.body,
            "JSON": lambda: json.loads(request.body),
            "form": lambda: (request.POST, request.FILES),
        }
        reading[how]()

    @staticmethod
    async def starlette(request, how) -> None:
        if how != "nothing":
            await {"body": request.body, "JSON": request.json, "form": request.form}[how]()


def flask_app(receiver, how):
    from flask import Flask, request

    app = Flask(__name__)
    app.before_request(lambda: Touch.flask(request, how))
    app.register_blueprint(receiver.flask(), url_prefix="/allo")
    return app


def fastapi_app(receiver, how):
    from fastapi import FastAPI

    app = FastAPI()

    @app.middleware("http")
    async def touching(request, call_next) -> Any:
        await Touch.starlette(request, how)
        return await call_next(request)

    app.include_router(receiver.fastapi(), prefix="/allo")
    return app


@pytest.fixture
def django_app(example, monkeypatch):
    """A project of one module, in WSGI or ASGI."""
    example("django")  # configures Django
    from django.core.asgi import get_asgi_application
    from django.core.wsgi import get_wsgi_application
    from django.test import override_settings
    from django.urls import path

    project: Any = types.ModuleType("project_of_this_test")
    monkeypatch.setitem(sys.modules, project.__name__, project)

    def make(receiver, how, get=get_wsgi_application) -> Any:
        def touching(get_response) -> Any:
            def answer(request) -> Any:
                Touch.django(request, how)
                return get_response(request)

            return answer

        project.urlpatterns, project.touching = [path("allo/<str:token>", receiver.django())], touching
        return get()

    make.asgi = lambda receiver, how: make(receiver, how, get_asgi_application)
    middleware = ["django.middleware.csrf.CsrfViewMiddleware", f"{project.__name__}.touching"]
    with override_settings(ROOT_URLCONF=project.__name__, MIDDLEWARE=middleware):
        yield make


@pytest.fixture(params=["asgi", "wsgi", "fastapi", "flask", "django", "django under ASGI"])
def framework(request, django_app):
    makers = {
        "asgi": lambda receiver, _: receiver.asgi(),
        "wsgi": lambda receiver, _: receiver.wsgi(),
        "fastapi": fastapi_app,
        "flask": flask_app,
        "django": django_app,
        "django under ASGI": django_app.asgi,
    }
    return request.param, makers[request.param]


def post(kind, app, body, headers):
    url = "https://receiver.example/allo/anything"
    if kind in {"wsgi", "flask", "django"}:
        with httpx.Client(transport=httpx.WSGITransport(app=app)) as client:
            return client.post(url, content=body, headers=headers).status_code

    async def send() -> Any:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as client:
            return (await client.post(url, content=body, headers=headers)).status_code

    return asyncio.run(send())


@pytest.mark.parametrize("how", ["nothing", "body", "JSON", "form"])
def test_the_bytes_that_arrived_are_checked(framework, how, signed, secret):
    """Middleware may read the body, its JSON or the form before; a changed body is refused all the same."""
    (kind, make), seen = framework, []
    receiver = WebhookReceiver(secret=secret)
    receiver.on("call.completed")(seen.append)
    app, headers = make(receiver, how), {**JSON, **signed(BODY)}

    accepted = post(kind, app, BODY, headers)
    refused = [
        post(kind, app, json.dumps(json.loads(BODY)).encode(), headers),
        post(kind, app, BODY.strip(), headers),
        post(kind, app, BODY, JSON),
    ]

    assert (accepted, refused) == (200, [401, 401, 401])
    assert [event.call.summary for event in seen] == ["Élodie rappelle à 9 h"]


def test_a_body_that_was_taken_for_a_form_is_answered(framework, signed, secret):
    """No framework fails if middleware has used up such a body: it is read again, or refused."""
    kind, make = framework
    app = make(WebhookReceiver(secret=secret), "form")

    assert post(kind, app, BODY, {"Content-Type": "application/x-www-form-urlencoded", **signed(BODY)}) in {200, 401}
