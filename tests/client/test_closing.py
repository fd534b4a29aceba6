"""Closing a client ends the calls that wait; nothing is sent afterwards, and nothing is left open."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import anyio
import httpx
import pytest

from allo_ext import AlloClient, AlloError, AsyncAlloClient, ConfigurationError, Pace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allo_ext.testing import Served

KEY = "ak_test_5ecret0123456789"
PATIENCE = 20.0
NEVER = 3600.0


class Slow:
    """A limiter that lets the first call out, and the others in an hour."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.asked = 0

    def reserve(self, _: Any, /) -> float:
        with self.lock:
            self.asked += 1
            return 0.0 if self.asked == 1 else NEVER


@pytest.fixture
def served(mock) -> Iterator[Served]:
    with mock.serve() as served:
        yield served


def send(allo: Any) -> Any:
    return allo.sms.send(from_="+12025550143", to="+12025550178", message="hello")


PACES = [
    pytest.param(lambda: Pace(write_per_second=1 / NEVER), id="pace"),
    pytest.param(Slow, id="limiter"),
]


@pytest.mark.parametrize("pace", PACES)
@pytest.mark.parametrize("of_a_copy", [False, True], ids=["client", "copy"])
def test_closing_ends_threads_that_wait_for_the_pace(mock, served, key, pace, of_a_copy):
    """Each call ends with ConfigurationError soon after `close` in another thread, `maybe_sent` False, nothing sent."""
    original = AlloClient(key, base_url=served.base_url, pace=pace())
    allo = original.with_options(timeout=5) if of_a_copy else original
    send(allo)
    sent = len(mock.requests)
    with ThreadPoolExecutor(3) as threads:
        calls = [threads.submit(send, allo) for _ in range(3)]
        time.sleep(0.1)
        allo.close()
        failures = [call.exception(PATIENCE) for call in calls]
    original.close()

    assert {type(failure) for failure in failures} == {ConfigurationError}
    assert {(f.maybe_sent, f.attempts) for f in failures if isinstance(f, AlloError)} == {(False, 0)}
    assert len(mock.requests) == sent


@pytest.mark.parametrize("pace", PACES)
@pytest.mark.parametrize("of_a_copy", [False, True], ids=["client", "copy"])
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_closing_ends_tasks_that_wait_for_the_pace(mock, served, pace, backend, of_a_copy):
    """Each call ends with ConfigurationError soon after `aclose` in another task, `maybe_sent` False, nothing sent."""
    failures: list[Any] = []

    async def main() -> int:
        original = AsyncAlloClient(KEY, base_url=served.base_url, pace=pace())
        allo = original.with_options(timeout=5) if of_a_copy else original

        async def expect_the_end() -> None:
            with pytest.raises(ConfigurationError) as raised:
                await send(allo)
            failures.append(raised.value)

        await send(allo)
        sent = len(mock.requests)
        with anyio.fail_after(PATIENCE):
            async with anyio.create_task_group() as tasks:
                for _ in range(3):
                    tasks.start_soon(expect_the_end)
                await anyio.sleep(0.05)
                await allo.aclose()
            await original.aclose()
        return sent

    sent = anyio.run(main, backend=backend)

    assert [(failure.maybe_sent, failure.attempts) for failure in failures] == [(False, 0)] * 3
    assert len(mock.requests) == sent


def test_closing_in_one_loop_ends_calls_that_wait_in_another(mock, served, key):
    """An asynchronous client that serves two loops in two threads is closed in one of them."""
    allo = AsyncAlloClient(key, base_url=served.base_url, pace=Slow())
    asyncio.run(send(allo))
    sent = len(mock.requests)
    with ThreadPoolExecutor(1) as threads:
        call = threads.submit(asyncio.run, send(allo))
        time.sleep(0.1)
        asyncio.run(allo.aclose())

        assert isinstance(call.exception(PATIENCE), ConfigurationError)
    assert len(mock.requests) == sent


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_closing_ends_tasks_that_wait_to_try_again(scripted, key, backend):
    """A wait of half a minute between two attempts ends at once; the error says what the first attempt did."""
    transport = scripted(lambda _: httpx.Response(503, headers={"Retry-After": "29"}))
    allo = AsyncAlloClient(key, transport=transport, pace=None)

    async def main() -> None:
        with anyio.fail_after(PATIENCE):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(close_soon)
                with pytest.raises(ConfigurationError) as raised:
                    await allo.numbers.list()
        caught.append(raised.value)

    async def close_soon() -> None:
        await anyio.sleep(0.05)
        await allo.aclose()

    caught: list[ConfigurationError] = []
    anyio.run(main, backend=backend)

    (error,) = caught
    assert (error.attempts, error.maybe_sent, len(transport.requests)) == (1, True, 1)


def test_a_thread_that_tries_again_after_the_end_says_what_was_sent(scripted, key, quick):
    """An earlier attempt may have reached the server: the error that ends the call keeps saying so."""

    def ended(*, of_a_copy: bool) -> tuple[int, bool, int]:
        transport = scripted(lambda _: used.close() or 503)
        with AlloClient(key, transport=transport, pace=None, retry=quick()) as allo:
            used = allo.with_options(timeout=5) if of_a_copy else allo
            with pytest.raises(ConfigurationError) as raised:
                used.numbers.list()
        return raised.value.attempts, raised.value.maybe_sent, len(transport.requests)

    assert ended(of_a_copy=False) == ended(of_a_copy=True) == (1, True, 1)


def test_the_generated_client_of_a_closed_copy_sends_nothing(scripted, key):
    """Although the connections, which are the original's, are open."""
    transport = scripted({"data": []})

    async def asynchronously() -> None:
        async with AsyncAlloClient(key, transport=transport, pace=None) as allo:
            copy = allo.with_options(timeout=5)
            client = copy.low_level.get_async_httpx_client()
            await copy.aclose()
            await client.get("/numbers")

    with AlloClient(key, transport=transport, pace=None) as allo:
        copy = allo.with_options(timeout=5)
        client = copy.low_level.get_httpx_client()
        copy.close()
        with pytest.raises(ConfigurationError, match="closed"):
            client.get("/numbers")
    with pytest.raises(ConfigurationError, match="closed"):
        asyncio.run(asynchronously())

    assert transport.requests == []


class Opening(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport whose client is closed before it opens the connection for a request."""

    def __init__(self) -> None:
        self.close_the_client: Any = None
        self.is_open = False

    def handle_request(self, _: httpx.Request) -> httpx.Response:
        self.close_the_client()
        self.is_open = True
        return httpx.Response(200, json={"data": []})

    async def handle_async_request(self, _: httpx.Request) -> httpx.Response:
        await self.close_the_client()
        self.is_open = True
        return httpx.Response(200, json={"data": []})

    def close(self) -> None:
        self.is_open = False

    async def aclose(self) -> None:
        self.is_open = False


def test_a_connection_that_opens_after_the_end_is_closed(key):
    """A request that was on its way when the client was closed leaves no connection."""
    opening = Opening()
    allo = AlloClient(key, transport=opening, pace=None)
    opening.close_the_client = allo.close
    allo.numbers.list()
    left = [opening.is_open]

    async def main() -> None:
        allo = AsyncAlloClient(key, transport=opening, pace=None)
        opening.close_the_client = allo.aclose
        await allo.numbers.list()
        left.append(opening.is_open)

    for backend in ("asyncio", "trio"):
        anyio.run(main, backend=backend)

    assert left == [False] * 3


def test_closing_a_copy_leaves_calls_of_the_original_waiting(mock, served, key):
    """They are the original's: they go out when their turn comes."""
    with AlloClient(key, base_url=served.base_url, pace=Pace(write_per_second=4)) as allo, ThreadPoolExecutor(1) as one:
        send(allo)
        call = one.submit(send, allo)
        allo.with_options(timeout=5).close()

        assert call.result(PATIENCE).content == "hello"
