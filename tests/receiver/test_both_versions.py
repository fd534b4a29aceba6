"""One endpoint for both versions during a migration: who is let in, and what is handled once."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from allo_ext import ConfigurationError
from allo_ext.receiver import Claim, MemoryStore, WebhookReceiver
from allo_ext.testing import event

TOKEN = "0123456789abcdefABCDEF"
OWN = "+12025550143"
FOREIGN = "+12125550199"
PATHS = {"token": f"/allo/{TOKEN}", "wrong": "/allo/wrong", "none": "/allo"}


def body_of(payload):
    return json.dumps(payload).encode()


V1 = body_of(event("CALL_RECEIVED"))
V2 = body_of(event("call.completed"))


@pytest.fixture
def headers(signed):
    good = signed(V2)
    return {
        "unsigned": {},
        "signed": good,
        "forged": {**good, "webhook-signature": "v1,AAAA"},
        "stale": signed(V2, timestamp=1772442903),
        "id alone": {"webhook-id": "msg_orchard"},
        "signature alone": {"webhook-signature": good["webhook-signature"]},
    }


@pytest.mark.parametrize(
    ("setting", "kind", "path", "expected"),
    [
        pytest.param(setting, kind, path, expected, id=f"{setting}: {kind}, path {path}")
        for setting, kind, path, expected in (
            ("secret", "signed", "none", 200),
            ("secret", "unsigned", "none", 401),
            ("secret", "unsigned", "token", 401),
            ("secret", "forged", "none", 401),
            ("secret", "stale", "none", 401),
            ("token", "unsigned", "token", 200),
            ("token", "unsigned", "wrong", 404),
            ("token", "signed", "token", 200),
            ("token", "forged", "token", 200),  # the token is the proof, as before
            ("token", "signed", "wrong", 404),
            ("both", "signed", "token", 200),
            ("both", "signed", "wrong", 200),
            ("both", "signed", "none", 200),
            ("both", "unsigned", "token", 200),
            ("both", "unsigned", "wrong", 404),
            ("both", "forged", "token", 401),
            ("both", "stale", "token", 401),
            ("both", "id alone", "token", 401),
            ("both", "signature alone", "token", 401),
            ("both", "forged", "wrong", 401),
        )
    ],
)
def test_who_is_let_in(make_request, headers, secret, setting, kind, path, expected):  # noqa: PLR0917 (fixtures)
    """A signed delivery needs a valid signature, an unsigned one the token."""
    chosen = {"secret": {"secret": secret}, "token": {"token": TOKEN}, "both": {"token": TOKEN, "secret": secret}}
    receiver = WebhookReceiver(**chosen[setting], numbers={OWN})

    assert expected == receiver.handle(make_request(V2, headers=headers[kind], path=PATHS[path])).status


@pytest.mark.parametrize("kind", ["unsigned", "stale", "id alone", "signature alone"])
def test_what_the_headers_show_is_refused_before_the_body(make_request, headers, secret, kind):
    """Nobody makes the server read a body for it."""
    receiver = WebhookReceiver(secret=secret)

    assert receiver.admit(make_request(b"", headers=headers[kind], path="/")).status == 401


def test_a_refusal_says_nothing_of_the_reason(make_request, headers, secret):
    """One sentence for every kind, and the log names the check."""
    receiver = WebhookReceiver(secret=secret)
    bodies = {receiver.handle(make_request(V2, headers=sent)).body for sent in headers.values()} - {b""}

    assert bodies == {b"The signature is missing or not valid."}


def test_numbers_are_optional_with_a_secret_alone(make_request, signed, secret):
    """The signature proves that the event is the account's; with a token they must be given, or None."""
    foreign = body_of(event("call.completed", allo_number=FOREIGN))
    request = make_request(foreign, headers=signed(foreign))

    assert WebhookReceiver(secret=secret).handle(request).status == 200
    assert WebhookReceiver(secret=secret, numbers={OWN}).handle(request).status == 403
    assert WebhookReceiver(TOKEN, None, secret=secret).handle(request).status == 200
    with pytest.raises(ConfigurationError, match="numbers is missing"):
        WebhookReceiver(TOKEN, secret=secret)


def test_a_secret_and_everybody_is_refused(secret):
    """One or the other."""
    with pytest.raises(ConfigurationError, match="Pass either"):
        WebhookReceiver(secret=secret, dangerously_accept_unauthenticated=True)


def test_forged_signatures_use_up_nothing_of_the_real_sender(make_request, headers, secret):
    """They are counted apart, also when both come through one proxy."""
    receiver = WebhookReceiver(secret=secret, max_per_minute=2)
    forged = [receiver.handle(make_request(V2, headers=headers["forged"])).status for _ in range(4)]
    stale = receiver.handle(make_request(V2, headers=headers["stale"])).status
    real = [receiver.handle(make_request(V2, headers=headers["signed"])).status for _ in range(3)]

    assert (forged, stale, real) == ([401, 401, 429, 429], 429, [200, 200, 429])


# Handled once


class Recorder(MemoryStore):
    """A store that writes down what it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = []

    def claim(self, key) -> Claim:
        found = super().claim(key)
        self.steps.append(f"claim {found.value}")
        return found

    def confirm(self, key) -> None:
        super().confirm(key)
        self.steps.append("confirm")

    def release(self, key) -> None:
        super().release(key)
        self.steps.append("release")


@pytest.fixture
def place(make_request, signed, secret):
    """A receiver of both versions, what its handlers saw, and a way to deliver to it."""

    class Place:
        seen, failures, store = [], [], Recorder()
        receiver = WebhookReceiver(TOKEN, None, secret=secret, store=store)

        def v1(self, payload) -> Any:
            return self.receiver.handle(make_request(body_of(payload))).status

        def v2(self, payload, message_id="msg_1") -> Any:
            body = body_of(payload)
            return self.receiver.handle(
                make_request(body, headers=signed(body, message_id=message_id), path="/")
            ).status

    place = Place()

    @place.receiver.on("*")
    def take(event) -> None:
        if place.failures:
            raise place.failures.pop()
        place.seen.append(event)

    return place


def other_id(payload, written):
    return {**payload, "data": {**payload["data"], "id": written}}


CALL = event("CALL_RECEIVED", id="cll-9f2", start_date="2026-03-02T10:02:41", direction="INBOUND")
COMPLETED = {
    "topic": "call.completed",
    "version": "2.0",
    "timestamp": "2026-03-02T10:04:00.123456Z",
    "data": {**CALL["data"], "id": "cll_9f2", "start_date": "2026-03-02T10:02:41.000Z"},
}


ANSWERED = event(
    "call.answered",
    from_number="+12125550105",
    to_number=OWN,
    direction="INBOUND",
    answered_at="2026-03-02T10:02:49.000Z",
)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        pytest.param(CALL, COMPLETED, 1, id="ids that differ in their separator"),
        pytest.param(CALL, other_id(COMPLETED, "call_zzz"), 1, id="other ids, same numbers and second"),
        pytest.param(
            {**CALL, "data": {**CALL["data"], "start_date": None}}, COMPLETED, 1, id="no start, same id and numbers"
        ),
        pytest.param(
            {**CALL, "data": {**CALL["data"], "start_date": None, "id": None}}, COMPLETED, 2, id="no start and no id"
        ),
        pytest.param(
            CALL,
            {**COMPLETED, "data": {**COMPLETED["data"], "id": "cll_other", "start_date": "2026-03-02T10:02:43Z"}},
            2,
            id="two seconds later",
        ),
        pytest.param(
            CALL, {**COMPLETED, "data": {**COMPLETED["data"], "to": FOREIGN}}, 2, id="the other leg of a transfer"
        ),
        pytest.param(
            event("SMS_RECEIVED", id="msg-7"), event("sms.received", id="msg_7"), 1, id="a message"
        ),
        pytest.param(
            event("SMS_SENT", id="msg-7"), event("sms.received", id="msg_7", direction="OUTBOUND"), 2,
            id="a sent message under both topics",
        ),
        pytest.param(event("CONTACT_CREATED", id="con-7"), event("contact.created", id="con_7"), 1, id="a new contact"),
        pytest.param(event("CONTACT_UPDATED", id="con-7"), event("contact.updated", id="con_7"), 2, id="a change"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("order", [1, -1], ids=["v1 first", "v2 first"])
def test_an_event_of_both_versions_is_handled_once(place, first, second, expected, order):
    """Where the data shows that it is the same: by its id, or by both numbers and the second of the start."""
    deliver = [lambda: place.v1(first), lambda: place.v2(second)][::order]

    assert [send() for send in deliver] == [200, 200]
    assert expected == len(place.seen)


def test_a_retry_keeps_its_webhook_id(place):
    """The same id is the same event, whatever else differs."""
    payloads = [event("tag.added", id="cll_1", tag="vip"), event("tag.added", id="cll_1", tag="late")]

    assert [place.v2(payload) for payload in payloads] == [200, 200]
    assert [event.data["tag"] for event in place.seen] == ["vip"]


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        pytest.param(COMPLETED, 1, id="call.completed"),
        pytest.param(event("sms.received", id="msg_7"), 1, id="sms.received"),
        pytest.param(event("sms.sent", id="msg_7"), 1, id="sms.sent"),
        pytest.param(event("contact.created", id="con_7"), 1, id="contact.created"),
        pytest.param(event("call.received"), 1, id="call.received"),
        pytest.param({"topic": "call.triggered", "data": event("call.received")["data"]}, 1, id="call.triggered"),
        pytest.param(event("contact.updated", id="con_7"), 2, id="contact.updated"),
        pytest.param(event("tag.added", id="cll_7"), 2, id="tag.added"),
        pytest.param(event("summary.updated", id="cll_7"), 2, id="summary.updated"),
        pytest.param(ANSWERED, 1, id="call.answered"),
        pytest.param(
            {"topic": "call.answered", "data": {"direction": "INBOUND"}}, 2, id="call.answered, without a time"
        ),
    ],
)
def test_a_repetition_under_another_id(place, payload, expected):
    """What happens once is handled once; the same change may happen again, so its webhook-id decides."""
    assert [place.v2(payload, "msg_1"), place.v2({**payload, "timestamp": "2026-03-02T11:00:00Z"}, "msg_2")] == [
        200,
        200,
    ]
    assert expected == len(place.seen)


def test_all_keys_are_claimed_and_confirmed(place):
    """So that each of them finds the event later; what was claimed for a repetition is confirmed with it."""
    place.v2(COMPLETED, "msg_1")
    place.v2(COMPLETED, "msg_2")
    place.v2(COMPLETED, "msg_2")

    assert place.store.steps == [
        *["claim new"] * 3, *["confirm"] * 3,
        *["claim new", "claim done", "confirm"],
        "claim done",
    ]  # fmt: skip


def test_all_keys_are_released_when_a_handler_fails(place):
    """The next delivery is handled, under this id or another."""
    place.failures.append(ValueError())
    statuses = [place.v2(COMPLETED, "msg_1"), place.v2(COMPLETED, "msg_2"), place.v1(CALL)]

    assert (statuses, len(place.seen)) == ([500, 200, 200], 1)
    assert place.store.steps[:6] == [*["claim new"] * 3, *["release"] * 3]


def test_an_event_that_is_being_handled_under_another_key_is_busy(make_request, signed, secret):
    """503, and its own key is released, so that the next attempt finds the result."""
    receiver, statuses = WebhookReceiver(TOKEN, None, secret=secret), []
    body = body_of(COMPLETED)

    @receiver.on("CALL_RECEIVED")
    def reenter(_) -> None:
        if not statuses:
            statuses.append(receiver.handle(make_request(body_of(CALL))).status)

    statuses.append(receiver.handle(make_request(body, headers=signed(body))).status)
    statuses.append(receiver.handle(make_request(body_of(CALL))).status)

    assert statuses == [503, 200, 200]


def test_a_store_that_fails_at_the_second_key_holds_nothing(make_request, signed, secret):
    """The first key is released, and the next delivery is handled."""
    store, seen, body = Recorder(), [], body_of(COMPLETED)
    claim, broken = store.claim, [OSError("no disk")]

    def claiming(key) -> Any:
        if broken and store.steps:
            raise broken.pop()
        return claim(key)

    store.claim = claiming
    receiver = WebhookReceiver(secret=secret, store=store)
    receiver.on("*")(seen.append)
    statuses = [receiver.handle(make_request(body, headers=signed(body))).status for _ in range(2)]

    assert (statuses, len(seen)) == ([500, 200], 1)
    assert store.steps[:2] == ["claim new", "release"]


def test_the_asynchronous_way_is_the_same(place, make_request, signed):
    """`handle_async` checks, claims and confirms alike."""
    body = body_of(COMPLETED)

    async def deliver() -> Any:
        requests = [
            make_request(body, headers=signed(body, message_id=message_id), path="/")
            for message_id in ("msg_1", "msg_2")
        ]
        forged = make_request(body + b" ", headers=signed(body), path="/")
        return [(await place.receiver.handle_async(request)).status for request in (*requests, forged)]

    assert (asyncio.run(deliver()), len(place.seen)) == ([200, 200, 401], 1)


def test_a_token_alone_keeps_one_key_of_version_1(make_request):
    """As before: a changed delivery of version 1 with the same id is another event."""
    seen, store = [], Recorder()
    receiver = WebhookReceiver(TOKEN, None, store=store)
    receiver.on("*")(seen.append)
    for summary in ("first", "second"):
        receiver.handle(make_request(body_of(event("CALL_RECEIVED", id="call_1", summary=summary))))

    assert (len(seen), store.steps) == (2, ["claim new", "confirm"] * 2)


def test_a_webhook_id_counts_without_a_secret_too(make_request):
    """A version 2 webhook with the token in its URL, whose signatures are not checked."""
    receiver, seen = WebhookReceiver(TOKEN, None), []
    receiver.on("*")(seen.append)
    for message_id in ("msg_1", "msg_1", "msg_2"):
        receiver.handle(make_request(body_of(event("tag.added", id="t")), headers={"webhook-id": message_id}))

    assert len(seen) == 2


def test_two_webhook_ids_are_none(make_request):
    """It would be a guess which of them is the delivery's: its content decides."""
    receiver, seen = WebhookReceiver(TOKEN, None), []
    receiver.on("*")(seen.append)
    for tag, second in (("vip", "msg_2"), ("late", "msg_2"), ("late", "msg_3")):
        headers = [("webhook-id", "msg_1"), ("webhook-id", second)]
        receiver.handle(make_request(body_of(event("tag.added", id="t", tag=tag)), headers=headers))

    assert [one.data["tag"] for one in seen] == ["vip", "late"]
