"""SqliteStore, shared by processes, while clocks step."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from allo_ext.receiver import Claim, MemoryStore, SqliteStore
from allo_ext.testing import event

BODY = json.dumps(event("CALL_RECEIVED")).encode()
LEASE = 600.0
STEPS = [-10 * 365 * 86_400, -86_400, -3600, -60, 60, 3600, 86_400, 10 * 365 * 86_400]


@pytest.fixture(params=["memory", "sqlite"])
def store(request, tmp_path):
    return MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "seen.db")


class Clock:
    """Both clocks of a machine; only a wall clock is ever set."""

    def __init__(self) -> None:
        self.wall, self.passed = time.time(), time.monotonic()


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(time, "time", lambda: clock.wall)
    monkeypatch.setattr(time, "monotonic", lambda: clock.passed)
    return clock


@pytest.mark.parametrize("step", STEPS)
def test_a_step_of_the_clock_changes_no_answer(store, clock, step):
    """What is under way is busy and what was done is done, however the system's clock is set meanwhile."""
    store.claim("working")
    store.claim("ready")
    store.confirm("ready")
    clock.wall += step

    assert [store.claim("working"), store.claim("ready")] == [Claim.BUSY, Claim.DONE]
    store.confirm("working")
    clock.wall -= 2 * step
    assert [store.claim("working"), store.claim("ready")] == [Claim.DONE, Claim.DONE]


@pytest.mark.parametrize("step", STEPS)
def test_a_delivery_is_handled_once_while_the_clock_steps(make_receiver, make_request, store, clock, step):
    """A repetition that comes during the work is sent away, a later one acknowledged; neither is handled."""
    receiver, seen, during = make_receiver(store=store), [], []

    @receiver.on("CALL_RECEIVED")
    def slow(event) -> None:
        seen.append(event)
        clock.wall += step
        during.append(receiver.handle(make_request(BODY)).status)
        clock.wall += step

    statuses = [receiver.handle(make_request(BODY)).status for _ in range(3)]

    assert (statuses, during, len(seen)) == ([200, 200, 200], [503], 1)


@pytest.fixture
def shared(tmp_path):
    return SqliteStore(tmp_path / "seen.db")


def test_a_claim_lapses_when_its_holder_has_died(shared, clock):
    """After so long by a clock that nobody sets, and not before."""
    clock.passed = 1000.0
    shared.claim("k")
    clock.passed += LEASE - 1
    before = shared.claim("k")
    clock.passed += 1

    assert [before, shared.claim("k")] == [Claim.BUSY, Claim.NEW]


def test_a_claim_from_before_the_machine_started_lapses_at_once(shared, clock):
    """Its holder died with the machine; what was done stays done."""
    clock.passed = 1e7
    shared.claim("lost")
    shared.claim("ready")
    shared.confirm("ready")
    clock.passed = 3.0

    assert [shared.claim("lost"), shared.claim("lost"), shared.claim("ready")] == [Claim.NEW, Claim.BUSY, Claim.DONE]


def test_a_holder_that_was_late_releases_nobody_elses_claim(shared, clock):
    """Its own claim lapsed and another process has the event: only that one may give it up."""
    shared.claim("k")
    clock.passed += LEASE + 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "getpid", lambda: 2)
        again = shared.claim("k")
    shared.release("k")

    assert [again, shared.claim("k")] == [Claim.NEW, Claim.BUSY]


def test_of_many_threads_one_gets_the_claim(shared):
    """A claim is one step in the database."""
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(shared.claim, ["k"] * 40))

    assert (claims.count(Claim.NEW), claims.count(Claim.BUSY)) == (1, 39)


def test_the_file_does_not_grow_for_ever(tmp_path):
    """What was done longest ago is forgotten first."""
    store = SqliteStore(tmp_path / "seen.db", most=2)
    for key in "abcd":
        store.claim(key)
        store.confirm(key)

    with sqlite3.connect(tmp_path / "seen.db") as db:
        kept = [key for (key,) in db.execute("SELECT key FROM seen ORDER BY rowid")]
    db.close()
    assert kept == ["c", "d"]
