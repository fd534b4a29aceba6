"""One limit for many processes: RedisPace and SharedPace."""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import anyio
import pytest
import redis
import redis.asyncio

from allo_ext import AlloClient, AsyncAlloClient, ConfigurationError, Number, Pace
from allo_ext.pace import SharedPace
from allo_ext.redis import RedisPace
from allo_ext.redis._share import Share
from allo_ext.testing import MockAllo

KEY = "ak_test_5ecret0123456789"
FAST = Pace(read_per_second=1000, write_per_second=500)
GONE = "redis://someone:pa55word@127.0.0.1:1/0"


@pytest.fixture(params=["redis", "sqlite"])
def make(request, tmp_path):
    """Create limiters that share one limit, as two processes would."""
    if request.param == "sqlite":
        return lambda pace=FAST: SharedPace(tmp_path / "pace.db", pace)
    url, prefix = (request.getfixturevalue(name) for name in ("redis_url", "redis_prefix"))
    return lambda pace=FAST: RedisPace(url, name=KEY, pace=pace, prefix=prefix)


def test_limiters_with_one_name_share_the_places(make):
    """However many ask, each gets the place after the one before; a slow rate, so that asking takes no time."""
    slow = Pace(read_per_second=0.1, write_per_second=0.05)
    reads = [limiter.reserve("read") for limiter in (make(slow), make(slow), make(slow))]
    writes = [limiter.reserve("write") for limiter in (make(slow), make(slow), make(slow))]

    assert reads == pytest.approx([0, 10.1, 20.2], abs=5)
    assert writes == pytest.approx([0, 20.2, 40.4], abs=5)


def test_no_place_is_given_twice(make):
    """Of many threads with limiters of their own, all get different places, as far apart as the rate says."""
    slow = Pace(read_per_second=10)
    limiters = [make(slow) for _ in range(8)]
    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        waits = sorted(pool.map(lambda number: limiters[number % 8].reserve("read"), range(80)))
    took = time.monotonic() - began

    assert waits[-1] > 79 * 0.101 - took - 0.01
    assert all(later - earlier > 0.101 - took - 0.01 for earlier, later in pairwise(waits))


def test_a_kind_without_a_limit_never_waits(make):
    """None is no limit, here as in `Pace`."""
    limiter = make(Pace(read_per_second=None, write_per_second=1))

    assert [limiter.reserve("read") for _ in range(50)] == [0] * 50
    assert limiter.reserve("write") + limiter.reserve("write") > 0


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_both_clients_take_it(make, backend):
    """The synchronous client in a thread, and the asynchronous one under asyncio and trio."""
    mock = MockAllo(api_key=KEY, contacts=0, calls=0)
    with AlloClient(KEY, transport=mock.transport, pace=make()) as allo:
        numbers = allo.numbers.list()

    async def main() -> list[Number]:
        async with AsyncAlloClient(KEY, transport=mock.transport, pace=make()) as allo:
            return await allo.numbers.list()

    assert numbers == anyio.run(main, backend=backend)


def test_a_step_back_of_the_clock_moves_the_places_with_it(tmp_path, monkeypatch):
    """A limiter whose clock is set back by a day does not wait for a day."""
    now = [1_800_000_000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])
    limiter = SharedPace(tmp_path / "pace.db", Pace(read_per_second=1))
    limiter.reserve("read")
    now[0] -= 86_400

    assert limiter.reserve("read") == pytest.approx(1.01)


def test_the_servers_clock_may_be_set_back(redis_url, redis_prefix):
    """The free place moves back by as much as the time that was seen."""
    limiter = RedisPace(redis_url, name=KEY, pace=Pace(read_per_second=1), prefix=redis_prefix)
    limiter.reserve("read")
    with redis.Redis.from_url(redis_url) as client:
        (key,) = client.scan_iter(f"{redis_prefix}*")
        client.hincrby(key, "free", 86_400_000_000)
        client.hincrby(key, "seen", 86_400_000_000)

    assert limiter.reserve("read") == pytest.approx(1.01, abs=0.9)


def test_redis_holds_neither_the_key_nor_anything_for_ever(redis_url, redis_prefix):
    """The name is digested, and every key expires."""
    limiter = RedisPace(redis_url, name=KEY, pace=FAST, prefix=redis_prefix)
    limiter.reserve("read")
    limiter.reserve("write")
    with redis.Redis.from_url(redis_url) as client:
        keys = list(client.scan_iter(f"{redis_prefix}*"))
        left = [client.pttl(key) for key in keys]

    assert len(keys) == 2
    assert not any(KEY.encode() in key for key in keys)
    assert all(0 < milliseconds < 120_000 for milliseconds in left)


def test_limiters_of_other_names_do_not_wait_for_each_other(redis_url, redis_prefix):
    """Two keys of the API have two limits."""
    slow = Pace(read_per_second=0.1)
    waits = [RedisPace(redis_url, name=name, pace=slow, prefix=redis_prefix).reserve("read") for name in ("a", "b")]

    assert waits == [0, 0]


def test_a_client_of_the_redis_library_may_be_given(redis_url, redis_prefix):
    """With or without decoded responses."""
    for decode in (False, True):
        with redis.Redis.from_url(redis_url, decode_responses=decode) as client:
            assert RedisPace(client, name=KEY, pace=FAST, prefix=redis_prefix).reserve("read") < 1


# Redis is down


@pytest.mark.parametrize("kind", ["read", "write"])
def test_without_redis_a_request_fails(kind):
    """With an error of the tree, before anything is sent, that contains neither address nor password."""
    with pytest.raises(ConfigurationError) as raised:
        RedisPace(GONE, name=KEY).reserve(kind)

    assert (raised.value.reason, raised.value.maybe_sent, raised.value.__cause__) == ("no connection", False, None)
    assert "pa55word" not in str(raised.value) + repr(raised.value) + repr(RedisPace(GONE, name=KEY))


def test_the_error_reaches_the_caller_of_the_client():
    """Unchanged, from both clients; nothing is sent."""
    mock = MockAllo(api_key=KEY, contacts=0, calls=0)
    allo = AlloClient(KEY, transport=mock.transport, pace=RedisPace(GONE, name=KEY))
    with allo, pytest.raises(ConfigurationError, match="Redis cannot be reached"):
        allo.numbers.list()

    async def main() -> None:
        async with AsyncAlloClient(KEY, transport=mock.transport, pace=RedisPace(GONE, name=KEY)) as allo:
            await allo.numbers.list()

    with pytest.raises(ConfigurationError, match="Redis cannot be reached"):
        anyio.run(main)
    assert not mock.requests


def test_reads_may_go_on_at_a_share_of_the_limit():
    """Of one read per second a tenth is one in 10 s, after the four that Redis may have given; writes still fail."""
    limiter = RedisPace(GONE, name=KEY, pace=Pace(read_per_second=1), local_share=0.1)
    waits = [limiter.reserve("read") for _ in range(3)]

    assert waits == pytest.approx([40.4, 50.5, 60.6], abs=4)
    with pytest.raises(ConfigurationError):
        limiter.reserve("write")


def test_places_of_before_an_outage_are_left_free_once():
    """However often Redis is tried in vain, at most once a second: then one read follows the other."""
    now = [0.0]
    share = Share(0.1, clock=lambda: now[0])
    waits = [share.lost(share.reserve())]
    for _ in range(3):
        assert share.alone
        now[0] += 2
        assert not share.alone
        waits.append(share.lost(share.reserve()) + now[0])

    assert waits == pytest.approx([40.4, 50.5, 60.6, 70.7], abs=0.1)


def test_a_refusal_is_not_an_outage(redis_url, redis_prefix):
    """The share is only for a server that cannot be reached."""
    limiter = RedisPace(redis_url, name=KEY, pace=FAST, prefix=redis_prefix, local_share=0.5)
    limiter.reserve("read")
    with redis.Redis.from_url(redis_url) as client:
        (key,) = client.scan_iter(f"{redis_prefix}*")
        client.set(key, "of another type")

    with pytest.raises(ConfigurationError) as raised:
        limiter.reserve("read")
    assert raised.value.reason == "refused"


def test_a_wrong_password_is_not_an_outage(redis_server):
    """It is refused, and not waited for; the error does not show it."""
    with redis.Redis.from_url(redis_server.url) as client:
        client.config_set("requirepass", "right")
    url = redis_server.url.replace("//", "//:pa55word@")

    with pytest.raises(ConfigurationError) as raised:
        RedisPace(url, name=KEY, local_share=0.5).reserve("read")
    assert (raised.value.reason, "pa55word" in str(raised.value)) == ("refused", False)


def test_the_share_ends_some_seconds_after_the_outage(redis_server):
    """Then reads are limited by Redis alone."""
    now, limiter = [0.0], RedisPace(redis_server.url, name=KEY, pace=FAST, local_share=0.0001)
    limiter._local._clock = lambda: now[0]
    redis_server.kill()
    down = limiter.reserve("read")
    redis_server.start()
    now[0] += 2
    back = limiter.reserve("read")
    now[0] += 5.1

    assert (down > 40, back > 40, limiter._local.reserve()) == (True, True, 0.0)


def test_a_limit_survives_a_restart_of_the_server(redis_server):
    """Scripts are loaded again, and dead connections are replaced."""
    limiter = RedisPace(redis_server.url, name=KEY, pace=FAST)
    limiter.reserve("read")
    redis_server.kill()
    with pytest.raises(ConfigurationError):
        limiter.reserve("read")
    redis_server.start()

    assert limiter.reserve("read") < 1


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"redis": "127.0.0.1"}, id="no scheme"),
        pytest.param({"redis": "redis://:pa55#word@127.0.0.1:6379"}, id="a password that is not quoted"),
        pytest.param({"redis": "http://127.0.0.1"}, id="another scheme"),
        pytest.param({"redis": None}, id="None"),
        pytest.param({"redis": redis.asyncio.Redis()}, id="an asynchronous client"),
        pytest.param({"name": ""}, id="no name"),
        pytest.param({"name": None}, id="None as the name"),
        pytest.param({"local_share": 0}, id="a share of nothing"),
        pytest.param({"local_share": 2}, id="a share of more than all"),
        pytest.param({"timeout": 0}, id="no time"),
    ],
)
def test_wrong_arguments_are_refused(given):
    """Where they are given, with an error that does not quote the URL."""
    with pytest.raises(ConfigurationError) as raised:
        RedisPace(**{"redis": "redis://127.0.0.1:1", "name": KEY, **given})

    assert "pa55" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_process_keeps_to_its_share_while_others_may(redis_server):
    """For a few seconds after an outage, others may not know yet that the server is back."""
    limiter = RedisPace(redis_server.url, name=KEY, pace=Pace(read_per_second=1), local_share=0.1)
    redis_server.kill()
    limiter.reserve("read")
    redis_server.start()
    time.sleep(1.1)  # until the next attempt
    waits = [limiter.reserve("read") for _ in range(2)]

    assert waits == pytest.approx([50.5, 60.6], abs=4)


# Processes


def read(ask, base_url, key, count, share):
    """Read in a process of its own, and report how many reads there were."""
    url, prefix = ask
    pace = RedisPace(url, name=key, prefix=prefix, local_share=share)
    with AlloClient(key, base_url=base_url, pace=pace) as allo:
        for _ in range(count):
            allo.numbers.list()


@pytest.mark.slow
@pytest.mark.parametrize("outage", [False, True], ids=["redis is up", "redis is killed and restarted"])
def test_processes_together_keep_to_the_limit(redis_server, outage):
    """Four processes read 40 times each: the server refuses none, and none is lost."""
    mock = MockAllo(api_key=KEY, contacts=0, calls=0, pace=(20, 5))
    context = multiprocessing.get_context("spawn")
    with mock.serve() as served:
        arguments = ((redis_server.url, "allo:"), served.base_url, KEY, 40, 0.25)
        workers = [context.Process(target=read, args=arguments) for _ in range(4)]
        for worker in workers:
            worker.start()
        if outage:
            while len(mock.requests) < 60:
                time.sleep(0.02)
            redis_server.kill()
            while len(mock.requests) < 100:
                time.sleep(0.02)
            redis_server.start()
        for worker in workers:
            worker.join(60)

    assert [worker.exitcode for worker in workers] == [0] * 4
    assert len(mock.requests) == 160  # a refused one would have been repeated
