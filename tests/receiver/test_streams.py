"""Deliveries in pieces, with a wrong length or none, cut off, under a clock that steps: in all adapters."""

from __future__ import annotations

import asyncio
import io
import json
import time
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.urls import path as route
from django.urls import set_urlconf
from fastapi import FastAPI
from flask import Flask

from allo_ext.receiver import WebhookReceiver
from allo_ext.testing import event

TOKEN = "0123456789abcdefABCDEF"
BOUND = 20_000


class Endpoint:
    """An adapter in an application, and how to post pieces of a body to it."""

    def __init__(self, name, receiver) -> None:
        self.receiver = receiver
        self.is_threaded = name == "django-asgi"
        self.is_wsgi = name in {"wsgi", "flask", "django-wsgi"}
        if name == "fastapi":
            self.app: Any = FastAPI()
            self.app.include_router(receiver.fastapi(), prefix="/allo")
        elif name == "flask":
            self.app = Flask(__name__)
            self.app.register_blueprint(receiver.flask(), url_prefix="/allo")
        elif name.startswith("django"):
            settings.ROOT_URLCONF = (route("allo/<str:token>", receiver.django()),)
            self.app = WSGIHandler() if name == "django-wsgi" else ASGIHandler()
        else:
            self.app = receiver.asgi() if name == "asgi" else receiver.wsgi()

    def post(self, *pieces: bytes, length=None) -> int:
        """Post a body; without a length it is sent in chunks, as a proxy that streams does."""
        if self.is_wsgi:
            return _wsgi(self.app, pieces, length)
        return asyncio.run(self._started(pieces, length))

    async def _started(self, pieces, length) -> int:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.create_task(_asgi(self.app, pieces, length))
        return await self._task

    def cancel(self) -> None:
        """Cancel the delivery that is under way, from wherever its handler runs."""
        self._loop.call_soon_threadsafe(self._task.cancel)


class Pieces(io.RawIOBase):
    """A stream that gives one piece at a time, and never more than is asked for; OSError if the sender hangs up."""

    def __init__(self, pieces) -> None:
        self.pieces = list(pieces)

    def read(self, size=-1) -> Any:
        if not self.pieces:
            return b""
        if isinstance(self.pieces[0], Exception):
            raise self.pieces[0]
        piece = self.pieces.pop(0)
        if 0 <= size < len(piece):
            self.pieces.insert(0, piece[size:])
            piece = piece[:size]
        return piece


def _wsgi(app, pieces, length) -> int:
    environ = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": f"/allo/{TOKEN}",
        "QUERY_STRING": "",
        "SERVER_NAME": "hooks.example",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "203.0.113.7",
        "CONTENT_TYPE": "application/json",
        "wsgi.url_scheme": "https",
        "wsgi.input": Pieces(pieces),
        "wsgi.errors": io.StringIO(),
        "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if length is None:
        environ |= {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    else:
        environ["CONTENT_LENGTH"] = str(length)
    said: list[str] = []
    answer = app(environ, lambda status, *_: said.append(status))
    b"".join(answer)
    getattr(answer, "close", lambda: None)()
    return int(said[0][:3])


async def _asgi(app, pieces, length) -> int:
    headers = [(b"host", b"hooks.example"), (b"content-type", b"application/json")]
    headers.append((b"transfer-encoding", b"chunked") if length is None else (b"content-length", str(length).encode()))
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "https",
        "path": f"/allo/{TOKEN}",
        "raw_path": b"",
        "root_path": "",
        "query_string": b"",
        "headers": headers,
        "client": ("203.0.113.7", 1),
        "server": ("hooks.example", 443),
    }
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    messages.append({"type": "http.request", "body": b"", "more_body": False})
    sent: list[dict[str, Any]] = []

    silence = asyncio.Event()

    async def receive() -> Any:
        if not messages:
            await silence.wait()
        return messages.pop(0)

    async def send(message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]["status"]


@pytest.fixture(params=["asgi", "wsgi", "fastapi", "flask", "django-wsgi", "django-asgi"])
def endpoint(request, example, monkeypatch):
    example("django")  # sets up Django, once for the process
    receiver = WebhookReceiver(TOKEN, {"+12025550143"}, max_body=BOUND)
    receiver.seen = []
    receiver.on("*")(receiver.seen.append)
    monkeypatch.setattr(settings, "ROOT_URLCONF", None)
    yield Endpoint(request.param, receiver)
    set_urlconf(None)


def body_of(**over: Any) -> bytes:
    return json.dumps(event("CALL_RECEIVED", **over)).encode()


def cut(body) -> list[bytes]:
    return [body[:7], body[7:500], body[500:]]


@pytest.mark.parametrize("size", [0, 10_000])
def test_a_delivery_in_chunks_is_handled_once(endpoint, size):
    """Without Content-Length the stream is read to its end, however it is cut."""
    body = body_of(summary="x" * size)

    assert [endpoint.post(*cut(body)), endpoint.post(body)] == [200, 200]
    assert len(endpoint.receiver.seen) == 1


def test_chunks_are_read_to_the_bound(endpoint):
    """One byte more than `max_body` is 413; exactly as much is read and judged."""
    full = b'{"topic":"PING","data":{}}'.ljust(BOUND)

    assert [endpoint.post(full[:9_000], full[9_000:]), endpoint.post(full, b" ")] == [200, 413]


def test_a_declared_length_is_kept(endpoint):
    """A body as long as it says is handled once, whether or not it comes in one piece."""
    body = body_of()

    assert [endpoint.post(*cut(body), length=len(body)), endpoint.post(body, length=len(body))] == [200, 200]
    assert len(endpoint.receiver.seen) == 1


def test_a_body_that_ends_early_is_not_an_event(endpoint):
    """The sender hung up: what came is not handled, and the whole delivery is, when it comes again."""
    body = body_of()

    assert [endpoint.post(body[:500], length=len(body)), endpoint.post(body[:500])] == [400, 400]
    assert endpoint.post(body, length=len(body)) == 200
    assert len(endpoint.receiver.seen) == 1


def test_a_length_that_is_too_large_is_413(endpoint):
    """It is believed before anything is read."""
    assert endpoint.post(b"{}", length=BOUND + 1) == 413


@pytest.mark.parametrize("length", ["", "x", "-1", "1,1", "9" * 5000])
def test_a_length_that_is_not_one_reads_nothing_of_an_open_stream(length, example):
    """A WSGI server that does not end the stream is not asked for more than a number says; nothing is raised."""
    del example
    body = body_of()
    receiver = WebhookReceiver(TOKEN, {"+12025550143"})

    assert _wsgi(receiver.wsgi(), [body], length) == (413 if length.startswith("9") else 400)


def test_a_broken_stream_is_not_an_event():
    """Servers say with an OSError that a chunk is broken or the sender is gone: 400, not a traceback."""
    body = body_of()
    receiver = WebhookReceiver(TOKEN, {"+12025550143"})

    assert _wsgi(receiver.wsgi(), [body[:100], ConnectionResetError()], None) == 400


@pytest.mark.parametrize("step", [-86_400, 86_400])
def test_a_delivery_is_handled_once_while_the_clock_steps(endpoint, make_request, monkeypatch, step):
    """Setting the system's clock during and after the work makes no delivery new."""
    body, passed = body_of(), []

    @endpoint.receiver.on("CALL_RECEIVED")
    def set_the_clock(_) -> None:
        passed.append(endpoint.receiver.handle(make_request(body)).status)
        then = time.time() + step
        monkeypatch.setattr(time, "time", lambda: then)

    assert [endpoint.post(*cut(body)) for _ in range(3)] == [200, 200, 200]
    assert (passed, len(endpoint.receiver.seen)) == ([503], 1)


def test_a_worker_that_is_stopped_in_a_handler_leaves_the_event_free(endpoint):
    """As servers stop a worker that takes too long: SystemExit under WSGI, a cancelled task under ASGI."""
    if endpoint.is_threaded:
        pytest.skip("Django runs its views in a thread under ASGI, and waits for them")
    body, stops = body_of(), [True]

    @endpoint.receiver.on("CALL_RECEIVED")
    async def stopped(_) -> None:
        if stops:
            stops.clear()
            if endpoint.is_wsgi:
                raise SystemExit(1)
            endpoint.cancel()
            await asyncio.sleep(60)

    with pytest.raises(SystemExit if endpoint.is_wsgi else asyncio.CancelledError):
        endpoint.post(*cut(body))
    assert [endpoint.post(body), endpoint.post(*cut(body))] == [200, 200]
    assert len(endpoint.receiver.seen) == 1  # by the handler behind the one that was stopped
