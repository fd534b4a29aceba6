"""The help for testing: payloads to order, and posting them."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from allo_ext.receiver import WebhookReceiver, parse
from allo_ext.testing import MockAllo, event
from allo_ext.testing._engine.spec import load_spec

TOKEN = "0123456789abcdefABCDEF"
TOPICS = ["CALL_RECEIVED", "CONTACT_CREATED", "CONTACT_UPDATED", "PING", "SMS_RECEIVED", "SMS_SENT"]
SHAPES = {
    "event": lambda payload: "event" in payload and "topic" not in payload,
    "body": lambda payload: set(payload) == {"topic", "body"} and "call_category" in payload["body"],
    "camel": lambda payload: "fromNumber" in payload["data"] and "from_number" not in payload["data"],
    "snake": lambda payload: set(payload) == {"topic", "data"} and "from_number" in payload["data"],
    "v2": lambda payload: (payload["topic"], payload["version"]) == ("call.completed", "2.0"),
}


@pytest.mark.parametrize("topic", TOPICS)
def test_todays_payloads_have_the_shape_of_the_document(topic):
    """What `event` builds as of today is valid by the OpenAPI document."""
    assert load_spec().event(topic).is_valid(event(topic))


@pytest.mark.parametrize("generation", SHAPES)
def test_each_generation_looks_like_itself(generation):
    """A payload of a generation has its envelope and its spelling, and no other's."""
    payload = event("CALL_RECEIVED", generation=generation)

    assert [generation] == [name for name, is_so in SHAPES.items() if _quietly(is_so, payload)]


def _quietly(check, payload) -> Any:
    try:
        return check(payload)
    except KeyError:
        return False


@pytest.mark.parametrize(
    ("direction", "expected"),
    [("INBOUND", ("+33639980001", "+13055550110")), ("OUTBOUND", ("+13055550110", "+33639980001"))],
)
@pytest.mark.parametrize(("topic", "target"), [("CALL_RECEIVED", "to"), ("SMS_RECEIVED", "to_number")])
def test_numbers_go_where_the_direction_wants_them(topic, target, direction, expected):
    """`allo_number` and `contact_number` are placed by direction."""
    data = event(topic, direction=direction, allo_number="+13055550110", contact_number="+33639980001")["data"]

    assert expected == (data["from_number"], data[target])


def test_fields_can_be_set_and_added():
    """Whatever is given stands in the payload."""
    data = event("CONTACT_UPDATED", name="Ann", brand_new=[1])["data"]

    assert (data["name"], data["last_name"], data["brand_new"]) == ("Ann", "Doe", [1])


def test_each_event_is_another_one():
    """Two events have two ids; the same payload delivered twice is one event."""
    assert event()["data"]["id"] != event()["data"]["id"]


def test_an_unknown_generation_is_refused():
    """A generation that never was is a ValueError that names those that were."""
    with pytest.raises(ValueError, match="generation must be one of event, body, camel, snake, v2"):
        event(generation="v3")


def test_a_topic_that_nobody_knows_holds_what_was_given():
    """An event of tomorrow can be tried today."""
    assert event("NEW", x=1) == {"topic": "NEW", "data": {"x": 1}}


@pytest.mark.parametrize("kind", ["asgi", "wsgi", "fastapi", "flask", "transport", "url"])
def test_a_payload_is_posted_to_anything(kind, wsgi_server):
    """`mock.deliver` posts to an application in process, through a transport, or to a URL."""
    receiver, seen, mock = (
        WebhookReceiver(TOKEN, None, trusted_proxies=["127.0.0.1"]),
        [],
        MockAllo(contacts=1, calls=1),
    )
    receiver.on("*")(seen.append)
    public = f"https://receiver.example/{TOKEN}"
    if kind == "fastapi":
        from fastapi import FastAPI

        to = FastAPI()
        to.include_router(receiver.fastapi())
    elif kind == "flask":
        from flask import Flask

        to = Flask(__name__)
        to.register_blueprint(receiver.flask())
    elif kind in {"asgi", "wsgi"}:
        to = getattr(receiver, kind)()
    else:
        to = httpx.WSGITransport(app=receiver.wsgi())
    payload = event("SMS_RECEIVED")
    if kind == "url":
        with wsgi_server(receiver.wsgi()) as origin:
            delivery = mock.deliver(payload, f"{origin}/{TOKEN}", url=public)
    else:
        delivery = mock.deliver(payload, to, url=public)

    assert (200, None, public) == (delivery.status, delivery.error, delivery.url)
    assert [payload["data"]["id"]] == [event.id for event in seen]
    assert [delivery] == mock.deliveries


def test_a_payload_reads_back():
    """What was asked for is what the receiver reads."""
    payload = event("CALL_RECEIVED", generation="camel", summary="Ça va", result="VOICEMAIL", tag=None)

    actual = parse(json.dumps(payload).encode()).call

    assert (actual.summary, actual.result, actual.tag) == ("Ça va", "VOICEMAIL", None)
