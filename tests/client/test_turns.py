"""Waiting for the pace: who asks the limiter, how long a call waits, and what ends the wait."""

from __future__ import annotations

import signal
import threading
import time
import warnings
from collections import deque
from typing import Any

import anyio
import pytest

from allo_ext import ConfigurationError, NotFoundError, Pace
from allo_ext._http import turns
from allo_ext._http.closing import Closing
from allo_ext._http.turns import AsyncTurns, Turns

BACKENDS = pytest.mark.parametrize("backend", ["asyncio", "trio"])


class Time:
    """A clock that moves when somebody waits for an event."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        self.naps: list[float] = []
        clock = self

        class Event(threading.Event):
            def wait(self, timeout: float | None = None) -> bool:
                assert timeout is not None
                if not self.is_set():
                    clock.naps.append(round(timeout, 6))
                    clock.now += timeout
                return self.is_set()

        monkeypatch.setattr(time, "monotonic", lambda: self.now)
        monkeypatch.setattr(turns.threading, "Event", Event)


@pytest.fixture
def clock(monkeypatch) -> Time:
    return Time(monkeypatch)


class Limiter:
    """Returns what it was given, one after the other, or raises it."""

    def __init__(self, *answers: Any) -> None:
        self.answers = deque(answers)
        self.asked: list[str] = []

    def reserve(self, kind: Any, /) -> Any:
        self.asked.append(kind)
        answer = self.answers.popleft()
        if isinstance(answer, BaseException):
            raise answer
        return answer


class Asynchronous(Limiter):
    """The same, in a coroutine."""

    async def reserve(self, kind: Any, /) -> Any:
        await anyio.lowlevel.checkpoint()
        return super().reserve(kind)


def waits(line: Turns, kind: Any = "read", closing: Closing | None = None) -> list[float]:
    """Wait, and return what the check was told before each nap."""
    told: list[float] = []
    line.wait(kind, closing or Closing(), lambda wait: told.append(round(wait, 6)))
    return told


def test_a_call_waits_for_its_place_and_looks_up_every_second(clock):
    """The check is told how long it has to wait, each time."""
    line = Turns(Limiter(0, 2.5, 1.0))
    assert (waits(line), clock.naps) == ([], [])
    assert (waits(line), clock.naps) == ([2.5, 1.5, 0.5], [1.0, 1.0, 0.5])
    assert (waits(line), clock.now) == ([1.0], 1003.5)


def test_the_pace_of_the_client_is_asked_once_for_each_call(clock):
    """A free place needs no queue, any other one is waited for; reads and writes do not wait for each other."""
    limiter = Pace(read_per_second=2, write_per_second=1).limiter(clock=lambda: clock.now)
    line = Turns(limiter)
    gap = limiter.reserve("read") + limiter.reserve("read")
    clock.now += 2 * gap
    assert [waits(line), waits(line), waits(line, "write")] == [[], [round(gap, 6)], []]
    assert clock.naps == [round(gap, 6)]
    line.wait("read", Closing())
    assert clock.now == pytest.approx(1000 + 4 * gap)


def test_a_call_behind_others_does_not_pass_them(clock):
    """While a place is left, or a call waits, it has to queue, also for a place that is free."""
    line = Turns(Pace(read_per_second=2).limiter(clock=lambda: clock.now))
    waits(line)

    def refuse(_: float) -> None:
        raise NotFoundError("mine")

    with pytest.raises(NotFoundError, match="mine"):
        line.wait("read", Closing(), refuse)
    assert waits(line) == [0.505]  # the place that was given up, and not the one after it


def test_few_places_are_reserved_in_advance(clock):
    """Four of a limiter that may be far away, one of the client's own: places are lost if all calls give up."""

    def crowd(line: Turns, count: int) -> None:
        def join(_: float) -> None:
            if count:
                crowd(line, count - 1)
            raise NotFoundError("mine")

        with pytest.raises(NotFoundError, match="mine"):
            line.wait("read", Closing(), join)

    far, own = Limiter(*[9] * 7), Pace(read_per_second=2).limiter(clock=lambda: clock.now)
    gap = own.reserve("read") + own.reserve("read")
    crowd(Turns(far), 6)
    crowd(Turns(own), 6)
    assert (len(far.asked), own.reserve("read")) == (4, pytest.approx(3 * gap))


def test_a_limiter_that_fails_ends_the_call_and_the_next_one_asks_again(clock):
    """It is as if it had not been asked."""
    for answer, says in (
        (RuntimeError("secret"), "The limiter passed as pace= raised RuntimeError."),
        ("1", "must return seconds from 0 to 86400"),
        (float("nan"), "must return seconds from 0 to 86400"),
    ):
        limiter = Limiter(answer, NotFoundError("mine"), 0)
        line = Turns(limiter)
        with pytest.raises(ConfigurationError, match=says):
            line.wait("read", Closing())
        with pytest.raises(NotFoundError, match="mine"):
            line.wait("write", Closing())
        assert waits(line) == []
        assert limiter.asked == ["read", "write", "read"]
        assert clock.naps == []


def test_an_asynchronous_limiter_is_refused_without_a_warning(clock):
    """When it can be seen, and when it is called."""

    async def later() -> float:
        return 0.0

    class Asynchronous:
        async def reserve(self, kind: Any, /) -> float:
            return float(kind == "read")

    with pytest.raises(ConfigurationError, match="whose `reserve` is not `async def`"):
        Turns(Asynchronous())  # type: ignore[arg-type]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        line = Turns(Limiter(later(), anyio.Event, 0))
        with pytest.raises(ConfigurationError, match="whose `reserve` is not asynchronous"):
            line.wait("read", Closing())
    assert (Turns.of(None), AsyncTurns.of(None)) == (None, None)
    assert isinstance(Turns.of(Limiter()), Turns)
    assert isinstance(AsyncTurns.of(Asynchronous()), AsyncTurns)
    assert clock.naps == []


def test_closing_ends_a_wait(clock):
    """Before it begins, or while it lasts; the place is left for another."""
    closing, line = Closing(), Turns(Limiter(0.5, 9))
    with pytest.raises(ConfigurationError, match="closed"):
        line.wait("read", closing, lambda _: closing.close())
    with pytest.raises(ConfigurationError, match="closed"):
        line.wait("read", closing)
    assert clock.naps == []
    assert waits(line) == [0.5]


def test_after_a_fork_nobody_waits(clock):
    """The calls of the parent are not those of the child."""
    line, parent = Turns(Limiter(5, 0)), Closing()

    def fork(_: float) -> None:
        line.renew()
        assert waits(line) == []
        parent.close()

    with pytest.raises(ConfigurationError, match="closed"):
        line.wait("read", parent, fork)
    assert clock.naps == []


class Interrupted(Limiter):
    """A signal handler raises while the limiter is asked."""

    def reserve(self, kind: Any, /) -> Any:
        usual = signal.signal(signal.SIGUSR1, raise_late)
        try:
            signal.raise_signal(signal.SIGUSR1)
            return super().reserve(kind)
        finally:
            signal.signal(signal.SIGUSR1, usual)


class InterruptedLater(Interrupted):
    """The same, in a coroutine."""

    async def reserve(self, kind: Any, /) -> Any:
        return super().reserve(kind)


def raise_late(number: int, frame: Any) -> None:
    raise TimeoutError("late")


def test_what_a_signal_handler_raised_is_not_the_limiters():
    """It comes out as it is, of either kind of limiter."""
    with pytest.raises(TimeoutError, match=r"^late$"):
        Turns(Interrupted()).wait("read", Closing())
    with pytest.raises(TimeoutError, match=r"^late$"):
        anyio.run(AsyncTurns(InterruptedLater()).wait, "read", Closing())


def run(backend: str, *calls: Any) -> None:
    async def main() -> None:
        async with anyio.create_task_group() as tasks:
            for call in calls:
                tasks.start_soon(call)

    anyio.run(main, backend=backend)


@BACKENDS
def test_tasks_wait_for_their_places_too(backend):
    """With a plain limiter, an asynchronous one, and the client's own."""
    spaced = Pace(read_per_second=100).limiter()
    for limiter in (Limiter(0.02), Asynchronous(0.02), spaced):
        line, told = AsyncTurns(limiter), list[float]()
        if limiter is spaced:
            spaced.reserve("read")

        async def call(line: AsyncTurns = line, told: list[float] = told) -> None:
            await line.wait("read", Closing(), told.append)

        run(backend, call)
        assert len([wait for wait in told if 0 < wait <= 0.02]) >= 1


def test_the_pace_of_the_client_is_asked_once_for_each_task():
    """Each call takes one place: the first goes at once, the next waits for its own."""
    limiter = Pace(read_per_second=100).limiter(clock=lambda: 0.0)
    line, told = AsyncTurns(limiter), list[float]()

    async def main() -> None:
        for _ in range(2):
            await line.wait("read", Closing(), told.append)

    anyio.run(main)
    gap = limiter.reserve("read") / 2
    assert told
    assert all(0 < wait <= gap for wait in told)
    assert gap == pytest.approx(0.0101)


def test_few_places_are_reserved_in_advance_for_tasks():
    """Likewise."""
    far, own = Asynchronous(*[9] * 7), Pace(read_per_second=0.1).limiter(clock=lambda: 0.0)

    async def main() -> None:
        for limiter in (far, own):
            line = AsyncTurns(limiter)
            async with anyio.create_task_group() as tasks:
                for _ in range(7):
                    tasks.start_soon(line.wait, "read", Closing())
                await anyio.wait_all_tasks_blocked()
                tasks.cancel_scope.cancel()

    anyio.run(main)
    assert (len(far.asked), own.reserve("read")) == (4, pytest.approx(2 * 10.1))


@BACKENDS
def test_what_an_asynchronous_limiter_raises_ends_the_call(backend):
    """By its class; an error of the tree comes out as it is, and the next call asks again."""
    for kind in (Limiter, Asynchronous):
        limiter = kind(RuntimeError("secret"), NotFoundError("mine"), 0)
        line = AsyncTurns(limiter)

        async def call(line: AsyncTurns = line) -> None:
            with pytest.raises(ConfigurationError, match=r"^The limiter passed as pace= raised RuntimeError\.$"):
                await line.wait("read", Closing())
            with pytest.raises(NotFoundError, match="mine"):
                await line.wait("write", Closing())
            await line.wait("read", Closing())

        run(backend, call)
        assert limiter.asked == ["read", "write", "read"]


@BACKENDS
def test_a_task_that_gives_up_leaves_its_place_to_the_next(backend):
    """Cancelled, refused by its check, or ended by closing."""
    limiter = Limiter(0.1, 9, 9, 9)
    line = AsyncTurns(limiter)

    async def main() -> None:
        def refuse(_: float) -> None:
            raise NotFoundError("mine")

        with pytest.raises(NotFoundError, match="mine"):
            await line.wait("read", Closing(), refuse)
        with anyio.move_on_after(0.01):
            await line.wait("read", Closing())
        closing = Closing()
        with pytest.raises(ConfigurationError, match="closed"):
            await line.wait("read", closing, lambda _: closing.close())
        await line.wait("read", Closing())

    run(backend, main)
    assert limiter.asked == ["read"]
