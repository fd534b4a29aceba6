"""Events as values: what a program that builds, compares and stores them relies on."""

from __future__ import annotations

import inspect
import json
from datetime import UTC, datetime
from typing import Any

import attrs

from allo_ext import Call, Contact, Message, durable, receiver
from allo_ext.receiver import IvrChoice, Reply, Request, Transfer, UnknownEvent, parse
from allo_ext.receiver._core.request import sentence
from allo_ext.receiver._events import wording
from allo_ext.receiver._events.identity import keys_of
from allo_ext.testing import event

WHEN = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
RECORDS = [
    record for module in (receiver, durable) for record in vars(module).values()
    if isinstance(record, type) and attrs.has(record) and record not in {Request, Reply}
]  # fmt: skip
EVENTS = [record for record in RECORDS if issubclass(record, receiver.Event)]
INSIDE = {"call": Call(id="cll-1"), "message": Message(type="INBOUND"), "contact": Contact(id="con-1")}


def make(record: type[receiver.Event], **over: Any) -> receiver.Event:
    """Build an event from what has no default."""
    needed = {one.name for one in attrs.fields(record) if one.default is attrs.NOTHING}
    given: dict[str, Any] = {"topic": "new.topic", "received_at": WHEN, **INSIDE, **over}
    return record(**{name: value for name, value in given.items() if name in needed or name in over})


def test_records_are_built_with_names():
    """So that a field can be added anywhere."""
    kinds = {record.__name__: {one.kind for one in inspect.signature(record).parameters.values()} for record in RECORDS}

    assert len(kinds) == 20
    assert {name: kind for name, kind in kinds.items() if kind != {inspect.Parameter.KEYWORD_ONLY}} == {}
    assert {make(record).allo_number for record in EVENTS} == {None}


def test_an_event_needs_its_topic_its_time_and_its_record_only():
    """For the tests of a program. Everything else is None or empty, but for directions that a topic has by itself."""
    for record in EVENTS:
        built = make(record)
        others = {
            one.name: getattr(built, one.name) for one in attrs.fields(record)
            if one.name not in {"topic", "received_at", *INSIDE}
        }  # fmt: skip
        direction = {"CallRinging": "INBOUND", "CallTriggered": "OUTBOUND"}.get(record.__name__)
        empty = {"extra", "raw", *(["data"] if record is receiver.Ping else [])}
        expected = {name: {} if name in empty else direction if name == "direction" else None for name in others}

        assert others == expected
        assert built.allo_number is None


def test_the_parts_of_an_event_need_nothing():
    """A menu may be spoken, a transfer without a number."""
    assert attrs.asdict(Transfer()) == {"number": None, "user_email": None, "user_name": None, "extra": {}}
    assert attrs.asdict(IvrChoice()) == {"dtmf_key": None, "text_key": None, "extra": {}}
    assert len({Transfer(extra={"a": [1]}), IvrChoice(extra={"a": [1]})}) == 2


def test_events_are_values():
    """They can be in a set, whatever is in them; the time of arrival is not a difference."""
    for record in EVENTS:
        data = {"data": {"a": [1]}} if "data" in attrs.fields_dict(record) else {}
        over = {"extra": {"a": [1]}, "raw": {"a": {}}, **data}
        if record is receiver.CallReceived:
            over["data_collected"] = {"order": ["A-17"]}
        events = {make(record, **over, received_at=WHEN), make(record, **over, received_at=datetime.now(UTC))}

        assert len(events) == 1
        assert {one.allo_number for one in events} == {None}
        assert events != {make(record, **over, id="another")}


def test_long_and_private_parts_of_an_event_are_not_shown():
    """A `repr` ends up in logs."""
    call = parse(json.dumps(event("CALL_RECEIVED", concatenated_transcript="private words")).encode())
    ringing = parse(json.dumps(event("call.received", words="private words")).encode())

    assert (call.concatenated_transcript, ringing.data["words"]) == ("private words", "private words")
    assert (call.contact_number is None, ringing.contact_number is None) == (False, False)
    assert "private words" not in repr(call).replace(repr(call.raw), "") + repr(ringing).replace(repr(ringing.raw), "")


def test_requests_and_replies_are_values():
    """What a request does not say is not known: no address, https, and the present."""
    request = Request("POST", "/", {"a": "b"}, b"")

    assert len({request, Request("POST", "/", {"a": "b"}, b""), Reply(200), Reply(200, {})}) == 2
    assert (request.client, request.scheme, request.received_at) == (None, "https", None)
    assert Reply(200) == Reply(200, {}, b"") != sentence(200, "Yes.")


def test_every_field_of_a_call_has_its_place():
    """Those that only webhooks have are on the event; nothing of them is left in `extra`."""
    given = {
        "from_name": "Jane", "to_name": "Desk", "one_sentence_summary": "Short", "concatenated_transcript": "All",
        "user_email": "sam@example.com", "transfer_original_call_id": "cll-0", "original_to_number": "+12025550100",
        "original_to_name": "Old desk", "integration_id": "7",
    }  # fmt: skip
    actual = parse(json.dumps(event("CALL_RECEIVED", **given, transfer_from="+12025550101")).encode())
    message = parse(
        json.dumps(event("SMS_SENT", from_name="Desk", to_name="Jane", user_email="sam@example.com")).encode()
    )

    assert {name: getattr(actual, name) for name in given} == given
    assert (actual.transfer_from, actual.call.extra) == (Transfer(number="+12025550101"), {})
    assert (message.from_name, message.to_name, message.user_email) == ("Desk", "Jane", "sam@example.com")
    assert message.message.extra == {}


def test_fields_have_the_names_of_the_api_whatever_a_delivery_calls_them():
    """Those that webhooks name differently, in camelCase too."""

    def read(topic: str, data: dict[str, Any]) -> Any:
        return parse(json.dumps({"topic": topic, "data": data}).encode())

    at, when = "2026-03-02T09:15:00Z", WHEN
    call = read("CALL_RECEIVED", {"id": "1", "to": "+1", "callCategory": "vip", "transcriptions": []}).call
    sms = read("SMS_SENT", {"id": "1", "direction": "OUTBOUND", "type": "MMS", "sentAt": at})
    deals = [{"id": "1", "value": 5, "closeDate": at}]
    ringing = read("call.received", {"from": "+1", "to": "+2", "startDate": at, "deals": deals})
    answered = read("call.answered", {"type": "OUTBOUND", "answeredAt": at})
    deal = ringing.deals[0]

    assert (call.to_number, call.tag, call.transcript) == ("+1", "vip", ())
    assert (sms.message.type, sms.message_type, sms.sent_at) == ("OUTBOUND", "MMS", when)
    assert (ringing.from_number, ringing.to_number, ringing.started_at) == ("+1", "+2", when)
    assert (deal.amount, deal.closed_at, answered.direction, answered.answered_at) == (5, when, "OUTBOUND", when)
    assert (call.extra, sms.message.extra, deal.extra) == ({}, {}, {})


def test_a_key_in_camel_case_is_one_in_snake_case():
    """Any other key stays as it is, as does one of more than 64 characters."""
    names = {"startDate": "start_date", "v2UserEmail": "v2_user_email", "a" * 62 + "Bc": "a" * 62 + "_bc"}
    others = ("start_date", "URL", "Title", "", "a-B", "a" * 63 + "Bc")

    assert {name: wording.snake(name) for name in names} == names
    assert [wording.snake(other) for other in others] == [*others]


def test_the_id_of_a_call_may_be_a_number_or_missing():
    """An event without one has None. What is no id is kept, as any value that cannot be read."""
    for data, identifier, extra in (
        ({"id": "c"}, "c", {}), ({"id": 7}, "7", {}), ({"id": None}, None, {}), ({}, None, {}),
        ({"id": ""}, None, {"id": ""}), ({"id": ["x"]}, None, {"id": ["x"]}), ({"id": 1.5}, None, {"id": 1.5}),
    ):  # fmt: skip
        actual = parse(json.dumps({"topic": "CALL_RECEIVED", "data": {**data, "summary": "s"}}).encode())

        assert (actual.id, actual.call.id, actual.call.extra) == (identifier, identifier or "", extra)
        assert (actual.call.summary, actual.extra) == ("s", {})


GOLDEN = {
    "call": "e581fe3a f9eaf643 be04d2be",
    "message": "263b96ae fff4dfc2",
    "ringing": "d4277cfe 9e6f8d28",
    "ping": "",
    "without data": "b35a198f",
    "early": "94e2f484",
    "by its id": "0160d85f fff4dfc2",
}


def test_the_keys_of_an_event_are_the_same_in_every_release():
    """Stores and inboxes are full of them: with others, events that were handled would be handled again."""
    call = {"start_date": "2026-03-02T10:02:41Z", "direction": "INBOUND", "from_number": "+12125550105"}
    ringing = {"from_number": "+12125550105", "to_number": "+12025550143", "started_at": "2026-03-02T10:02:41Z"}
    early = {"event": "call.received", "timestamp": "2025-01-01T00:00:00Z", "version": "1", "to": "+12025550143"}
    payloads: dict[str, Any] = {
        "call": {"topic": "CALL_RECEIVED", "data": {**call, "id": "cll-9f2", "to": "+12025550143"}},
        "message": {"topic": "SMS_SENT", "data": {"id": "msg_7", "content": "Élodie"}},
        "ringing": {"topic": "call.received", "data": ringing},
        "ping": {"topic": "PING"},
        "without data": {"topic": "new.topic", "timestamp": "2026-03-02T10:02:41Z", "version": "2.0", "x": [1, "a"]},
        "early": early,
    }
    events = {name: parse(json.dumps(payload).encode()) for name, payload in payloads.items()}
    keys = {name: " ".join(key[:8] for key in keys_of(one, None, both_versions=True)) for name, one in events.items()}
    keys["by its id"] = " ".join(key[:8] for key in keys_of(events["message"], "msg_orchard", both_versions=False))

    assert keys == GOLDEN


def test_the_keys_of_a_call_do_not_depend_on_how_it_is_written():
    """Nor on the envelope, as of September 2025 or of today; a call without a start has one key less."""
    call = {"id": "cll-1", "direction": "INBOUND", "from_number": "+12125550105", "to": "+12025550143"}

    def keys(name: str, **over: Any) -> tuple[str, ...]:
        parsed = parse(json.dumps({"topic": "CALL_RECEIVED", name: {**call, **over}}).encode())
        return keys_of(parsed, None, both_versions=True)

    start = {"start_date": "2026-03-02T10:02:41Z"}
    assert keys("body", **start) == keys("data", **start)
    assert keys("data", **start)[1:] == keys("data", **start, from_number="+1 (212) 555-0105")[1:]
    assert (len(keys("data", **start)), len(keys("data"))) == (3, 2)


def test_ids_are_compared_without_the_prefix_of_their_kind_and_nothing_else():
    """cll-9f and call_9f are one call; a dash further on is part of the id."""

    def key(identifier: str) -> str:
        parsed = parse(json.dumps({"topic": "SMS_SENT", "data": {"id": identifier}}).encode())
        return keys_of(parsed, "x", both_versions=False)[1]

    ids = ("cll-ab-1", "cll-cd-1", "9-ab_1", "9-cd_1", "Ab-1", "a-1", "abcdefghi-1")

    assert key("cll-9f") == key("call_9f") == key("9f")
    assert len({key(one) for one in ids}) == len(ids)


def test_a_body_may_have_as_many_parts_as_the_limits_say():
    """4,000 objects, 50,000 values, and 1,000 fields of an event; one more of any is refused."""

    def is_read(body: bytes) -> bool:
        try:
            return parse(body) is not None
        except receiver.InvalidPayloadError:
            return False

    objects = [b'{"topic":"X","data":[' + b",".join([b"{}"] * count) + b"]}" for count in (3_999, 4_000)]
    values = [b'{"topic":"X","data":[' + b",".join([b"1"] * count) + b"]}" for count in (49_999, 50_000)]
    fields = [
        json.dumps({"topic": "SMS_SENT", "data": dict.fromkeys(map(str, range(count)), "")}).encode()
        for count in (1_000, 1_001)
    ]

    assert [[is_read(body) for body in bodies] for bodies in (objects, values, fields)] == [[True, False]] * 3
    assert isinstance(parse(objects[0]), UnknownEvent)
