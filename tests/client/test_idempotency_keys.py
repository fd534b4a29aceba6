"""The caller's own Idempotency-Key: for one write at a time, never for a whole client."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from allo_ext import AlloClient, AsyncAlloClient, ConfigurationError, InvalidArgumentError

A, B = "+12025550143", "+12025550178"
WRITES: dict[str, Any] = {
    "sms.send": lambda allo, **key: allo.sms.send(from_=A, to=B, message="x", **key),
    "sms.send_france": lambda allo, **key: allo.sms.send_france(
        sender_id="MyCompany", to="+33639980001", message="x", **key
    ),
    "contacts.create": lambda allo, **key: allo.contacts.create(numbers=[B], **key),
    "contacts.update": lambda allo, **key: allo.contacts.update("cnt_1", name="x", **key),
    "webhooks.create": lambda allo, **key: allo.webhooks.create(
        allo_number=A, url="https://x.example/", topics=["PING"], **key
    ),
    "webhooks.delete": lambda allo, **key: allo.webhooks.delete("web-1", **key),
}
DONE = {"data": {"id": "1", "content": "x"}}


@pytest.mark.parametrize("raw", [False, True], ids=["plain", "raw"])
@pytest.mark.parametrize("name", WRITES)
def test_the_callers_key_goes_out_with_every_attempt(make, scripted, clock, name, raw):
    """Yours if given, kept over the retries; else one per call."""
    transport = scripted(httpx.Response(429), httpx.Response(429), DONE)
    allo = make(transport)
    allo = allo.with_raw_response if raw else allo
    WRITES[name](allo, idempotency_key="order 42/reminder")
    WRITES[name](allo)
    WRITES[name](allo, idempotency_key=None)
    keys = [request.headers.get_list("idempotency-key") for request in transport.requests]

    assert keys[:3] == [["order 42/reminder"]] * 3
    assert [len(one) for one in keys[3:]] == [1, 1]
    assert len({one[0] for one in keys[2:]}) == 3


@pytest.mark.parametrize("key", ["", " ", "x ", " x", "é", "a\nb", "a\x00", "x" * 256, 5, b"x"], ids=repr)
@pytest.mark.parametrize("name", WRITES)
def test_a_key_that_no_header_can_carry_is_refused(make, scripted, name, key):
    """By name, with nothing sent, also where the API's own rules are not checked."""
    transport = scripted(DONE)
    for validate in (True, False):
        with pytest.raises(InvalidArgumentError, match="idempotency_key") as caught:
            WRITES[name](make(transport, validate=validate), idempotency_key=key)
        assert (caught.value.field, transport.requests) == ("idempotency_key", [])


@pytest.mark.parametrize("name", ["Idempotency-Key", "idempotency-key", "IDEMPOTENCY-KEY", "iDeMpOtEnCy-kEy"])
@pytest.mark.parametrize("cls", [AlloClient, AsyncAlloClient])
def test_a_key_for_every_request_is_refused(cls, name):
    """Among headers it would be the same for every SMS; the error names the argument to use instead."""
    with pytest.raises(ConfigurationError, match="idempotency_key"):
        cls("key", headers={name: "x"})
    with pytest.raises(ConfigurationError, match="idempotency_key"):
        cls("key").with_options(headers={name: "x"})


def test_a_key_for_every_request_of_the_generated_client_is_refused(scripted):
    """`with_headers` of the generated client would put it on every write as well; one request may have one."""
    transport = scripted(DONE)
    with AlloClient("key", transport=transport) as allo:
        client = allo.low_level
        client.get_httpx_client().post("/sms", json={}, headers={"Idempotency-Key": "mine"})
        client.with_headers({"idempotency-key": "x"})
        with pytest.raises(ConfigurationError, match="idempotency_key"):
            client.get_httpx_client().post("/sms", json={})

    assert [request.headers["idempotency-key"] for request in transport.requests] == ["mine"]
