"""One endpoint of both versions under repeated deliveries, failing handlers, and a store that fails and forgets."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import time
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from allo_ext.receiver import Claim, MemoryStore, Reply, Request, WebhookReceiver
from allo_ext.testing import event

TOKEN, OWN, OTHER = "0123456789abcdefABCDEF", "+12025550143", "+12125550105"
KEY = b"plain words for tests"
LEASE, KEPT, REPEATED = 600.0, 30 * 3600.0, 27.5 * 3600.0

START = {"start_date": "2026-03-02T10:02:41Z", "direction": "INBOUND", "from_number": OTHER, "to": OWN}
# The body of each event in version 1 and in version 2; None if only one version reports it, or they cannot be joined.
EVENTS: dict[str, tuple[dict[str, Any] | None, dict[str, Any] | None]] = {
    "call": (event("CALL_RECEIVED", id="cll-9f2", **START), event("call.completed", id="cll_9f2", **START)),
    "call without id": (
        event("CALL_RECEIVED", id=None, **{**START, "start_date": "2026-03-02T11:00:00Z"}),
        event("call.completed", id="cll_9f3", **{**START, "start_date": "2026-03-02T11:00:00Z"}),
    ),
    "message": (event("SMS_RECEIVED", id="msg-7"), event("sms.received", id="msg_7")),
    "contact": (event("CONTACT_CREATED", id="con-7"), event("contact.created", id="con_7")),
    "change": (event("CONTACT_UPDATED", id="con-7", name="Ada"), None),
    "another change": (event("CONTACT_UPDATED", id="con-7", name="Grace"), None),
    "change, version 2": (None, event("contact.updated", id="con_7", name="Ada")),
    "tag": (None, event("tag.added", id="cll_9f2", tag="vip")),
    "same tag again": (None, event("tag.added", id="cll_9f2", tag="vip")),
    "ringing": (None, event("call.received", from_number=OTHER, to_number=OWN, started_at="2026-03-02T10:02:41Z")),
    "ringing, withheld": (
        None,
        event("call.received", from_number="anonymous", to_number=OWN, started_at="2026-03-02T10:02:41Z"),
    ),
}
ONLY_BY_ID = {"ringing, withheld", "change, version 2", "tag", "same tag again"}
FORMS = {
    name: [
        *(["v1"] if v1 else []),
        *(["v2", "v2, sent again later", "v2, another body"] if v2 else []),
        *(["v2, another id"] if v2 and name not in ONLY_BY_ID else []),
    ]
    for name, (v1, v2) in EVENTS.items()
}
DELIVERIES = st.sampled_from([(name, form) for name, forms in FORMS.items() for form in forms])


def make(name: str, form: str, number: int) -> Request:
    """Return a delivery of an event; `number` differs in each."""
    v1, v2 = EVENTS[name]
    payload = json.loads(json.dumps(v1 if form == "v1" else v2))
    if form == "v2, sent again later":
        payload["timestamp"] = f"2026-03-02T12:{number % 60:02}:00Z"
    if form == "v2, another body":
        payload["data"]["one_sentence_summary"] = f"Draft {number}"
    payload["which"] = name
    body = json.dumps(payload, indent=number % 3 or None).encode()
    if form == "v1":
        return Request("POST", f"/allo/{TOKEN}", {}, body, "203.0.113.7")
    sender = f"{name.replace(' ', '_')}-{number if form == 'v2, another id' else 'id'}"
    return Request("POST", "/", signed(body, sender), body, "203.0.113.7")


def signed(body: bytes, message_id: str) -> dict[str, str]:
    sent = str(int(time.time()))
    digest = hmac.new(KEY, f"{message_id}.{sent}.".encode() + body, hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(digest).decode()}"
    return {"webhook-id": message_id, "webhook-timestamp": sent, "webhook-signature": signature}


class Shelf:
    """A store such as one over a database: claims lapse, what was handled is forgotten, and each step may fail."""

    def __init__(self, clock: Any) -> None:
        self.clock, self.faults, self.keys = clock, [], {}

    def _do(self, step: str, key: str, value: tuple[Claim, float] | None) -> None:
        """Store a value; the server may be gone before it did so, or after it, when its answer is lost."""
        fault = self.faults.pop() if self.faults and self.faults[-1][0] == step else (None, None)
        if fault[1] != "before":
            self.keys.pop(key, None)
            if value is not None:
                self.keys[key] = value
        if fault[1] is not None:
            raise OSError("no database")

    def claim(self, key: str) -> Claim:
        state, until = self.keys.get(key, (Claim.NEW, 0.0))
        if until > self.clock():
            return state
        self._do("claim", key, (Claim.BUSY, self.clock() + LEASE))
        return Claim.NEW

    async def confirm(self, key: str) -> None:
        self._do("confirm", key, (Claim.DONE, self.clock() + KEPT))

    def release(self, key: str) -> None:
        self._do("release", key, None)


class Endpoint(RuleBasedStateMachine):
    """What the handlers have seen, beside what the replies say."""

    def __init__(self) -> None:
        super().__init__()
        self.now, self.number, self.seconds_since_all_were_forgotten = 0.0, 0, 0.0
        self.delivered: set[tuple[str, str]] = set()
        self.handled: set[str] = set()
        self.failure: BaseException | None = None
        self.meanwhile: tuple[str, str] | None = None
        self.lapsed = True
        """False if claims may be left in the store, because it failed."""

    @initialize(memory=st.booleans())
    def begin(self, memory: bool) -> None:
        clock = lambda: self.now  # noqa: E731
        self.shelf = Shelf(clock)
        self.store = MemoryStore(clock=clock) if memory else self.shelf
        secret = "whsec_" + base64.b64encode(KEY).decode()
        self.receiver = WebhookReceiver(TOKEN, None, secret=secret, store=self.store, max_per_minute=None)
        self.receiver.on("*")(self.first)
        self.receiver.on("*")(self.second)
        self.began: list[str] = []

    def first(self, seen: Any) -> None:
        self.began.append(seen.raw["which"])
        if self.meanwhile is not None:
            (name, form), self.meanwhile = self.meanwhile, None
            assert self.receiver.handle(make(name, form, self.count())).status == 503
        if self.failure is not None:
            raise self.failure

    async def second(self, seen: Any) -> None:
        name = seen.raw["which"]
        assert self.began[-1] == name
        assert name not in self.handled, "handled twice"
        self.handled.add(name)

    def count(self) -> int:
        self.number += 1
        return self.number

    def deliver(self, name: str, form: str, *, asynchronous: bool = False) -> Reply:
        """Deliver an event; what has not been handled before is acknowledged exactly if it is handled now."""
        request, known, began = make(name, form, self.count()), name in self.handled, len(self.began)
        reply = asyncio.run(self.receiver.handle_async(request)) if asynchronous else self.receiver.handle(request)
        self.delivered.add((name, form))
        assert isinstance(reply, Reply)
        assert reply.status in {200, 500, 503}
        assert known or (reply.status == 200) == (name in self.handled), (name, form, reply)
        assert not known or len(self.began) == began
        return reply

    @rule(what=DELIVERIES, asynchronous=st.booleans())
    def a_delivery(self, what: tuple[str, str], asynchronous: bool) -> None:
        reply = self.deliver(*what, asynchronous=asynchronous)
        assert reply.status == 200 or not self.lapsed

    @rule(what=DELIVERIES, asynchronous=st.booleans())
    def one_whose_handler_fails(self, what: tuple[str, str], asynchronous: bool) -> None:
        self.failure = ValueError()
        reply = self.deliver(*what, asynchronous=asynchronous)
        self.failure = None
        assert reply.status == (200 if what[0] in self.handled else 500) or not self.lapsed

    @rule(what=DELIVERIES)
    def one_whose_handler_ends_the_program(self, what: tuple[str, str]) -> None:
        self.failure = KeyboardInterrupt()
        try:
            self.deliver(*what)
        except KeyboardInterrupt:
            assert what[0] not in self.handled
        self.failure = None

    @rule(name=st.sampled_from(list(EVENTS)), data=st.data(), fails=st.booleans())
    def a_repetition_while_it_is_handled(self, name: str, data: st.DataObject, fails: bool) -> None:
        form, again = (data.draw(st.sampled_from(FORMS[name])) for _ in range(2))
        self.meanwhile, self.failure = (name, again), ValueError() if fails else None
        self.deliver(name, form)
        self.meanwhile = self.failure = None

    @precondition(lambda self: self.store is self.shelf)
    @rule(
        what=DELIVERIES,
        fault=st.sampled_from(["claim before", "claim after", "confirm after", "release before", "release after"]),
        later=st.integers(0, 2),
        asynchronous=st.booleans(),
    )
    def one_while_the_store_fails(self, what: tuple[str, str], fault: str, later: int, asynchronous: bool) -> None:
        step, when = fault.split()
        self.failure = ValueError() if step == "release" else None
        self.shelf.faults = [(step, when), *[(step, None)] * later]
        self.deliver(*what, asynchronous=asynchronous)
        self.lapsed, self.failure, self.shelf.faults = False, None, []

    @rule(kind=st.sampled_from(["forged", "stale", "unsigned", "not an event", "of another secret"]), what=DELIVERIES)
    def one_of_somebody_else(self, kind: str, what: tuple[str, str]) -> None:
        """It is refused, and changes nothing."""
        request, began = make(*what, self.count()), len(self.began)
        headers = signed(request.body, "forged-id")
        path, body = "/", request.body
        if kind == "forged":
            body += b" "
        elif kind == "stale":
            headers["webhook-timestamp"] = "1772442903"
        elif kind == "unsigned":
            headers = {}
        elif kind == "not an event":
            body = b"[]"
            headers = signed(body, "forged-id")
        else:
            headers["webhook-signature"] = "v1," + base64.b64encode(b"x" * 32).decode()
        reply = self.receiver.handle(Request("POST", path, headers, body, "203.0.113.7"))
        assert reply.status == {"unsigned": 404, "not an event": 400}.get(kind, 401)
        assert len(self.began) == began

    @rule(hours=st.sampled_from([0.2, 3.0, 9.0]))
    def hours_pass(self, hours: float) -> None:
        """Claims lapse; what was handled is known for as long as Allo repeats deliveries."""
        if self.seconds_since_all_were_forgotten + hours * 3600 <= REPEATED:
            self.now += hours * 3600
            self.seconds_since_all_were_forgotten += hours * 3600
            self.lapsed = True

    @rule()
    def days_pass(self) -> None:
        """Everything is forgotten, and is handled once more if it is delivered once more."""
        self.now += KEPT + LEASE
        self.seconds_since_all_were_forgotten = 0.0
        self.lapsed = True
        self.handled.clear()
        self.delivered.clear()

    def teardown(self) -> None:
        """Allo repeats what was not acknowledged, and in the end everything has been handled."""
        self.now += LEASE
        for name, form in sorted(self.delivered):
            assert self.deliver(name, form).status == 200


def test_each_event_is_handled_once_however_often_it_is_delivered() -> None:
    """In both versions and any order: a reply is 200 exactly if the event was handled, and a failed one runs again."""
    run_state_machine_as_test(
        Endpoint,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            phases=[Phase.generate],  # a failure is reported as it was found: shrinking it takes minutes
        ),
    )
