"""A client stays under the API's limits by itself."""

from __future__ import annotations

import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import anyio
import anyio.lowlevel
import httpx
import pytest

from allo_ext import AlloClient, AsyncAlloClient, ConfigurationError, Pace
from allo_ext.testing import MockAllo

if TYPE_CHECKING:
    from collections.abc import Iterator

READS = 200
LIMIT = (20, 5)


class Time:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Counted(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """The mock, and the statuses that it answered with."""

    def __init__(self, mock: MockAllo) -> None:
        self.mock = mock
        self.statuses: list[int] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._count(self.mock.transport.handle_request(request))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self._count(await self.mock.transport.handle_async_request(request))

    def _count(self, response: httpx.Response) -> httpx.Response:
        self.statuses.append(response.status_code)
        return response


@pytest.fixture
def counted() -> Iterator[Counted]:
    return Counted(MockAllo(api_key="key", contacts=5, calls=5, pace=LIMIT))


def test_places_are_spaced_evenly():
    """Reads stand a twentieth of a second apart, and a hair; writes a fifth; neither waits for the other."""
    time = Time()
    limiter = Pace().limiter(clock=time)
    reads = [limiter.reserve("read") for _ in range(4)]
    writes = [limiter.reserve("write") for _ in range(3)]

    assert reads == pytest.approx([0, 0.0505, 0.101, 0.1515])
    assert writes == pytest.approx([0, 0.202, 0.404])


def test_who_comes_late_does_not_wait():
    """A place that is free at once costs nothing, and time that was not used is not saved up."""
    time = Time()
    limiter = Pace(read_per_second=10).limiter(clock=time)
    limiter.reserve("read")
    time.now += 60

    assert [limiter.reserve("read"), limiter.reserve("read")] == pytest.approx([0, 0.101])


@pytest.mark.parametrize("kind", ["read", "write"])
def test_any_burst_stays_within_the_limit_for_every_second(kind):
    """Counted over every window of a second, no more leave than the limit allows: never one refused by the mock."""
    time = Time()
    limiter = Pace().limiter(clock=time)
    leaves = sorted(time.now + limiter.reserve(kind) for _ in range(500))
    allowed = LIMIT[0] if kind == "read" else LIMIT[1]

    assert all(later - earlier > 1 for earlier, later in zip(leaves, leaves[allowed:], strict=False))


def test_a_bound_can_be_left_out():
    """None for one kind is no bound for it alone."""
    limiter = Pace(read_per_second=None).limiter()

    assert [limiter.reserve("read") for _ in range(100)] == [0.0] * 100
    assert [limiter.reserve("write"), limiter.reserve("write") > 0] == [0.0, True]


def test_threads_do_not_share_a_place():
    """Places are handed out under a lock: all of them differ."""
    limiter = Pace(read_per_second=1000).limiter(clock=Time())
    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-7)
    try:
        with ThreadPoolExecutor(8) as threads:
            lists = threads.map(lambda _: [limiter.reserve("read") for _ in range(2000)], range(8))
            places = sorted(place for places in lists for place in places)
    finally:
        sys.setswitchinterval(often)

    assert all(later - earlier > 0.001 for earlier, later in pairwise(places))


@pytest.mark.parametrize("rate", [0, -1, float("inf"), float("nan")])
def test_a_rate_that_makes_no_sense_is_refused(rate):
    """When it is made."""
    with pytest.raises(ConfigurationError):
        Pace(read_per_second=rate)


def test_a_limiter_of_ones_own_counts_in_its_place(make, scripted):
    """Anything with `reserve` will do, so that many processes can count in one place."""
    asked: list[Any] = []

    class Mine:
        def reserve(self, kind: Any, /) -> float:
            asked.append(kind)
            return 0.0

    allo = make(scripted({"data": []}, {"data": {"id": "web-1"}}), pace=Mine())
    allo.numbers.list()
    allo.with_options(timeout=5).webhooks.create(allo_number="+12025550143", url="https://example.com", topics=["PING"])

    assert asked == ["read", "write"]


def test_retries_are_paced_too(make, scripted, clock):
    """Every attempt takes a place, not only the first."""
    asked: list[Any] = []

    class Mine:
        def reserve(self, kind: Any, /) -> float:
            asked.append(kind)
            return 0.0

    make(scripted(503, 503, {"data": []}), pace=Mine()).numbers.list()

    assert len(asked) == 3


def test_without_pace_the_mock_refuses(counted):
    """The limit is enforced: a burst that is not paced meets it; without this the other tests would say nothing."""
    with AlloClient("key", transport=counted, pace=None, retry=None) as allo:
        for _ in range(60):
            try:
                allo.numbers.list()
            except Exception:  # noqa: BLE001 (only the statuses count)
                continue

    assert counted.statuses.count(429) > 0


@pytest.mark.slow
def test_a_burst_of_threads_is_never_refused(counted):
    """200 reads at once from 20 threads, paced to the limit: 0 of them refused, all of them answered."""
    with AlloClient("key", transport=counted, retry=None) as allo, ThreadPoolExecutor(20) as threads:
        start = threading.Barrier(20)

        def read(number: int) -> int:
            if number < 20:
                start.wait()
            return len(allo.numbers.list())

        answers = list(threads.map(read, range(READS)))

    assert (READS, {200}) == (len(answers), set(counted.statuses))


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_burst_of_tasks_is_never_refused(counted, backend):
    """Reads at once from as many tasks, paced to the limit: 0 of them refused, all of them answered."""
    reads = 100 if backend == "asyncio" else 40

    async def main() -> None:
        async with AsyncAlloClient("key", transport=counted, retry=None) as allo, anyio.create_task_group() as tasks:
            for _ in range(reads):
                tasks.start_soon(allo.numbers.list)

    anyio.run(main, backend=backend)

    assert (reads, {200}) == (len(counted.statuses), set(counted.statuses))


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_cancelled_tasks_give_their_places_back(counted, backend):
    """Two hundred reads are given up while they wait: the next one need not wait for their places."""

    async def main() -> float:
        async with AsyncAlloClient("key", transport=counted) as allo:
            with anyio.move_on_after(0.1):
                async with anyio.create_task_group() as tasks:
                    for _ in range(200):
                        tasks.start_soon(allo.numbers.list)
            began = time.monotonic()
            await allo.numbers.list()
            return time.monotonic() - began

    assert anyio.run(main, backend=backend) < 6  # it was ten


def test_an_interrupted_thread_gives_its_place_back(counted):
    """An exception of a signal handler ends the wait; the next call has the place."""

    def ring(*_: object) -> None:
        raise KeyboardInterrupt

    def interrupted(call: Any) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0.03)
        call()

    usual = signal.signal(signal.SIGALRM, ring)
    try:
        with AlloClient("key", transport=counted, pace=Pace(read_per_second=1)) as allo:
            allo.numbers.list()
            for _ in range(10):
                with pytest.raises(KeyboardInterrupt):
                    interrupted(allo.numbers.list)
            began = time.monotonic()
            allo.numbers.list()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, usual)

    assert time.monotonic() - began < 5  # it was ten


@pytest.mark.slow
def test_an_overload_of_calls_with_deadlines_is_survived(counted):
    """Thirty calls a second with a deadline, against twenty: also in the end, a good part of them succeeds."""

    async def main() -> list[bool]:
        done: list[bool] = []

        async def call(allo: AsyncAlloClient) -> None:
            with anyio.move_on_after(0.5) as scope:
                await allo.numbers.list()
            done.append(not scope.cancelled_caught)

        async with AsyncAlloClient("key", transport=counted) as allo, anyio.create_task_group() as tasks:
            for _ in range(150):
                tasks.start_soon(call, allo)
                await anyio.sleep(1 / 30)
        return done

    done = anyio.run(main)

    assert sum(done[-60:]) > 15
    assert set(counted.statuses) == {200}


@pytest.mark.slow
def test_a_burst_that_is_cut_short_is_never_refused(counted):
    """Places that are given back are not given twice: what leaves stays within the limit."""

    async def main() -> None:
        async with AsyncAlloClient("key", transport=counted, retry=None) as allo:
            for _ in range(4):
                with anyio.move_on_after(0.25):
                    async with anyio.create_task_group() as tasks:
                        for _ in range(40):
                            tasks.start_soon(allo.numbers.list)
            async with anyio.create_task_group() as tasks:
                for _ in range(25):
                    tasks.start_soon(allo.numbers.list)

    anyio.run(main)

    assert set(counted.statuses) == {200}


def test_calls_leave_in_the_order_they_came(scripted):
    """First come, first served."""
    transport = scripted({"data": {"results": []}})

    async def main() -> None:
        pace = Pace(read_per_second=200)
        async with AsyncAlloClient("key", transport=transport, pace=pace) as allo, anyio.create_task_group() as tasks:
            for page in range(20):
                tasks.start_soon(partial(allo.contacts.search, page=page))
                await anyio.lowlevel.checkpoint()

    anyio.run(main)

    assert [request.url.params["page"] for request in transport.requests] == [str(page) for page in range(20)]
