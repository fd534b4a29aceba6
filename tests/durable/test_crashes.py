"""Inbox and outbox of a process that dies at any of its writes, before or after the commit."""

from __future__ import annotations

import itertools
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest

from allo_ext import AlloClient
from allo_ext.durable import Inbox, Outbox


class Killed(BaseException):
    """The process is dead: nothing of it runs any more."""


def kill(durable: Inbox | Outbox, step: int, *, committed: bool) -> None:
    """Let a process die at its write number `step`, and so fail at every later one."""
    writes, submit = itertools.count(1), durable._file.submit

    def dying(job: Any) -> Any:
        number = next(writes)
        if number == step and committed:
            submit(job).result()
        if number >= step:
            raise Killed
        return submit(job)

    durable._file.submit = dying


@pytest.mark.parametrize("committed", [False, True], ids=["before the commit", "after the commit"])
def test_an_inbox_loses_nothing_and_repeats_only_what_was_not_noted(  # noqa: C901 (one inbox, killed and started again)
    tmp_path, make_receiver, deliver, clock, committed
):
    """At every write: what was acknowledged is handled, and again only if the file does not say that it is done."""
    for step in itertools.count(1):
        handled, acknowledged, fails = Counter(), set(), [ValueError()]

        def handle(event, handled=handled, fails=fails) -> None:
            if event.id == "call_1" and fails:
                raise fails.pop()
            handled[event.id] += 1

        def start(lease: float, *, handle=handle, step=step) -> tuple[Inbox, Any]:
            inbox = Inbox(tmp_path / f"{step}.db", lease=lease, first_wait=60, max_wait=600, clock=clock)
            receiver = make_receiver(inbox)
            receiver.on("CALL_RECEIVED")(handle)
            return inbox, receiver

        inbox, receiver = start(3600)
        kill(inbox, step, committed=committed)
        survived = False
        with suppress(Killed):
            for number in (1, 2):
                if deliver(receiver, number) == 200:
                    acknowledged.add(f"call_{number}")
            for _ in range(2):
                inbox.run(receiver, drain=True, workers=1)
                clock.now += 3600
            survived = True
        if survived:
            assert handled == {"call_1": 1, "call_2": 1}
            break
        inbox.close()
        inbox, receiver = start(0.02)
        stored = {one.event.id: one.state for one in inbox.list()}
        before = handled.copy()
        assert acknowledged <= stored.keys()

        assert {deliver(receiver, number) for number in (1, 2)} == {200}
        for _ in range(2):
            inbox.run(receiver, drain=True, workers=1)
            clock.now += 3600

        assert {one.event.id: str(one.state) for one in inbox.list()} == {"call_1": "done", "call_2": "done"}
        for event in ("call_1", "call_2"):
            assert handled[event] - before[event] == (stored.get(event) != "done"), (step, event)
        inbox.close()
    assert step > 10


@pytest.mark.parametrize("committed", [False, True], ids=["before the commit", "after the commit"])
def test_an_outbox_loses_nothing_and_sends_nothing_twice(tmp_path, mock, committed):
    """At every write: each message arrives once, also one whose answer was lost, and one that was lost itself."""
    keys = {"arrived": "+12025550101", "plain": "+12025550102", "lost": "+12025550103"}
    with AlloClient(mock.api_key, transport=mock.transport, pace=None, retry=None) as allo:
        for step in itertools.count(1):
            path, text = tmp_path / f"{step}.db", f"Message {step}"
            rows = [{"key": key, "from_": mock.numbers[0], "to": to, "message": text} for key, to in keys.items()]
            outbox = Outbox(path, allo, lease=3600)
            kill(outbox, step, committed=committed)
            accepted, killed = False, True
            with suppress(Killed):
                outbox.add_all(rows)
                accepted = True
                for key, fault in (("arrived", True), ("plain", None), ("lost", False)):
                    if fault is not None:
                        mock.faults.next(path="/sms", disconnect=True, applied=fault)
                    outbox.send(key=key)
                outbox.retry("lost")
                outbox.send()
                killed = False
            mock.faults.clear()
            outbox.close()
            with Outbox(path, allo, lease=0.02) as outbox:
                assert not accepted or {one.key for one in outbox.list()} == keys.keys()
                outbox.add_all(rows)
                outbox.send()
                for message in outbox.list("in doubt"):
                    outbox.retry(message.key)
                outbox.send()
                states = {one.key: str(one.state) for one in outbox.list()}

            arrived = Counter(one.to_number for one in mock.sent if one.content == text)
            assert (step, states, arrived) == (step, dict.fromkeys(keys, "sent"), dict.fromkeys(keys.values(), 1))
            if not killed:
                break
    assert step > 15
