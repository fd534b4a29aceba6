from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import threading
from collections import Counter
from concurrent.futures import wait
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import attrs
import pytest
import trio

from allo_ext import ConfigurationError, InvalidArgumentError
from allo_ext.durable import DeliveryState, Inbox, StorageError, _working
from allo_ext.durable import _deliveries as deliveries
from allo_ext.durable._deliveries import Schedule
from allo_ext.receiver import Request


def states(inbox: Inbox) -> dict[str, int]:
    return {str(state): number for state, number in inbox.counts().items() if number}


def test_a_delivery_is_stored_before_it_is_acknowledged_and_handled_later(
    make_inbox, make_receiver, deliver, make_body
):
    """200 means that it is in the file; its handlers run from there, in any process."""
    receiver = make_receiver(make_inbox())
    handled = []
    receiver.on("CALL_RECEIVED")(handled.append)
    status = deliver(receiver)
    stored = make_inbox().list()

    assert (status, handled, [one.state for one in stored]) == (200, [], [DeliveryState.WAITING])
    assert stored[0].body == make_body(1)

    receiver.inbox.run(receiver, drain=True)

    assert ([one.id for one in handled], states(receiver.inbox)) == (["call_1"], {"done": 1})


def test_an_event_is_stored_once(make_inbox, make_receiver, deliver):
    """A repeated delivery is acknowledged and not stored again, before and after it was handled."""
    receiver = make_receiver(make_inbox())
    handled = []
    receiver.on("*")(handled.append)
    for _ in range(2):
        statuses = {deliver(receiver) for _ in range(3)}
        receiver.inbox.run(receiver, drain=True)

    assert (statuses, len(handled), states(receiver.inbox)) == ({200}, 1, {"done": 1})


def test_an_event_with_several_identities_is_stored_once(make_inbox):
    """Any of them is enough, also one that only a repetition had."""
    inbox = make_inbox()
    new = [inbox.put(keys, "PING", b"{}") for keys in (("a", "b"), ("b", "c"), ("c",), ("d",), ())]

    assert (new, states(inbox)) == ([True, False, False, True, True], {"waiting": 3})


def test_pings_cannot_be_told_apart_and_are_all_stored(make_inbox, make_receiver, deliver):
    """An event without an identity is stored each time."""
    receiver = make_receiver(make_inbox())
    for _ in range(2):
        deliver(receiver, b'{"topic": "PING"}')

    assert states(receiver.inbox) == {"waiting": 2}


def test_refused_deliveries_are_not_stored(make_inbox, make_receiver, deliver):
    """The checks run first: token, number, content."""
    receiver = make_receiver(make_inbox(), numbers={"+12025550199"})
    statuses = [
        deliver(receiver, path="/allo/wrong"),
        deliver(receiver),
        deliver(receiver, b"[]"),
    ]

    assert (statuses, states(receiver.inbox)) == ([404, 403, 400], {})


def test_what_cannot_be_stored_is_not_acknowledged(make_inbox, make_receiver, deliver, path, caplog):
    """While another program holds the lock for too long, the reply is 503, and Allo delivers again."""
    receiver = make_receiver(make_inbox(patience=0.05))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        locked = deliver(receiver)
    free = deliver(receiver)

    assert (locked, free, states(receiver.inbox)) == (503, 200, {"waiting": 1})
    assert "StorageError" in caplog.text


def test_any_failing_store_gives_503(make_receiver, deliver):
    """`inbox` may be anything with a `put`."""

    class Full:
        def put(self, *_: object) -> None:
            raise OSError("no space left on device")

    assert deliver(make_receiver(Full())) == 503


@pytest.mark.parametrize("framework", ["asyncio", "trio"])
def test_storing_does_not_block_the_event_loop(make_inbox, make_receiver, make_body, path, framework):
    """While the file is locked, other tasks run."""
    inbox = make_inbox()
    receiver = make_receiver(inbox)
    request = Request("POST", "/allo/0123456789abcdefABCDEF", {}, make_body(), "203.0.113.7")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def both_asyncio() -> int:
        task = asyncio.create_task(receiver.handle_async(request))
        await asyncio.sleep(0.05)
        assert not task.done()
        other.execute("ROLLBACK")
        return (await task).status

    async def both_trio() -> int:
        statuses = []

        async def handle() -> None:
            statuses.append((await receiver.handle_async(request)).status)

        async with trio.open_nursery() as nursery:
            nursery.start_soon(handle)
            await trio.sleep(0.05)
            assert not statuses
            other.execute("ROLLBACK")
        return statuses[0]

    status = asyncio.run(both_asyncio()) if framework == "asyncio" else trio.run(both_trio)
    other.close()

    assert (status, states(inbox)) == (200, {"waiting": 1})


def test_a_cancelled_write_is_not_made_and_stops_no_other(make_inbox, path):
    """As of a request whose client went away while the file was locked."""
    inbox = make_inbox()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def main() -> list[bool]:
        first = asyncio.ensure_future(inbox.put(("a",), "PING", b"{}"))
        await asyncio.sleep(0.05)  # the writer has it, and waits for the file
        second, third = (asyncio.ensure_future(inbox.put((key,), "PING", b"{}")) for key in "bc")
        await asyncio.sleep(0)
        second.cancel()
        other.execute("ROLLBACK")
        return await asyncio.wait_for(asyncio.gather(first, third), 20)

    stored = asyncio.run(main())
    other.close()

    assert (stored, states(inbox), inbox.put(("b",), "PING", b"{}")) == ([True, True], {"waiting": 2}, True)


def test_the_writer_goes_on_if_all_that_waited_for_it_was_cancelled(make_inbox):
    """Then it has nothing to write until something else comes."""
    file, begun, go = make_inbox()._file, threading.Event(), threading.Event()
    first = file.submit(lambda _: (begun.set(), go.wait(30)))
    assert begun.wait(30)
    second = file.submit(lambda _: 2)
    assert second.cancel()
    go.set()
    wait([first, second], timeout=30)  # the writer has seen the cancellation

    assert file.submit(lambda _: 3).result(30) == 3


def test_a_failed_delivery_is_retried_with_growing_waits_and_then_is_a_dead_letter(make_receiver, deliver, clock, path):
    """As the docs say: 5 seconds, 20, 80, … up to an hour, give or take a tenth; after ten attempts it is dead."""
    receiver = make_receiver(Inbox(path, clock=clock))
    attempts = []

    @receiver.on("CALL_RECEIVED")
    def fail(event: object) -> None:
        attempts.append(event)
        raise ValueError("+33 1 99 00 00 01 said something")

    deliver(receiver)
    waits = []
    for expected in range(1, 11):
        receiver.inbox.run(receiver, drain=True)
        (stored,) = receiver.inbox.list()
        assert (len(attempts), stored.attempts) == (expected, expected)
        waits.append(stored.due.timestamp() - clock.now)
        clock.now += 1
        receiver.inbox.run(receiver, drain=True)
        clock.now = stored.due.timestamp() + 0.001

    usual = (5, 20, 80, 320, 1280, 3600, 3600, 3600, 3600)
    assert all(0.9 * about <= wait <= 1.1 * about for wait, about in zip(waits, usual, strict=False)), waits
    assert states(receiver.inbox) == {"dead": 1}
    receiver.inbox.close()


def test_a_wait_varies_by_a_tenth_and_no_more():
    """Of its length, evenly in both directions."""
    schedule = Schedule(attempts=3, first_wait=10.0, max_wait=30.0)
    waits = {
        attempt: [schedule.wait(attempt, lambda chance=chance: chance) for chance in (0, 0.5, 1)]
        for attempt in (1, 2, 3)
    }

    assert waits == {1: [9, 10, 11], 2: [27, 30, 33], 3: [None, None, None]}


@pytest.mark.parametrize(("beyond", "expected"), [(-1, "waiting"), (1, "done")], ids=["longest wait", "longer"])
def test_a_wait_that_is_longer_than_the_longest_is_of_a_clock_that_was_set_back(  # noqa: PLR0917 (fixtures)
    make_inbox, make_receiver, deliver, path, clock, beyond, expected
):
    """The longest one is max_wait and a tenth. What waits longer is handled at once, and nothing else."""
    receiver = make_receiver(make_inbox(clock=clock, max_wait=600))
    deliver(receiver)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE allo_inbox SET due = ?", [clock.now + 660 + beyond])
    receiver.inbox.run(receiver, drain=True)

    assert states(receiver.inbox) == {expected: 1}


def test_a_worker_that_drains_waits_for_what_is_due_or_being_handled(make_inbox, clock):
    """In any process. What is due later is left, but for what waits longer than the longest wait."""
    inbox = make_inbox(clock=clock, max_wait=600)
    inbox.put(("a",), "PING", b"{}")
    schedule = inbox._working.schedule

    def is_busy(*, due_in: float) -> bool:
        return inbox._file.read(partial(deliveries.busy, now=clock.now - due_in, schedule=schedule))

    assert [is_busy(due_in=wait) for wait in (-1, 0, 1, 660, 661)] == [True, True, False, False, True]
    inbox._file.run(partial(deliveries.claim, owner="other", now=clock.now, most=1, schedule=schedule))
    assert [is_busy(due_in=wait) for wait in (0, 1)] == [True, True]


def test_a_worker_without_work_waits(make_inbox, make_receiver):
    """Once for each look at the file; it does not keep the processor busy."""
    inbox, stop, done = make_inbox(), threading.Event(), []
    submit = inbox._file.submit

    class Wake(threading.Event):
        def wait(self, *_: object) -> bool:
            done.append("wait")
            stop.set()
            return True

    def look(job: Any) -> Any:
        if getattr(job, "func", job) is deliveries.claim:
            done.append("look")
            if len(done) > 9:
                stop.set()
        return submit(job)

    inbox._working, inbox._file.submit = attrs.evolve(inbox._working, wake=Wake()), look
    inbox.run(make_receiver(inbox), stop=stop)

    assert done == ["look", "wait"]


def test_a_stored_delivery_says_what_arrived_and_when(make_inbox, make_receiver, deliver, make_body, clock):
    """Handlers get the time of arrival, not that of handling; so does `event`."""
    inbox = make_inbox(clock=clock, first_wait=100)
    receiver, arrived, seen = make_receiver(inbox), datetime.fromtimestamp(clock.now, UTC), []

    @receiver.on("CALL_RECEIVED")
    def fail(event: object) -> None:
        seen.append(event.received_at)
        raise ValueError

    deliver(receiver)
    deliver(receiver, 2)
    clock.now += 50
    inbox.run(receiver, drain=True)
    stored = inbox.get(1)
    due = arrived + timedelta(seconds=150)

    assert (stored.id, stored.topic, stored.state, stored.attempts) == (1, "CALL_RECEIVED", "waiting", 1)
    assert (stored.received_at, stored.event.received_at, seen) == (arrived, arrived, [arrived, arrived])
    assert abs(stored.due - due) <= timedelta(seconds=10)
    assert (stored.due.tzinfo, stored.body, inbox.get(2).id, inbox.get(3)) == (UTC, make_body(1), 2, None)


def test_a_delivery_that_failed_a_thousand_times_waits_no_longer(make_inbox, make_receiver, deliver, path, clock):
    """The longest wait is the longest, however often it is multiplied."""
    receiver = make_receiver(make_inbox(clock=clock, attempts=10_000))
    receiver.on("*")(lambda _: 1 / 0)
    deliver(receiver)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE allo_inbox SET attempts = 1000")
    receiver.inbox.run(receiver, drain=True)
    (stored,) = receiver.inbox.list("waiting")

    assert stored.due.timestamp() - clock.now == pytest.approx(600, rel=0.1)


def test_a_dead_letter_says_which_line_failed_and_nothing_of_the_payload(make_inbox, make_receiver, deliver, caplog):
    """Class and line; the message of an exception often holds data. The log has no more than that."""
    receiver = make_receiver(make_inbox(attempts=1))

    @receiver.on("CALL_RECEIVED")
    def fail(event: object) -> None:
        raise ValueError("a private number")

    deliver(receiver)
    receiver.inbox.run(receiver, drain=True)
    (dead,) = receiver.inbox.list("dead")

    assert dead.error is not None
    assert dead.error.startswith(f"ValueError at {__file__}:")
    assert dead.error.endswith(" in fail")
    assert "private" not in dead.error + caplog.text + repr(dead)
    assert "call_1" not in repr(dead) + caplog.text


def test_the_token_is_not_in_the_file(make_inbox, make_receiver, deliver, path):
    """Only the body is stored. Other users of the machine cannot read it."""
    inbox = make_inbox()
    deliver(make_receiver(inbox))
    files = [path, *path.parent.glob("allo.db-*")]

    assert not any(b"0123456789abcdefABCDEF" in file.read_bytes() for file in files)
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600} or os.name != "posix"


@pytest.mark.parametrize("step", [-90_000.0, 90_000.0], ids=["set back", "set forward"])
def test_a_clock_that_is_set_delays_no_retry(make_inbox, make_receiver, deliver, clock, step):
    """No wait is longer than the longest, whichever way the clock is set."""
    receiver = make_receiver(make_inbox(clock=clock))
    fails = [True]

    @receiver.on("CALL_RECEIVED")
    def fail_once(event: object) -> None:
        if fails.pop() if fails else False:
            raise ValueError

    deliver(receiver)
    receiver.inbox.run(receiver, drain=True)
    clock.now += step
    receiver.inbox.run(receiver, drain=True)

    assert states(receiver.inbox) == {"done": 1}


@pytest.mark.parametrize("back", [300.0, 1_780_000_000.0], ids=["five minutes back", "in 1970"])
def test_the_deliveries_of_a_dead_process_are_handled_by_others(  # noqa: PLR0917 (fixtures)
    make_inbox, make_receiver, deliver, path, clock, back
):
    """A copy of the file, made while a handler runs, is what a killed process leaves. The clock does not matter."""
    inbox = make_inbox(clock=clock)
    receiver = make_receiver(inbox)
    left = path.with_name("left.db")

    @receiver.on("CALL_RECEIVED")
    def copy(event: object) -> None:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(left)) as target:
            source.backup(target)

    deliver(receiver)
    inbox.run(receiver, drain=True)
    after = make_inbox(path=left, clock=clock)
    clock.now -= back
    handled = []
    again = make_receiver(after)
    again.on("*")(handled.append)

    assert states(after) == {"handling": 1}

    after.run(again, drain=True)

    assert ([one.id for one in handled], states(after), after.list()[0].attempts) == (["call_1"], {"done": 1}, 2)


def test_a_delivery_that_kills_its_worker_each_time_becomes_a_dead_letter(make_inbox, make_receiver, deliver, path):
    """Attempts are counted before the handlers start."""
    inbox = make_inbox()
    deliver(make_receiver(inbox))
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE allo_inbox SET attempts = 10")
    receiver = make_receiver(inbox)
    handled = []
    receiver.on("*")(handled.append)
    inbox.run(receiver, drain=True)

    assert (handled, states(inbox)) == ([], {"dead": 1})
    assert "ended" in (inbox.list()[0].error or "")


def test_what_is_due_first_is_handled_first(make_inbox, make_receiver, deliver, clock):
    """Also after a failure, whose error is gone when it succeeds. Lists are the other way round: newest first."""
    receiver = make_receiver(make_inbox(clock=clock))
    handled, fails = [], [True]

    @receiver.on("CALL_RECEIVED")
    def fail_once(event: object) -> None:
        assert receiver.inbox.counts()["handling"] == 1  # others may take what this process has no worker for
        handled.append(event.id)
        if fails.pop() if fails else False:
            raise ValueError

    for number in (3, 1, 2):
        deliver(receiver, number)
    receiver.inbox.run(receiver, drain=True, workers=1)
    clock.now += 5
    deliver(receiver, 4)
    clock.now += 15
    receiver.inbox.run(receiver, drain=True, workers=1)
    stored = receiver.inbox.list()

    assert handled == ["call_3", "call_1", "call_2", "call_4", "call_3"]
    assert [(one.event.id, one.error) for one in stored] == [(f"call_{n}", None) for n in (4, 2, 1, 3)]


def test_what_is_being_handled_is_neither_replayed_nor_dropped(make_inbox, make_receiver, deliver):
    """It would be handled twice at once, or without its content."""
    receiver = make_receiver(make_inbox())
    inbox, tried = receiver.inbox, []

    @receiver.on("CALL_RECEIVED")
    def meddle(event: object) -> None:
        (one,) = inbox.list("handling")
        tried.append((inbox.replay(one.id), inbox.replay(), inbox.drop(one.id)))

    deliver(receiver)
    inbox.run(receiver, drain=True)

    assert (tried, states(inbox), inbox.list()[0].body != b"") == ([(0, 0, False)], {"done": 1}, True)


@pytest.mark.parametrize("error", [None, ValueError, KeyboardInterrupt], ids=["done", "failed", "ended"])
def test_a_worker_that_was_taken_for_dead_changes_nothing(make_inbox, make_receiver, deliver, path, error):
    """Another one has its delivery by then: only that one settles it."""
    receiver, stop = make_receiver(make_inbox()), threading.Event()

    @receiver.on("CALL_RECEIVED")
    def late(event: object) -> None:
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("UPDATE allo_inbox SET owner = 'another', attempts = 2")
        stop.set()
        if error is not None:
            raise error

    deliver(receiver)
    with suppress(KeyboardInterrupt):
        receiver.inbox.run(receiver, stop=stop)

    assert [(one.state, one.attempts, one.error) for one in receiver.inbox.list()] == [("handling", 2, None)]


def test_a_worker_that_shows_a_sign_of_life_at_the_last_moment_keeps_its_delivery(
    make_inbox, make_receiver, deliver, path
):
    """It is taken for dead only if nothing changes until its work is given back."""
    receiver, stop, handled, tries = make_receiver(make_inbox(lease=0.05)), threading.Event(), [], []
    receiver.on("*")(handled.append)
    deliver(receiver)
    file, submit = receiver.inbox._file, receiver.inbox._file.submit
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("INSERT INTO allo_worker VALUES ('slow', 1)")
        database.execute("UPDATE allo_inbox SET state = 'handling', owner = 'slow'")

    def submit_late(job: Any) -> Any:
        if "beat" in getattr(job, "keywords", {}):
            with closing(sqlite3.connect(path)) as database, database:
                database.execute("UPDATE allo_worker SET beat = beat + 1 WHERE id = 'slow'")
            tries.append(job)
            if len(tries) == 3:
                stop.set()
        return submit(job)

    file.submit = submit_late
    receiver.inbox.run(receiver, stop=stop)

    assert (handled, states(receiver.inbox)) == ([], {"handling": 1})
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT id FROM allo_worker").fetchall() == [("slow",)]  # ours has ended

    file.submit = submit
    receiver.inbox.run(receiver, drain=True)  # it shows none any more

    assert (len(handled), states(receiver.inbox)) == (1, {"done": 1})


def test_a_worker_goes_on_when_the_disk_is_full_for_a_while(make_inbox, make_receiver, deliver, caplog):
    """What was handled is not handled again because its result could not be stored at first."""
    receiver, handled, failed = make_receiver(make_inbox()), [], []
    receiver.on("*")(handled.append)
    deliver(receiver)
    file, submit = receiver.inbox._file, receiver.inbox._file.submit

    def submit_at_the_second_try(job: Any) -> Any:
        name = getattr(job, "func", job).__name__
        if name in {"forget", "claim", "finish"} and name not in failed:
            failed.append(name)
            raise StorageError(f"full at {name}")
        return submit(job)

    file.submit = submit_at_the_second_try
    receiver.inbox.run(receiver, drain=True)

    assert (len(handled), states(receiver.inbox), failed) == (1, {"done": 1}, ["forget", "claim", "finish"])
    assert all(f"full at {name}" in caplog.text for name in failed)
    assert {record.name for record in caplog.records} == {"allo_ext.durable"}


def test_that_a_handler_failed_is_stored_as_often_as_it_takes(make_inbox, make_receiver, deliver, monkeypatch):
    """Also that its delivery is given back, as the program ends: then it does not count as an attempt."""
    monkeypatch.setattr(_working, "_LOOK_EVERY", 0.01)

    class EndError(BaseException):
        pass

    for number, (error, job_name, attempts) in enumerate([(ValueError, "fail", 1), (EndError, "release", 0)]):
        receiver, tries = make_receiver(make_inbox()), []
        file, submit = receiver.inbox._file, receiver.inbox._file.submit

        def fail(event: object, error: type[BaseException] = error) -> None:
            raise error

        def submit_at_the_second_try(job: Any, submit: Any = submit, tries: Any = tries, name: str = job_name) -> Any:
            tries += [name] if getattr(job, "func", job).__name__ == name else []
            if tries == [name]:
                tries.append("full")
                raise StorageError("full")
            return submit(job)

        file.submit = submit_at_the_second_try
        receiver.on("*")(fail)
        deliver(receiver, number)
        with suppress(EndError):
            receiver.inbox.run(receiver, workers=1, drain=True)
        stored = receiver.inbox.list()[0]

        assert (tries, stored.state, stored.attempts) == ([job_name, "full", job_name], "waiting", attempts)


def test_a_write_that_fails_half_way_leaves_nothing_and_later_ones_succeed(make_inbox, path):
    """The transaction is undone."""
    inbox = make_inbox()
    with closing(sqlite3.connect(path)) as file, file:
        refused = "BEFORE INSERT ON allo_inbox_key WHEN NEW.key = 'b' BEGIN SELECT RAISE(ABORT, 'full'); END"
        file.execute(f"CREATE TRIGGER full {refused}")
    with pytest.raises(StorageError, match="full"):
        inbox.put(("a", "b"), "PING", b"{}")

    assert (states(inbox), inbox.put(("a",), "PING", b"{}"), states(inbox)) == ({}, True, {"waiting": 1})


def test_several_workers_share_a_file(make_inbox, make_receiver, deliver):
    """Each delivery is handled by one of them."""
    receivers = [make_receiver(make_inbox(lease=60)) for _ in range(3)]
    handled: Counter[str] = Counter()
    for receiver in receivers:
        receiver.on("*")(lambda event: handled.update([event.id]))
    for number in range(60):
        deliver(receivers[0], number)
    threads = [
        threading.Thread(target=receiver.inbox.run, args=(receiver,), kwargs={"drain": True}) for receiver in receivers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (set(handled.values()), len(handled), states(receivers[0].inbox)) == ({1}, 60, {"done": 60})


def test_handlers_run_in_the_background_of_a_web_server(make_inbox, make_receiver, deliver):
    """`running` handles what arrives until its context ends, and finishes what it began."""
    receiver = make_receiver(make_inbox())
    handled = threading.Event()
    receiver.on("CALL_RECEIVED")(lambda _: handled.set())
    with receiver.inbox.running(receiver):
        deliver(receiver)

        assert handled.wait(30)

    assert states(receiver.inbox) == {"done": 1}


def test_handlers_run_as_tasks(make_inbox, make_receiver, deliver):
    """Coroutine functions run in the loop of `run_async`, many at a time; a cancellation lets them finish."""
    receiver = make_receiver(make_inbox())
    handled = []

    async def main() -> None:
        together = asyncio.Barrier(5)

        @receiver.on("CALL_RECEIVED")
        async def meet(event: object) -> None:
            await together.wait()
            handled.append(event)
            if len(handled) == 5:
                task.cancel()

        task = asyncio.create_task(receiver.inbox.run_async(receiver))
        with pytest.raises(asyncio.CancelledError):
            await task

    for number in range(5):
        deliver(receiver, number)
    asyncio.run(main())

    assert (len(handled), states(receiver.inbox)) == (5, {"done": 5})


@pytest.mark.parametrize(
    ("error", "stopped"), [(KeyboardInterrupt, False), (SystemExit, True)], ids=["Ctrl-C", "exit while it stops"]
)
def test_an_exception_that_ends_the_program_leaves_the_delivery(make_inbox, make_receiver, deliver, error, stopped):
    """It is raised by `run`, also after `stop` was set, and the delivery waits as before."""
    receiver, stop = make_receiver(make_inbox()), threading.Event()

    @receiver.on("CALL_RECEIVED")
    def end(event: object) -> None:
        if stopped:
            stop.set()
        raise error

    deliver(receiver)
    with pytest.raises(error):
        receiver.inbox.run(receiver, stop=stop)

    assert [(one.state, one.attempts) for one in receiver.inbox.list()] == [("waiting", 0)]


def test_a_dead_letter_can_be_replayed(make_inbox, make_receiver, deliver):
    """One, or all; also what is done."""
    receiver = make_receiver(make_inbox(attempts=1))
    fails = [True, True, False]
    handled = []

    @receiver.on("CALL_RECEIVED")
    def handle(event: object) -> None:
        if fails and fails.pop(0):
            raise ValueError
        handled.append(event)

    for number in range(2):
        deliver(receiver, number)
    receiver.inbox.run(receiver, drain=True, workers=1)
    replayed = receiver.inbox.replay()
    receiver.inbox.run(receiver, drain=True)
    done = receiver.inbox.list("done")
    once_more = receiver.inbox.replay(done[0].id)
    receiver.inbox.run(receiver, drain=True)

    assert (replayed, len(done), once_more, len(handled)) == (2, 2, 1, 3)
    assert receiver.inbox.replay(12345) == 0


def test_a_dropped_delivery_has_no_content_and_is_not_stored_again(make_inbox, make_receiver, deliver, clock):
    """For a person who asks for it: the content goes, the identity stays for as long as that of others."""
    receiver = make_receiver(make_inbox(clock=clock))
    deliver(receiver)
    (stored,) = receiver.inbox.list()
    dropped = receiver.inbox.drop(stored.id)
    deliver(receiver)

    assert (dropped, [(one.state, one.body) for one in receiver.inbox.list()]) == (True, [("done", b"")])
    assert not receiver.inbox.drop(12345)
    clock.now += 8 * 86_400
    receiver.inbox.run(receiver, drain=True)
    assert receiver.inbox.list() == []
    deliver(receiver)
    assert states(receiver.inbox) == {"waiting": 1}


def test_old_deliveries_are_deleted(make_inbox, make_receiver, deliver, clock, path):
    """What is done after a week, dead letters after a month; nothing of them is left in the file."""
    inbox = make_inbox(clock=clock, attempts=1)
    receiver = make_receiver(inbox)

    @receiver.on("CALL_RECEIVED")
    def fail_first(event: object) -> None:
        if event.id == "call_0":
            raise ValueError

    for number in range(2):
        deliver(receiver, number)
    inbox.run(receiver, drain=True)
    seen = []
    for days in (6, 2, 23):
        clock.now += days * 86_400
        inbox.run(receiver, drain=True)
        seen.append(states(inbox))
    inbox.close()

    assert seen == [{"dead": 1, "done": 1}, {"dead": 1}, {}]
    assert b"call_0" not in path.read_bytes()


def test_thousands_of_old_deliveries_are_deleted_at_once(make_inbox, make_receiver, clock, path):
    """In several transactions, so that others can write in between."""
    inbox = make_inbox(clock=clock)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION SELECT i + 1 FROM n WHERE i < 2500) INSERT INTO allo_inbox (topic,"
            " body, received_at, state, attempts, due, settled_at) SELECT 'PING', x'', 0, 'done', 1, 0, 0 FROM n"
        )
    inbox.run(make_receiver(inbox), drain=True)

    assert states(inbox) == {}


def test_events_without_handlers_are_done(make_inbox, make_receiver, deliver):
    """They do not pile up."""
    receiver = make_receiver(make_inbox())
    deliver(receiver)
    receiver.inbox.run(receiver, drain=True)

    assert states(receiver.inbox) == {"done": 1}


@pytest.mark.parametrize("bad", [":memory:", "", "file:x?mode=memory"], ids=["memory", "empty", "uri"])
def test_the_inbox_must_be_a_file(bad):
    """Anything else would lose what it acknowledged."""
    with pytest.raises(ConfigurationError):
        Inbox(bad)


def test_a_file_that_is_not_a_database_is_refused(path):
    """At the start, and not at the first delivery."""
    path.write_bytes(b"something else, quite long" * 100)
    with pytest.raises(ConfigurationError, match=r"allo\.db"):
        Inbox(path)


def test_a_folder_that_does_not_exist_is_refused(path):
    """Likewise."""
    with pytest.raises(ConfigurationError, match=r"allo\.db: No such file or directory$"):
        Inbox(path / "x" / "allo.db")


def test_the_file_of_a_later_version_is_refused(make_inbox, path):
    """An older program does not touch it."""
    make_inbox().close()
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE allo_durable SET version = 2")
    with pytest.raises(ConfigurationError, match="later version"):
        make_inbox()


@pytest.mark.parametrize(
    "over",
    [{"attempts": 0}, {"lease": 0}, {"first_wait": -1}, {"max_wait": 0}, {"patience": float("nan")}],
    ids=str,
)
def test_settings_are_checked(make_inbox, over):
    """A mistake is an error at the start."""
    with pytest.raises(ConfigurationError, match=next(iter(over))):
        make_inbox(**over)


def test_an_unknown_state_is_refused(make_inbox, make_receiver):
    """With the names of those that exist. So is a worker count of zero."""
    inbox = make_inbox()
    with pytest.raises(InvalidArgumentError, match="waiting, handling, done, dead"):
        inbox.list("finished")
    with pytest.raises(InvalidArgumentError, match="workers"):
        inbox.run(make_receiver(inbox), workers=0)


def test_a_missing_file_is_one_error(make_inbox, path):
    """Reading and writing raise StorageError, an AlloError."""
    inbox = make_inbox()
    inbox.close()
    for file in path.parent.iterdir():
        file.unlink()
    path.mkdir()
    with pytest.raises(StorageError):
        inbox.counts()
    for _ in range(2):
        with pytest.raises(StorageError):
            inbox.put((), "PING", b"")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_process_opens_the_file_anew(make_inbox, make_receiver, deliver):
    """As servers do that load the application before they fork their workers."""
    receiver = make_receiver(make_inbox())
    deliver(receiver, 1)
    child = os.fork()
    if not child:
        os._exit(0 if deliver(receiver, 2) == 200 else 1)
    _, code = os.waitpid(child, 0)
    deliver(receiver, 3)

    assert (code, states(receiver.inbox)) == (0, {"waiting": 3})


def test_a_worker_that_waits_is_woken(make_inbox, make_receiver, deliver, make_body, monkeypatch):
    """By a delivery, by a worker that is free again, by a replay, by the end of the context; it looks no more often."""
    monkeypatch.setattr(_working, "_LOOK_EVERY", 1000.0)
    inbox = make_inbox(lease=1000)
    receiver, handled, looks, submit = make_receiver(inbox), [], [], inbox._file.submit
    some = [threading.Event() for _ in range(4)]

    @receiver.on("CALL_RECEIVED")
    def handle(event: object) -> None:
        handled.append(event.id)
        some[len(handled) - 1].set()

    inbox._file.submit = lambda job: (looks.append(getattr(job, "func", None) is deliveries.claim), submit(job))[1]
    with inbox.running(receiver, workers=1):
        for number in (1, 2, 3):
            deliver(receiver, number)
        assert some[2].wait(30)
        inbox.replay(inbox.list()[0].id)
        assert some[3].wait(30)

    assert (handled, states(inbox), sum(looks) < 30) == (["call_1", "call_2", "call_3", "call_3"], {"done": 3}, True)


def test_tasks_wait_for_deliveries_until_they_are_cancelled_or_a_handler_ends_the_program(
    make_inbox, make_receiver, deliver, monkeypatch
):
    """`run_async` raises what the handler raised, and the delivery waits as before. With `drain` it returns."""
    monkeypatch.setattr(_working, "_LOOK_EVERY", 1000.0)
    inbox = make_inbox(lease=1000)
    receiver, handled, arrived = make_receiver(inbox), [], asyncio.Event()

    class EndError(BaseException):
        pass

    @receiver.on("CALL_RECEIVED")
    async def handle(event: object) -> None:
        handled.append(event.id)
        arrived.set()
        if event.id == "call_9":
            raise EndError

    async def main() -> None:
        task = asyncio.create_task(inbox.run_async(receiver))
        await asyncio.sleep(0.05)
        await asyncio.to_thread(deliver, receiver, 1)
        await asyncio.wait_for(arrived.wait(), 20)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 20)
        await asyncio.to_thread(deliver, receiver, 2)
        await inbox.run_async(receiver, drain=True)
        await asyncio.to_thread(deliver, receiver, 9)
        await inbox.run_async(receiver, workers=1)  # another one could take the delivery before it is stopped

    with pytest.raises(EndError):
        asyncio.run(main())

    assert (handled, states(inbox)) == (["call_1", "call_2", "call_9"], {"done": 2, "waiting": 1})


def test_the_threads_of_an_inbox_have_names_and_only_those_of_handlers_keep_a_program(
    make_inbox, make_receiver, deliver
):
    """So that they are known in a list of threads. Python ends only after all threads that are not daemons."""
    receiver, before, seen = make_receiver(make_inbox()), set(threading.enumerate()), {}

    @receiver.on("CALL_RECEIVED")
    async def look(event: object) -> None:
        own = set(threading.enumerate()) - before
        seen[event.id] = {(one.name.partition("_")[0], one.daemon) for one in own if "asyncio" not in one.name}

    deliver(receiver, 1)
    with receiver.inbox.running(receiver):
        while states(receiver.inbox) != {"done": 1}:
            threading.Event().wait(0.01)
    deliver(receiver, 2)
    asyncio.run(receiver.inbox.run_async(receiver, drain=True))

    helpers = {("allo-durable", True), ("allo-lease", True)}
    assert seen == {"call_1": {*helpers, ("allo-inbox", False)}, "call_2": {*helpers, ("allo-inbox", True)}}


def test_more_writes_than_one_transaction_takes_are_all_made(make_inbox):
    """At once, and also those that are under way when the file is closed."""
    inbox = make_inbox()

    async def main() -> None:
        await asyncio.gather(*[inbox.put((f"a{number}",), "PING", b"{}") for number in range(1200)])
        last = inbox.put(("b",), "PING", b"{}")
        inbox.close()  # waits for it
        assert states(inbox) == {"waiting": 1201}
        assert await last

    asyncio.run(main())


def test_every_connection_waits_as_long_as_was_said(make_inbox, monkeypatch):
    """`patience` is for readers and writers, and for the start."""
    connect, waits = sqlite3.connect, []
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **how: (waits.append(how.get("timeout")), connect(*a, **how))[1])
    inbox = make_inbox(patience=1.25)
    inbox.put(("a",), "PING", b"{}")

    assert (states(inbox), set(waits), len(waits)) == ({"waiting": 1}, {1.25}, 3)


@pytest.mark.parametrize("times", [2, 10_000], ids=["twice", "always"])
def test_a_file_that_others_use_while_its_mode_is_changed_is_tried_again(make_inbox, path, monkeypatch, times):
    """SQLite does not wait then, so this does, as long as `patience` says; a writer beside readers needs that mode."""
    connect, tries = sqlite3.connect, []

    class Locked(sqlite3.Connection):
        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            tries.append("journal_mode" in sql)
            if tries[-1] and sum(tries) <= times:
                raise sqlite3.OperationalError("database is locked")
            return super().execute(sql, *values)

    monkeypatch.setattr(sqlite3, "connect", lambda *a, **how: connect(*a, **how, factory=Locked))
    if times > 2:
        with pytest.raises(ConfigurationError, match="locked"):
            make_inbox(patience=0.1)
    else:
        make_inbox(patience=30)
    monkeypatch.undo()
    with closing(sqlite3.connect(path)) as file:
        mode = file.execute("PRAGMA journal_mode").fetchone()

    assert (mode == ("wal",), sum(tries) > 2) == (times == 2, True)


def test_a_beat_that_fails_is_not_the_last(make_inbox, make_receiver, deliver):
    """A worker whose sign of life could not be stored once is not taken for dead."""
    inbox = make_inbox(lease=0.04)
    receiver, beats, submit, again = make_receiver(inbox), [], inbox._file.submit, threading.Event()

    def submit_after_one(job: Any) -> Any:
        if getattr(job, "func", job).__name__ == "_beat":
            beats.append(job)
            if len(beats) == 2:
                raise StorageError("full")
            if len(beats) == 4:
                again.set()
        return submit(job)

    inbox._file.submit = submit_after_one
    receiver.on("CALL_RECEIVED")(lambda _: again.wait(30))
    deliver(receiver)
    inbox.run(receiver, drain=True)

    assert again.is_set()
