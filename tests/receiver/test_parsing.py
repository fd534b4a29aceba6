from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from allo_ext import Call, Direction, InvalidPayloadError
from allo_ext.receiver import (
    CallReceived,
    CallRinging,
    ContactCreated,
    ContactUpdated,
    IvrChoice,
    Ping,
    SmsReceived,
    SmsSent,
    Transfer,
    parse,
)
from allo_ext.testing import event

GENERATIONS = ["event", "body", "camel", "snake", "v2"]
RECORDS = {
    "CALL_RECEIVED": CallReceived,
    "CONTACT_CREATED": ContactCreated,
    "CONTACT_UPDATED": ContactUpdated,
    "PING": Ping,
    "SMS_RECEIVED": SmsReceived,
    "SMS_SENT": SmsSent,
}


def read(payload):
    return parse(json.dumps(payload).encode())


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("topic", RECORDS)
def test_every_topic_reads_in_every_generation(topic, generation):
    """One record per topic, whatever envelope it came in."""
    actual = read(event(topic, generation=generation))

    assert (RECORDS[topic], topic) == (type(actual), actual.topic)


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("direction", ["INBOUND", "OUTBOUND"])
def test_a_call_reads_like_one_from_rest(direction, generation):
    """The call of an event has the words, types and properties of the REST record, in every generation."""
    payload = event("CALL_RECEIVED", generation=generation, type=direction, id="call_1", result="ANSWERED", tag="sales")

    call = read(payload).call

    assert type(call) is Call
    assert ("call_1", Direction(direction), "+12125550105", "+12025550143") == (
        call.id,
        call.direction,
        call.contact_number,
        call.allo_number,
    )
    assert (timedelta(seconds=330), datetime(2026, 1, 15, 10, 30, tzinfo=UTC)) == (call.duration, call.start_date)
    assert (call.result, call.tag, call.extra) == ("ANSWERED", "sales", {})
    assert [(line.source, line.time.second) for line in call.transcript] == [("AGENT", 1), ("EXTERNAL", 5)]


def test_what_the_webhook_alone_knows_lies_on_the_event():
    """Names, transfers, menus and the user are on the event, typed."""
    actual = read(
        event(
            "CALL_RECEIVED",
            from_name="Jane",
            transfer_to={"number": "+14155550187", "user_email": "lee@example.com", "user_name": "Lee", "new": 1},
            ivr_result=[{"dtmf_key": "1", "text_key": "Sales"}, None, {"dtmf_key": None, "text_key": "Help"}],
            data_collected={"order": "A-17"},
        )
    )

    assert Transfer(number="+14155550187", user_email="lee@example.com", user_name="Lee", extra={"new": 1}) == (
        actual.transfer_to
    )
    assert (IvrChoice(dtmf_key="1", text_key="Sales"), IvrChoice(text_key="Help")) == actual.ivr_result
    assert (
        actual.from_name,
        actual.to_name,
        actual.data_collected,
        actual.user_email,
    ) == ("Jane", "Head office", {"order": "A-17"}, "sam@example.com")


@pytest.mark.parametrize(
    ("topic", "over", "expected"),
    [
        pytest.param("SMS_RECEIVED", {}, ("INBOUND", "+12025550143", "+12125550105"), id="received"),
        pytest.param("SMS_SENT", {}, ("OUTBOUND", "+12025550143", "+12125550105"), id="sent"),
        pytest.param(
            "SMS_RECEIVED",
            {"direction": "OUTBOUND"},
            ("OUTBOUND", "+12025550143", "+12125550105"),
            id="sent, as newer accounts report it",
        ),
        pytest.param(
            "SMS_SENT", {"from_number": "MyCompany"}, ("OUTBOUND", "MyCompany", "+12125550105"), id="sender id"
        ),
    ],
)
@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_message_reads_like_one_from_rest(topic, over, expected, generation):
    """The direction of a message is its `type`, as over REST; SMS or MMS is the event's `message_type`."""
    actual = read(event(topic, generation=generation, type="MMS", **over))

    assert expected == (actual.message.type, actual.message.allo_number, actual.message.contact_number)
    assert ("MMS", datetime(2026, 1, 15, 10, 30, tzinfo=UTC), {}) == (
        actual.message_type,
        actual.sent_at,
        actual.message.extra,
    )


@pytest.mark.parametrize("company", ["Example Ltd", {"id": "com_1", "name": "Example Ltd"}], ids=["text", "object"])
def test_the_company_of_a_contact_is_a_company(company):
    """A webhook's company is a name, REST's is an object; both read as one record."""
    actual = read(event("CONTACT_UPDATED", company=company, lastName="Roe", last_name=None)).contact

    assert (actual.company.name, actual.full_name, actual.numbers) == ("Example Ltd", "Jane Roe", ("+12125550105",))


def test_ringing_is_not_taken_for_a_call_that_has_ended():
    """Version 2's `call.received` means that it rings: a CallRinging, for its word is CALL_RECEIVED's look-alike."""
    actual = read(event("call.received"))

    assert (CallRinging, "call.received", "+12025550143") == (type(actual), actual.topic, actual.data["to_number"])


def test_an_early_call_received_has_ended():
    """In the `event` envelope `call.received` still meant that the call was over."""
    actual = read({"event": "call.received", "timestamp": "2025-01-20T12:30:00Z", "data": {"to": "+12025550143"}})

    assert (CallReceived, datetime(2025, 1, 20, 12, 30, tzinfo=UTC)) == (type(actual), actual.timestamp)


@pytest.mark.parametrize("data", [{"id": 7, "x": 1}, [1], "text", None], ids=["object", "list", "text", "nothing"])
def test_an_unknown_topic_keeps_its_data(data):
    """A topic that nobody knows yet gives an event with what came."""
    actual = read({"topic": "tag.added", "data": data, "version": "2.0"})

    assert ("tag.added", data, {"version": "2.0"}) == (actual.topic, actual.data, actual.extra)
    assert ("7" if isinstance(data, dict) else None) == actual.id


def test_a_byte_order_mark_does_no_harm():
    """Some senders begin UTF-8 with it."""
    assert type(parse(b"\xef\xbb\xbf" + json.dumps(event("PING")).encode())) is Ping


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"length": "2m", "length_in_minutes": 5.5}, 330),
        ({"length": "1h 2m 3s", "length_in_minutes": None}, 3723),
        ({"length": "long", "length_in_minutes": None}, None),
    ],
    ids=str,
)
def test_a_call_has_one_duration(written, expected):
    """The string is read where the number is missing."""
    duration = read(event("CALL_RECEIVED", **written)).call.duration

    assert duration == (None if expected is None else timedelta(seconds=expected))


def test_what_cannot_be_read_is_kept():
    """A value of the wrong kind ends in `extra`, and costs the event nothing else."""
    payload = event(
        "CALL_RECEIVED", id=["?"], start_date="soon", ivr_result=7, from_name=4, length_in_minutes=None, new=1
    )
    actual = read({**payload, "timestamp": "soon"})

    assert (None, "", None, None, None, timedelta(seconds=330)) == (
        actual.id,
        actual.call.id,
        actual.call.start_date,
        actual.ivr_result,
        actual.from_name,
        actual.call.duration,
    )
    assert (actual.timestamp, actual.extra) == (None, {"timestamp": "soon"})
    assert actual.call.extra == {"id": ["?"], "start_date": "soon", "ivr_result": 7, "from_name": 4, "new": 1}


def test_raw_is_what_came():
    """`raw` is the delivery, untouched."""
    payload = event("SMS_RECEIVED", generation="camel")

    assert payload == read(payload).raw


def test_what_is_no_event_is_refused_in_one_sentence():
    """`parse` raises InvalidPayloadError and nothing else, its text shows nothing of the body, nor does its cause."""
    for body in (
        b"",
        b"hello",
        b"[]",
        b"{}",
        b'{"topic":""}',
        b'{"topic":7}',
        b'{"topic":"CALL_RECEIVED"}',
        b'{"topic":"CALL_RECEIVED","data":[]}',
        b'{"topic":"PING","data":7}',
        b'{"topic":"CONTACT_CREATED","data":{"name":"Jane"}}',
        b'{"topic":"X","data":NaN}',
        b'{"topic":"X","data":' + b"1" * 5000 + b"}",
        b"[" * 100_000,
        b'{"topic":"X","data":' + b"[" * 20_000 + b"]" * 20_000 + b"}",
        b'{"topic":"X","data":"\xff"}',
        '{"topic":"X"}'.encode("utf-16"),
        b'{"topic":"X","data":[' + b"{}," * 4001 + b"1]}",
        b'{"topic":"X","data":[' + b"1," * 50_001 + b"1]}",
        json.dumps({"topic": "SMS_SENT", "data": dict.fromkeys(map(str, range(1001)))}).encode(),
    ):
        with pytest.raises(InvalidPayloadError) as caught:
            parse(body)

        assert caught.value.__cause__ is None
        assert caught.value.__suppress_context__ or caught.value.__context__ is None
        assert str(caught.value) in {
            "The body is not JSON.",
            "The body is not a JSON object.",
            "The body has no topic.",
            "The event has no data.",
            "The contact has no id.",
            "The body has too many values.",
            "The event has too many fields.",
        }


def test_a_thousand_names_of_a_transcript_are_converted_and_the_others_are_kept():
    """Lines have three keys: nobody can occupy a receiver with thousands of other ones."""
    lines = [{"startSeconds": 1.0, **{f"aKey{n}": n for n in range(line * 9, line * 9 + 9)}} for line in range(200)]

    transcript = read(event(transcriptions=lines)).call.transcript

    assert transcript[0].extra == {f"a_key{n}": n for n in range(9)}
    assert transcript[-1].extra == {f"aKey{n}": n for n in range(199 * 9, 200 * 9)}
    assert {line.start_seconds for line in transcript} == {1.0}
