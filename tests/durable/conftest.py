from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from allo_ext import AlloClient, AsyncAlloClient, ConfigurationError
from allo_ext.durable import Inbox, Outbox, SendReport
from allo_ext.receiver import Request, WebhookReceiver
from allo_ext.testing import MockAllo, event

TOKEN = "0123456789abcdefABCDEF"
OWN = "+12025550143"


class Clock:
    """A clock that is set by hand."""

    now = 1_780_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@cache
def call(number: int = 1) -> bytes:
    return json.dumps(event("CALL_RECEIVED", to=OWN, id=f"call_{number}")).encode()


@pytest.fixture
def make_body():
    return call


@pytest.fixture
def deliver():
    """Posts the call with a number, or a body, to a receiver, and returns the status."""

    def post(receiver: WebhookReceiver, what: int | bytes = 1, **over: Any) -> int:
        body = call(what) if isinstance(what, int) else what
        given = {"method": "POST", "path": f"/allo/{TOKEN}", "headers": {}, "client": "203.0.113.7", **over}
        return receiver.handle(Request(body=body, **given)).status

    return post


@pytest.fixture
def path(tmp_path):
    return tmp_path / "allo.db"


@pytest.fixture
def make_inbox(path):
    """Opens the file; all are closed at the end."""
    opened = []

    def make(**over: Any) -> Inbox:
        opened.append(Inbox(**{"path": path, "lease": 0.2, "first_wait": 10.0, "max_wait": 600.0, **over}))
        return opened[-1]

    yield make
    for inbox in opened:
        inbox.close()


@pytest.fixture
def make_receiver():
    def make(inbox: object = None, **over: Any) -> WebhookReceiver:
        return WebhookReceiver(**{"token": TOKEN, "numbers": {OWN}, "inbox": inbox, "max_per_minute": None, **over})

    return make


@pytest.fixture
def mock() -> MockAllo:
    return MockAllo(contacts=5, calls=5, now=lambda: datetime.now(UTC))


@pytest.fixture(params=["sync", "async"])
def make_outbox(request, mock, path):
    """Opens an outbox with either client; its `sending` is the method that sends, called and awaited."""
    opened: list[Outbox] = []

    def make(**over: Any) -> Outbox:
        client = AlloClient if request.param == "sync" else AsyncAlloClient
        allo = client(mock.api_key, transport=mock.transport, pace=None, retry=None)
        opened.append(Outbox(**{"path": path, "allo": allo, "lease": 0.2, **over}))
        return opened[-1]

    yield make
    for outbox in opened:
        outbox.close()


@pytest.fixture
def send():
    """Sends with either client."""

    def send(outbox: Outbox, **options: Any) -> SendReport:
        try:
            return outbox.send(**options)
        except ConfigurationError:
            return asyncio.run(outbox.send_async(**options))

    return send


@pytest.fixture
def plan(mock):
    """Plans the messages with some numbers, each to a recipient of its own."""

    def plan(outbox: Outbox, *numbers: int) -> None:
        for number in numbers:
            outbox.add(key=f"k{number}", from_=mock.numbers[0], to=f"+1202555{100 + number:04}", message="On our way")

    return plan
