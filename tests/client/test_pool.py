"""The pool of a client with transports of a program: when they are made, and when they are closed."""

from __future__ import annotations

import asyncio
import gc
import warnings
import weakref
from contextlib import suppress
from typing import Any

import anyio
import httpx
import httpx2
import pytest

from allo_ext import ConfigurationError
from allo_ext._http import network
from allo_ext._http.pool import Pool

BACKENDS = pytest.mark.parametrize("backend", ["asyncio", "trio"])


class Plain(httpx.BaseTransport):
    """Counts how often it is closed."""

    closed = 0

    def close(self) -> None:
        self.closed += 1


class Async(httpx.AsyncBaseTransport):
    """Likewise."""

    closed = 0

    async def aclose(self) -> None:
        self.closed += 1


def pool_of(given: Any) -> Pool:
    return Pool(None, given)  # type: ignore[arg-type]


def test_threads_share_one_transport_until_the_client_is_closed():
    """It is made when it is first needed, and closed once; then no other is made."""
    made: list[Plain] = []
    pool = pool_of(lambda: made.append(Plain()) or made[-1])
    assert made == []
    assert pool.for_threads() is pool.for_threads() is made[0]
    pool.close_if_late(made[0])
    assert made[0].closed == 0
    pool.close()
    pool.close()
    assert made[0].closed == 1
    with pytest.raises(ConfigurationError, match="closed"):
        pool.for_threads()
    stray = Plain()
    pool.close_if_late(stray)
    assert (stray.closed, len(made)) == (1, 1)


def test_without_a_transport_the_clients_settings_make_one(monkeypatch):
    """For threads and for event loops."""
    settings: Any = object()
    seen: list[Any] = []
    monkeypatch.setattr(network, "for_threads", lambda given: seen.append(given) or Plain())
    monkeypatch.setattr(network, "for_event_loops", lambda given: seen.append(given) or Async())
    pool = Pool(settings, None)
    transports = pool.for_threads(), anyio.run(pool.for_this_loop)

    assert ([type(one) for one in transports], seen) == ([Plain, Async], [settings, settings])


@BACKENDS
def test_each_loop_has_its_own_transport_which_ends_with_it(backend):
    """Or with the client. What a call had in use when it was closed is closed again."""
    made: list[Async] = []
    pool = pool_of(lambda: made.append(Async()) or made[-1])

    async def use(*, closes: bool) -> None:
        transport = await pool.for_this_loop()
        assert transport is await pool.for_this_loop() is made[-1]
        await pool.aclose_if_late(transport)
        assert made[-1].closed == 0
        if closes:
            await pool.aclose()
            await pool.aclose()
            assert made[-1].closed == 1
            await pool.aclose_if_late(transport)
            with pytest.raises(ConfigurationError, match="closed"):
                await pool.for_this_loop()

    for closes in (False, False, True):
        anyio.run(lambda closes=closes: use(closes=closes), backend=backend)
    assert [one.closed for one in made] == [1, 1, 2]
    assert (len(pool._open), len(pool._loops)) == (0, 0)


@BACKENDS
def test_a_transport_that_is_made_while_the_client_is_closed_is_closed_too(backend):
    """The call that made it is refused."""
    made: list[Async] = []

    def close_and_make() -> Async:
        pool.closing.close()
        made.append(Async())
        return made[0]

    async def use() -> None:
        with pytest.raises(ConfigurationError, match="closed"):
            await pool.for_this_loop()
        assert made[0].closed == 1

    pool = pool_of(close_and_make)
    anyio.run(use, backend=backend)
    assert (len(pool._open), len(pool._loops)) == (0, 0)


@pytest.mark.parametrize("how", ["asked", "next loop", "dropped"])
def test_what_a_loop_left_that_was_closed_by_hand_is_let_go(how):
    """Without a warning about it. Loops that are open keep theirs."""
    made: list[Any] = []
    looking = [True]

    def make() -> Async:
        transport = Async()
        transport.socket = Socket()
        transport.itself = transport  # as in a real one, nothing but a collection lets it go
        made.append(weakref.ref(transport))
        return transport

    class Socket:
        def __del__(self) -> None:
            if not looking:
                return  # another test may be running
            with suppress(ResourceWarning):  # where warnings are errors
                warnings.warn("unclosed", ResourceWarning, stacklevel=1)

    pool, loops = pool_of(make), [asyncio.new_event_loop() for _ in range(3)]
    gc.disable()
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            for loop in loops[:2]:
                loop.run_until_complete(pool.for_this_loop())
            loops[0].close()
            if how == "asked":
                pool.forget_ended_loops()
            elif how == "next loop":
                loops[2].run_until_complete(pool.for_this_loop())
            else:
                del pool
        assert made[0]() is None
        assert how == "dropped" or made[1]() is not None
        assert [str(one.message) for one in caught] == []
    finally:
        looking.clear()
        gc.enable()
        for loop in loops:
            if not loop.is_closed():
                loop.run_until_complete(loop.shutdown_asyncgens())
                loop.close()


def test_after_a_fork_connections_are_left_to_the_parent():
    """They are neither closed nor used again; a transport that holds some and is no function is refused."""
    made: list[Any] = []
    pool = pool_of(lambda: made.append(weakref.ref(one := Plain())) or one)
    pool.for_threads()
    pool.renew()
    gc.collect()
    assert pool.for_threads() is made[1]() is not made[0]()
    assert made[0]().closed == 0
    for given, used, refused in [
        (httpx.HTTPTransport(), True, True),
        (httpx2.HTTPTransport(), True, True),
        (httpx.HTTPTransport(), False, False),
        (Plain(), True, False),
    ]:
        pool = pool_of(given)
        if used:
            pool.for_threads()
        pool.renew()
        if refused:
            with pytest.raises(ConfigurationError, match="was used before this process was forked"):
                pool.for_threads()
        else:
            assert pool.for_threads() is given
