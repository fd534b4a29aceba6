"""Deliveries in pieces, with a wrong length or none, cut off, under a clock that steps: in all adapters."""

from __future__ import annotations

import asyncio
import functools
import io
import json
import time
from typing import Any

import httpx
import pytest
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.urls import path as route
from django.urls import set_urlconf
from fastapi import FastAPI
from flask import Flask, url_for

from allo_ext.receiver import Reply, Request, WebhookReceiver
from allo_ext.receiver._core.mounts import Mounts
from allo_ext.receiver._core.request import values_of
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

    def ask(self, body: bytes, **over: Any) -> httpx.Response:
        """Send a request in one piece, with other values than usual in its environment or scope."""
        answer: list[httpx.Response] = []
        if self.is_wsgi:
            _wsgi(self.app, [body], len(body), answer, **over)
        else:
            asyncio.run(_asgi(self.app, [body], len(body), answer, **over))
        return answer[0]

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


def _wsgi(app, pieces, length, answers=None, **over: Any) -> int:
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
    said: list[Any] = []
    answer = app(environ | over, lambda status, headers, *_: said.extend((status, headers)))
    body = b"".join(answer)
    getattr(answer, "close", lambda: None)()
    if answers is not None:
        answers.append(httpx.Response(int(said[0][:3]), headers=said[1], content=body))
    return int(said[0][:3])


async def _asgi(app, pieces, length, answers=None, **over: Any) -> int:
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
    scope = {name: value for name, value in (scope | over).items() if value is not ...}
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
    if answers is not None:
        start, *parts = sent
        body = b"".join(part["body"] for part in parts)
        answers.append(httpx.Response(start["status"], headers=start["headers"], content=body))
    return sent[0]["status"]


class Recorder(Mounts):
    """A receiver that keeps the requests it gets, and refuses them after their body or before."""

    def __init__(self) -> None:
        self.max_body: int | None = BOUND
        self.heads: list[Request] = []
        self.bodies: list[Request] = []
        self.is_open = True

    def admit(self, request: Request) -> Reply | None:
        self.heads.append(request)
        return None if self.is_open else Reply(404, {"Content-Type": "text/plain"}, b"Never.")

    def accept(self, request: Request) -> Reply:
        self.bodies.append(request)
        return Reply(429, {"Content-Type": "text/plain", "Retry-After": "7"}, b"Later.")

    async def accept_async(self, request: Request) -> Reply:
        return self.accept(request)


@pytest.fixture(params=["asgi", "wsgi", "fastapi", "flask", "django-wsgi", "django-asgi"])
def make_endpoint(request, example, monkeypatch):
    example("django")  # sets up Django, once for the process
    monkeypatch.setattr(settings, "ROOT_URLCONF", None)
    yield functools.partial(Endpoint, request.param)
    set_urlconf(None)


@pytest.fixture
def endpoint(make_endpoint):
    receiver = WebhookReceiver(TOKEN, {"+12025550143"}, max_body=BOUND)
    receiver.seen = []
    receiver.on("*")(receiver.seen.append)
    return make_endpoint(receiver)


def test_a_receiver_gets_what_came_and_the_sender_what_it_replies(make_endpoint, caplog):
    """Whatever the method; what a server does not know is not made up. No log has the path, which ends in the token."""
    receiver = Recorder()
    endpoint = make_endpoint(receiver)
    named = {"HTTP_WEBHOOK_ID": "msg_1"} if endpoint.is_wsgi else {"headers": [(b"webhook-id", b"msg_1")]}
    unknown = {"REMOTE_ADDR": "", "wsgi.url_scheme": "http"} if endpoint.is_wsgi else {"client": None, "scheme": ...}
    method = "REQUEST_METHOD" if endpoint.is_wsgi else "method"
    later = endpoint.ask(b"{}", **named)
    for other in OTHERS:
        assert endpoint.ask(b"{}", **{method: other}).status_code == 429
    endpoint.ask(b"x" * (BOUND + 2))
    bounded, receiver.max_body = receiver.bodies[-1].body, None
    endpoint.ask(b"x" * (3 * BOUND), **({"wsgi.input_terminated": True} if endpoint.is_wsgi else {}))
    whole = receiver.bodies[-1].body
    receiver.is_open = False
    never = endpoint.ask(b"{}", **named)
    endpoint.ask(b"{}", **unknown)
    first, head, last = receiver.bodies[0], *receiver.heads[-2:]

    assert (later.status_code, later.headers["retry-after"], later.content) == (429, "7", b"Later.")
    assert (never.status_code, never.headers["content-type"], never.content) == (404, "text/plain", b"Never.")
    assert later.headers["content-length"] == never.headers["content-length"] == "6"
    assert [one.method for one in receiver.bodies] == ["POST", *OTHERS, "POST", "POST"]
    assert len(receiver.heads) == len(receiver.bodies) + 2
    for one in (first, head):
        assert (one.method, one.path, one.client, one.scheme) == ("POST", f"/allo/{TOKEN}", "203.0.113.7", "https")
        assert values_of(one.headers, "webhook-id") == {"webhook-id": ["msg_1"]}
    assert (last.client, last.scheme) == (None, "http")
    assert values_of(last.headers, "content-length") == {"content-length": ["2"]}
    assert (first.body, len(bounded), len(whole)) == (b"{}", BOUND + 1, 3 * BOUND)
    assert TOKEN not in caplog.text


OTHERS = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")


def test_the_route_is_known_to_programs_and_not_to_their_docs():
    """Flask makes its URL by name; FastAPI does not list it, because only Allo knows the token."""
    flask, fastapi = Endpoint("flask", Recorder()), Endpoint("fastapi", Recorder())
    with flask.app.test_request_context():
        assert url_for("allo_webhooks.deliver", token=TOKEN) == f"/allo/{TOKEN}"

    assert fastapi.app.openapi()["paths"] == {}
    assert fastapi.ask(b"{}").status_code == 429


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
