"""Deliveries that are cut off: by timeouts, by servers that stop, by whatever a handler raises."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

import anyio
import anyio.lowlevel
import pytest
import trio

from allo_ext.receiver import Claim, MemoryStore
from allo_ext.testing import event

BODY = json.dumps(event("CALL_RECEIVED", summary="<private>")).encode()


class Plain:
    """A store with plain methods, as over a database; each step tells that it has begun, and waits to be let go on."""

    def __init__(self) -> None:
        self.memory, self.steps = MemoryStore(), []

    def claim(self, key) -> Claim:
        found = self.memory.claim(key)
        self.steps.append(f"claim {found.value}")
        return found

    def confirm(self, key) -> None:
        self.memory.confirm(key)
        self.steps.append("confirm")

    def release(self, key) -> None:
        self.memory.release(key)
        self.steps.append("release")


class Slow(Plain):
    """The same with coroutines that take some turns of the event loop."""

    async def _wait(self) -> None:
        for _ in range(20):
            await anyio.lowlevel.checkpoint()

    async def claim(self, key) -> Any:
        await self._wait()
        found = super().claim(key)
        await self._wait()
        return found

    async def confirm(self, key) -> None:
        await self._wait()
        super().confirm(key)

    async def release(self, key) -> None:
        await self._wait()
        super().release(key)


class SlowMemory(MemoryStore):
    """A subclass of the store in memory, whose methods wait for something."""

    async def claim(self, key) -> Any:
        found = super().claim(key)
        await anyio.sleep(0.01)
        return found

    async def confirm(self, key) -> None:
        await anyio.sleep(0.01)
        super().confirm(key)

    async def release(self, key) -> None:
        await anyio.sleep(0.01)
        super().release(key)


@pytest.fixture(
    params=[Plain, Slow, MemoryStore, SlowMemory], ids=["plain", "coroutines", "memory", "subclass of memory"]
)
def store(request):
    return request.param()


async def turns(count) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def by_task(answer, began, times=1) -> None:
    task = asyncio.create_task(answer())
    await began.wait()
    for _ in range(times):
        task.cancel()
        await turns(3)
    with pytest.raises(asyncio.CancelledError):
        await task


async def by_two_cancels(answer, began) -> None:
    await by_task(answer, began, times=2)


async def by_many_cancels(answer, began) -> None:
    await by_task(answer, began, times=10)


async def by_scope(answer, began) -> None:
    async with anyio.create_task_group() as group:
        group.start_soon(answer)
        await began.wait()
        group.cancel_scope.cancel()


async def by_server(answer, began) -> None:
    """As `asyncio.run` does at its end: every task there is, the receiver's own too."""
    task = asyncio.create_task(answer())
    await began.wait()
    task.cancel()
    await turns(4)
    for other in asyncio.all_tasks() - {asyncio.current_task()}:
        other.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


WAYS = [(asyncio.run, way) for way in (by_task, by_two_cancels, by_many_cancels, by_scope, by_server)]
WAYS.append((trio.run, by_scope))


@pytest.fixture(params=WAYS, ids=lambda way: f"{way[0].__module__.partition('.')[0]}-{way[1].__name__}")
def cancelled(request):
    loop, way = request.param

    def start(main) -> Any:
        return trio.run(main) if loop is trio.run else asyncio.run(main())

    def bound(receiver, delivery, began, *, times=1) -> list[int]:
        async def main() -> Any:
            await way(lambda: receiver.handle_async(delivery), began)
            return [(await receiver.handle_async(delivery)).status for _ in range(times)]

        return start(main)

    return bound


def test_a_delivery_cut_off_in_a_handler_is_free_again(make_receiver, make_request, store, cancelled):
    """Its claim is released however it was cancelled, and however often: the next delivery is handled."""
    receiver, began, seen = make_receiver(store=store), anyio.Event(), []

    @receiver.on("CALL_RECEIVED")
    async def endless(event) -> None:
        seen.append(event)
        if len(seen) == 1:
            began.set()
            await anyio.sleep(60)

    assert cancelled(receiver, make_request(BODY), began, times=2) == [200, 200]
    assert len(seen) == 2


def test_a_delivery_cut_off_while_it_is_confirmed_is_done(make_receiver, make_request, cancelled):
    """The work is done, and so it is noted: the next delivery is not handled again."""
    store, began, seen = Slow(), anyio.Event(), []
    receiver = make_receiver(store=store)
    receiver.on("CALL_RECEIVED")(seen.append)
    confirm = store.confirm

    async def confirming(key) -> None:
        began.set()
        await confirm(key)

    store.confirm = confirming

    assert cancelled(receiver, make_request(BODY), began) == [200]
    assert (len(seen), store.steps) == (1, ["claim new", "confirm", "claim done"])


def test_a_delivery_cut_off_while_it_is_claimed_is_free_again(make_receiver, make_request):
    """A claim that was under way is not forgotten and held for ever."""
    store, began, seen = Slow(), asyncio.Event(), []
    receiver = make_receiver(store=store)
    receiver.on("CALL_RECEIVED")(seen.append)
    claim = store.claim

    async def claiming(key) -> Any:
        began.set()
        return await claim(key)

    store.claim = claiming

    async def main() -> Any:
        await by_two_cancels(lambda: receiver.handle_async(make_request(BODY)), began)
        return (await receiver.handle_async(make_request(BODY))).status

    assert (asyncio.run(main()), len(seen)) == (200, 1)
    assert store.steps == ["claim new", "release", "claim new", "confirm"]


def test_a_plain_handler_ends_before_its_claim(make_receiver, make_request):
    """A thread cannot be cancelled: its event is neither released under it nor handled twice."""
    receiver, started, go_on, seen = make_receiver(), threading.Event(), threading.Event(), []

    @receiver.on("CALL_RECEIVED")
    def slow(event) -> None:
        started.set()
        go_on.wait(30)
        seen.append(event)

    async def main() -> Any:
        task = asyncio.create_task(receiver.handle_async(make_request(BODY)))
        await asyncio.to_thread(started.wait, 30)
        task.cancel()
        await turns(5)
        during = (await receiver.handle_async(make_request(BODY))).status
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        return during, (await receiver.handle_async(make_request(BODY))).status

    assert (asyncio.run(main()), len(seen)) == ((503, 200), 1)


class OwnError(BaseException):
    pass


@pytest.mark.parametrize(
    ("raised", "passes_on"),
    [
        pytest.param(ExceptionGroup("g", [ValueError()]), False, id="ExceptionGroup"),
        pytest.param(RecursionError(), False, id="RecursionError"),
        pytest.param(MemoryError(), False, id="MemoryError"),
        pytest.param(StopAsyncIteration(), False, id="StopAsyncIteration"),
        pytest.param(GeneratorExit(), False, id="GeneratorExit"),
        pytest.param(asyncio.CancelledError(), False, id="CancelledError of its own"),
        pytest.param(KeyboardInterrupt(), True, id="KeyboardInterrupt"),
        pytest.param(SystemExit(3), True, id="SystemExit"),
        pytest.param(OwnError(), True, id="a class of one's own"),
        pytest.param(BaseExceptionGroup("g", [OwnError()]), True, id="BaseExceptionGroup"),
    ],
)
@pytest.mark.parametrize("kind", ["plain", "coroutine"])
@pytest.mark.parametrize("way", ["handle", "handle_async"])
def test_every_class_that_a_handler_raises_has_its_answer(make_receiver, make_request, raised, passes_on, kind, way):  # noqa: PLR0917
    """Errors are 500; what asks the program or the task to end is passed on. The event is free again in either case."""
    store, request, failing = Plain(), make_request(BODY), [True]
    receiver = make_receiver(store=store)

    def plain(_) -> None:
        if failing:
            failing.clear()
            raise raised

    async def coroutine(event) -> None:
        plain(event)

    receiver.on("CALL_RECEIVED")(plain if kind == "plain" else coroutine)

    def status() -> int:
        return (receiver.handle(request) if way == "handle" else asyncio.run(receiver.handle_async(request))).status

    if passes_on:
        with pytest.raises(type(raised)):
            status()
    else:
        assert status() == 500
    assert (store.steps[:], status()) == (["claim new", "release"], 200)
