"""The control plane of a mock on a port, and what it does not take."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import httpx
import pytest

from allo_ext.testing import MockAllo

if TYPE_CHECKING:
    from collections.abc import Iterator

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def mock() -> MockAllo:
    return MockAllo(contacts=20, calls=100)


@pytest.fixture(scope="module")
def client(mock: MockAllo) -> Iterator[httpx.Client]:
    headers = {"Authorization": "key"}
    with mock.serve() as served, httpx.Client(base_url=served.origin, headers=headers, trust_env=False) as client:
        yield client


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


@pytest.mark.parametrize("operation", ["calls", "messages", "faults"])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"{", id="half"),
        pytest.param(b"7", id="number"),
        pytest.param(b"null", id="null"),
        pytest.param(b'"x"', id="string"),
        pytest.param(nested(900), id="deep list"),
        pytest.param(nested(200_000), id="very deep list"),
        pytest.param(b'{"x":' + nested(900) + b"}", id="deep object"),
        pytest.param(b'{"content":' + nested(900) + b"}", id="deep content"),
        pytest.param(b'{"body":' + nested(900) + b"}", id="deep body"),
        pytest.param(b'{"delay":NaN}', id="nan"),
        pytest.param(b'{"delay":Infinity,"length_in_minutes":Infinity}', id="infinity"),
        pytest.param(b'{"delay":1e999,"length_in_minutes":1e999,"content":7}', id="too large a float"),
        pytest.param(b'{"times":' + b"9" * 5000 + b"}", id="too long an integer"),
        pytest.param(b'{"content":"\\ud800","summary":"\\ud800","code":"\\ud800"}', id="surrogate"),
        pytest.param(b'{"self":1}', id="self"),
        pytest.param(b'{"":1}', id="no name"),
        pytest.param(b"\xff\xfe", id="not utf-8"),
        pytest.param(b'{"x":"' + b"x" * 5_000_000 + b'"}', id="five megabytes"),
    ],
)
def test_a_body_that_makes_no_sense_is_refused_with_a_sentence(mock, client, operation, body):
    """422 and a message, never a 500; and the next request is answered as if nothing had been."""
    response = client.post(f"/_mock/{operation}", content=body, headers=JSON)

    assert (response.status_code, list(response.json())) == (422, ["message"])
    assert (client.get("/v1/api/numbers").status_code, mock.faults.pending) == (200, 0)


VALUES = [None, True, 7, -1, 1.5, 10**400, "x", "", [], [7], {}, {"a": 1}]
ARGUMENTS = {
    "calls": (
        "allo_number", "direction", "contact_number", "result", "length_in_minutes", "summary", "tag", "transcript",
        "recording",
    ),
    "messages": ("allo_number", "direction", "contact_number", "content"),
    "faults": (
        "times", "method", "path", "status", "headers", "body", "json", "code", "html", "delay", "disconnect", "before",
        "timeout", "truncate", "content_length", "drip", "raises", "applied",
    ),
}  # fmt: skip


@pytest.mark.parametrize("operation", ARGUMENTS)
def test_no_value_of_any_argument_is_a_500(mock, client, operation):
    """Every argument of every operation takes a value or refuses it with a sentence."""
    wrong = []
    for name in ARGUMENTS[operation]:
        for value in VALUES:
            content = json.dumps({name: value})
            response = client.post(f"/_mock/{operation}", content=content, headers=JSON)
            mock.faults.clear()
            if response.status_code not in {200, 422} or (response.status_code == 422) != (
                "message" in response.json()
            ):
                wrong.append((name, value, response.status_code))
            if client.get("/v1/api/calls", params={"allo_number": mock.numbers[0]}).status_code != 200:
                wrong.append((name, value, "afterwards"))

    assert wrong == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Content-Type": "text/plain"}, 415, id="text"),
        pytest.param({"Content-Type": "application/x-www-form-urlencoded"}, 415, id="form"),
        pytest.param({**JSON, "Origin": "https://evil.example"}, 403, id="foreign origin"),
        pytest.param({**JSON, "Origin": "null"}, 403, id="origin null"),
        pytest.param({"Origin": "http://127.0.0.1:1"}, 403, id="other port"),
        pytest.param({**JSON, "Sec-Fetch-Site": "cross-site"}, 403, id="cross-site"),
        pytest.param({**JSON, "Sec-Fetch-Site": "same-site"}, 403, id="same-site"),
        pytest.param({**JSON, "Host": "evil.example", "Origin": "http://evil.example"}, 403, id="rebound name"),
        pytest.param({**JSON, "Host": "evil.example", "Sec-Fetch-Site": "same-origin"}, 403, id="rebound, no origin"),
    ],
)
def test_pages_of_other_origins_are_refused(mock, client, headers, status):
    """A site that a developer visits lets nothing happen to the mock on the developer's machine."""
    mock.faults.clear()
    response = client.post("/_mock/faults", content=b'{"status":500}', headers=headers)

    assert (response.status_code, list(response.json()), mock.faults.pending) == (status, ["message"], 0)


@pytest.mark.parametrize(
    "headers",
    [{}, JSON, {"Content-Type": "application/json; charset=utf-8"}, {**JSON, "Sec-Fetch-Site": "same-origin"}],
    ids=["no type", "json", "charset", "same origin"],
)
def test_programs_and_own_pages_are_taken(mock, client, headers):
    """What no foreign page can send goes through; so does a page of the mock itself."""
    own = {"Origin": str(client.base_url).rstrip("/")} if "Sec-Fetch-Site" in headers else {}
    response = client.post("/_mock/faults", content=b'{"code":"RATE_LIMITED"}', headers={**headers, **own})

    assert (response.status_code, response.json()) == (200, {"pending": 1})
    assert client.get("/v1/api/numbers").json() == {"code": "RATE_LIMITED"}


@pytest.mark.parametrize("levels", [65, 900, 200_000])
def test_a_deep_body_is_a_422_of_the_api_too(client, levels):
    """However deep, and whatever it is inside of."""
    for body in (nested(levels), b'{"numbers":' + nested(levels) + b"}"):
        response = client.post("/v1/api/contacts", content=body, headers=JSON)

        assert (response.status_code, response.json()["code"]) == (422, "VALIDATION_ERROR")


def test_what_was_sent_is_listed_and_faults_are_cleared(mock, client):
    """For programs in other languages: GET lists the SMS, DELETE removes the faults."""
    before = len(client.get("/_mock/messages").json()["messages"])
    sms = {"from": mock.numbers[0], "to": "+12025550178", "message": "On our way"}
    client.post("/_mock/faults", json={"status": 503, "times": 5, "path": "/sms"}).raise_for_status()
    failed = client.post("/v1/api/sms", json=sms)
    cleared = client.delete("/_mock/faults")
    sent = client.post("/v1/api/sms", json=sms)
    (message,) = client.get("/_mock/messages").json()["messages"][before:]

    assert (failed.status_code, cleared.json(), sent.status_code) == (503, {"pending": 0}, 200)
    assert message == {
        "from_number": mock.numbers[0], "to_number": "+12025550178", "sender_id": None, "content": "On our way",
    }  # fmt: skip


def test_a_route_says_which_methods_it_has(client):
    """A wrong method is 405, with those that are right."""
    refused = client.delete("/_mock/messages")

    assert (refused.status_code, refused.json()["message"]) == (405, "/_mock/messages only accepts POST and GET")
