"""A day with webhooks of both versions: a migration, an outage, and a network that reorders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from allo_ext import AlloClient
from allo_ext.receiver import WebhookReceiver
from allo_ext.testing import MockAllo

TOKEN = "the-token-of-this-story"
URL = f"https://hooks.example.com/allo/{TOKEN}"
TOPICS = ["call.received", "call.triggered", "call.answered", "call.completed", "sms.received", "sms.sent"]


class Endpoint:
    """A receiver behind a proxy that may be down."""

    def __init__(self, receiver: WebhookReceiver) -> None:
        self.is_down = False
        self._app = receiver.asgi()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if not self.is_down:
            await self._app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 502, "headers": []})
        await send({"type": "http.response.body", "body": b""})


class Office:
    """An account with webhooks of both versions for one URL, and the receiver behind it."""

    def __init__(self, allo: AlloClient, mock: MockAllo) -> None:
        self.mock = mock
        allo.webhooks.create(allo_number=mock.numbers[0], url=URL, topics=["CALL_RECEIVED", "SMS_RECEIVED"])
        secret = allo.v2.webhooks.create(url=URL, topics=TOPICS).signing_secret
        receiver = WebhookReceiver(TOKEN, set(mock.numbers), secret=secret, max_per_minute=None)
        self.finished: list[str] = []
        self.messages: list[str] = []
        receiver.on("CALL_RECEIVED")(lambda event: self.finished.append(event.call.summary))
        receiver.on("SMS_RECEIVED")(lambda event: self.messages.append(event.message.content))
        self.endpoint = Endpoint(receiver)
        mock.forward("https://hooks.example.com", self.endpoint)


@pytest.fixture
def office() -> Iterator[Office]:
    mock = MockAllo(contacts=20, calls=60)
    with AlloClient("key", transport=mock.transport, pace=None) as allo:
        yield Office(allo, mock)


def test_a_call_that_both_versions_report_is_handled_once(office):
    """The mock posts CALL_RECEIVED and call.completed of one call; both are acknowledged, and the handler runs once."""
    office.mock.simulate_call(summary="Wants a quote")
    office.mock.simulate_sms(content="Thanks!")
    told = Counter(delivery.topic for delivery in office.mock.deliveries)

    assert (told["CALL_RECEIVED"], told["call.completed"]) == (1, 1)
    assert {delivery.status for delivery in office.mock.deliveries} == {200}
    assert office.finished == ["Wants a quote"]
    assert office.messages == ["Thanks!"]


def test_nothing_is_lost_while_the_endpoint_is_down_for_six_hours(office):
    """Version 2 repeats until the endpoint is back: each call and message is handled, and each once."""
    office.endpoint.is_down = True
    expected = []
    for hour in range(6):
        for n in range(2):
            expected.append(f"call {n} of hour {hour}")
            office.mock.simulate_call(summary=expected[-1], direction="OUTBOUND" if n else "INBOUND")
        office.mock.simulate_sms(content=f"message of hour {hour}")
        office.mock.clock.advance(timedelta(hours=1))
    assert office.finished == []

    office.endpoint.is_down = False
    office.mock.clock.advance(timedelta(hours=28))
    assert Counter(office.finished) == Counter(expected)
    assert Counter(office.messages) == Counter(f"message of hour {hour}" for hour in range(6))
    assert office.mock.scheduled == []


def test_late_repeated_and_reordered_deliveries_are_handled_once(office):
    """Twice each, the newest first, and one of them 22 minutes late."""
    office.mock.deliver_next("call.completed", late=timedelta(minutes=22), copies=2)
    office.mock.deliver_next(times=20, copies=2)
    with office.mock.out_of_order():
        office.mock.simulate_call(summary="first")
        office.mock.simulate_call(summary="second")
        office.mock.simulate_sms(content="third")
    office.mock.clock.advance(timedelta(minutes=22))
    for delivery in office.mock.deliveries:
        office.mock.redeliver(delivery)

    assert office.finished == ["second", "first"]
    assert office.messages == ["third"]
    assert {delivery.status for delivery in office.mock.deliveries} == {200}
