"""The threads of a provider by themselves."""

from __future__ import annotations

import asyncio
import threading

import pytest

from allo_ext import ConfigurationError
from allo_ext.hooks._worker import Worker


@pytest.fixture
def worker(client):
    worker = Worker(lambda: client, owns_client=False)
    yield worker
    worker.close()
    for thread in worker.threads:
        thread.join(20)
        assert not thread.is_alive()


async def _nothing(_allo: object) -> int:
    return 7


def test_after_the_end_nothing_begins(worker):
    """It fails at once, with a sentence, and makes no thread."""
    errors = []
    worker.close()
    worker.start(_nothing, errors.append, errors.append)()

    assert [ConfigurationError] == list(map(type, errors))
    assert worker.threads == ()


def test_what_is_cancelled_is_never_done(worker, until):
    """Neither done nor failed is called; others go on."""
    said: list[object] = []
    began = threading.Event()

    async def endless(_allo: object) -> None:
        began.set()
        await asyncio.Event().wait()

    cancel = worker.start(endless, said.append, said.append)
    assert began.wait(20)
    cancel()
    worker.start(_nothing, said.append, said.append)
    until(lambda: said)

    assert said == [7]


def test_closing_waits_for_what_is_done_to_the_end_alone(worker):
    """It cancels the rest, and ends its threads."""
    said = []
    go, began = threading.Event(), threading.Barrier(3)

    async def until_go(_allo: object) -> str:
        await asyncio.to_thread(began.wait, 20)
        await asyncio.to_thread(go.wait, 20)
        return "done"

    worker.start(until_go, lambda _: said.append("query"), said.append)
    worker.start(until_go, lambda _: said.append("mutation"), said.append, to_the_end=True)
    began.wait(20)
    worker.close()
    worker.close()
    go.set()
    worker.threads[0].join(20)

    assert said == ["mutation"]


def test_many_begin_at_once(worker, until):
    """Whoever comes first makes the threads: there are two."""
    said: list[int] = []
    threads = [threading.Thread(target=worker.start, args=(_nothing, said.append, said.append)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    until(lambda: len(said) == 8)

    assert len(worker.threads) == 2
