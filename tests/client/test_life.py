"""From making a client to closing it: loops, threads, copies, and nothing left open."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import anyio
import httpx
import pytest
import trio

from allo_ext import AlloClient, AsyncAlloClient, ConfigurationError, InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allo_ext.testing import Served


@pytest.fixture
def served(mock) -> Iterator[Served]:
    with mock.serve() as served:
        yield served


@pytest.fixture(autouse=True)
def _nothing_is_left_open() -> Iterator[None]:
    """Sockets, loops and generators that nobody closed are errors, where they are found."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        gc.collect()


def test_a_client_is_a_context_manager(make, mock):
    """Inside the block it works; afterwards it is closed."""
    allo = make(mock.transport)
    with allo as same:
        numbers = same.numbers.list()

    assert numbers
    with pytest.raises(ConfigurationError, match="closed"):
        allo.numbers.list()


@pytest.mark.does_not_raise("a client may be closed twice")
def test_closing_twice_is_fine(make, served):
    """With or without connections."""
    allo = make(base_url=served.base_url)
    allo.numbers.list()
    allo.close()
    allo.close()
    make().close()


@pytest.mark.parametrize(
    "call",
    [
        lambda allo: allo.numbers.list(),
        lambda allo: next(allo.calls.iter(allo_number="+12025550143")),
        lambda allo: next(allo.contacts.iter(prefetch=2)),
        lambda allo: allo.sms.send(from_="+12025550143", to="+12025550178", message="x"),
        lambda allo: allo.calls.download_recording("not even a link", "never"),
        lambda allo: allo.with_options(timeout=1),
        lambda allo: allo.with_raw_response.numbers.list(),
        lambda allo: allo.__enter__(),
    ],
    ids=["list", "iter", "prefetch", "send", "download", "with_options", "raw", "enter"],
)
def test_use_after_close_is_a_clear_error(make, scripted, call):
    """One sentence that says what to do; nothing is sent."""
    transport = scripted({"data": []})
    allo = make(transport)
    allo.close()
    with pytest.raises(ConfigurationError, match=r"This client is closed\. Create a new one"):
        call(allo)

    assert transport.requests == []


def test_a_copy_shares_the_connections_and_does_not_close_them(make, mock):
    """Closing the copy leaves the original at work; closing the original ends both."""
    allo = make(mock.transport)
    copy = allo.with_options(timeout=5, headers={"X-Copy": "1"})
    assert copy.numbers.list()
    copy.close()
    with pytest.raises(ConfigurationError):
        copy.numbers.list()
    assert allo.numbers.list()
    other = allo.with_options(validate=False)
    allo.close()

    with pytest.raises(ConfigurationError):
        other.numbers.list()
    assert [r.headers.get("x-copy") for r in mock.requests] == ["1", None]


def test_a_copy_is_on_the_same_pool(served):
    """No second connection is opened for it."""
    with AlloClient("ak_test_5ecret0123456789", base_url=served.base_url, pace=None) as allo:
        allo.numbers.list()
        pool = allo._session.pool._sync._pool
        for _ in range(3):
            allo.with_options(timeout=5).numbers.list()

        assert len(pool.connections) == 1


def test_the_wrong_kind_of_transport_is_refused(key):
    """A synchronous one in the asynchronous client, and the other way round."""

    class Sync(httpx.BaseTransport):
        pass

    class Async(httpx.AsyncBaseTransport):
        pass

    wrong: Any = Async()
    with AlloClient(key, transport=wrong) as allo, pytest.raises(ConfigurationError):
        allo.numbers.list()

    async def main() -> None:
        wrong: Any = Sync()
        async with AsyncAlloClient(key, transport=wrong) as allo:
            with pytest.raises(ConfigurationError):
                await allo.numbers.list()

    asyncio.run(main())


@pytest.mark.parametrize("cls", [AlloClient, AsyncAlloClient])
def test_what_can_be_no_transport_is_refused_at_once(mock, key, cls):
    """The mistake is told where it is made, not at the first request; the likeliest one with what was meant."""
    with pytest.raises(ConfigurationError, match=r"did you mean transport=mock\.transport\?$"):
        cls(key, transport=mock)
    with pytest.raises(ConfigurationError, match=r"or a function that returns one; it is neither\.$"):
        cls(key, transport="https://example.com")


@pytest.mark.parametrize(
    "given",
    [httpx.HTTPTransport, lambda: httpx.HTTPTransport(retries=1), httpx.HTTPTransport()],
    ids=["class", "function", "it"],
)
def test_every_form_of_a_transport_is_taken(key, given):
    """A transport, or whatever can be called for one."""
    with AlloClient(key, transport=given) as allo:
        assert isinstance(allo._session.pool.for_threads(), httpx.HTTPTransport)


def test_one_client_survives_several_loops(served, key):
    """`asyncio.run()` again and again, over a real socket: no "Event loop is closed", nothing left open."""
    allo = AsyncAlloClient(key, base_url=served.base_url, pace=None)

    async def main() -> int:
        found = [call.id async for call in allo.calls.iter(size=50, prefetch=2)]
        await asyncio.gather(*(allo.numbers.list() for _ in range(5)))
        return len(found)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        counts = []
        for _ in range(4):
            counts.append(asyncio.run(main()))
            gc.collect()

    assert len(set(counts)) == 1
    assert counts[0] > 100
    assert len(allo._session.pool._open) == 0


def test_threads_with_loops_of_their_own_share_one_client(served, key):
    """Four threads, each with its own loop, at the same time."""
    allo = AsyncAlloClient(key, base_url=served.base_url, pace=None)

    async def main() -> int:
        lists = await asyncio.gather(*(allo.numbers.list() for _ in range(10)))
        return len(lists)

    with ThreadPoolExecutor(4) as threads:
        counts = list(threads.map(lambda _: asyncio.run(main()), range(8)))

    assert counts == [10] * 8
    assert len(allo._session.pool._open) == 0


def test_trio_works_over_a_socket(served, key):
    """Again and again, also after asyncio."""
    allo = AsyncAlloClient(key, base_url=served.base_url, pace=None)

    async def main() -> int:
        found = 0
        async for _ in allo.contacts.iter(size=5, prefetch=2):
            found += 1
        return found

    assert [asyncio.run(main()), trio.run(main), trio.run(main), asyncio.run(main())] == [23] * 4


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_an_asynchronous_client_closes_what_it_opened(served, key, backend):
    """In its own loop, when its block ends; closing twice is fine."""

    async def main() -> AsyncAlloClient:
        async with AsyncAlloClient(key, base_url=served.base_url, pace=None) as allo:
            await allo.numbers.list()
        await allo.aclose()
        with pytest.raises(ConfigurationError, match="closed"):
            await allo.numbers.list()
        return allo

    allo = anyio.run(main, backend=backend)

    assert len(allo._session.pool._open) == 0


def test_many_threads_share_one_client(served, key):
    """Twenty threads at once: one pool, all answered."""
    with AlloClient(key, base_url=served.base_url, pace=None) as allo, ThreadPoolExecutor(20) as threads:
        lists = list(threads.map(lambda _: allo.numbers.list(), range(100)))

    assert len({tuple(numbers) for numbers in lists}) == 1


def test_a_thread_that_comes_too_late_opens_nothing(key):
    """Closed between the check and the first connection: an error, and no connection that nobody closes."""
    allo = AlloClient(key, pace=None)
    pool = allo._session.pool
    allo.close()

    with pytest.raises(ConfigurationError, match="closed"):
        pool.for_threads()
    assert pool._sync is None


def test_leaving_a_walk_halfway_leaves_nothing(served, key):
    """A `break` in a loop over a real socket; the generator is closed when it is let go."""
    with AlloClient(key, base_url=served.base_url, pace=None) as allo:
        for _ in allo.calls.iter(size=10, prefetch=3):
            break
        gc.collect()
        for _ in range(2_000):
            if not (left := [t.name for t in threading.enumerate() if t.name.startswith("allo-read-ahead")]):
                break
            time.sleep(0.01)

        assert not left

    async def main() -> None:
        async with AsyncAlloClient(key, base_url=served.base_url, pace=None) as other:
            async for _ in other.calls.iter(size=10, prefetch=3):
                break
            gc.collect()
            with anyio.fail_after(20):
                while asyncio.all_tasks() != {asyncio.current_task()}:  # noqa: ASYNC110 (tasks have no event)
                    await asyncio.sleep(0.01)

    asyncio.run(main())


def test_the_timeout_is_the_one_that_was_given(make, scripted):
    """For the client, for a copy, for ever."""
    transport = scripted({"data": []})
    allo = make(transport, timeout=7)
    allo.numbers.list()
    allo.with_options(timeout=httpx.Timeout(1, read=2)).numbers.list()
    allo.with_options(timeout=None).numbers.list()

    assert [request.extensions["timeout"]["read"] for request in transport.requests] == [7, 2, None]


def test_importing_loads_little():
    """`import allo_ext` and making a client load no generated code, stamina, phonenumbers or OpenTelemetry."""
    code = (
        "import sys, allo_ext\n"
        "heavy = {'stamina', 'tenacity', 'phonenumbers', 'opentelemetry', 'attrs', 'dateutil', 'trio', 'httpx'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "allo_ext.AlloClient('key')\n"
        "heavy -= {'httpx'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "allo_ext.AlloClient('key').v2\n"
        "assert not [name for name in sys.modules if name.startswith(('allo_v1', 'allo_v2'))]\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_an_unused_client_needs_no_closing(key):
    """Nothing is open before the first request."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        AlloClient(key)
        AsyncAlloClient(key)
        gc.collect()

    assert caught == []


def test_closing_during_a_wait_ends_the_call(scripted, key):
    """A call that waits to try again finds the client closed, and says so."""
    allo = AlloClient(key, transport=scripted(503), pace=None)
    closer = threading.Timer(0.1, allo.close)
    closer.start()
    began = time.monotonic()
    with pytest.raises(ConfigurationError, match="closed"):
        allo.numbers.list()
    closer.join()

    assert time.monotonic() - began < 30


def test_an_argument_error_comes_before_any_connection(key):
    """Nothing is opened for what is refused."""
    allo = AlloClient(key)
    with pytest.raises(InvalidArgumentError):
        allo.sms.send(from_="1", to="2", message="x")

    assert allo._session.pool._sync is None
