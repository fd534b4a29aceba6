"""A store that many processes share: RedisStore."""

from __future__ import annotations

import json
import multiprocessing
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import anyio
import pytest
import redis

from allo_ext import ConfigurationError
from allo_ext.receiver import Claim, Request, WebhookReceiver
from allo_ext.redis import RedisStore
from allo_ext.testing import event

TOKEN = "0123456789abcdefABCDEF"
GONE = "redis://someone:pa55word@127.0.0.1:1/0"
BODY = json.dumps(event("CALL_RECEIVED", to="+12025550143")).encode()
REQUEST = Request("POST", f"/allo/{TOKEN}", {}, BODY, "203.0.113.7")
BACKENDS = pytest.mark.parametrize("backend", ["asyncio", "trio"])


@pytest.fixture
def make(redis_url, redis_prefix):
    """Create stores, each as another process has one."""
    return lambda **over: RedisStore(redis_url, prefix=redis_prefix, **over)


def receiver_with(store, handler):
    receiver = WebhookReceiver(TOKEN, {"+12025550143"}, store=store, max_per_minute=None)
    receiver.on("CALL_RECEIVED")(handler)
    return receiver


def test_a_claim_is_new_then_busy_then_done_for_every_process(make):
    """As in memory, but for all."""
    one, other = make(), make()
    seen = [one.claim("k"), one.claim("k"), other.claim("k")]
    one.confirm("k")

    assert [*seen, one.claim("k"), other.claim("k")] == [Claim.NEW, Claim.BUSY, Claim.BUSY, Claim.DONE, Claim.DONE]


def test_a_released_claim_is_new_again_for_every_process(make):
    """What was released can be claimed by any."""
    one, other = make(), make()
    one.claim("k")
    one.release("k")

    assert [other.claim("k"), one.claim("k")] == [Claim.NEW, Claim.BUSY]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_is_another_one(make):
    """It does not give up what its parent handles."""
    store, other = make(), make()
    store.claim("k")
    child = os.fork()
    if not child:
        store.release("k")
        os._exit(0)
    _, code = os.waitpid(child, 0)

    assert (code, other.claim("k")) == (0, Claim.BUSY)


def test_of_many_processes_one_gets_the_claim(make):
    """A claim is one step on the server."""
    stores = [make() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda number: stores[number % 8].claim("k"), range(80)))

    assert (claims.count(Claim.NEW), claims.count(Claim.BUSY)) == (1, 79)


def elapse(url, prefix, key):
    """Let the lease of a key end, as the server does when its time is over."""
    with redis.Redis.from_url(url) as client:
        assert client.pttl(f"{prefix}delivery:{key}") > 0
        client.delete(f"{prefix}delivery:{key}")


def test_a_lease_ends_by_the_servers_clock(make, redis_url, redis_prefix):
    """Another process takes over, and the first one cannot release the claim of the second."""
    late, other, third = make(), make(), make()
    late.claim("k")
    elapse(redis_url, redis_prefix, "k")
    again = other.claim("k")
    late.release("k")

    assert [again, third.claim("k")] == [Claim.NEW, Claim.BUSY]


def test_every_key_ends(make, redis_url, redis_prefix):
    """A claim after its lease, a handled delivery after `keep`."""
    store = make(lease=60, keep=3600)
    store.claim("busy")
    store.claim("done")
    store.confirm("done")
    with redis.Redis.from_url(redis_url) as client:
        left = {key: client.pttl(f"{redis_prefix}delivery:{key}") for key in ("busy", "done")}

    assert 0 < left["busy"] <= 60_000 < left["done"] <= 3_600_000


def test_a_claim_whose_response_was_lost_is_claimed_again(make):
    """By the same process: the server has its name on the key, and no handler runs."""
    store, other = make(), make()
    real = store._claim

    def lose(*arguments: Any) -> None:
        real(*arguments)
        store._claim = real
        raise ConfigurationError("lost", reason="no connection")

    store._claim = lose
    with pytest.raises(ConfigurationError):
        store.claim("k")

    assert [other.claim("k"), store.claim("k"), store.claim("k")] == [Claim.BUSY, Claim.NEW, Claim.BUSY]


@BACKENDS
def test_the_receiver_uses_it_in_its_event_loop(make, backend):
    """Plain methods run in worker threads, under asyncio and trio; of ten deliveries at once one is handled."""
    seen, statuses = [], []
    receivers = [receiver_with(make(), seen.append) for _ in range(2)]

    async def main() -> None:
        async def deliver(receiver) -> None:
            statuses.append((await receiver.handle_async(REQUEST)).status)

        async with anyio.create_task_group() as tasks:
            for number in range(10):
                tasks.start_soon(deliver, receivers[number % 2])
        statuses.append((await receivers[0].handle_async(REQUEST)).status)

    anyio.run(main, backend=backend)

    assert len(seen) == 1
    assert set(statuses) <= {200, 503}
    assert statuses[-1] == 200


# Redis is down


def test_a_delivery_is_never_acknowledged_unstored(caplog):
    """The sender is told to come again; the handler does not run, and the log does not show the address."""
    seen = []
    receiver = receiver_with(RedisStore(GONE), seen.append)
    reply = receiver.handle(REQUEST)
    again = anyio.run(receiver.handle_async, REQUEST)

    assert [reply.status, again.status] == [500, 500]
    assert dict(reply.headers)["Retry-After"] == "10"
    assert seen == []
    assert "pa55word" not in caplog.text
    assert "127.0.0.1" not in caplog.text


@pytest.mark.parametrize("method", ["claim", "release", "confirm"])
def test_without_redis_each_method_raises(method):
    """An error of the tree without address and password."""
    with pytest.raises(ConfigurationError) as raised:
        getattr(RedisStore(GONE), method)("k")

    assert (raised.value.reason, raised.value.__cause__) == ("no connection", None)
    assert "pa55word" not in repr(raised.value) + repr(RedisStore(GONE))


def test_nothing_is_handled_twice_if_the_server_dies_during_the_handler(redis_server):
    """What could not be confirmed is confirmed before the next claim, so another process sees that it is done."""
    seen, store, other = [], RedisStore(redis_server.url), RedisStore(redis_server.url)

    def handler(event) -> None:
        seen.append(event)
        redis_server.kill()

    receiver = receiver_with(store, handler)
    during = receiver.handle(REQUEST).status
    down = receiver.handle(REQUEST).status
    redis_server.start()
    after = receiver.handle(REQUEST).status

    assert ([during, down, after], len(seen)) == ([200, 500, 200], 1)
    assert receiver_with(other, seen.append).handle(REQUEST).status == 200
    assert len(seen) == 1


def test_a_handler_that_fails_while_the_server_is_down_is_called_again(redis_server):
    """By the next delivery to the same process: it could not be released, and is still claimed by this process."""
    seen, store = [], RedisStore(redis_server.url)

    def handler(event) -> None:
        seen.append(event)
        if len(seen) == 1:
            redis_server.kill()
            raise ValueError

    receiver = receiver_with(store, handler)
    first = receiver.handle(REQUEST).status
    redis_server.start()

    assert ([first, receiver.handle(REQUEST).status], len(seen)) == ([500, 200], 2)


@pytest.mark.parametrize(
    "given", [{"lease": 0}, {"keep": -1}, {"lease": "60"}, {"redis": "seen.db"}, {"redis": 1}], ids=str
)
def test_wrong_arguments_are_refused(given):
    """Where they are given."""
    with pytest.raises(ConfigurationError):
        RedisStore(**{"redis": "redis://127.0.0.1:1", **given})


# Processes


def handle(url, bodies, results):
    """Handle deliveries in a process of its own."""
    seen, store = [], RedisStore(url)
    receiver = receiver_with(store, lambda event: seen.append(event.id))
    for body in bodies:
        request = Request("POST", f"/allo/{TOKEN}", {}, body, "203.0.113.7")
        while receiver.handle(request).status != 200:
            time.sleep(0.02)
    while not paid(store):
        time.sleep(0.02)
    results.put(seen)


def paid(store):
    """Claim something else, as a process that lives on does; what it owes the server is confirmed first."""
    with suppress(ConfigurationError):
        return store.claim("another") is not None
    return False


@pytest.mark.slow
def test_four_processes_handle_each_delivery_once_though_the_server_is_killed(redis_server):
    """All four get all 300 deliveries and repeat what is not acknowledged; the server is killed twice meanwhile."""
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    events = [event("CALL_RECEIVED", id=f"call_{number}", to="+12025550143") for number in range(300)]
    bodies = [json.dumps(payload).encode() for payload in events]
    workers = [context.Process(target=handle, args=(redis_server.url, bodies, results)) for _ in range(4)]
    for worker in workers:
        worker.start()
    stop = threading.Event()
    with redis.Redis.from_url(redis_server.url, retry=None) as client:
        for most in (50, 200):
            while client.dbsize() < most and not stop.wait(0.005):
                pass
            redis_server.kill()
            redis_server.start()
    seen = sorted(identity for _ in workers for identity in results.get(timeout=60))
    for worker in workers:
        worker.join(10)

    assert seen == sorted(f"call_{number}" for number in range(300))
