"""Arguments of `check_endpoint`."""

from __future__ import annotations

import asyncio
import threading

import pytest

from allo_ext import ConfigurationError
from allo_ext.testing import Report, check_endpoint


def test_without_secret_and_token_there_is_nothing_to_check(apps):
    """An endpoint without either accepts everything."""
    with pytest.raises(ConfigurationError, match="signing secret, its token, or both"):
        check_endpoint(apps.Endpoint())


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_not base64!", "a"], ids=["empty", "prefix", "words", "short"])
def test_an_unreadable_secret_is_refused_and_not_shown(apps, secret):
    """Before anything is sent."""
    with pytest.raises(ConfigurationError) as caught:
        check_endpoint(apps.Endpoint(), secret=secret)

    assert str(caught.value) == "The signing secret must be whsec_ and base64, as Allo shows it."


@pytest.mark.parametrize("url", ["https://example.com/allo", "http://198.51.100.7/allo", "localhost:8000"])
def test_only_this_machine_is_tried(url):
    """The check sends forged and oversized requests."""
    with pytest.raises(ConfigurationError, match="this machine"):
        check_endpoint(url, token="a-token-for-tests-only")


def test_an_unreachable_endpoint_fails_one_check(free_tcp_port):
    """The others would mean nothing."""
    report = check_endpoint(f"http://127.0.0.1:{free_tcp_port}/allo", token="a-token-for-tests-only")

    assert [result.name for result in report.failed] == ["in-time"]
    assert not report.passed
    assert "received no response" in report.failed[0].received


@pytest.mark.parametrize("blocks_the_loop", [False, True], ids=["waits", "blocks the event loop"])
def test_an_asgi_application_that_does_not_respond_is_given_up(blocks_the_loop):
    """After the timeout; what still runs is cancelled."""
    released, ended = threading.Event(), threading.Event()

    async def app(scope, receive, send) -> None:
        try:
            if blocks_the_loop:
                released.wait(25)
            else:
                await asyncio.sleep(25)
        finally:
            ended.set()

    report = check_endpoint(app, token="a-token-for-tests-only", timeout=0.2)
    released.set()

    assert [result.name for result in report.failed] == ["in-time"]
    assert not report.passed
    assert ended.wait(5)


def test_it_can_be_called_while_an_event_loop_runs(apps):
    """In an asynchronous test."""

    async def app(scope, receive, send) -> None:
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def check() -> Report:
        return check_endpoint(app, token="a-token-for-tests-only")

    assert [result.name for result in asyncio.run(check()).failed] == ["token"]
