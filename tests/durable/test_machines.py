"""Inbox and outbox under random repeats, failures, kills, restarts and clock steps."""

from __future__ import annotations

import json
import sqlite3
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from allo_ext import AlloClient, AlloError
from allo_ext.durable import Inbox, MessageState, Outbox
from allo_ext.receiver import Request, WebhookReceiver
from allo_ext.testing import MockAllo, event

pytestmark = pytest.mark.slow

TOKEN, OWN = "0123456789abcdefABCDEF", "+12025550143"
LEASE = 0.1
NUMBERS = st.integers(0, 5)
BODIES = [json.dumps(event("CALL_RECEIVED", to=OWN, id=f"call_{n}")).encode() for n in range(6)]
SETTINGS = settings(
    max_examples=25,
    stateful_step_count=15,
    phases=[Phase.generate],  # a failure is reported as it was found: shrinking it takes minutes
)


class Files(RuleBasedStateMachine):
    """A file that a killed process may leave, and a clock that may be set."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "0.db"
        self.offset = 0.0
        self.copied: Path | None = None
        self.open()

    def open(self) -> None:
        raise NotImplementedError

    def close(self) -> None:
        raise NotImplementedError

    def clock(self) -> float:
        return time.time() + self.offset

    def copy(self) -> None:
        """Copy the file as it is: what remains of a process that is killed now."""
        self.copied = self.path.with_name(f"{int(self.path.stem) + 1}.db")
        with closing(sqlite3.connect(self.path)) as source, closing(sqlite3.connect(self.copied)) as target:
            source.backup(target)

    def reopen(self) -> None:
        """Go on with the copy, if one was made."""
        self.close()
        self.path, self.copied = self.copied or self.path, None
        self.open()

    @rule()
    def restart(self) -> None:
        self.reopen()

    @rule(hours=st.integers(-6, 6))
    def set_the_clock(self, hours: int) -> None:
        self.offset = hours * 3600.0

    def teardown(self) -> None:
        self.finish()
        self.close()
        self.folder.cleanup()

    def finish(self) -> None:
        raise NotImplementedError


class InboxMachine(Files):
    """What was answered with 200 is handled at least once, stored once, and marked as done."""

    def __init__(self) -> None:
        self.accepted: set[str] = set()
        self.handled: Counter[str] = Counter()
        self.failing: set[str] = set()
        self.kills = False
        super().__init__()

    def open(self) -> None:
        self.inbox = Inbox(
            self.path, lease=LEASE, attempts=50, first_wait=60, max_wait=600, keep=timedelta(days=99), clock=self.clock
        )
        self.receiver = WebhookReceiver(TOKEN, {OWN}, inbox=self.inbox, max_per_minute=None)
        self.receiver.on("CALL_RECEIVED")(self.handle)

    def close(self) -> None:
        self.inbox.close()

    def handle(self, received) -> None:
        if self.kills and self.copied is None:
            self.copy()
        if received.id in self.failing:
            raise ValueError(received.id)
        self.handled[received.id] += 1

    @rule(number=NUMBERS, times=st.integers(1, 2))
    def deliver(self, number: int, times: int) -> None:
        for _ in range(times):
            request = Request("POST", f"/allo/{TOKEN}", {}, BODIES[number], "203.0.113.7")
            assert self.receiver.handle(request).status == 200
        self.accepted.add(f"call_{number}")

    @rule(failing=st.sets(NUMBERS, max_size=3))
    def work(self, failing: set[int]) -> None:
        self.failing = {f"call_{number}" for number in failing}
        self.inbox.run(self.receiver, drain=True)

    @rule()
    def work_and_be_killed(self) -> None:
        self.failing, self.kills = set(), True
        self.inbox.run(self.receiver, drain=True, workers=1)
        self.kills = False
        self.reopen()

    @invariant()
    def each_event_is_stored_once(self) -> None:
        assert sum(self.inbox.counts().values()) == len(self.accepted)

    def finish(self) -> None:
        self.failing = set()
        for _ in range(2):
            self.offset += 3600
            self.inbox.run(self.receiver, drain=True)
        assert {str(one.state) for one in self.inbox.list()} <= {"done"}
        assert self.accepted == self.handled.keys()


class OutboxMachine(Files):
    """No recipient gets two messages; what is not in doubt is sent."""

    FAULTS = (
        {"disconnect": True, "applied": True},
        {"disconnect": True, "applied": False},
        {"disconnect": True, "before": True},
        {"timeout": True, "applied": True},
        {"status": 500, "applied": True},
        {"status": 500, "applied": False},
        {"status": 429, "headers": {"Retry-After": "0"}},
        {"status": 401, "code": "API_KEY_INVALID"},
        {"truncate": 5},
    )

    def __init__(self) -> None:
        self.mock = MockAllo(contacts=5, calls=5, now=lambda: datetime.now(UTC))
        self.planned: set[int] = set()
        super().__init__()

    def open(self) -> None:
        self.allo = AlloClient(self.mock.api_key, transport=self.mock.transport, pace=None, retry=None)
        self.outbox = Outbox(self.path, self.allo, lease=LEASE, clock=self.clock)

    def close(self) -> None:
        self.outbox.close()
        self.allo.close()

    @rule(number=NUMBERS)
    def plan(self, number: int) -> None:
        self.outbox.add(key=f"k{number}", from_=self.mock.numbers[0], to=f"+1202555010{number}", message="See you")
        self.planned.add(number)

    @rule(faults=st.lists(st.sampled_from(FAULTS), max_size=3))
    def send(self, faults: list[dict]) -> None:
        for fault in faults:
            self.mock.faults.next(path="/sms", **fault)
        with suppress(AlloError):
            self.outbox.send()
        self.mock.faults.clear()

    @rule(before=st.booleans())
    def send_and_be_killed(self, *, before: bool) -> None:
        real = self.mock.answer

        def answer(request: object) -> object:
            if before and self.copied is None:
                self.copy()
            reply = real(request)
            if not before and self.copied is None:
                self.copy()
            if self.copied is not None:
                raise KeyboardInterrupt  # nothing else is sent by this process
            return reply

        self.mock.answer = answer
        with suppress(KeyboardInterrupt):
            self.outbox.send(limit=1)
        self.mock.answer = real
        self.reopen()

    @rule()
    def send_again_what_was_not_found(self) -> None:
        for message in self.outbox.list("in doubt"):
            if message.checked_at is not None:
                self.outbox.retry(message.key)

    @invariant()
    def nobody_gets_two(self) -> None:
        assert max(Counter(message.to_number for message in self.mock.sent).values(), default=0) <= 1

    def finish(self) -> None:
        for _ in range(2):
            self.outbox.send()
            self.send_again_what_was_not_found()
        self.outbox.send()
        assert self.outbox.counts()[MessageState.SENT] == len(self.planned) == len(self.mock.sent)


def test_inbox() -> None:
    """Nothing that was acknowledged is lost, and nothing is stored twice."""
    InboxMachine.TestCase.settings = SETTINGS
    InboxMachine.TestCase().runTest()


def test_outbox() -> None:
    """Nothing is sent twice, and everything is sent in the end."""
    OutboxMachine.TestCase.settings = SETTINGS
    OutboxMachine.TestCase().runTest()
