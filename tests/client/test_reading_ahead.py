"""Pages read ahead: bounded, in order, errors kept, and nothing left running."""

from __future__ import annotations

import asyncio
import gc
import signal
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import aclosing, suppress
from contextvars import ContextVar, copy_context
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest
import trio

from allo_ext import (
    AlloClient,
    AlloConnectionError,
    AsyncAlloClient,
    AuthenticationError,
    NotFoundError,
    RetryPolicy,
)
from allo_ext._lists.prefetch import read_ahead, read_ahead_async

DEPTH = 3


class Gate(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Pages of ten contacts that take a moment, and how many were under way at once."""

    def __init__(self, pages: int = 12, pause: float = 0.002, *, told: bool = True) -> None:
        self.pages = pages
        self.pause = pause
        self.told = told
        self.lock = threading.Lock()
        self.under_way = self.most = self.begun = self.cancelled = 0

    def _begin(self) -> None:
        with self.lock:
            self.begun += 1
            self.under_way += 1
            self.most = max(self.most, self.under_way)

    def _pauses(self, request: httpx.Request) -> Iterator[float]:
        yield self.pause * (1 + int(request.url.params["page"]) % 3)

    def _end(self, request: httpx.Request) -> httpx.Response:
        page = int(request.url.params["page"])
        results = [{"id": f"{page}-{n}"} for n in range(10)] if page < self.pages else []
        metadata = {"total_pages": self.pages} if self.told else None
        return httpx.Response(200, json={"data": {"results": results, "metadata": metadata}})

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._begin()
        try:
            for pause in self._pauses(request):
                threading.Event().wait(pause)
            return self._end(request)
        finally:
            with self.lock:
                self.under_way -= 1

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._begin()
        try:
            for pause in self._pauses(request):
                await anyio.sleep(pause)
            return self._end(request)
        except anyio.get_cancelled_exc_class():
            self.cancelled += 1
            raise
        finally:
            self.under_way -= 1


def threads_ahead() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("allo-read-ahead")]


def let_threads_end() -> None:
    """Wait until no thread reads ahead, up to 20 seconds."""
    end = time.monotonic() + 20
    while threads_ahead() and time.monotonic() < end:
        time.sleep(0.01)


async def the_loop_is_idle() -> bool:
    """Whether no task runs but the one that asks."""
    for _ in range(3):
        await anyio.lowlevel.checkpoint()
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return True  # trio's own count is asked for where it matters
    return asyncio.all_tasks(loop) == {asyncio.current_task()}


def client(gate: Gate, **options: Any) -> AsyncAlloClient:
    return AsyncAlloClient("key", transport=gate, pace=None, **options)


@pytest.mark.parametrize("depth", [1, 3, 8])
def test_pages_come_in_order_and_no_more_are_under_way_than_asked(make, depth):
    """However they overtake each other, pages come in order; so many are read at once, and more than one is.

    This is so whether or not the server tells how many pages there are.
    """

    class Together(Gate):
        """Every page but the first waits for another one to be under way, up to ten seconds."""

        def _pauses(self, request: httpx.Request) -> Iterator[float]:
            yield from super()._pauses(request)
            for _ in range(5000 if request.url.params["page"] != "0" else 0):
                if self.most > 1:
                    break
                yield 0.002

    for gate in (Together(), Together(told=False)):
        found = [contact.id for contact in make(gate).contacts.iter(size=10, prefetch=depth)]

        assert found == [f"{page}-{n}" for page in range(12) for n in range(10)]
        assert 2 <= gate.most <= depth + 1
    assert threads_ahead() == []


def test_no_page_is_read_further_ahead_than_asked(make):
    """While the first page is consumed, no more than the depth has been read beyond it."""
    gate = Gate(pause=0)
    contacts = make(gate).contacts.iter(size=10, prefetch=DEPTH)
    next(contacts)
    for _ in range(20):
        threading.Event().wait(0.001)

    assert gate.begun <= DEPTH + 1
    contacts.close()


@pytest.mark.parametrize("taken", [0, 1, 15])
def test_nothing_runs_on_when_the_consumer_stops_early(make, taken):
    """Closing the generator ends its threads or tasks, and reads no further."""
    gate = Gate()
    contacts = make(gate).contacts.iter(size=10, prefetch=DEPTH)
    for _ in range(taken):
        next(contacts)
    contacts.close()
    begun = gate.begun
    threading.Event().wait(0.02)

    assert (0, begun, []) == (gate.under_way, gate.begun, threads_ahead())


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("lines", [1, 2])
def test_no_task_is_left_when_the_consumer_is_cancelled(backend, lines):
    """A cancelled consumer leaves nothing behind, under asyncio and trio, with one list or several merged."""
    gate = Gate(pages=1000)

    async def main() -> tuple[int, bool]:
        async with client(gate) as allo:
            with anyio.move_on_after(0.05) as scope:
                if lines == 1:
                    async with aclosing(allo.contacts.iter(size=10, prefetch=DEPTH)) as contacts:
                        async for _ in contacts:
                            await anyio.lowlevel.checkpoint()
                else:
                    generators = [allo.contacts.iter(size=10, prefetch=DEPTH) for _ in range(lines)]
                    async for _ in generators[0]:
                        await anext(generators[1])
            assert scope.cancelled_caught
            if lines == 2:
                for generator in generators:
                    await generator.aclose()
            await anyio.lowlevel.checkpoint()
            return gate.under_way, await the_loop_is_idle()

    assert anyio.run(main, backend=backend) == (0, True)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_pages_under_way_are_cancelled_not_waited_for(backend):
    """Closing the generator does not wait for pages that nobody will read."""

    class Late(Gate):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            self.pause = 0 if request.url.params["page"] in {"0", "1"} else 1
            return await super().handle_async_request(request)

    gate = Late()

    async def main() -> None:
        async with client(gate) as allo:
            contacts = allo.contacts.iter(size=10, prefetch=DEPTH)
            for _ in range(11):
                await anext(contacts)
            await contacts.aclose()

    anyio.run(main, backend=backend)

    assert (gate.under_way, gate.cancelled) == (0, DEPTH)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_consumer_ends_after_its_pages(backend):
    """A page that takes a while to be cancelled has ended when the cancelled consumer has."""

    class Slow(Gate):
        scope: anyio.CancelScope

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            try:
                return await super().handle_async_request(request)
            except anyio.get_cancelled_exc_class():
                self.under_way += 1
                with anyio.CancelScope(shield=True):
                    for _ in range(50):
                        await anyio.lowlevel.checkpoint()
                self.under_way -= 1
                raise

        def _pauses(self, request: httpx.Request) -> Iterator[float]:
            if request.url.params["page"] == str(DEPTH):
                self.scope.cancel()
            yield 10 if request.url.params["page"] != "0" else 0

    gate = Slow()

    async def main() -> int:
        async with client(gate) as allo:
            with anyio.CancelScope() as gate.scope:
                async with aclosing(allo.contacts.iter(size=10, prefetch=DEPTH)) as contacts:
                    async for _ in contacts:
                        await anyio.lowlevel.checkpoint()
            return gate.under_way

    left = anyio.run(main, backend=backend)

    assert (gate.scope.cancelled_caught, left, gate.cancelled) == (True, 0, DEPTH)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_without_reading_ahead_the_caller_reads_each_page_itself(backend):
    """No other task is started, so what a program stores by task, such as a lock's owner, is the caller's."""
    readers: set[int] = set()

    class Noting(Gate):
        def _pauses(self, request: httpx.Request) -> Iterator[float]:
            readers.add(anyio.get_current_task().id)
            return super()._pauses(request)

    async def main() -> int:
        async with client(Noting()) as allo:
            _ = [contact async for contact in allo.contacts.iter(size=10, prefetch=0)]
        return anyio.get_current_task().id

    assert {anyio.run(main, backend=backend)} == readers


def test_pages_ahead_are_read_in_the_callers_context():
    """What a caller sets in a context variable, such as a span, is seen where any page is requested."""
    tenant = ContextVar[str]("tenant")

    class Noting(Gate):
        def _pauses(self, request: httpx.Request) -> Iterator[float]:
            seen[-1].add(tenant.get(None))
            return super()._pauses(request)

    async def consume() -> None:
        tenant.set("of the caller")
        async with client(Noting()) as allo:
            _ = [contact async for contact in allo.contacts.iter(size=10, prefetch=DEPTH)]

    def consume_in_threads() -> None:
        tenant.set("of the caller")
        with AlloClient("key", transport=Noting(), pace=None) as allo:
            list(allo.contacts.iter(size=10, prefetch=DEPTH))

    seen: list[set[str | None]] = [set()]
    copy_context().run(consume_in_threads)
    for backend in ("asyncio", "trio"):
        seen.append(set())
        anyio.run(consume, backend=backend)

    assert seen == [{"of the caller"}] * 3


@pytest.mark.parametrize("depth", [1, 8])
@pytest.mark.parametrize(("pages", "requests"), [(1, 2), (3, 4), (12, 13)])
def test_no_page_is_read_past_the_end_but_the_one_that_makes_sure(make, depth, pages, requests):
    """Where the server tells how many pages there are, reading ahead wastes no request on pages beyond them."""
    gate = Gate(pages=pages, pause=0)
    list(make(gate).contacts.iter(size=10, prefetch=depth))

    assert gate.begun == requests


def test_a_cancelled_task_of_asyncio_leaves_nothing():
    """Asyncio's own way of cancelling ends the tasks as well."""
    gate = Gate(pages=1000)

    async def main() -> tuple[int, bool]:
        async with client(gate) as allo:

            async def consume() -> None:
                async for _ in allo.contacts.iter(size=10, prefetch=DEPTH):
                    await asyncio.sleep(0)

            task = asyncio.create_task(consume())
            await asyncio.sleep(0.02)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            for _ in range(5):
                await asyncio.sleep(0)
            return gate.under_way, await the_loop_is_idle()

    assert asyncio.run(main()) == (0, True)


def test_trio_has_no_task_more_than_before():
    """Trio's own count of tasks is what it was, after the end, a stop and a cancellation."""
    gate = Gate()

    async def main() -> list[int]:
        counts = []
        async with client(gate) as allo:
            counts.append(trio.lowlevel.current_statistics().tasks_living)
            _ = [contact async for contact in allo.contacts.iter(size=10, prefetch=DEPTH)]
            counts.append(trio.lowlevel.current_statistics().tasks_living)
            contacts = allo.contacts.iter(size=10, prefetch=DEPTH)
            await anext(contacts)
            await contacts.aclose()
            counts.append(trio.lowlevel.current_statistics().tasks_living)
            with trio.move_on_after(0.005):
                _ = [contact async for contact in allo.contacts.iter(size=10, prefetch=DEPTH)]
            counts.append(trio.lowlevel.current_statistics().tasks_living)
        return counts

    counts = trio.run(main)

    assert counts == counts[:1] * 4


def test_an_error_ahead_waits_for_its_turn():
    """A page that failed early is not reported before the pages that come before it, and is not lost."""

    def fetch(page: int) -> int:
        if page == 2:
            raise KeyError(page)
        threading.Event().wait(0.005)
        return page

    async def fetch_async(page: int) -> int:
        if page == 2:
            raise KeyError(page)
        await anyio.sleep(0.005)
        return page

    async def consume() -> list[int]:
        found = []
        with pytest.raises(KeyError):  # noqa: PT012 (what came before counts)
            async for page in read_ahead_async(fetch_async, DEPTH, int, lambda: None):
                found.append(page)  # noqa: PERF401
        return found

    found = []
    with pytest.raises(KeyError):  # noqa: PT012 (what came before counts)
        for page in read_ahead(fetch, DEPTH, int, lambda: None):
            found.append(page)  # noqa: PERF402

    assert [found, anyio.run(consume), anyio.run(consume, backend="trio")] == [[0, 1]] * 3


def test_an_error_beyond_the_end_is_no_one_elses():
    """Pages beyond the last one are asked for ahead: that they fail is not an error of the list."""

    class Ending(Gate):
        def _end(self, request: httpx.Request) -> httpx.Response:
            page = int(request.url.params["page"])
            if page >= self.pages:
                return httpx.Response(500)
            results = [{"id": f"{page}-{n}"} for n in range(7 if page else 10)]
            return httpx.Response(200, json={"data": {"results": results}})

    with AlloClient("key", transport=Ending(pages=2), pace=None, retry=None) as allo:
        assert len(list(allo.contacts.iter(size=10, prefetch=DEPTH))) == 17


def test_a_consumer_that_raises_leaves_nothing(make):
    """An exception in the body of the loop ends the reading like a break does."""
    gate = Gate()
    contacts = make(gate).contacts.iter(size=10, prefetch=DEPTH)
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 (the loop is the point)
        for _ in contacts:
            _ = 1 / 0
    contacts.close()

    assert (gate.under_way, threads_ahead()) == (0, [])


def test_pages_are_read_while_the_first_one_is_consumed(make):
    """Once the first page has told how many there are, the next ones come while someone works with it.

    They do not include the one after the last: it is requested only if the last one is full.
    """

    def begun(pages: int, expected: int) -> int:
        gate = Gate(pages=pages, pause=0)
        contacts = make(gate).contacts.iter(size=10, prefetch=DEPTH)
        next(contacts)
        for _ in range(1000):
            if gate.begun == expected:
                break
            threading.Event().wait(0.005)
        contacts.close()
        return gate.begun

    assert (begun(12, 1 + DEPTH), begun(2, 2)) == (1 + DEPTH, 2)


class Lines(Gate):
    """Four lines with one page of calls each; the last line may be out of order.

    Where several are expected, a page waits for a second one to be under way, up to ten seconds.
    """

    def __init__(self, *, broken: bool = False, expected: int = 1) -> None:
        super().__init__(pages=1)
        self.broken = broken
        self.expected = expected

    def _pauses(self, request: httpx.Request) -> Iterator[float]:
        for _ in range(5000 if "page" in request.url.params else 0):
            if self.most >= self.expected:
                break
            yield 0.002

    def _end(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/numbers"):
            return httpx.Response(200, json={"data": [{"number": f"+1202555014{line}"} for line in range(4)]})
        line = request.url.params["allo_number"][-1]
        if self.broken and line == "3":
            return httpx.Response(404, json={"error": "NUMBER_NOT_FOUND"})
        results = [{"id": f"{line}-{n}", "start_date": f"2026-01-0{9 - n}T00:00:0{line}"} for n in range(3)]
        return httpx.Response(200, json={"data": {"results": results, "metadata": {"total_pages": 1}}})


def test_lines_begin_together(make):
    """The first pages of all lines are read at once, and their calls come in order, newest first."""
    gate = Lines(expected=DEPTH + 1)
    found = [call.id for call in make(gate).calls.iter(size=10, prefetch=DEPTH)]

    assert found == [f"{line}-{n}" for n in range(3) for line in (3, 2, 1, 0)]
    assert gate.most == DEPTH + 1
    assert threads_ahead() == []


def test_lines_begin_one_after_the_other_where_nothing_is_to_be_read_ahead(make):
    """Without reading ahead there is one request at a time."""
    gate = Lines()
    list(make(gate).calls.iter(size=10))

    assert gate.most == 1


def test_a_line_that_cannot_be_read_ends_the_others(make):
    """Asked for strictly, the error comes out, and nothing runs on."""
    gate = Lines(broken=True)
    with pytest.raises(NotFoundError):
        list(make(gate).calls.iter(size=10, prefetch=DEPTH, strict=True))

    assert (gate.under_way, threads_ahead()) == (0, [])


def test_a_line_that_waits_for_its_next_attempt_ends_with_the_others(make):
    """It sends nothing after the error of another line has come out, however soon it wanted to try again."""

    class Waiting(Lines):
        def _end(self, request: httpx.Request) -> httpx.Response:
            if "page" not in request.url.params:
                return super()._end(request)
            if request.url.params["allo_number"].endswith("0"):
                return httpx.Response(401, json={"code": "API_KEY_INVALID"})
            return httpx.Response(503, headers={"Retry-After": "1"})

    gate = Waiting(expected=DEPTH + 1)
    with pytest.raises(AuthenticationError):
        list(make(gate).calls.iter(size=10, prefetch=DEPTH, strict=True))
    begun = gate.begun
    let_threads_end()

    assert (gate.begun, threads_ahead()) == (begun, [])


@pytest.mark.parametrize("taken", [1, 99])
def test_lines_leave_no_generator_to_be_collected(taken):
    """Trio warns about an asynchronous generator that nobody closed; reading lines, to the end or not, leaves none."""

    async def main() -> None:
        async with client(Lines()) as allo, aclosing(allo.calls.iter(size=10, prefetch=2)) as calls:
            for _ in range(taken):
                await anext(calls, None)

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        trio.run(main)
        gc.collect()

    assert [str(warning.message) for warning in caught] == []


class Stuck(Gate):
    """Answers the first page at once, and no other before it is let go."""

    def __init__(self, *, fails: bool = False) -> None:
        super().__init__()
        self.fails = fails
        self.released = threading.Event()

    def _pauses(self, request: httpx.Request) -> Iterator[float]:
        page = int(request.url.params.get("page", 0))
        if page == 1 and self.fails:
            raise httpx.UnsupportedProtocol("as asked for")
        end = time.monotonic() + 20
        while page > 0 and not self.released.is_set() and time.monotonic() < end:
            yield 0.01


class TimeIsUpError(Exception):
    """Raised by a signal handler, as KeyboardInterrupt is."""


@pytest.mark.parametrize("way", ["break", "close", "error in the loop", "error of a page", "signal"])
def test_pages_that_are_stuck_hold_up_nobody(key, way):
    """However the consumer ends, it ends at once; threads of pages that hang are left behind, and send nothing more."""

    def ring(*_: object) -> None:
        raise TimeIsUpError

    stuck = Stuck(fails=way == "error of a page")
    usual = signal.signal(signal.SIGALRM, ring)
    began = time.monotonic()
    try:
        with AlloClient(key, transport=stuck, pace=None) as allo:
            contacts = allo.contacts.iter(size=10, prefetch=DEPTH)
            with suppress(TimeIsUpError, ZeroDivisionError, AlloConnectionError):
                for number, _ in enumerate(contacts):
                    if number == 8 and way == "signal":
                        signal.setitimer(signal.ITIMER_REAL, 0.1)
                    if number == 8 and way == "error in the loop":
                        _ = 1 / 0
                    if number == 8 and way in {"break", "close"}:
                        break
            contacts.close()
            took = time.monotonic() - began
            begun = stuck.begun
            stuck.released.set()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, usual)
    let_threads_end()

    assert took < 5
    assert (stuck.begun, threads_ahead()) == (begun, [])


def test_lines_that_are_stuck_hold_up_nobody(key):
    """Four lines read side by side, of which none gets further: the consumer ends at once."""

    class StuckLines(Lines):
        def _pauses(self, request: httpx.Request) -> Iterator[float]:
            if "page" in request.url.params and not request.url.params["allo_number"].endswith("0"):
                released.wait(20)
            return iter(())

    released = threading.Event()
    began = time.monotonic()
    with AlloClient(key, transport=StuckLines(), pace=None) as allo:
        calls = allo.calls.iter(size=10, prefetch=DEPTH)
        waiting = threading.Timer(0.2, lambda: signal.raise_signal(signal.SIGALRM))

        def ring(*_: object) -> None:
            raise TimeIsUpError

        def interrupted(calls: Any) -> None:
            waiting.start()
            next(calls)

        usual = signal.signal(signal.SIGALRM, ring)
        try:
            with pytest.raises(TimeIsUpError):
                interrupted(calls)
        finally:
            waiting.join()
            signal.signal(signal.SIGALRM, usual)
        took = time.monotonic() - began
        released.set()
    let_threads_end()

    assert took < 5
    assert threads_ahead() == []


def test_a_page_that_was_read_ahead_for_nobody_is_not_tried_again(key):
    """A thread that is left behind does not wait for the pace or for another attempt, and sends nothing more."""

    class Refusing(Gate):
        def _end(self, request: httpx.Request) -> httpx.Response:
            if request.url.params["page"] != "0":
                return httpx.Response(503)
            return super()._end(request)

    gate = Refusing(pause=0)
    with AlloClient(key, transport=gate, pace=None, retry=RetryPolicy(attempts=100, max_wait=0.05)) as allo:
        contacts = allo.contacts.iter(size=10, prefetch=DEPTH)
        next(contacts)
        contacts.close()
        let_threads_end()

    assert threads_ahead() == []
    assert gate.begun < 50


def test_lines_with_many_pages_are_read_ahead_to_the_end(make, mock):
    """Each line goes on reading ahead after the first page of all of them has come."""
    allo = make(mock.transport)
    ahead = [call.id for call in allo.calls.iter(size=7, prefetch=DEPTH)]

    assert ahead == [call.id for call in allo.calls.iter(size=7)]
    assert len(ahead) == 160


@pytest.mark.slow
def test_the_end_of_a_program_does_not_wait_for_pages():
    """Ctrl-C in a program whose pages hang ends it: nothing joins the threads when the interpreter exits."""
    code = (
        "import json, os, signal, threading\n"
        "import httpx\n"
        "from allo_ext import AlloClient\n"
        "class Stuck(httpx.BaseTransport):\n"
        "    def handle_request(self, request):\n"
        "        if request.url.params['page'] != '0': threading.Event().wait(60)\n"
        "        pages = {'total_pages': 9}\n"
        "        return httpx.Response(200, json={'data': {'results': [{'id': str(n)} for n in range(10)], "
        "'metadata': pages}})\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a parent in the background may ignore it
        "threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()\n"
        "try:\n"
        "    list(AlloClient('key', transport=Stuck(), pace=None).contacts.iter(size=10, prefetch=3))\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted')\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False, timeout=40
    )

    assert (done.stdout, done.stderr) == ("interrupted\n", "")
