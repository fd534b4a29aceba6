"""One suite over all five adapters: the example applications, behind real servers, with MockAllo delivering."""

from __future__ import annotations

import asyncio
import logging
import socket
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from allo_ext import AlloClient
from allo_ext.receiver import WebhookReceiver
from allo_ext.testing import MockAllo, event

TOKEN = "0123456789abcdefABCDEF"
OWN = "+12025550143"
EXAMPLES = Path(__file__).parents[2] / "examples"
PUBLIC = f"https://hooks.example/allo/{TOKEN}"
SERVERS = {"asgi": "asgi", "fastapi": "asgi", "django": "asgi", "wsgi": "wsgi", "flask": "wsgi"}


class Place:
    """An example application behind a server, and what its handlers saw."""

    def __init__(self, framework, origin) -> None:
        self.framework, self.origin, self.seen, self.failures = framework, origin, [], 0
        self.mock = MockAllo(contacts=3, calls=3)
        self.mock.forward("https://hooks.example", origin)

    def take(self, event):
        if self.failures:
            self.failures -= 1
            raise ValueError("not now")
        self.seen.append(event)

    def deliver(self, payload, *, url=PUBLIC):
        return self.mock.deliver(payload, url.replace("https://hooks.example", self.origin), url=url)

    def status(self, method="POST", path=f"/allo/{TOKEN}", *, proto="https", body=b"{}", announce=None):
        """Ask as a stranger would, byte by byte."""
        host, port = self.origin.removeprefix("http://").split(":")
        length = len(body) if announce is None else announce
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: hooks.example\r\nX-Forwarded-Proto: {proto}\r\n"
            f"Connection: close\r\nContent-Length: {length}\r\n\r\n"
        )
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            connection.sendall(head.encode() + body)
            return int(connection.recv(4096).split()[1])


@pytest.fixture(scope="module", params=list(SERVERS))
def served(request, example, asgi_server, wsgi_server):
    module = example(request.param)
    serve = {"asgi": asgi_server, "wsgi": wsgi_server}[SERVERS[request.param]]
    with serve(module.app) as origin:
        yield request.param, module.receiver, origin


@pytest.fixture
def place(served, monkeypatch):
    framework, receiver, origin = served
    monkeypatch.setattr(receiver._settings.strangers, "_seen", type(receiver._settings.strangers._seen)())
    place = Place(framework, origin)
    monkeypatch.setattr(receiver, "_handlers", {"*": [place.take]})
    monkeypatch.setattr(receiver._settings.rate, "_seen", type(receiver._settings.rate._seen)())
    return place


def test_registered_events_arrive_once(place):
    """What is registered through the client arrives as typed events, once each, however often it is delivered."""
    with AlloClient("key", transport=place.mock.transport) as allo:
        allo.webhooks.create(allo_number=OWN, url=PUBLIC, topics=["CALL_RECEIVED", "SMS_RECEIVED", "CONTACT_CREATED"])
        place.mock.simulate_call(direction="INBOUND")
        place.mock.simulate_call(direction="OUTBOUND")
        place.mock.simulate_sms()
        allo.contacts.create(numbers=["+12125550188"], name="Ann")
    first = [delivery.status for delivery in place.mock.deliveries]
    again = [place.deliver(delivery.payload).status for delivery in place.mock.deliveries]

    assert [200] * 4 == first == again
    assert Counter(CallReceived=2, SmsReceived=1, ContactCreated=1) == Counter(type(e).__name__ for e in place.seen)


def test_a_failure_is_answered_and_the_event_comes_again(place):
    """A handler that raises gives 500; the next delivery is handled."""
    place.failures = 1
    payload = event("CALL_RECEIVED")

    assert [place.deliver(payload).status for _ in range(3)] == [500, 200, 200]
    assert [payload["data"]["id"]] == [event.id for event in place.seen]


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        pytest.param({"proto": "http"}, 403, id="http"),
        pytest.param({"path": "/allo/wrong"}, 404, id="token"),
        pytest.param({"body": b"x" * 1_048_577}, 413, id="size"),
        pytest.param({"method": "GET", "body": b""}, 405, id="GET"),
        pytest.param({"method": "HEAD", "body": b""}, 405, id="HEAD"),
        pytest.param({"method": "PUT"}, 405, id="PUT"),
        pytest.param({"method": "PATCH"}, 405, id="PATCH"),
        pytest.param({"method": "OPTIONS", "body": b""}, 405, id="OPTIONS"),
        pytest.param({"method": "DELETE", "body": b""}, 405, id="DELETE"),
        pytest.param({"body": b"\xff"}, 400, id="content"),
        pytest.param({"body": b""}, 400, id="nothing"),
        pytest.param({"body": b'{"topic":"SMS_SENT","data":{"from_number":"+12125550199"}}'}, 403, id="own number"),
        pytest.param({"body": b'{"topic":"NEW"}'}, 200, id="unknown topic"),
    ],
)
def test_strangers_get_the_same_answer_everywhere(place, over, expected):
    """Each refusal has its status, whichever framework stands before the receiver."""
    assert expected == place.status(**over)


def test_a_body_that_says_it_is_too_large_is_not_waited_for(place):
    """413 comes before the body does; Django under ASGI alone reads every body before its views are asked."""
    if place.framework == "django":
        pytest.skip("Django's ASGI handler spools the whole body to a file first")

    assert place.status(body=b"x", announce=10_000_000_000) == 413


def test_a_stranger_is_refused_before_the_body_is_read(place):
    """Without the token nobody makes the server read a body."""
    if place.framework == "django":
        pytest.skip("Django's ASGI handler spools the whole body to a file first")

    assert place.status(path="/allo/wrong", body=b"x", announce=1_000_000) == 404


def test_no_log_shows_the_token(place, caplog):
    """Whatever happens, neither the frameworks' logs nor ours hold the token."""
    place.failures = 1
    with caplog.at_level(logging.DEBUG):
        caplog.handler.setLevel(logging.DEBUG)
        place.deliver(event("CALL_RECEIVED"))
        for over in ({"method": "GET"}, {"body": b"?"}, {"proto": "http"}):
            place.status(**over)
    # The sender's log, and the server's access log, which the examples switch off.
    others = ("httpcore", "httpx", "uvicorn.access")
    ours = [record for record in caplog.records if not record.name.startswith(others)]

    assert ours
    assert not [record for record in ours if TOKEN in record.getMessage()]


def test_the_rate_is_one_for_all_that_come_through_a_server(place):
    """The hundred and first request of a minute is answered 429."""
    assert [place.status() for _ in range(101)] == [400] * 100 + [429]


@pytest.mark.parametrize("framework", list(SERVERS))
def test_an_example_starts_with_one_command(framework):
    """`python examples/receive_….py` starts and says where to deliver to."""
    process = subprocess.Popen(
        [sys.executable, EXAMPLES / f"receive_{framework}.py"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={"PORT": "0", "PATH": ""},
    )
    with process:
        line = process.stdout.readline()
        process.kill()

    assert line.startswith("POST http://127.0.0.1:0/allo/")


def test_django_works_under_wsgi_too(monkeypatch, example):
    """The same view serves a WSGI deployment."""
    from django.core.wsgi import get_wsgi_application

    module, mock = example("django"), MockAllo(contacts=1, calls=1)
    seen = []
    monkeypatch.setattr(module.receiver, "_handlers", {"*": [seen.append]})
    monkeypatch.setattr(module.receiver._settings.rate, "_seen", type(module.receiver._settings.rate._seen)())
    delivery = mock.deliver(event("CALL_RECEIVED"), get_wsgi_application(), url=PUBLIC)

    assert (delivery.status, len(seen)) == (200, 1)


def run(app, scope, receive, send):
    asyncio.run(app(scope, receive, send))


class Chunks:
    """A body without end, and a count of what was read of it."""

    def __init__(self) -> None:
        self.read_bytes = self.messages = 0

    async def receive(self):
        self.messages += 1
        return {"type": "http.request", "body": b"x" * 1000, "more_body": True}

    def read(self, size):
        self.read_bytes += size
        return b"x" * size


def test_an_asgi_body_is_read_to_its_bound():
    """A body that does not say how long it is is read until it is too long, and no further."""
    body, sent = Chunks(), []
    receiver = WebhookReceiver(TOKEN, None, max_body=10_000)
    scope = {"type": "http", "method": "POST", "path": f"/{TOKEN}", "headers": [], "scheme": "https", "client": None}

    async def send(message) -> None:
        sent.append(message)

    run(receiver.asgi(), scope, body.receive, send)

    assert (sent[0]["status"], body.messages) == (413, 11)


def test_a_wsgi_body_is_read_to_its_bound():
    """The same under WSGI: one byte more than may be, whatever the body says."""
    body, sent = Chunks(), []
    receiver = WebhookReceiver(TOKEN, None, max_body=100_000)
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": f"/{TOKEN}",
        "wsgi.url_scheme": "https",
        "wsgi.input": body,
        "wsgi.input_terminated": True,
    }
    receiver.wsgi()(environ, lambda status, _: sent.append(status))

    assert (sent[0][:4], body.read_bytes) == ("413 ", 100_001)


def test_a_sender_that_hangs_up_gets_no_answer():
    """Half a body is not judged, and nothing is sent to nobody."""
    sent = []
    messages = iter([{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}])
    receiver = WebhookReceiver(TOKEN, None)
    scope = {"type": "http", "method": "POST", "path": f"/{TOKEN}", "headers": [], "scheme": "https", "client": None}

    async def receive() -> Any:
        return next(messages)

    async def send(message) -> None:
        sent.append(message)

    run(receiver.asgi(), scope, receive, send)

    assert sent == []


def test_asgi_lifespan_and_websockets_are_answered():
    """Servers may start and stop it, and a websocket is closed."""
    sent = []
    messages = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

    async def receive() -> Any:
        return next(messages)

    async def send(message) -> None:
        sent.append((message["type"], message.get("code")))

    app = WebhookReceiver(TOKEN, None).asgi()
    run(app, {"type": "lifespan"}, receive, send)
    run(app, {"type": "websocket"}, receive, send)

    assert sent == [
        ("lifespan.startup.complete", None), ("lifespan.shutdown.complete", None), ("websocket.close", 1000),
    ]  # fmt: skip
