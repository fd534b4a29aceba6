"""Version 2's topics: one record each, as far as their content is known; nothing that arrived is lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from allo_ext import Direction, v2
from allo_ext.receiver import (
    CallAnswered,
    CallCompleted,
    CallReceived,
    CallRinging,
    CallTriggered,
    ContactCreated,
    ContactUpdated,
    InvalidPayloadError,
    Request,
    SmsReceived,
    SmsSent,
    SummaryUpdated,
    TagAdded,
    TagRemoved,
    UnknownEvent,
    WebhookReceiver,
    parse,
)
from allo_ext.testing import event

TOKEN = "0123456789abcdefABCDEF"
OWN, OTHER, FOREIGN = "+12025550143", "+12125550105", "+12125550199"
WHEN = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
NUMBERS = {"from_number": OTHER, "to_number": OWN}
RECORDS = {
    "call.received": CallRinging,
    "call.triggered": CallTriggered,
    "call.answered": CallAnswered,
    "call.completed": CallReceived,
    "contact.created": ContactCreated,
    "contact.updated": ContactUpdated,
    "sms.received": SmsReceived,
    "sms.sent": SmsSent,
    "summary.updated": SummaryUpdated,
    "tag.added": TagAdded,
    "tag.removed": TagRemoved,
}


def read(topic, data):
    return parse(json.dumps({"topic": topic, "version": "2.0", "data": data}).encode())


def test_every_topic_of_version_2_has_a_record():
    """The eleven of the enumeration; a topic that is added later is an UnknownEvent."""
    assert {str(topic) for topic in v2.Topic} == RECORDS.keys()
    assert [topic for topic, record in RECORDS.items() if type(read(topic, {"id": "cll_1"})) is not record] == []
    assert type(read("partner.esim.ready", {"id": "x"})) is UnknownEvent
    assert CallCompleted is CallReceived


def test_a_ringing_call_names_the_caller():
    """Numbers, time, user, and what the CRM knows; custom properties are in `extra`."""
    person = {"id": "con_1", "name": "Ann", "last_name": "Roe", "email": "ann@example.com", "lead_source": "Fair"}
    deal = {"id": "dea-1", "name": "Plan", "status": "open", "value": 25.5, "currency": "EUR"}
    data = {
        **NUMBERS,
        "started_at": "2026-03-02T09:15:00.000Z",
        "user_email": "sam@example.com",
        "person": person,
        "company": {"id": "com-1", "name": "Example Ltd"},
        "deals": [{**deal, "close_date": "2026-06-15T00:00:00"}],
        "new": 1,
    }
    actual = read("call.received", data)

    assert (
        actual.direction, actual.allo_number, actual.contact_number, actual.started_at
    ) == (Direction.INBOUND, OWN, OTHER, WHEN)  # fmt: skip
    assert (actual.person.full_name, actual.person.extra["lead_source"]) == ("Ann Roe", "Fair")
    assert actual.company == v2.CompanyRef(id="com-1", name="Example Ltd")
    assert (actual.deals[0].amount, actual.deals[0].closed_at) == (25.5, datetime(2026, 6, 15, tzinfo=UTC))
    assert (actual.id, actual.user_email, actual.data, actual.extra) == (
        None,
        "sam@example.com",
        data,
        {"version": "2.0"},
    )


def test_the_other_party_depends_on_the_direction():
    """`allo_number` and `contact_number`, as of a finished call."""
    for topic, over, expected in (
        ("call.received", {}, (OWN, OTHER)),
        ("call.triggered", {}, (OTHER, OWN)),
        ("call.answered", {"direction": "INBOUND"}, (OWN, OTHER)),
        ("call.answered", {"direction": "OUTBOUND"}, (OTHER, OWN)),
        ("call.answered", {}, (None, None)),
        ("call.answered", {"direction": "SIDEWAYS"}, (None, None)),
        ("call.answered", {"type": "INBOUND"}, (OWN, OTHER)),
        ("call.received", {"to": FOREIGN, "to_number": None}, (FOREIGN, OTHER)),
        ("call.received", {"from": FOREIGN, "from_number": None}, (OWN, FOREIGN)),
    ):
        actual = read(topic, {**NUMBERS, **over})

        assert expected == (actual.allo_number, actual.contact_number)
        assert actual.direction == over.get("direction", actual.direction)


def test_what_cannot_be_read_is_kept_in_data():
    """No shape is refused: nobody has described these deliveries."""
    for data in (
        {"from_number": 7, "to_number": [], "started_at": "soon", "person": "Ann", "company": [], "deals": {"a": 1}},
        {"from_number": {}, "deals": [None, 7, {"name": "no id"}], "person": {"name": "no id"}, "direction": {}},
        {},
        {"answered_at": 10**30, "started_at": "9999-12-31T23:59:59-23:59", "id": ["?"], "user_email": 7},
    ):
        for topic in ("call.received", "call.triggered", "call.answered"):
            actual = read(topic, data)

            assert (RECORDS[topic], data) == (type(actual), actual.data)
            assert (actual.from_number, actual.id) == (None, None)


def test_the_start_of_a_call_may_have_the_name_of_a_finished_one():
    """`start_date`, as there."""
    assert read("call.triggered", {**NUMBERS, "start_date": "2026-03-02T09:15:00.000Z"}).started_at == WHEN


def test_deals_are_bounded():
    """A hundred are parsed; a delivery with more keeps them in `data` alone, so that it is not expensive."""
    found = [read("call.received", {"deals": [{"id": str(n)} for n in range(count)]}) for count in (100, 101)]

    assert [len(event.deals or ()) for event in found] == [100, 0]
    assert len(found[1].data["deals"]) == 101


def test_data_that_is_not_an_object_is_kept():
    """Tags and summaries stay what they are; for a call it is an UnknownEvent."""
    for data in (None, [1], "text", 7, True):
        for topic in ("call.received", "call.answered", "tag.added", "summary.updated", "new.topic"):
            actual = read(topic, data)

            assert (topic, data) == (actual.topic, actual.data)
            assert isinstance(actual, (TagAdded, SummaryUpdated)) is (topic in {"tag.added", "summary.updated"})


NO_DATA = {"null": {"data": None}, "missing": {}}


def test_version_2_without_data_is_accepted(secret, signed):
    """The spec allows it: 200, because a refusal would be repeated for a day. Handlers of `*` get it."""
    for around in NO_DATA.values():
        for topic, record in RECORDS.items():
            receiver = WebhookReceiver(secret=secret, numbers={OWN})
            typed, every = [], []
            receiver.on(topic)(typed.append)
            receiver.on("*")(every.append)
            body = json.dumps({"topic": topic, "version": "2.0", **around}).encode()
            status = receiver.handle(Request("POST", "/", signed(body), body)).status

            kept = record if record in {TagAdded, TagRemoved, SummaryUpdated} else UnknownEvent
            assert status == 200
            assert [(type(got), got.topic, got.data) for got in every] == [(kept, topic, None)]
            assert typed == (every if kept is record else [])


@pytest.mark.parametrize("data", [[], "text", 7, True], ids=repr)
def test_data_of_another_type_is_refused(data):
    """No version documents it for a finished call, a message or a contact."""
    for topic in ("call.completed", "sms.received", "sms.sent", "contact.created", "contact.updated"):
        with pytest.raises(InvalidPayloadError):
            read(topic, data)


@pytest.mark.parametrize("topic", ["call.received", "call.triggered", "call.answered"])
def test_a_handler_of_a_call_in_progress_gets_its_record(topic):
    """Data that cannot be read is an UnknownEvent, which it does not expect."""
    receiver = WebhookReceiver(token=TOKEN, numbers=None)
    typed = []
    receiver.on(topic)(typed.append)
    for data in (["?"], NUMBERS):
        body = json.dumps({"topic": topic, "version": "2.0", "data": data}).encode()
        assert receiver.handle(Request("POST", f"/{TOKEN}", {}, body)).status == 200

    assert [type(got) for got in typed] == [RECORDS[topic]]


def test_a_contact_of_version_2_is_read_in_any_shape():
    """Its payload is not documented, so none is refused; `raw` has the delivery."""
    for data, expected in (
        ({"id": "con_1", "name": "Ann"}, ("con_1", "Ann")),
        ({"contact": {"id": "con_1", "name": "Ann"}}, ("con_1", "Ann")),
        ({"person": {"id": "con_1", "name": "Ann"}}, ("con_1", "Ann")),
        ({"name": "Ann"}, (None, "Ann")),
        ({"contact_id": "con_1"}, (None, None)),
    ):
        for topic in ("contact.created", "contact.updated"):
            actual = read(topic, data)

            assert expected == (actual.id, actual.contact.name)
            assert (actual.contact.id, actual.raw["data"]) == (expected[0] or "", data)


@pytest.mark.parametrize(
    ("topic", "data", "expected"),
    [
        pytest.param("call.received", NUMBERS, 200, id="ringing at our line"),
        pytest.param("call.received", {**NUMBERS, "to_number": FOREIGN}, 403, id="ringing at another"),
        pytest.param("call.received", {"from_number": OWN, "to_number": FOREIGN}, 403, id="our line calls another"),
        pytest.param("call.triggered", {"from_number": OWN, "to_number": OTHER}, 200, id="triggered from our line"),
        pytest.param("call.triggered", NUMBERS, 403, id="triggered from another"),
        pytest.param("call.answered", {**NUMBERS, "direction": "INBOUND"}, 200, id="answered"),
        pytest.param("call.answered", NUMBERS, 200, id="answered, no direction"),
        pytest.param("call.answered", {**NUMBERS, "to_number": FOREIGN}, 403, id="answered by another"),
        pytest.param("call.answered", {}, 200, id="no number at all"),
        pytest.param("tag.added", {"from_number": FOREIGN}, 200, id="tags have no known number"),
    ],
)
def test_a_call_in_progress_is_checked_for_its_number(make_receiver, make_request, topic, data, expected):
    """As a finished one, where it has numbers."""
    body = json.dumps({"topic": topic, "data": data}).encode()

    assert expected == make_receiver().handle(make_request(body)).status


def test_a_handler_hears_its_topic_alone(make_request):
    """Ringing, triggered and answered calls are not finished ones."""
    receiver, seen = WebhookReceiver(TOKEN, None), []
    receiver.on("call.completed")(lambda event: seen.append(("completed", event.topic)))
    receiver.on("call.received")(lambda event: seen.append(("ringing", event.topic)))
    receiver.on(v2.Topic.TAG_ADDED, "tag.removed")(lambda event: seen.append(("tag", event.topic)))
    for topic in RECORDS:
        receiver.handle(make_request(json.dumps(event(topic, id=topic)).encode()))

    assert sorted(seen) == [
        ("completed", "CALL_RECEIVED"), ("ringing", "call.received"), ("tag", "tag.added"), ("tag", "tag.removed")
    ]  # fmt: skip


def test_received_at_is_the_time_of_the_request(make_request):
    """A request that says when it arrived gives it to the event."""
    receiver, seen = WebhookReceiver(TOKEN, None), []
    receiver.on("*")(seen.append)
    receiver.handle(make_request(received_at=WHEN))

    assert [event.received_at for event in seen] == [WHEN]
