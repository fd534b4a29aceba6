from __future__ import annotations

import asyncio
import contextvars
import functools
import json
import logging
import threading
from typing import Any, Never

import pytest
import trio

from allo_ext import CallResult
from allo_ext.receiver import CallReceived, CallRinging, Claim, MemoryStore
from allo_ext.testing import event


def body_of(payload):
    return json.dumps(payload).encode()


CALL = body_of(event("CALL_RECEIVED", summary="<private>"))


def sync(receiver, request):
    return receiver.handle(request)


def asynchronous(receiver, request):
    return asyncio.run(receiver.handle_async(request))


def under_trio(receiver, request):
    return trio.run(receiver.handle_async, request)


def inside_a_loop(receiver, request):
    async def main() -> Any:
        return receiver.handle(request)

    return asyncio.run(main())


@pytest.fixture(params=[sync, asynchronous, under_trio, inside_a_loop], ids=lambda way: way.__name__)
def answer(request):
    return request.param


async def pause():
    if threading.current_thread() is not threading.main_thread():
        await asyncio.sleep(0)


class Seen(list):
    def plain(self, event):
        self.append(event)

    async def coroutine(self, event):
        await pause()
        self.append(event)

    async def __call__(self, event) -> Any:
        await self.coroutine(event)


@pytest.fixture(params=["plain", "coroutine", "callable object", "partial", "lambda"])
def handler_of(request):
    def make(seen) -> Any:
        return {
            "plain": seen.plain,
            "coroutine": seen.coroutine,
            "callable object": seen,
            "partial": functools.partial(seen.coroutine),
            "lambda": seen.coroutine,
        }[request.param]

    return make


def test_an_event_is_handled_once(make_receiver, make_request, answer, handler_of):
    """A handler of any kind sees an event once, however often it is delivered, and every delivery is acknowledged."""
    receiver, seen = make_receiver(), Seen()
    receiver.on("CALL_RECEIVED")(handler_of(seen))

    statuses = [answer(receiver, make_request(CALL)).status for _ in range(3)]

    assert statuses == [200, 200, 200]
    assert [(CallReceived, CallResult.ANSWERED)] == [(type(event), event.call.result) for event in seen]


def test_a_handler_that_raises_sees_the_event_again(make_receiver, make_request, answer, handler_of):
    """A failure is 500 and releases the event; the next delivery is handled."""
    receiver, seen = make_receiver(), Seen()
    receiver.on("CALL_RECEIVED")(handler_of(seen))
    failures = [KeyError("<private>"), StopIteration()]

    @receiver.on("CALL_RECEIVED")
    def fail(_) -> None:
        if failures:
            raise failures.pop()

    statuses = [answer(receiver, make_request(CALL)).status for _ in range(4)]

    assert statuses == [500, 500, 200, 200]
    assert len(seen) == 3


def test_a_failure_is_logged_without_the_payload(make_receiver, make_request, caplog, answer):
    """The log names the exception's class and the lines of code, but nothing that came in: not even its own text."""
    receiver = make_receiver()

    @receiver.on("CALL_RECEIVED")
    def store_it(event) -> None:
        try:
            {}[event.call.summary]
        except KeyError as error:
            raise RuntimeError(f"{event.call.from_number} failed") from error

    with caplog.at_level(logging.DEBUG, "allo_ext"):
        answer(receiver, make_request(CALL))

    assert "RuntimeError from KeyError" in caplog.text
    assert "in store_it" in caplog.text
    assert "A handler of CALL_RECEIVED failed" in caplog.text
    assert not [word for word in ("<private>", "+12125550105", "0123456789abcdef") if word in caplog.text]


def test_a_topic_from_outside_is_not_logged(make_receiver, make_request, caplog):
    """What a stranger calls a topic does not reach the log."""
    receiver = make_receiver()
    receiver.on("*")(lambda _: 1 / 0)

    receiver.handle(make_request(b'{"topic": "a\\nline of its own", "data": {"id": 1}}'))

    assert "A handler of an unknown topic failed: ZeroDivisionError" in caplog.text
    assert "line of its own" not in caplog.text


def test_a_refusal_is_logged_by_its_check(make_receiver, make_request, caplog):
    """At the level INFO the log tells which check refused, and nothing of the request."""
    with caplog.at_level(logging.INFO, "allo_ext"):
        make_receiver().handle(make_request(b"<private>", path="/allo/<guess>"))

    assert caplog.messages == ["A delivery was refused by the check on its token (404)."]


def test_one_handler_for_everything(make_receiver, make_request):
    """`*` hears of every event, of unknown topics too; other topics' handlers do not."""
    receiver, everything, calls = make_receiver(), Seen(), Seen()
    receiver.on("*")(everything.plain)
    receiver.on("CALL_RECEIVED")(calls.plain)
    for payload in (event("tag.added", id="t"), event("PING"), event("PING"), event("CALL_RECEIVED")):
        receiver.handle(make_request(body_of(payload)))

    assert [event.topic for event in everything] == ["tag.added", "PING", "PING", "CALL_RECEIVED"]
    assert [event.topic for event in calls] == ["CALL_RECEIVED"]


@pytest.mark.parametrize(
    ("topic", "payload", "expected"),
    [
        pytest.param("call.completed", event("CALL_RECEIVED"), CallReceived, id="by version 2's word"),
        pytest.param("CALL_RECEIVED", event("call.completed"), CallReceived, id="version 2 by version 1's word"),
        pytest.param("call.received", event("call.received"), CallRinging, id="ringing"),
    ],
)
def test_handlers_are_found_by_meaning(make_receiver, make_request, topic, payload, expected):
    """A handler is registered under either version's word; the trap, `call.received`, is ringing."""
    receiver, seen = make_receiver(), Seen()
    receiver.on(topic)(seen.plain)

    receiver.handle(make_request(body_of(payload)))

    assert [expected] == [type(event) for event in seen]


def test_ringing_does_not_reach_handlers_of_ended_calls(make_receiver, make_request):
    """Version 2's `call.received` is acknowledged, and CALL_RECEIVED's handlers do not hear of it."""
    receiver, seen = make_receiver(), Seen()
    receiver.on("CALL_RECEIVED")(seen.plain)

    status = receiver.handle(make_request(body_of(event("call.received")))).status

    assert (status, seen) == (200, [])


def test_one_function_for_several_topics(make_receiver, make_request):
    """`on` takes several topics, and gives the function back."""
    receiver, seen = make_receiver(), Seen()

    @receiver.on("SMS_RECEIVED", "SMS_SENT")
    def keep(event) -> None:
        seen.append(event)

    for topic in ("SMS_RECEIVED", "SMS_SENT"):
        receiver.handle(make_request(body_of(event(topic))))
    keep(None)

    assert len(seen) == 3


def test_both_names_of_a_topic_are_one(make_receiver, make_request):
    """A function for CALL_RECEIVED and call.completed is called once for each call."""
    receiver, seen = make_receiver(), Seen()
    receiver.on("CALL_RECEIVED", "call.completed")(seen.plain)
    receiver.handle(make_request(CALL))

    assert len(seen) == 1


def test_a_repetition_during_the_work_is_sent_away(make_receiver, make_request):
    """While an event is being handled the same one gets 503: acknowledged, it would be lost if the work failed."""
    receiver = make_receiver()
    started, finish, replies = threading.Event(), threading.Event(), []

    @receiver.on("CALL_RECEIVED")
    def slow(_) -> None:
        started.set()
        finish.wait(10)

    first = threading.Thread(target=lambda: replies.append(receiver.handle(make_request(CALL))))
    first.start()
    started.wait(10)
    during = receiver.handle(make_request(CALL))
    finish.set()
    first.join()
    after = receiver.handle(make_request(CALL))

    assert (during.status, during.headers["Retry-After"]) == (503, "10")
    assert [replies[0].status, after.status] == [200, 200]


def test_a_plain_handler_does_not_block_the_loop(make_receiver, make_request):
    """Under `handle_async` plain handlers run in worker threads: many at once, while the loop goes on."""
    receiver, barrier = make_receiver(), threading.Barrier(4)
    receiver.on("CALL_RECEIVED")(lambda _: barrier.wait(10))

    async def main() -> Any:
        calls = [make_request(body_of(event("CALL_RECEIVED"))) for _ in range(4)]
        return await asyncio.gather(*[receiver.handle_async(call) for call in calls])

    assert {200} == {reply.status for reply in asyncio.run(main())}


def test_a_cancelled_delivery_is_free_again(make_receiver, make_request):
    """A server that stops in the middle of a handler leaves the event unhandled, not half claimed."""
    receiver, seen, began = make_receiver(), [], asyncio.Event()

    @receiver.on("CALL_RECEIVED")
    async def endless(event) -> None:
        seen.append(event)
        began.set()
        if len(seen) == 1:
            await asyncio.sleep(60)

    async def main() -> Any:
        task = asyncio.create_task(receiver.handle_async(make_request(CALL)))
        await began.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await receiver.handle_async(make_request(CALL))

    assert asyncio.run(main()).status == 200
    assert len(seen) == 2


def test_the_end_of_the_program_releases_too(make_receiver, make_request):
    """Ctrl-C in a handler goes through, and the event is free."""
    store = MemoryStore()
    receiver = make_receiver(store=store)

    @receiver.on("CALL_RECEIVED")
    def interrupted(_) -> Never:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        receiver.handle(make_request(CALL))

    assert repr(store) == "MemoryStore(done=0, busy=0)"


def test_a_coroutine_function_runs_in_the_context_of_the_request(make_receiver, make_request):
    """Also if `handle` is called inside an event loop, and the coroutine runs in another; Ctrl-C in it goes through."""
    receiver, user, seen = make_receiver(), contextvars.ContextVar("user"), []

    @receiver.on("*")
    async def handler(event) -> None:
        seen.append(user.get())
        if event.topic == "CALL_RECEIVED":
            raise KeyboardInterrupt

    async def main() -> None:
        user.set("Ada")
        receiver.handle(make_request())
        with pytest.raises(KeyboardInterrupt):
            receiver.handle(make_request(CALL))

    asyncio.run(main())

    assert seen == ["Ada", "Ada"]


class Remote:
    """A store such as one over a database: each step takes a while, and may fail."""

    def __init__(self, failing="") -> None:
        self.memory, self.failing, self.steps = MemoryStore(), failing, []

    async def _do(self, step, key) -> Any:
        await pause()
        self.steps.append(step)
        if step == self.failing:
            raise OSError("no database")
        return getattr(self.memory, step)(key)

    def claim(self, key):
        return self._do("claim", key)

    async def confirm(self, key):
        await self._do("confirm", key)

    def release(self, key):
        return self._do("release", key)


@pytest.mark.parametrize(
    ("failing", "raises", "statuses", "steps"),
    [
        pytest.param("", False, [200, 200], ["claim", "confirm", "claim"], id="all is well"),
        pytest.param("", True, [500, 500], ["claim", "release"] * 2, id="the handler fails"),
        pytest.param("claim", False, [500, 500], ["claim"] * 2, id="no claim, no work"),
        pytest.param("confirm", False, [200, 503], ["claim", "confirm", "claim"], id="done, though not noted"),
        pytest.param("release", True, [500, 503], ["claim", "release", "claim"], id="failed, though not noted"),
    ],
)
def test_any_store_will_do(make_receiver, make_request, caplog, answer, failing, raises, statuses, steps):  # noqa: PLR0917
    """A store may be asynchronous, and when it fails that is logged and answered, never raised."""
    store = Remote(failing)
    receiver = make_receiver(store=store)

    @receiver.on("CALL_RECEIVED")
    def handler(_) -> None:
        if raises:
            raise ValueError

    actual = [answer(receiver, make_request(CALL)).status for _ in range(2)]

    assert (statuses, steps) == (actual, store.steps)
    assert ("OSError" in caplog.text) == bool(failing)


def test_no_claim_without_a_handler(make_receiver, make_request):
    """An event that nobody waits for is acknowledged, and not remembered: a handler added later still sees it."""
    store = Remote()
    receiver = make_receiver(store=store)

    assert (receiver.handle(make_request(CALL)).status, store.steps) == (200, [])


def test_a_claim_is_what_stores_answer():
    """The three answers of a store are public."""
    assert {"NEW", "BUSY", "DONE"} == set(Claim.__members__)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("CALL_RECIEVED", "CALL_RECEIVED", id="letters swapped"),
        pytest.param("SMS_RECEIVE", "SMS_RECEIVED", id="a letter missing"),
        pytest.param("call_received", "CALL_RECEIVED", id="small letters"),
        pytest.param("Ping", "PING", id="in both versions"),
        pytest.param("call.complete", "call.completed", id="version 2"),
    ],
)
def test_a_slip_in_a_topic_is_warned_of(make_receiver, written, meant):
    """A handler that would never be called is told of where it is registered, with the topic that was meant."""
    with pytest.warns(UserWarning, match=f"did you mean {meant}\\?") as caught:
        make_receiver().on(written)

    assert __file__ == caught[0].filename


@pytest.mark.parametrize(
    "topic",
    [
        *("*", "CALL_RECEIVED", "CONTACT_UPDATED", "PING", "call.received", "call.completed", "sms.sent"),
        *("call.answered", "call.triggered", "tag.added", "tag.removed", "CONTACT_DELETED", "contact.deleted"),
    ],
)
def test_a_topic_that_may_be_new_is_not_warned_of(make_receiver, make_request, topic):
    """Topics are open: one that no version knows is taken as it is, and its handler is called."""
    receiver, seen = make_receiver(), Seen()
    receiver.on(topic)(seen.plain)

    receiver.handle(make_request(body_of(event("PING" if topic == "*" else topic, id="t"))))

    assert len(seen) == 1
