from __future__ import annotations

import asyncio
import contextvars
import functools
import json
import logging
import re
import threading
from typing import Any, Never

import anyio.to_thread
import pytest
import trio

from allo_ext import CallResult, Topic, v2
from allo_ext.receiver import CallReceived, CallRinging, Claim, MemoryStore, WebhookReceiver
from allo_ext.receiver._events.envelope import meaning
from allo_ext.testing import event

TOKEN, OWN = "0123456789abcdefABCDEF", "+12025550143"


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


def test_a_failure_is_logged_with_its_causes_and_its_last_lines(make_receiver, make_request, caplog):
    """A dozen of each at most. A cause that a handler hides is not shown; a failure of the store has no event."""
    receiver = make_receiver()

    def endless(depth: int) -> None:
        if depth:
            endless(depth - 1)
        error = OverflowError()
        for _ in range(20):
            error, error.__cause__ = OverflowError(), error
        raise error

    @receiver.on("CALL_RECEIVED")
    def fail(_) -> None:
        number = len(caplog.messages)
        if number == 2:
            endless(30)
        if number == 3:
            one, other = LookupError(), OSError()
            one.__cause__, other.__cause__ = other, one
            raise one
        try:
            {}["<private>"]
        except KeyError:
            if number:
                int("<private>")
            raise TypeError from None

    for _ in range(4):
        receiver.handle(make_request(CALL))
    failing = make_receiver(store=Remote("claim"))
    failing.on("CALL_RECEIVED")(print)
    failing.handle(make_request(CALL))
    lines = [message.split("\n") for message in caplog.messages]

    assert [line[0].partition(": ")[2].partition(" (")[0] for line in lines] == [
        "TypeError", "ValueError from KeyError", " from ".join(["OverflowError"] * 12),
        "LookupError from OSError", "OSError",
    ]  # fmt: skip
    assert lines[4][0] == "The store failed: OSError"
    assert {record.name for record in caplog.records} == {"allo_ext.receiver"}
    assert len(lines[2]) == 13
    assert [line.rpartition(" in ")[2] for line in lines[2][1:]] == ["endless"] * 12


def test_the_log_names_every_topic_that_is_known(make_receiver, make_request, caplog):
    """Of both versions. A slip in any of them is warned of."""
    receiver = make_receiver(numbers=None, max_per_minute=None)
    receiver.on("*")(lambda _: 1 / 0)
    topics = [*map(str, [*Topic, *v2.Topic]), "partner.esim.ready"]
    for topic in topics:
        receiver.handle(make_request(body_of({**event(topic), "topic": topic})))
        with pytest.warns(UserWarning, match=rf"did you mean {re.escape(topic)}\?"):
            receiver.on(topic[:-1])
    named = {str(meaning(topic)) for topic in topics}

    assert {message.partition(" failed")[0] for message in caplog.messages} == {f"A handler of {one}" for one in named}


def test_a_refusal_is_logged_by_its_check(make_request, caplog, signed, secret):
    """At the level INFO the log tells which check refused, and nothing of the request."""
    settings = {
        "secret": secret,
        "max_body": 500,
        "max_per_minute": 3,
        "networks": ["203.0.113.0/24"],
        "numbers": {OWN},
    }
    receiver = WebhookReceiver(TOKEN, **settings)
    path, foreign = f"/{TOKEN}", body_of(event("SMS_SENT", from_number="+12125550199", to_number="+12125550198"))
    headers = signed(b"{}")
    requests = {
        "https (403)": {"scheme": "http"},
        "source network (403)": {"client": "198.51.100.1"},
        "token (404)": {"path": "/allo/<guess>"},
        "signature (401)": {"headers": {**headers, "webhook-timestamp": "1"}},
        "declared size (413)": {"path": path, "headers": {"content-length": "501"}},
        "size (413)": {"path": path, "body": b"x" * 501},
        "method (405)": {"path": path, "method": "PUT", "client": "203.0.113.8"},
        "signature (401) ": {"headers": headers, "body": b"<private>"},
        "content (400)": {"path": path, "client": "203.0.113.8", "body": b"<private>"},
        "own number (403)": {"path": path, "client": "203.0.113.8", "body": foreign},
        "rate (429)": {"path": path, "client": "203.0.113.8"},
    }
    with caplog.at_level(logging.INFO, "allo_ext"):
        replies = [
            receiver.handle(make_request(over.pop("body", b"{}"), **{"path": "/", **over}))
            for over in requests.values()
        ]

    said = [f"A delivery was refused by the check on its {name.strip()}." for name in requests]
    assert caplog.messages == said
    assert {reply.headers["Content-Type"] for reply in replies} == {"text/plain; charset=utf-8"}


def test_what_may_succeed_later_says_when(make_receiver, make_request):
    """Every reply that asks for a repetition has Retry-After, in seconds."""

    def fails(*_: object) -> Never:
        raise OSError

    class Busy(MemoryStore):
        def claim(self, key: str) -> Claim:
            super().claim(key)
            return super().claim(key)

    class Full:
        put = fails

    ways = [{"numbers": fails}, {"store": Busy()}, {"store": Remote("claim")}, {"inbox": Full()}]
    replies = []
    for over in ways:
        receiver = make_receiver(**over)
        receiver.on("CALL_RECEIVED")(print)
        replies.append(receiver.handle(make_request(CALL)))

    assert [(reply.status, reply.headers["Retry-After"]) for reply in replies] == [
        (503, "30"), (503, "10"), (500, "10"), (503, "10"),
    ]  # fmt: skip


def test_a_client_has_a_hundred_requests_a_minute_and_a_body_a_mebibyte(make_receiver, make_request):
    """Unless something else is set."""
    receiver = make_receiver()
    large = [make_request(b" " * size, headers={"content-length": str(size)}) for size in (1_048_576, 1_048_577)]
    replies = [receiver.handle(request).status for request in large]
    replies += [receiver.handle(make_request()).status for _ in range(99)]

    assert replies == [400, 413, *[200] * 98, 429]


def test_a_coroutine_function_of_any_kind_needs_no_worker_thread(make_receiver, make_request, monkeypatch):
    """Neither as a handler nor as the store; nor does the store in memory."""
    threads = []

    async def run_sync(call, *_: Any, **__: Any) -> Any:
        threads.append(call)
        return call()

    monkeypatch.setattr(anyio.to_thread, "run_sync", run_sync)
    seen = Seen()
    for store in (MemoryStore(), Awaited()):
        receiver = make_receiver(store=store)
        for handler in (seen.coroutine, seen, functools.partial(seen.coroutine)):
            receiver.on("CALL_RECEIVED")(handler)
        fails = [ValueError()]

        @receiver.on("CALL_RECEIVED")
        async def fail_once(_, fails=fails) -> None:
            if fails:
                raise fails.pop()

        assert [asynchronous(receiver, make_request(CALL)).status for _ in range(3)] == [500, 200, 200]

    assert (len(seen), threads) == (12, [])


def test_a_plain_store_and_a_plain_handler_do_not_block_the_loop(make_receiver, make_request):
    """They run in a worker thread, all steps of them."""
    where = []

    class Blocking(MemoryStore):
        def claim(self, key: str) -> Claim:
            where.append(threading.current_thread())
            return super().claim(key)

        def confirm(self, key: str) -> None:
            where.append(threading.current_thread())
            super().confirm(key)

    receiver = make_receiver(store=Blocking())
    receiver.on("CALL_RECEIVED")(lambda _: where.append(threading.current_thread()))

    assert asynchronous(receiver, make_request(CALL)).status == 200
    assert (len(where), threading.current_thread() in where) == (3, False)


@pytest.mark.parametrize("step", ["claim", "confirm"])
def test_a_step_of_the_store_that_was_cancelled_by_others_is_repeated_if_it_settles(make_receiver, make_request, step):
    """Three times in all, as a server cancels all tasks when it stops. A claim is made once: twice it would be busy."""
    store, seen = Awaited(), Seen()
    store.cancels = step
    receiver = make_receiver(store=store)
    receiver.on("CALL_RECEIVED")(seen.plain)
    status = asynchronous(receiver, make_request(CALL)).status

    assert (status, len(seen), store.steps) == (
        (500, 0, ["claim"]) if step == "claim" else (200, 1, ["claim", "confirm", "confirm", "confirm"])
    )


def test_a_handler_that_ends_itself_under_trio_has_failed(make_receiver, make_request):
    """GeneratorExit of a handler is not the end of the flow, in that loop either."""
    receiver = make_receiver()

    @receiver.on("CALL_RECEIVED")
    async def end(_) -> Never:
        raise GeneratorExit

    assert under_trio(receiver, make_request(CALL)).status == 500


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
        seen.append(f"{user.get()} in {threading.current_thread().name}")
        if event.topic == "CALL_RECEIVED":
            raise KeyboardInterrupt

    async def main() -> None:
        user.set("Ada")
        receiver.handle(make_request())
        with pytest.raises(KeyboardInterrupt):
            receiver.handle(make_request(CALL))

    asyncio.run(main())

    assert seen == ["Ada in allo-receiver", "Ada in allo-receiver"]


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


class Awaited:
    """A store of coroutine functions; one of its steps may be cancelled by somebody."""

    def __init__(self) -> None:
        self.memory, self.cancels, self.steps = MemoryStore(), "", []

    def _step(self, step: str) -> None:
        self.steps.append(step)
        if step == self.cancels:
            raise asyncio.CancelledError

    async def claim(self, key: str) -> Claim:
        self._step("claim")
        return self.memory.claim(key)

    async def confirm(self, key: str) -> None:
        self._step("confirm")
        self.memory.confirm(key)

    async def release(self, key: str) -> None:
        self._step("release")
        self.memory.release(key)


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
