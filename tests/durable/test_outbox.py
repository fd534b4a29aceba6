from __future__ import annotations

import asyncio
import json
import sqlite3
import threading
from collections import Counter
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import anyio.to_thread
import attrs
import pytest

from allo_ext import (
    AlloClient,
    AlloConnectionError,
    AsyncAlloClient,
    AuthenticationError,
    ConfigurationError,
    InvalidArgumentError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
)
from allo_ext.durable import KeyConflictError, MessageState, Outbox, OutboxMessage, SendReport, SendWindow
from allo_ext.testing import MockAllo, event

OWN = "+12025550143"


def states(outbox: Outbox) -> dict[str, int]:
    return {str(state): number for state, number in outbox.counts().items() if number}


def per_recipient(mock: MockAllo) -> Counter[str]:
    return Counter(message.to_number for message in mock.sent)


def test_planned_messages_are_sent_once(make_outbox, plan, send, mock):
    """A second run sends nothing; the same key is the same message, also after it was sent. A report has names."""
    outbox = make_outbox()
    plan(outbox, 1, 2, 3)
    first = send(outbox)
    plan(outbox, 1, 2, 3)
    second = send(outbox)

    assert (first, second.sent) == (SendReport(sent=3, failed=0, in_doubt=0, planned=0), 0)
    assert (set(per_recipient(mock).values()), states(outbox)) == ({1}, {"sent": 3})
    with pytest.raises(TypeError, match="positional"):
        SendReport(3, 0, 0, 0)


def test_a_record_says_what_was_planned_and_what_became_of_it(make_outbox, plan, send, mock, clock):
    """With the times of its way, in UTC; `list` has the oldest first, and as many as are asked for."""
    outbox = make_outbox(clock=clock)
    plan(outbox, 1)
    planned, clock.now = outbox.get("k1"), clock.now + 60
    plan(outbox, 2)
    send(outbox, key="k1")
    sent, added = outbox.get("k1"), datetime.fromtimestamp(clock.now - 60, UTC)
    expected = {
        "id": 1, "key": "k1", "from_number": mock.numbers[0], "sender_id": None, "to_number": "+12025550101",
        "message": "On our way", "state": "planned", "attempts": 0, "due": None, "error": None, "added_at": added,
        "sending_at": None, "settled_at": None, "checked_at": None,
    }  # fmt: skip
    at = added + timedelta(seconds=60)

    assert attrs.asdict(planned) == expected
    assert attrs.asdict(sent) == {**expected, "state": "sent", "attempts": 1, "sending_at": at, "settled_at": at}
    assert ([one.key for one in outbox.list()], [one.key for one in outbox.list(limit=1)]) == (["k1", "k2"], ["k1"])
    assert outbox.get("k9") is None
    with pytest.raises(TypeError, match="positional"):
        OutboxMessage(*attrs.astuple(sent))


def test_a_batch_counts_what_is_new(make_outbox, mock):
    """What is in the outbox already is not."""
    outbox = make_outbox()
    rows = [{"key": key, "from_": mock.numbers[0], "to": "+12025550101", "message": key} for key in "abcd"]

    assert [outbox.add_all(rows[:3]), outbox.add_all(rows[1:]), outbox.add_all(rows)] == [3, 1, 0]


def test_one_message_can_be_sent_alone(make_outbox, plan, send, mock):
    """The others stay planned, also after it was sent."""
    outbox = make_outbox()
    plan(outbox, 1, 2, 3)
    first = send(outbox, key="k2")
    again = send(outbox, key="k2")
    unknown = send(outbox, key="k9")

    assert ((first.sent, first.planned), again.sent, unknown.sent) == ((1, 2), 0, 0)
    assert [message.to_number for message in mock.sent] == ["+12025550102"]
    assert send(outbox).sent == 2


def test_several_messages_can_be_sent_alone(make_outbox, plan, send, mock):
    """Only those under the keys, of which some may be unknown; no keys are no messages."""
    outbox = make_outbox()
    plan(outbox, 1, 2, 3, 4)
    chosen = send(outbox, keys={"k4", "k2", "k9"})
    none = send(outbox, keys=[])

    assert (chosen.sent, chosen.planned, none.sent) == (2, 2, 0)
    assert [message.to_number for message in mock.sent] == ["+12025550102", "+12025550104"]
    for wrong in ({"keys": "k1"}, {"key": "k1", "keys": ["k3"]}):
        with pytest.raises(InvalidArgumentError) as caught:
            send(outbox, **wrong)
        assert caught.value.field == "keys"


def test_another_message_under_a_key_is_an_error(make_outbox, plan, mock):
    """Whichever part differs; nothing of the batch is planned."""
    outbox = make_outbox()
    plan(outbox, 1)
    same = {"key": "k1", "from_": mock.numbers[0], "to": "+12025550101", "message": "On our way"}
    for change in ({"message": "Hello"}, {"to": "+12025550199"}, {"from_": mock.numbers[1]}):
        with pytest.raises(KeyConflictError) as caught:
            outbox.add_all([{**same, "key": "new"}, {**same, **change}])
        assert (caught.value.field, "'k1'" in str(caught.value)) == ("key", True)

    assert (outbox.add(**same), states(outbox)) == (False, {"planned": 1})


def test_numbers_are_compared_in_any_notation(make_outbox, plan, mock):
    """`to` and `from_` are kept in E.164."""
    outbox = make_outbox()
    plan(outbox, 1)

    assert not outbox.add(key="k1", from_=mock.numbers[0], to="+1 (202) 555-0101", message="On our way")


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"key": ""}, "key"),
        ({"message": ""}, "message"),
        ({"to": "nobody"}, "number"),
        ({"to": ""}, "to"),
        ({"from_": None}, "from_"),
        ({"sender_id": "Shop"}, "from_"),
    ],
    ids=str,
)
def test_arguments_are_checked(make_outbox, mock, over, field):
    """When a message is planned, and not when it is sent."""
    given = {"key": "k", "from_": mock.numbers[0], "to": "+12025550101", "message": "On our way", **over}
    with pytest.raises(InvalidArgumentError) as caught:
        make_outbox().add(**given)

    assert field == caught.value.field


def test_a_message_is_sending_before_its_request_leaves(make_outbox, plan, send, mock, path):
    """At the moment of the request another program finds it so in the file."""
    outbox = make_outbox()
    plan(outbox, 1)
    seen = []

    def look(_: object) -> None:
        with closing(sqlite3.connect(path)) as file:
            seen.extend(file.execute("SELECT state FROM allo_outbox").fetchall())

    real = mock.answer
    mock.answer = lambda request: (look(request), real(request))[1]
    send(outbox)

    assert seen[0] == ("sending",)


@pytest.mark.parametrize("arrived", [True, False], ids=["arrived", "lost"])
def test_a_lost_answer_is_settled_by_the_conversation(make_outbox, plan, send, mock, arrived):
    """A message that arrived is found there and sent; one that did not stays in doubt, however often `send` runs."""
    outbox = make_outbox()
    plan(outbox, 1, 2)
    mock.faults.next(path="/sms", disconnect=True, applied=arrived)
    report = send(outbox)
    again = send(outbox)

    assert (report.sent, report.in_doubt, again.sent) == (1, 0 if arrived else 1, 0)
    assert states(outbox) == ({"sent": 2} if arrived else {"in doubt": 1, "sent": 1})
    assert set(per_recipient(mock).values()) == {1}


def test_what_is_not_in_the_conversation_can_be_sent_again(make_outbox, plan, send, mock, caplog):
    """By `retry`, and only after it was looked for. That it could not be looked for is logged."""
    outbox = make_outbox()
    plan(outbox, 1)
    mock.faults.next(path="/sms", disconnect=True, applied=False)
    mock.faults.next(path="/search", status=403)
    send(outbox)
    with pytest.raises(InvalidArgumentError, match="settle") as caught:
        outbox.retry("k1")
    assert caught.value.field == "key"
    send(outbox)
    checked = outbox.get("k1")
    outbox.retry("k1")
    send(outbox)

    assert checked is not None
    assert (checked.state, checked.error, checked.checked_at is None) == ("in doubt", "AlloConnectionError", False)
    (warned,) = [one for one in caplog.records if one.name == "allo_ext.durable"]
    assert warned.getMessage().endswith(": PermissionDeniedError")
    assert (states(outbox), set(per_recipient(mock).values())) == ({"sent": 1}, {1})


def test_what_is_in_doubt_again_must_be_looked_for_again(make_outbox, plan, send, mock):
    """That it was not found before its second request says nothing of the second. Both have one idempotency key."""
    outbox = make_outbox()
    plan(outbox, 1, 2)
    mock.faults.next(path="/sms", disconnect=True, applied=False)
    send(outbox)
    outbox.retry("k1")
    mock.faults.next(path="/sms", disconnect=True, applied=True)
    mock.faults.next(path="/search", status=403)
    send(outbox)
    with pytest.raises(InvalidArgumentError, match="settle"):
        outbox.retry("k1")
    keys = [request.headers["idempotency-key"] for request in mock.requests if request.path.endswith("/sms")]

    assert (outbox.get("k1").state, outbox.get("k1").attempts) == ("in doubt", 2)
    assert (keys[0] == keys[2], len(set(keys))) == (True, 2)


def test_what_the_conversation_shows_of_another_line_is_another_message(make_outbox, send, mock):
    """The same text to the same person from two lines is two messages, each found by itself."""
    outbox = make_outbox()
    for key, line in (("other", 1), ("arrived", 0), ("lost", 2)):
        outbox.add(key=key, from_=mock.numbers[line], to="+12025550101", message="On our way")
    send(outbox, key="other")
    for key, applied in (("arrived", True), ("lost", False)):
        mock.faults.next(path="/sms", disconnect=True, applied=applied)
        send(outbox, key=key)

    assert {one.key: str(one.state) for one in outbox.list()} == {
        "other": "sent", "arrived": "sent", "lost": "in doubt",
    }  # fmt: skip


@pytest.mark.parametrize("arrived", [True, False], ids=["arrived", "lost"])
def test_another_text_of_the_same_line_is_another_message(make_outbox, send, mock, arrived):
    """One that was sent before is neither taken for the one in doubt nor counted for it."""
    outbox = make_outbox()
    for key, text in (("before", "We are late"), ("now", "On our way")):
        outbox.add(key=key, from_=mock.numbers[0], to="+12025550101", message=text)
    send(outbox, key="before")
    mock.faults.next(path="/sms", disconnect=True, applied=arrived)
    send(outbox)

    assert outbox.get("now").state == ("sent" if arrived else "in doubt")


@pytest.mark.parametrize("days", [0, 1.01], ids=["of the recipient", "more than a day old"])
def test_neither_an_old_message_nor_one_of_the_recipient_is_the_one_in_doubt(  # noqa: PLR0917 (fixtures)
    make_outbox, plan, send, mock, clock, days
):
    """Though its text is the same. The time at which it was looked for is noted, and it is not settled."""
    clock.now = datetime.now(UTC).timestamp() + days * 86_400
    outbox, direction = make_outbox(clock=clock), "OUTBOUND" if days else "INBOUND"
    mock.simulate_sms(
        contact_number="+12025550101", allo_number=mock.numbers[0], content="On our way", direction=direction
    )
    plan(outbox, 1)
    mock.faults.next(path="/sms", disconnect=True, applied=False)
    send(outbox)
    doubtful = outbox.get("k1")

    assert (doubtful.state, doubtful.settled_at) == ("in doubt", None)
    assert doubtful.checked_at == datetime.fromtimestamp(clock.now, UTC)


def test_settle_looks_for_all_that_is_in_doubt_and_counts_what_it_finds(mock, path, plan):
    """Two of three arrived."""
    with (
        AlloClient(mock.api_key, transport=mock.transport, pace=None, retry=None) as allo,
        Outbox(path, allo) as outbox,
    ):
        plan(outbox, 1, 2, 3)
        mock.faults.next(path="/search", status=403, times=3)
        for key, applied in (("k1", True), ("k2", False), ("k3", True)):
            mock.faults.next(path="/sms", disconnect=True, applied=applied)
            outbox.send(key=key)

        assert (outbox.counts()["in doubt"], outbox.settle(), outbox.settle()) == (3, 2, 0)
        assert [one.key for one in outbox.list("in doubt")] == ["k2"]


def test_a_message_is_found_although_clocks_differ_and_blanks_are_cut(make_outbox, send, mock, clock):
    """By six hours, in which the API's clock is behind; and at the ends of the text."""
    clock.now = datetime.now(UTC).timestamp() + 6 * 3600
    outbox = make_outbox(clock=clock)
    outbox.add(key="k", from_=mock.numbers[0], to="+12025550101", message="On our way\n")
    mock.faults.next(path="/sms", disconnect=True, applied=False)
    send(outbox)
    mock.simulate_sms(
        contact_number="+12025550101", allo_number=mock.numbers[0], content="On our way", direction="OUTBOUND"
    )
    send(outbox)

    assert states(outbox) == {"sent": 1}


@pytest.mark.parametrize("fault", [{"applied": False}, {"before": True}], ids=["lost", "did not leave"])
def test_a_sender_that_was_taken_for_dead_changes_nothing(make_outbox, plan, send, mock, path, fault):  # noqa: PLR0917
    """What others found out meanwhile stays: a message that is known to be sent is not planned again."""
    outbox = make_outbox()
    plan(outbox, 1)
    real = mock.answer

    def settle_then_answer(request: object) -> object:
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("UPDATE allo_outbox SET state = 'sent', owner = NULL")
        mock.answer = real
        return real(request)

    mock.answer = settle_then_answer
    mock.faults.next(path="/sms", disconnect=True, **fault)
    with suppress(AlloConnectionError):
        send(outbox)
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT count(*) FROM allo_worker").fetchone() == (0,)  # it has ended

    assert states(outbox) == {"sent": 1}


def test_sending_one_message_does_not_wait_for_others(make_outbox, plan, send, path):
    """Which another process is sending."""
    outbox = make_outbox(lease=5)
    plan(outbox, 1, 2)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("INSERT INTO allo_worker VALUES ('other', 1)")
        file.execute("UPDATE allo_outbox SET state = 'sending', owner = 'other' WHERE key = 'k2'")
    send(outbox, key="k1")

    assert states(outbox) == {"sending": 1, "sent": 1}


def test_a_message_in_doubt_can_be_confirmed(make_outbox, plan, send, mock):
    """Its recipient got it: it is sent, and nothing else changes."""
    outbox = make_outbox()
    plan(outbox, 1, 2)
    mock.faults.next(path="/sms", disconnect=True, applied=False)
    send(outbox, keys=["k1"])
    outbox.confirm("k1")

    assert (states(outbox), outbox.get("k1").settled_at is not None) == ({"sent": 1, "planned": 1}, True)
    for key in ("k1", "k2", "k9"):
        with pytest.raises(InvalidArgumentError) as caught:
            outbox.confirm(key)
        assert caught.value.field == "key"


@pytest.mark.parametrize("state", ["sent", "planned"])
def test_nothing_else_can_be_sent_again(make_outbox, plan, send, state):
    """Neither what was sent, nor a key that does not exist."""
    outbox = make_outbox()
    plan(outbox, 1)
    if state == "sent":
        send(outbox)
    for key, problem in (("k1", f"is {state}"), ("k2", "not in the outbox")):
        with pytest.raises(InvalidArgumentError, match=problem) as caught:
            outbox.retry(key)
        assert caught.value.field == "key"


def test_the_same_text_twice_to_one_person_is_two_messages(make_outbox, send, mock):
    """One message in the conversation settles one of them."""
    outbox = make_outbox()
    for key in ("a", "b"):
        outbox.add(key=key, from_=mock.numbers[0], to="+12025550101", message="On our way")
    mock.faults.next(path="/sms", disconnect=True, applied=True)
    mock.faults.next(path="/sms", disconnect=True, applied=False)
    send(outbox)

    assert states(outbox) == {"in doubt": 1, "sent": 1}


def test_a_refused_message_is_failed_with_its_code(make_outbox, plan, send, mock):
    """The others are sent; it can be sent again."""
    outbox = make_outbox()
    plan(outbox, 1)
    outbox.add(key="wrong", from_="+12025550199", to="+12025550150", message="On our way")
    outbox.add(key="long", from_=mock.numbers[0], to="+12025550151", message="x" * 1001)
    report = send(outbox)
    failed = {one.key: one.error for one in outbox.list("failed")}
    assert all(one.settled_at is not None for one in outbox.list("failed"))
    outbox.retry("wrong")

    assert (report.sent, report.failed) == (1, 2)
    assert failed == {"wrong": "NotFoundError FROM_NUMBER_NOT_FOUND", "long": "InvalidArgumentError message"}
    assert states(outbox) == {"failed": 1, "planned": 1, "sent": 1}


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"disconnect": True, "before": True}, AlloConnectionError),
        ({"status": 401, "code": "API_KEY_INVALID"}, AuthenticationError),
        ({"status": 403, "code": "INSUFFICIENT_SCOPE"}, PermissionDeniedError),
        ({"status": 429, "headers": {"Retry-After": "61"}}, RateLimitError),
        *(
            ({"status": 429, "code": f"{period}SMS_LIMIT_REACHED"}, RateLimitError)
            for period in ("", "DAILY_", "TRIAL_")
        ),
    ],
    ids=["no connection", "key", "scope", "quota", "limit", "daily limit", "trial limit"],
)
def test_a_failure_of_all_is_raised_and_the_rest_stays_planned(  # noqa: PLR0917
    make_outbox, plan, send, mock, fault, error
):
    """The next run sends them."""
    outbox = make_outbox()
    plan(outbox, 1, 2)
    mock.faults.next(path="/sms", **fault)
    with pytest.raises(error):
        send(outbox)

    assert (states(outbox), outbox.get("k1").error) == (
        {"planned": 2},
        " ".join(filter(None, (error.__name__, fault.get("code")))),
    )
    assert send(outbox).sent == 2


def test_three_doubts_in_a_row_stop_the_run(make_outbox, plan, send, mock):
    """An API that fails does not put the whole outbox in doubt."""
    outbox = make_outbox()
    plan(outbox, *range(1, 9))
    mock.faults.next(path="/sms", status=500, times=8)
    with pytest.raises(ServerError):
        send(outbox)

    assert states(outbox) == {"in doubt": 3, "planned": 5}


def test_doubts_that_are_not_in_a_row_do_not_stop_the_run(make_outbox, plan, send, mock):
    """Two, then one that is sent, then two."""
    outbox = make_outbox()
    plan(outbox, *range(1, 6))

    def fail_two(message: object = None) -> None:
        if message is None or message.key == "k3":
            mock.faults.next(path="/sms", times=2, status=500, applied=False)

    fail_two()
    send(outbox, progress=fail_two)

    assert states(outbox) == {"in doubt": 4, "sent": 1}


def test_a_short_rate_limit_is_waited_for(make_outbox, send, mock, plan, monkeypatch):
    """A minute at most, as long as the API says, else a second; then as `per_minute` says. Not for what is refused."""
    outbox, waits, in_thread = make_outbox(), [], []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    is_async = isinstance(outbox._allo, AsyncAlloClient)
    monkeypatch.setattr(anyio, "sleep", sleep)  # a task can be cancelled while it sleeps, a thread cannot
    outbox._sending = attrs.evolve(outbox._sending, sleep=(in_thread if is_async else waits).append)
    plan(outbox, 1)
    for headers in ({"Retry-After": "60"}, {"Retry-After": "7"}, {}):
        mock.faults.next(path="/sms", status=429, headers=headers)
    first = send(outbox)
    outbox.add(key="wrong", from_="+12025550199", to="+12025550150", message="On our way")
    plan(outbox, 2)
    second = send(outbox, per_minute=30)

    assert (first.sent, second.sent, second.failed, waits) == (1, 1, 1, [60.0, 7.0, 1.0, 2.0, 2.0])
    assert in_thread == []


def test_the_message_of_a_killed_process_is_in_doubt(make_outbox, plan, send, mock, path):
    """A copy of the file, made while the request is under way, is what it leaves. It is not sent again."""
    outbox = make_outbox()
    plan(outbox, 1, 2)
    left = path.with_name("left.db")
    real = mock.answer

    def copy_then_answer(request: object) -> object:
        if not left.exists():
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(left)) as target:
                source.backup(target)
        return real(request)

    mock.answer = copy_then_answer
    send(outbox, limit=1)
    after = make_outbox(path=left)

    assert states(after) == {"planned": 1, "sending": 1}

    send(after)

    assert (states(after), set(per_recipient(mock).values())) == ({"sent": 2}, {1})


def test_an_interrupted_request_is_in_doubt(make_outbox, plan, send, mock):
    """Ctrl-C during the request: nobody knows whether it left."""
    outbox = make_outbox()
    plan(outbox, 1, 2)
    real = mock.answer

    def interrupt(request: object) -> object:
        real(request)
        raise KeyboardInterrupt

    mock.answer = interrupt
    with pytest.raises(KeyboardInterrupt):
        send(outbox)
    mock.answer = real

    assert (states(outbox), outbox.get("k1").error) == ({"in doubt": 1, "planned": 1}, "KeyboardInterrupt")
    assert send(outbox).sent == 1
    assert set(per_recipient(mock).values()) == {1}


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_a_stop_before_the_request_leaves_no_doubt(make_outbox, mock, plan, send, stop):
    """While the client waits for its pace, nothing has left: the message stays planned, and the next run sends it."""

    class Interrupted:
        stops = True

        def reserve(self, kind: str) -> float:
            if self.stops and kind == "write":
                raise stop
            return 0.0

    class InterruptedToo(Interrupted):
        async def reserve(self, kind: str) -> float:
            return super().reserve(kind)

    try:
        asynchronous = make_outbox().settle() > 0
    except ConfigurationError:
        asynchronous = True
    pace = InterruptedToo() if asynchronous else Interrupted()
    client = AsyncAlloClient if asynchronous else AlloClient
    outbox = make_outbox(allo=client(mock.api_key, transport=mock.transport, pace=pace, retry=None))
    plan(outbox, 1, 2)
    with pytest.raises(stop):
        send(outbox)
    pace.stops = False

    assert states(outbox) == {"planned": 2}
    assert (send(outbox).sent, set(per_recipient(mock).values())) == (2, {1})


def test_a_task_that_is_cancelled_while_it_waits_for_the_pace_leaves_no_doubt(path, plan, mock):
    """Not for a message, as its request has not left."""

    async def sending() -> Outbox:
        waits = asyncio.Event()

        class Slow:
            async def reserve(self, _kind: str) -> float:
                waits.set()
                return 600.0

        outbox = Outbox(path, AsyncAlloClient(mock.api_key, transport=mock.transport, pace=Slow()))
        plan(outbox, 1)
        task = asyncio.create_task(outbox.send_async())
        await waits.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return outbox

    with asyncio.run(sending()) as outbox:
        assert (states(outbox), mock.sent) == ({"planned": 1}, [])


def test_a_task_that_is_cancelled_before_the_request_leaves_no_doubt(path, plan, mock):
    """The message was claimed already: it is planned again."""
    cancelled = threading.Event()

    async def sending() -> Outbox:
        outbox = Outbox(path, AsyncAlloClient(mock.api_key, transport=mock.transport, pace=None))
        plan(outbox, 1)
        loop, submit = asyncio.get_running_loop(), outbox._file.submit

        def cancel_and_claim(job: Any) -> Any:
            if getattr(job, "func", job).__name__ == "claim":
                loop.call_soon_threadsafe(lambda: (task.cancel(), cancelled.set()))
                assert cancelled.wait(30)
            return submit(job)

        outbox._file.submit = cancel_and_claim
        task = asyncio.create_task(outbox.send_async())
        with pytest.raises(asyncio.CancelledError):
            await task
        return outbox

    with asyncio.run(sending()) as outbox:
        assert (states(outbox), mock.sent) == ({"planned": 1}, [])


def test_nothing_is_awaited_between_the_claim_of_a_message_and_its_request(path, plan, mock, monkeypatch):
    """A task can be cancelled wherever it waits: after the request has begun, the message would be in doubt."""
    done, in_thread, answer = [], anyio.to_thread.run_sync, mock.answer

    async def run_in_thread(call: Any) -> Any:
        done.append("thread")
        return await in_thread(call)

    async def main() -> None:
        with Outbox(path, AsyncAlloClient(mock.api_key, transport=mock.transport, pace=None)) as outbox:
            plan(outbox, 1)
            submit = outbox._file.submit
            outbox._file.submit = lambda job: (done.append(getattr(job, "func", job).__name__), submit(job))[1]
            monkeypatch.setattr(anyio.to_thread, "run_sync", run_in_thread)
            await outbox.send_async()

    mock.answer = lambda request: (done.append("request"), answer(request))[1]
    asyncio.run(main())

    assert done[: done.index("request")] == ["thread", "_beat", "thread", "claim"]


def test_two_senders_share_an_outbox(make_outbox, plan, mock):
    """Each message is sent by one of them."""
    allo = AsyncAlloClient(mock.api_key, transport=mock.transport, pace=None)
    outboxes = [make_outbox(allo=allo, lease=60) for _ in range(2)]
    plan(outboxes[0], *range(1, 31))

    async def both() -> list[int]:
        return [report.sent for report in await asyncio.gather(*[one.send_async() for one in outboxes])]

    assert (sum(asyncio.run(both())), set(per_recipient(mock).values())) == (30, {1})


def test_sending_can_be_limited_and_watched(make_outbox, plan, send):
    """`limit` messages; `progress` gets each with its new state, without showing to whom."""
    outbox = make_outbox()
    plan(outbox, 1, 2, 3)
    seen = []
    report = send(outbox, limit=2, per_minute=60_000, progress=seen.append)

    assert (report.sent, report.planned) == (2, 1)
    assert [(one.key, one.state) for one in seen] == [("k1", MessageState.SENT), ("k2", MessageState.SENT)]
    assert "5550101" not in repr(seen)
    assert "way" not in repr(seen)


def test_messages_under_a_sender_id(make_outbox, send, mock):
    """For SMS to France. They are found in the conversation, too."""
    outbox = make_outbox()
    for number in (1, 2):
        outbox.add(key=f"fr-{number}", sender_id=mock.sender_id, to=f"+3363998000{number}", message="Bonjour")
    mock.faults.next(path="/sms", disconnect=True, applied=True)
    send(outbox)

    assert (states(outbox), set(per_recipient(mock).values())) == ({"sent": 2}, {1})


def test_suppressed_numbers_get_nothing(make_outbox, plan, send, mock, path, clock):  # noqa: PLR0917 (fixtures)
    """Also if they are suppressed after the message was planned. The file says since when, and why."""
    outbox = make_outbox(clock=clock)
    plan(outbox, 1, 2)
    outbox.suppress("+1 202 555 0101", reason="asked on the phone")
    outbox.suppress("+12025550109")
    with closing(sqlite3.connect(path)) as file:
        noted = file.execute("SELECT * FROM allo_suppressed ORDER BY number").fetchall()
    assert noted == [("+12025550101", clock.now, "asked on the phone"), ("+12025550109", clock.now, "")]
    outbox.unsuppress("+12025550109")
    report = send(outbox)
    outbox.unsuppress("+12025550101")

    assert (report.sent, report.failed, list(per_recipient(mock))) == (1, 0, ["+12025550102"])
    assert [(one.key, one.error) for one in outbox.list("failed")] == [("k1", "The number is on the suppression list.")]
    assert outbox.suppressed() == ()


@pytest.mark.parametrize(("content", "expected"), [("STOP", True), ("See you", False)], ids=["stop", "other"])
def test_a_reply_of_stop_suppresses_its_sender(  # noqa: PLR0917
    make_outbox, make_receiver, deliver, path, content, expected
):
    """Fed by SMS_RECEIVED; outgoing messages do not count. The reason is noted."""
    outbox = make_outbox()
    receiver = make_receiver(numbers=None)
    outbox.watch(receiver)
    for way, sender, to in (("INBOUND", "+12025550101", OWN), ("OUTBOUND", OWN, "+12025550102")):
        body = event("SMS_RECEIVED", direction=way, from_number=sender, to_number=to, content=content, id=way)
        assert deliver(receiver, json.dumps(body).encode()) == 200

    assert outbox.suppressed() == (("+12025550101",) if expected else ())
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT reason FROM allo_suppressed").fetchall() == [("reply",)] * expected


def test_outside_the_window_messages_wait(make_outbox, plan, send, clock):
    """Until it opens for the recipient's number; a clock that is set back delays nothing beyond that."""
    clock.now = datetime(2026, 7, 12, 14, 0, tzinfo=UTC).timestamp()  # a Sunday
    outbox = make_outbox(clock=clock, window={"US": SendWindow()})
    plan(outbox, 1)
    outbox.add(key="gb", from_="+12025550143", to="+447700900123", message="Hello")
    sunday = send(outbox)
    due = outbox.get("k1").due
    clock.now = datetime(2026, 7, 13, 12, 0, tzinfo=UTC).timestamp()

    assert (sunday.planned, due, outbox.get("gb").state) == (1, datetime(2026, 7, 13, 12, 0, tzinfo=UTC), "failed")
    assert send(outbox).sent == 1


def test_a_message_whose_window_never_opens_is_failed_and_the_others_are_sent(make_outbox, send, mock, clock):
    """Such as one for Fridays in Paris, of which the next two are holidays."""
    clock.now = datetime(2026, 12, 19, 14, 0, tzinfo=UTC).timestamp()
    outbox = make_outbox(clock=clock, window={"FR": SendWindow(days=[4]), "*": SendWindow()})
    for key, to in (("never", "+33639980001"), ("now", "+12125550143")):
        outbox.add(key=key, from_=mock.numbers[0], to=to, message="Hello")
    send(outbox)
    never = outbox.get("never")

    assert (never.state, never.error) == ("failed", "The send window does not open for this number.")
    assert (never.settled_at, outbox.get("now").state) == (datetime.fromtimestamp(clock.now, UTC), "sent")


def test_old_messages_are_emptied_and_their_keys_stay(make_outbox, plan, send, clock, mock):
    """Nothing personal is left, and nothing is sent a second time."""
    outbox = make_outbox(clock=clock)
    plan(outbox, 1)
    send(outbox)
    clock.now += 90 * 86_400
    assert outbox.forget() == 0
    clock.now += 1
    forgotten = outbox.forget()
    with pytest.raises(KeyConflictError):
        plan(outbox, 1)

    assert (forgotten, outbox.get("k1").to_number, len(mock.sent)) == (1, "", 1)


def test_an_outbox_without_the_right_client_does_not_send(path, mock):
    """It says which method to use."""
    for allo in (None, AsyncAlloClient("key", transport=mock.transport)):
        for method in ("send", "settle"):
            with Outbox(path, allo) as outbox, pytest.raises(ConfigurationError, match="AlloClient"):
                getattr(outbox, method)()
    with (
        AlloClient("key", transport=mock.transport) as allo,
        Outbox(path, allo) as outbox,
        pytest.raises(ConfigurationError, match="AsyncAlloClient"),
    ):
        asyncio.run(outbox.send_async())


@pytest.mark.parametrize("over", [{"limit": 0}, {"per_minute": -1}], ids=str)
def test_limits_are_checked(make_outbox, send, over):
    """Zero is a mistake. So is an unknown state."""
    with pytest.raises(InvalidArgumentError, match=next(iter(over))):
        send(make_outbox(), **over)
    with pytest.raises(InvalidArgumentError, match="in doubt"):
        make_outbox().list("unsent")
