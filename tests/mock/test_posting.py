"""Where the mock posts webhooks to unasked, and what else it takes."""

from __future__ import annotations

import httpx
import pytest

from allo_ext import AlloClient, Pace, RateLimitError, RetryPolicy
from allo_ext.testing import MockAllo, Quirks


def test_a_mock_on_a_port_posts_to_no_stranger_unasked(monkeypatch):
    """A webhook that leads elsewhere is noted, and nothing leaves this machine."""
    posted: list[str] = []
    original = httpx.AsyncHTTPTransport.handle_async_request

    async def watched(transport: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        posted.append(request.url.host)
        return await original(transport, request)

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", watched)
    mock = MockAllo(contacts=3, calls=0)
    with mock.serve() as served, AlloClient("key", base_url=served.base_url, pace=None) as allo:
        line = mock.numbers[0]
        allo.webhooks.create(allo_number=line, url="https://hooks.example.com/allo", topics=["SMS_SENT"])
        allo.sms.send(from_=line, to="+12025550178", message="Hello")

    assert [delivery.status for delivery in mock.deliveries] == [None]
    assert posted == []


def test_a_delivery_goes_through_an_asynchronous_transport():
    """Such as httpx.ASGITransport, which knows no other way."""
    told: list[bytes] = []

    async def app(scope, receive, send) -> None:
        told.append((await receive())["body"])
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    mock = MockAllo(contacts=0, calls=0)
    delivery = mock.deliver({"topic": "PING"}, httpx.ASGITransport(app=app))

    assert (delivery.status, delivery.error, told) == (204, None, [b'{"topic":"PING"}'])


def test_the_clients_pace_is_taken_for_the_mocks():
    """`Pace` says what a pair of numbers says; None in it is no bound."""
    mock = MockAllo(contacts=0, calls=0, pace=Pace(1, None), clock=lambda: 0.0)
    with AlloClient("key", transport=mock.transport, pace=None, retry=RetryPolicy(attempts=1)) as allo:
        allo.numbers.list()
        for _ in range(5):
            allo.contacts.create(numbers=["+12025550178"])
        with pytest.raises(RateLimitError):
            allo.numbers.list()


def test_recordings_lie_where_the_mock_is_served():
    """Whoever downloads one stays on this machine, unless told otherwise; afterwards all is as before."""
    mock = MockAllo(contacts=3, calls=40)
    with mock.serve() as served, AlloClient("key", base_url=served.base_url, pace=None) as allo:
        urls = {call.recording_url for call in allo.calls.iter() if call.recording_url}

    assert urls
    assert all(url.startswith(served.origin) for url in urls)
    assert mock.quirks == Quirks()
