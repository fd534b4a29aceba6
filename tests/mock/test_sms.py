"""Sending SMS: both forms, every documented refusal."""

from __future__ import annotations

import pytest

from allo_ext import AlloClient, BadRequestError
from allo_ext.testing import MockAllo

US, US_TO = "+12025550143", "+12125550105"
LANDLINE, FR_TO = "+33465710021", "+33639981234"


def test_a_message_goes_out_from_a_number(mock, http):
    """The reply has no id, no status, and no sender id."""
    response = http.post("/sms", json={"from": US, "to": US_TO, "message": "Hello"})

    assert response.status_code == 200
    assert response.json()["data"] == {
        "from_number": US,
        "sender_id": None,
        "to_number": US_TO,
        "type": "OUTBOUND",
        "content": "Hello",
        "start_date": "2026-03-02T12:00:01",
    }
    assert [(sent.from_number, sent.to_number, sent.content) for sent in mock.sent] == [(US, US_TO, "Hello")]


def test_a_message_goes_out_under_a_sender_id(mock, http):
    """The reply has the sender id, and no number that it came from."""
    data = http.post("/sms", json={"sender_id": "MyCompany", "to": FR_TO, "message": "Salut"}).json()["data"]

    assert (data["from_number"], data["sender_id"]) == (None, "MyCompany")
    assert [sent.sender_id for sent in mock.sent] == ["MyCompany"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param({"from": "+12025550199", "to": US_TO, "message": "x"}, "FROM_NUMBER_NOT_FOUND", id="not-own"),
        pytest.param({"from": "202", "to": US_TO, "message": "x"}, "FROM_NUMBER_NOT_FOUND", id="from-malformed"),
        pytest.param({"from": US, "to": "2125550105", "message": "x"}, "INVALID_TO_NUMBER", id="to-malformed"),
        pytest.param({"from": US, "to": "+1212555010", "message": "x"}, "INVALID_TO_NUMBER", id="to-too-short"),
        pytest.param({"from": US, "to": FR_TO, "message": "x"}, "TO_NUMBER_COUNTRY_MISMATCH", id="us-to-france"),
        pytest.param({"from": US, "to": "+447700900123", "message": "x"}, "TO_NUMBER_COUNTRY_MISMATCH", id="us-to-uk"),
        pytest.param({"from": US, "to": US_TO, "message": ""}, "INVALID_LENGTH", id="empty"),
        pytest.param({"from": US, "to": US_TO, "message": "x" * 1001}, "INVALID_LENGTH", id="too-long"),
        pytest.param({"from": LANDLINE, "to": FR_TO, "message": "x"}, "PROVIDER_NOT_SUPPORTED", id="landline"),
        pytest.param({"sender_id": "My Co", "to": FR_TO, "message": "x"}, "INVALID_SENDER_ID", id="space"),
        pytest.param({"sender_id": "1234567", "to": FR_TO, "message": "x"}, "INVALID_SENDER_ID", id="no-letter"),
        pytest.param({"sender_id": "ab", "to": FR_TO, "message": "x"}, "INVALID_SENDER_ID", id="too-short"),
        pytest.param({"sender_id": "Unverified", "to": FR_TO, "message": "x"}, "SENDER_ID_NOT_ACTIVE", id="pending"),
        pytest.param({"sender_id": "Nobody", "to": FR_TO, "message": "x"}, "INVALID_SENDER_ID", id="unknown"),
        pytest.param({"sender_id": "mycompany", "to": FR_TO, "message": "x"}, "INVALID_SENDER_ID", id="lower-case"),
        pytest.param({"sender_id": "MyCompany", "to": US_TO, "message": "x"}, "INVALID_TO_NUMBER", id="not-french"),
        pytest.param({"sender_id": "MyCompany", "to": FR_TO, "message": ""}, "INVALID_LENGTH", id="french-empty"),
    ],
)
def test_every_refusal_has_its_code(mock, http, body, code):
    """400 with the documented code, and nothing goes out."""
    response = http.post("/sms", json=body)

    assert (response.status_code, response.json()) == (400, {"code": code, "details": None})
    assert mock.sent == []


def test_a_thousand_characters_are_not_too_many(mock, http):
    """The longest message that is allowed goes out."""
    assert http.post("/sms", json={"from": US, "to": US_TO, "message": "é" * 1000}).status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        pytest.param({"to": US_TO, "message": "x"}, "from", id="neither-form"),
        pytest.param({"from": US, "message": "x"}, "to", id="no-to"),
        pytest.param({"from": US, "to": US_TO, "message": 7}, "message", id="a-number"),
        pytest.param({"sender_id": "MyCompany", "to": FR_TO}, "message", id="no-message"),
    ],
)
def test_a_body_of_neither_form_is_a_422(mock, http, body, field):
    """Where no documented code fits, the validation error names the field."""
    response = http.post("/sms", json=body)

    assert response.status_code == 422
    assert field in [entry["field"] for entry in response.json()["details"]]
    assert mock.sent == []


def test_sending_twice_sends_twice(mock, http):
    """An Idempotency-Key is noted and not honoured: v1 does not promise to."""
    for _ in range(2):
        body = {"from": US, "to": US_TO, "message": "Hello"}
        assert http.post("/sms", json=body, headers={"Idempotency-Key": "k1"}).status_code == 200

    assert [sent.idempotency_key for sent in mock.sent] == ["k1", "k1"]
    assert [request.headers["idempotency-key"] for request in mock.requests] == ["k1", "k1"]


def test_an_account_has_the_sender_ids_that_it_was_given():
    """Active ones send and are listed; pending ones are neither, and have a code of their own."""
    mock = MockAllo(contacts=0, calls=0, sender_ids=["Shop", "36200"], pending_sender_ids=["NewShop"])
    codes = {}
    with AlloClient("key", transport=mock.transport) as allo:
        for sender_id in ("Shop", "36200", "NewShop", "MyCompany"):
            try:
                allo.sms.send_france(sender_id=sender_id, to=FR_TO, message="Bonjour")
            except BadRequestError as error:
                codes[sender_id] = error.code
        listed = [number.name for number in allo.numbers.list() if number.number is None]

    assert codes == {"NewShop": "SENDER_ID_NOT_ACTIVE", "MyCompany": "INVALID_SENDER_ID"}
    assert [sent.sender_id for sent in mock.sent] == listed == ["Shop", "36200"]
    assert (mock.sender_id, mock.pending_sender_id) == ("Shop", "NewShop")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param({"sender_ids": "Shop"}, "must be a list", id="one string"),
        pytest.param({"sender_ids": ["No spaces"]}, "3 to 11 letters and digits", id="form"),
        pytest.param({"pending_sender_ids": ["MyCompany"]}, "either active or pending", id="both"),
        pytest.param({"sender_ids": ["Shop", "Shop"]}, "twice", id="twice"),
    ],
)
def test_sender_ids_that_cannot_be_are_refused(arguments, message):
    """When the mock is made, not when a message is sent."""
    with pytest.raises(ValueError, match=message):
        MockAllo(contacts=0, calls=0, **arguments)
