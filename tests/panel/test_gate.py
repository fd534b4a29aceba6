"""What stands in front of the panel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from allo_ext import AsyncAlloClient
from allo_ext.panel._server.access import Access
from allo_ext.panel._server.account import ACCOUNT
from allo_ext.panel._server.gate import LOOPBACK, Gate, is_welcome
from allo_ext.panel._server.recordings import Recordings
from allo_ext.receiver import WebhookReceiver
from allo_ext.records import Call

HERE = "127.0.0.1:8765"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param({"host": HERE}, True, id="somebody-at-this-machine"),
        pytest.param({"host": "localhost:8765"}, True, id="by-its-name"),
        pytest.param({"host": "[::1]:8765"}, True, id="version-six"),
        pytest.param({"host": HERE, "origin": f"http://{HERE}"}, True, id="our-own-page"),
        pytest.param({"host": HERE, "origin": "https://evil.example"}, False, id="a-page-of-somebody-else"),
        pytest.param({"host": HERE, "origin": "http://127.0.0.1:9999"}, False, id="another-server-of-this-machine"),
        pytest.param({"host": HERE, "origin": "null"}, False, id="a-page-from-nowhere"),
        pytest.param({"host": "evil.example:8765"}, False, id="a-name-that-leads-here"),
        pytest.param({"host": "evil.example", "origin": "http://evil.example"}, False, id="its-own-page-too"),
        pytest.param({"host": HERE, "x-forwarded-for": "203.0.113.7"}, False, id="through-a-tunnel"),
        pytest.param({"host": "[oops"}, False, id="no-host"),
        pytest.param({}, False, id="no-host-at-all"),
    ],
)
def test_the_page_is_for_this_machine(headers, expected):
    """Neither another page's script, nor another name for this machine, nor a tunnel gets in."""
    assert expected is is_welcome(headers, LOOPBACK)


def test_a_proxy_of_ones_own_may_call_it_by_its_name():
    """A name that was allowed is let in, with what proxies add; where others are let in, any name is."""
    named = {"host": "panel.example", "origin": "https://panel.example", "x-forwarded-for": "203.0.113.7"}

    assert (is_welcome(named, {*LOOPBACK, "panel.example"}), is_welcome(named, None)) == (True, True)


def ask(gate: Gate, path: str, kind: str = "http", **headers: str) -> tuple[int, bytes]:
    """Ask, and return the status and the body."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b'{"topic": "PING", "data": {}}', "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    named = {"host": HERE, "cookie": "allo-panel-8765=open-sesame"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    raw = [(name.encode(), value.encode()) for name, value in named.items()]
    scope = {
        "type": kind,
        "method": "POST",
        "path": path,
        "headers": raw,
        "client": ("127.0.0.1", 1),
        "scheme": "http",
        "server": ("127.0.0.1", 8765),
    }
    asyncio.run(gate(scope, receive, send))
    return sent[0].get("status", sent[0].get("code")), sent[-1].get("body", b"")


async def behind(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 299, "headers": []})


SECRET = "a-token-of-22-characters"


def gate_with(token: str | None) -> Gate:
    endpoint = WebhookReceiver(token, None, require_https=False).asgi() if token else None
    return Gate(behind, endpoint, Recordings(), LOOPBACK, Access("open-sesame"))


@pytest.mark.parametrize(
    ("path", "headers", "expected"),
    [
        pytest.param(
            f"/allo/{SECRET}", {"host": "hooks.example", "x_forwarded_for": "203.0.113.7"}, 200, id="a-delivery"
        ),
        pytest.param("/allo/guess", {}, 404, id="a-wrong-token"),
        pytest.param(
            "/", {"host": "hooks.example", "x_forwarded_for": "203.0.113.7"}, 403, id="the-page-by-the-tunnel"
        ),
        pytest.param("/recordings/call_1", {"host": "hooks.example"}, 403, id="a-recording-by-the-tunnel"),
        pytest.param("/recordings/call_1", {}, 404, id="a-recording-that-nobody-opened"),
        pytest.param("/", {}, 299, id="the-page"),
    ],
)
def test_a_tunnel_leads_to_the_receiver_alone(path, headers, expected):
    """Deliveries pass by any name, with the token; everything else is for this machine."""
    assert expected == ask(gate_with(SECRET), path, **headers)[0]


def test_without_a_token_nothing_is_taken_in():
    """Where live events are off, a delivery is answered with 404, whatever token it brings."""
    assert ask(gate_with(None), "/allo/None")[0] == 404


def test_a_websocket_of_another_page_is_closed():
    """A page of somebody else's in the same browser cannot work the panel."""
    assert ask(gate_with(None), "/jupyter/api/kernels/1/x", "websocket", origin="https://evil.example")[0] == 1008


def test_only_opened_calls_are_remembered():
    """A call without a recording is none to fetch; the oldest is forgotten where there are many."""
    recordings = Recordings()
    for number in range(501):
        recordings.note(Call(id=str(number), recording_url=f"https://storage.example/{number}.mp3"))
    recordings.note(Call(id="silent"))

    assert (len(recordings._urls), next(iter(recordings._urls))) == (500, "1")


@pytest.mark.parametrize("says_its_length", [True, False])
def test_a_recording_that_is_too_large_is_not_read(monkeypatch, says_its_length):
    """Memory holds 64 MiB of one at most, whatever the host says."""
    piece, given = bytes(1024 * 1024), []

    class Endless(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            for _ in range(500):
                given.append(len(piece))
                yield piece

    headers = {"content-length": str(500 * len(piece))} if says_its_length else {}
    host = httpx.MockTransport(lambda _: httpx.Response(200, headers=headers, stream=Endless()))
    client = AsyncAlloClient("key", transport=host, pace=None)
    monkeypatch.setattr(ACCOUNT, "client", lambda: client)
    recordings = Recordings()
    recordings.note(Call(id="1", recording_url="https://storage.example/1.mp3"))

    assert asyncio.run(recordings.fetch("1")) is None
    assert sum(given) <= 66 * len(piece)
