"""The logs of other libraries while our client sends: what they say, and what they must not say."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from allo_ext import AlloClient, AlloError, AsyncAlloClient, RetryPolicy
from allo_v1.api.calls import search_calls
from allo_v1.api.contacts import get_contact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allo_ext.testing import Served

LINE, CALLER = "+12025550143", "+12025550178"
SECRETS = ("2025550178", "cnt_5ecret", "web_5ecret", "5ecretword", "5ecretfile", "5ecret-header")


@pytest.fixture
def served(mock) -> Iterator[Served]:
    with mock.serve() as served:
        yield served


@pytest.fixture(autouse=True)
def _everything_is_logged(caplog) -> None:
    caplog.set_level(logging.DEBUG)


def libraries(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged by others than us and the server of the mock."""
    ours = ("allo_ext", "asyncio", "uvicorn")
    return [f"{r.name}: {r.getMessage()}" for r in caplog.records if not r.name.startswith(ours)]


@pytest.fixture(params=["httpx", "httpx2"])
def library(request) -> str:
    """Both libraries."""
    return request.param


CALLS: dict[str, Any] = {
    "search": lambda allo: allo.calls.search(allo_number=LINE, contact_number=CALLER),
    "iter": lambda allo: next(allo.calls.iter(allo_number=LINE, contact_number=CALLER, prefetch=2), None),
    "get": lambda allo: allo.contacts.get("cnt_5ecret"),
    "update": lambda allo: allo.contacts.update("cnt_5ecret", name="5ecretword", numbers=[CALLER]),
    "conversation": lambda allo: allo.contacts.conversation("cnt_5ecret"),
    "sms": lambda allo: allo.sms.send(from_=LINE, to=CALLER, message="5ecretword"),
    "delete": lambda allo: allo.webhooks.delete("web_5ecret"),
    "raw": lambda allo: allo.with_raw_response.calls.search(allo_number=LINE, contact_number=CALLER),
    "options": lambda allo: allo.with_options(timeout=5).contacts.get("cnt_5ecret"),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_no_library_logs_what_a_call_is_about(make, library, served, caplog, call):
    """Over a real connection and at DEBUG: no number, no id, no body, no header."""
    allo = make(base_url=served.base_url, headers={"X-Team": "5ecret-header"})
    try:
        call(allo)
    except AlloError:
        pass
    lines = libraries(caplog)

    assert [line for line in lines if any(secret in line for secret in SECRETS)] == []
    core = library.replace("httpx", "httpcore")
    assert any(line.startswith(f"{core}.http11: receive_response_headers.complete") for line in lines)


def test_the_line_of_httpx_says_what_was_asked(make, served, caplog):
    """Method, host, path template and status stay; so the line is still of use."""
    allo = make(base_url=served.base_url)
    allo.calls.search(allo_number=LINE, contact_number=CALLER)
    with pytest.raises(AlloError):
        allo.contacts.get("cnt_5ecret")
    allo.numbers.list()

    # An error never comes back to httpx, so it has no line for it.
    assert [line for line in libraries(caplog) if line.startswith("httpx")] == [
        f'httpx: HTTP Request: GET {served.base_url}/calls "HTTP/1.1 200 OK"',
        f'httpx: HTTP Request: GET {served.base_url}/numbers "HTTP/1.1 200 OK"',
    ]


def test_a_client_that_is_not_ours_is_logged_as_ever(make, served, caplog):
    """Before, after and beside our calls; the loggers keep their levels."""
    allo = make(base_url=served.base_url)
    allo.numbers.list()
    httpx.get(f"{served.base_url}/calls", params={"q": "5ecretword"}, headers={"Authorization": "x"})

    (theirs,) = (line for line in libraries(caplog) if line.startswith("httpx") and "5ecretword" in line)
    assert f"GET {served.base_url}/calls?q=5ecretword" in theirs
    assert any("receive_response_headers.complete return_value=" in line for line in libraries(caplog))


def test_tasks_beside_ours_are_logged_as_ever(served, caplog):
    """The same event loop, at the same time."""

    async def main() -> None:
        async with (
            AsyncAlloClient("key", base_url=served.base_url, pace=None, retry=None) as allo,
            httpx.AsyncClient(base_url=served.base_url) as theirs,
        ):
            ours = [allo.contacts.get(f"cnt_5ecret{n}") for n in range(5)]
            await asyncio.gather(*ours, *(theirs.get(f"/calls?q={n}") for n in range(5)), return_exceptions=True)

    asyncio.run(main())
    lines = libraries(caplog)

    assert [n for n in range(5) if any(f"/calls?q={n} " in line for line in lines)] == list(range(5))
    assert not any("5ecret" in line for line in lines)


def test_the_generated_client_on_our_connections_is_quiet_too(served, key, caplog):
    """`allo.low_level`, whatever is called on it."""
    with AlloClient(key, base_url=served.base_url, pace=None) as allo:
        low = allo.low_level
        search_calls.sync_detailed(client=low, allo_number=LINE, contact_number=CALLER)
        with pytest.raises(AlloError):
            get_contact.sync_detailed("cnt_5ecret", client=low)
        low.get_httpx_client().get("/calls", params={"allo_number": LINE, "contact_number": CALLER})
        low.get_httpx_client().close()

    assert not any(secret in line for line in libraries(caplog) for secret in SECRETS)
    assert sum(f"GET {served.base_url}/calls " in line for line in libraries(caplog)) == 2


def test_a_download_is_logged_without_its_address(make, scripted, tmp_path, caplog):
    """A signed link is a key to the recording; a redirect leads to another."""
    elsewhere = "https://storage.example/5ecretfile.mp3?signature=5ecretword"
    transport = scripted(httpx.Response(302, headers={"Location": elsewhere}), httpx.Response(200, content=b"sound"))
    make(transport).calls.download_recording("https://storage.example/5ecretfile", tmp_path / "1.mp3")

    assert (tmp_path / "1.mp3").read_bytes() == b"sound"
    lines = [line for line in libraries(caplog) if line.startswith("httpx")]
    assert lines == ['httpx: HTTP Request: GET https://storage.example/… "HTTP/1.1 200 OK"']


@pytest.mark.parametrize(
    "logger", ["httpcore.http2", "httpcore.socks", "hpack.hpack", "hpack.table", "urllib3.connectionpool"]
)
def test_transports_of_other_libraries_are_quiet_too(make, caplog, logger):
    """HTTP/2 logs every header that it packs, urllib3 every path."""

    def answer(request: httpx.Request) -> httpx.Response:
        logging.getLogger(logger).debug("Adding %s to %s", request.headers["authorization"], request.url)
        logging.getLogger(logger).debug(f"send.complete value={request.url}")  # noqa: G004 (as httpcore does)
        return httpx.Response(200, json={"data": {"results": []}})

    make(httpx.MockTransport(answer)).calls.search(allo_number=LINE, contact_number=CALLER)

    assert [r.getMessage() for r in caplog.records if r.name == logger] == ["Adding", "send.complete"]


def test_a_call_that_fails_leaves_others_alone(make, scripted, caplog):
    """Whatever ends a call, what follows is logged in full."""
    allo = make(scripted(httpx.ConnectError), retry=RetryPolicy(attempts=1))
    with pytest.raises(AlloError):
        allo.calls.search(allo_number=LINE)
    logging.getLogger("httpx").info("Seen: %s", CALLER)

    assert f"httpx: Seen: {CALLER}" in libraries(caplog)
