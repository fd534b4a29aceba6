"""Limiters of one's own: slow, asynchronous, failing, and wrong."""

from __future__ import annotations

import threading
from decimal import Decimal
from fractions import Fraction
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from allo_ext import AlloClient, AlloError, AsyncAlloClient, ConfigurationError, NotFoundError

BACKENDS = pytest.mark.parametrize("backend", ["asyncio", "trio"])


class Answering:
    """Returns what it was given, or raises it."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def reserve(self, kind: Any, /) -> Any:
        self.asked.append(kind)
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


class Asynchronous(Answering):
    """The same, asynchronously."""

    async def reserve(self, kind: Any, /) -> Any:
        await anyio.lowlevel.checkpoint()
        return super().reserve(kind)


class Late(Answering):
    """The same, by a plain method that returns something to await."""

    def reserve(self, kind: Any, /) -> Any:
        return Asynchronous(self.answer).reserve(kind)


class Blocking(Answering):
    """Takes its time, as a database does: until four calls and one more have asked."""

    def __init__(self) -> None:
        super().__init__(0)
        self.together = threading.Barrier(5)

    def reserve(self, kind: Any, /) -> Any:
        self.together.wait(20)
        return super().reserve(kind)


def calls(backend: str, limiter: Any, transport: Any, number: int = 1) -> None:
    """Make calls at once, each of which raises what it raises."""

    async def main() -> None:
        async with AsyncAlloClient("key", transport=transport, pace=limiter) as allo:
            if number == 1:
                await allo.numbers.list()
                return
            async with anyio.create_task_group() as tasks:
                for _ in range(number):
                    tasks.start_soon(allo.numbers.list)

    anyio.run(main, backend=backend)


@BACKENDS
@pytest.mark.parametrize("kind", [Answering, Asynchronous, Late])
@pytest.mark.parametrize("wait", [0, 0.01, Fraction(1, 100)])
def test_a_limiter_may_be_asynchronous_or_not(scripted, backend, kind, wait):
    """A plain `reserve`, an `async def` one, and one that returns something to await."""
    transport = scripted({"data": []})
    calls(backend, kind(wait), transport, number=5)

    assert len(transport.requests) == 5


@BACKENDS
def test_a_limiter_that_takes_its_time_does_not_hold_up_the_loop(scripted, backend):
    """Four calls ask a limiter that blocks, at the same time, while another task of the event loop goes on."""
    limiter, transport = Blocking(), scripted({"data": []})

    async def main() -> None:
        async with (
            AsyncAlloClient("key", transport=transport, pace=limiter) as allo,
            anyio.create_task_group() as tasks,
        ):
            for _ in range(4):
                tasks.start_soon(allo.numbers.list)
            await anyio.to_thread.run_sync(limiter.together.wait, 20)

    anyio.run(main, backend=backend)

    assert len(transport.requests) == 4


@BACKENDS
def test_a_call_that_is_cancelled_does_not_wait_for_its_limiter(scripted, backend):
    """It ends when its time is up, and sends nothing."""
    transport = scripted({"data": []})
    over, ended = threading.Event(), threading.Event()

    class Stuck(Answering):
        def reserve(self, kind: Any, /) -> Any:
            over.wait(20)
            ended.set()
            return super().reserve(kind)

    async def main() -> bool:
        async with AsyncAlloClient("key", transport=transport, pace=Stuck(0)) as allo:
            with anyio.move_on_after(0.05):
                await allo.numbers.list()
            waited = ended.is_set()
            over.set()
            return waited

    assert anyio.run(main, backend=backend) is False
    assert transport.requests == []


@pytest.mark.parametrize("kind", [Asynchronous, Late])
def test_the_synchronous_client_refuses_an_asynchronous_limiter(scripted, kind):
    """Where it can be seen, when the client is made; otherwise at the first call. Nothing is sent."""
    transport = scripted({"data": []})
    with pytest.raises(ConfigurationError, match="reserve"):
        AlloClient("key", transport=transport, pace=kind(0)).numbers.list()

    assert transport.requests == []


@pytest.mark.parametrize("kind", [Answering, Asynchronous, Late])
@pytest.mark.parametrize(
    "cause",
    [RuntimeError("redis://:secret@host"), ConnectionRefusedError(), TimeoutError(), KeyError("x"), ValueError("y")],
    ids=lambda cause: type(cause).__name__,
)
def test_a_limiter_that_fails_is_an_error_of_the_tree(scripted, kind, cause):
    """It names the class of the cause and not its text, is not retried, and says that nothing was sent."""
    transport, limiter = scripted({"data": []}), kind(cause)
    raised: list[AlloError] = []
    if kind is Answering:
        with AlloClient("key", transport=transport, pace=limiter) as allo, pytest.raises(ConfigurationError) as error:
            allo.numbers.list()
        raised.append(error.value)
    with pytest.raises(ConfigurationError) as error:
        calls("asyncio", limiter, transport)
    raised.append(error.value)

    for failure in raised:
        assert type(cause).__name__ in str(failure)
        assert "secret" not in str(failure)
        assert isinstance(failure.__cause__, type(cause))
        assert (failure.maybe_sent, failure.attempts) == (False, 0)
    assert transport.requests == []


def test_an_error_of_the_tree_comes_out_as_it_is(make, scripted):
    """A limiter may say itself what is wrong."""
    transport = scripted({"data": []})
    with pytest.raises(NotFoundError, match="mine"):
        make(transport, pace=Answering(NotFoundError("mine"))).numbers.list()

    assert transport.requests == []


@pytest.mark.parametrize(
    "wait",
    [float("nan"), float("inf"), -1, -0.5, None, "1", True, 1e9, 10**400, Decimal(1), [], b"0"],
    ids=lambda wait: f"{wait!r:.20}",
)
def test_what_is_no_wait_is_refused(make, scripted, wait):
    """Seconds from 0 to a day; anything else is an error of the tree, and nothing is sent."""
    transport = scripted({"data": []})
    with pytest.raises(ConfigurationError, match=r"must return seconds from 0 to 86400") as raised:
        make(transport, pace=Answering(wait)).numbers.list()

    assert (raised.value.maybe_sent, transport.requests) == (False, [])


def test_a_limiter_that_fails_at_a_retry_says_what_was_sent(make, scripted, quick):
    """The first attempt may have reached the server; the error that ends the call says so."""
    limiter = Answering(0)

    def fail(_: Any) -> int:
        limiter.answer = RuntimeError()
        return 503

    with pytest.raises(ConfigurationError) as raised:
        make(scripted(fail), pace=limiter, retry=quick()).numbers.list()

    assert (raised.value.maybe_sent, raised.value.attempts) == (True, 1)


@BACKENDS
def test_a_failure_is_of_the_call_that_asked(scripted, backend):
    """The others in line ask again."""
    transport = scripted({"data": []})

    class Once(Answering):
        def reserve(self, kind: Any, /) -> Any:
            super().reserve(kind)
            if len(self.asked) == 1:
                raise RuntimeError
            return 0.001

    failed = []

    async def main() -> None:
        async def call(allo: AsyncAlloClient) -> None:
            try:
                await allo.numbers.list()
            except ConfigurationError:
                failed.append(1)

        async with client as allo, anyio.create_task_group() as tasks:
            for _ in range(20):
                tasks.start_soon(call, allo)

    client = AsyncAlloClient("key", transport=transport, pace=Once(0))
    anyio.run(main, backend=backend)

    assert (len(failed), len(transport.requests)) == (1, 19)
