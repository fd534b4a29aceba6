"""examples/send_route_fastapi.py: each error has its status, and an SMS is sent once or not at all."""

from __future__ import annotations

import importlib.util
import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import stamina
from fastapi.testclient import TestClient

from allo_ext import AlloError, AlloTimeoutError, AsyncAlloClient, errors
from allo_ext.testing import MockAllo

FILE = Path(__file__).parents[2] / "examples" / "send_route_fastapi.py"
BODY = {"from_number": "+12025550143", "to_number": "+1 (202) 555-0178", "message": "On our way"}
NOT_SENT = {
    "BadRequestError": 400,
    "ConflictError": 409,
    "InvalidArgumentError": 422,
    "NotFoundError": 404,
    "RateLimitError": 429,
}
"""The status of each class if nothing was sent; 503 for all others."""


@pytest.fixture
def mock() -> MockAllo:
    """An account, which keeps what is sent."""
    return MockAllo(contacts=3, calls=3)


@pytest.fixture
def module() -> Any:
    """The example, loaded anew."""
    spec = importlib.util.spec_from_file_location("send_route_fastapi", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def route(module, mock):
    """The application, with a client of the mock; an exception that it does not handle is a 500, as on a server."""
    module.AsyncAlloClient = partial(AsyncAlloClient, "key", transport=mock.transport, pace=None)
    with stamina.set_testing(True, attempts=4), TestClient(module.app, raise_server_exceptions=False) as route:
        yield route


def tree(cls: type[AlloError] = AlloError) -> list[type[AlloError]]:
    """Return a class and all below it."""
    return [cls, *(found for below in cls.__subclasses__() for found in tree(below))]


CLASSES = sorted({cls for cls in tree() if cls.__module__ == errors.__name__}, key=lambda cls: cls.__name__)


class Failing:
    """A client whose only method raises."""

    def __init__(self, error: AlloError) -> None:
        self.sms, self._error = self, error

    async def send(self, **_: str) -> None:
        raise self._error


@pytest.mark.parametrize("maybe_sent", [False, True], ids=["not-sent", "maybe-sent"])
@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_error_has_its_status(module, route, cls, maybe_sent):
    """None is a 500; where the SMS may have been sent, none is a status after which it may be sent again."""
    error = cls("It failed.")
    error.maybe_sent = maybe_sent
    module.app.dependency_overrides[module.client] = lambda: Failing(error)
    answer = route.post("/sms", json=BODY)
    assert len(CLASSES) >= 16
    in_doubt = 504 if issubclass(cls, AlloTimeoutError) else 502

    assert answer.status_code == (in_doubt if maybe_sent else NOT_SENT.get(cls.__name__, 503))
    assert answer.json() == {
        "error": cls.__name__,
        "code": None,
        "message": "It failed.",
        "maybe_sent": maybe_sent,
    }


def test_a_message_is_sent_once(route, mock):
    """The answer is the record, as JSON."""
    answer = route.post("/sms", json=BODY)

    assert answer.status_code == 201
    assert (answer.json()["to_number"], answer.json()["content"]) == ("+12025550178", "On our way")
    assert len(mock.sent) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"to_number": "202 555 0178"},
        {"to_number": "call me"},
        {"from_number": "+1 202"},
        {"message": ""},
        {"message": "x" * 1001},
        {"message": None},
        {"message": "half of an emoji: \ud83d"},
    ],
    ids=["no-country", "no-number", "too-short", "empty", "too-long", "null", "not-unicode"],
)
def test_what_is_not_valid_is_a_422(route, mock, change):
    """Before anything is sent."""
    answer = route.post("/sms", content=json.dumps(BODY | change), headers={"Content-Type": "application/json"})

    assert (answer.status_code, len(mock.sent)) == (422, 0)
    assert answer.json()["error"] == "InvalidArgumentError"
    assert next(iter(change)) in answer.json()["message"]


@pytest.mark.parametrize(
    ("fault", "status", "sent"),
    [
        ({"timeout": True, "applied": True}, 504, 1),
        ({"timeout": True}, 504, 0),
        ({"disconnect": True, "applied": True}, 502, 1),
        ({"status": 500, "applied": True}, 502, 1),
        ({"html": True, "applied": True}, 502, 1),
        ({"truncate": 5, "applied": True}, 502, 1),
        ({"code": "INVALID_TO_NUMBER"}, 400, 0),
        ({"code": "API_KEY_INVALID"}, 503, 0),
        ({"code": "API_KEY_INSUFFICIENT_SCOPE"}, 503, 0),
        ({"disconnect": True, "before": True, "times": 9}, 503, 0),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_a_failure_is_not_repeated_into_a_second_message(route, mock, fault, status, sent):
    """Whatever happens on the way, at most one SMS is sent, and the answer says whether it may have been."""
    mock.faults.next(path="/sms", **fault)
    answer = route.post("/sms", json=BODY)

    assert (answer.status_code, len(mock.sent)) == (status, sent)
    assert answer.json()["maybe_sent"] == (status in {502, 504})


def test_rate_limited_needs_no_loop(route, mock):
    """The client waits and sends it."""
    mock.faults.next(code="RATE_LIMITED", times=2, path="/sms")

    assert route.post("/sms", json=BODY).status_code == 201
    assert len(mock.sent) == 1


def test_a_limit_that_lasts_says_when_to_come_back(route, mock):
    """Longer than the client waits: the caller gets 429 with Retry-After."""
    mock.faults.next(code="RATE_LIMITED", headers={"Retry-After": "90"}, path="/sms")
    answer = route.post("/sms", json=BODY)

    assert (answer.status_code, answer.headers["Retry-After"], len(mock.sent)) == (429, "90", 0)


def test_the_schema_names_the_record(route):
    """The documentation of the route has the fields of a message."""
    responses = route.get("/openapi.json").json()["paths"]["/sms"]["post"]["responses"]

    assert responses["201"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Message"}
