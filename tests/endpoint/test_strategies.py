"""`allo_ext.testing.strategies`."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allo_ext.receiver import Request, WebhookReceiver, parse
from allo_ext.testing.strategies import deliveries, forged_deliveries, payloads

SECRET = "whsec_YSBzaWduaW5nIHNlY3JldCBmb3IgdGVzdHM="
PATIENT = settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def has_data(payload):
    """Only version 2's data may be null or missing."""
    return "event" in payload or "." in payload["topic"] or isinstance(payload.get("data", payload.get("body")), dict)


@given(payload=payloads().filter(has_data))
@PATIENT
def test_each_payload_with_data_is_an_event(payload):
    """Of both versions, with null, missing and unknown fields."""
    event = parse(json.dumps(payload).encode())

    assert event.raw == payload


@given(data=st.data())
@PATIENT
def test_one_topic_can_be_asked_for(data):
    """As in its spec."""
    payload = data.draw(payloads(topic="call.completed"))

    assert payload["topic"] == "call.completed"


@pytest.mark.slow
def test_every_topic_and_format_is_drawn():
    """None is missing from the strategies."""
    seen: set[tuple[str, str]] = set()

    @given(payload=payloads())
    @settings(PATIENT, max_examples=400)
    def draw(payload) -> None:
        seen.add((payload.get("topic", ""), next((key for key in ("data", "body", "event") if key in payload), "")))

    draw()
    topics = {topic for topic, _ in seen}

    assert {"CALL_RECEIVED", "PING", "call.received", "summary.updated", "tag.removed"} <= topics
    assert len(topics) == 1 + 6 + 11
    assert {("CALL_RECEIVED", "data"), ("CALL_RECEIVED", "body"), ("", "event")} <= seen


@given(delivery=deliveries(version=1))
@PATIENT
def test_deliveries_of_version_1_are_accepted(delivery):
    """With the token in the path."""
    headers, body = delivery
    receiver = WebhookReceiver("a-token-for-tests-only-22", numbers=None)

    assert receiver.handle(Request("POST", "/a-token-for-tests-only-22", headers, body)).status == 200


@given(delivery=deliveries(secret=SECRET))
@PATIENT
def test_deliveries_of_version_2_are_signed(delivery):
    """In any spelling of the JSON."""
    standardwebhooks = pytest.importorskip("standardwebhooks")
    headers, body = delivery

    assert standardwebhooks.Webhook(SECRET).verify(body, headers) == json.loads(body)


@given(delivery=forged_deliveries())
@PATIENT
def test_forged_deliveries_are_not(delivery):
    """By the library for signatures; it refuses each, or raises on its headers."""
    standardwebhooks = pytest.importorskip("standardwebhooks")
    headers, body = delivery

    with pytest.raises((standardwebhooks.WebhookVerificationError, ValueError, OverflowError)):
        standardwebhooks.Webhook(SECRET).verify(body, headers)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"version": 3}, "version"),
        ({"topic": "call.parked"}, "topic"),
        ({"version": 1, "topic": "call.completed"}, "topic"),
    ],
    ids=["version", "topic", "topic of the other version"],
)
def test_what_does_not_exist_is_refused(arguments, problem):
    """When the strategy is made, not when it is drawn from."""
    with pytest.raises(ValueError, match=f"{problem} must be one of|{problem} must be 1 or 2"):
        payloads(**arguments)


def test_an_unreadable_secret_is_refused():
    """Likewise."""
    with pytest.raises(ValueError, match="signing secret"):
        deliveries(secret="whsec_%%%")
