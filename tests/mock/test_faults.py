"""Failures on demand, in process: for the sync client and for the async one on asyncio and on trio."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anyio
import httpx
import pytest

from allo_ext.testing import MockAllo

BASE_URL = "https://api.withallo.com/v1/api"
SMS = {"from": "+12025550143", "to": "+12125550105", "message": "Hello"}


def deep(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


@pytest.fixture(params=["sync", "asyncio", "trio"])
def ask(mock: MockAllo, request: pytest.FixtureRequest) -> Callable[..., httpx.Response]:
    """Send one request through the mock's transport, in each of the ways there are."""
    headers = {"Authorization": "key"}

    def sync(method: str, url: str, **options: Any) -> httpx.Response:
        with httpx.Client(transport=mock.transport, base_url=BASE_URL, headers=headers) as client:
            return client.request(method, url, **options)

    async def send(method: str, url: str, options: dict[str, Any]) -> httpx.Response:
        async with httpx.AsyncClient(transport=mock.transport, base_url=BASE_URL, headers=headers) as client:
            return await client.request(method, url, **options)

    def with_a_loop(method: str, url: str, **options: Any) -> httpx.Response:
        return anyio.run(send, method, url, options, backend=request.param)

    return sync if request.param == "sync" else with_a_loop


def test_a_status_is_answered_as_often_as_asked(mock, ask):
    """The next requests fail with the status, its headers and its body; the one after them does not."""
    mock.faults.next(status=503, times=2, headers={"Retry-After": "2"}, body='{"code":"DOWN"}')
    answers = [ask("GET", "/numbers") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [503, 503, 200]
    assert (answers[0].headers["retry-after"], answers[0].json()) == ("2", {"code": "DOWN"})


@pytest.mark.parametrize("which", [{"method": "post"}, {"path": "/sms"}], ids=["method", "path"])
def test_a_fault_waits_for_its_request(mock, ask, which):
    """A fault for one method or one path leaves others alone."""
    mock.faults.next(status=500, **which)
    statuses = [ask("GET", "/numbers").status_code, ask("POST", "/sms", json=SMS).status_code]

    assert statuses == [200, 500]


def test_html_is_answered_where_json_is_expected(mock, ask):
    """A page of HTML comes with the status asked for."""
    mock.faults.next(status=502, html=True)
    answer = ask("GET", "/numbers")

    assert (answer.status_code, answer.headers["content-type"]) == (502, "text/html")
    assert answer.text.startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("fault", "raised", "journal"),
    [
        pytest.param({"disconnect": True}, httpx.RemoteProtocolError, 1, id="disconnect"),
        pytest.param({"disconnect": True, "before": True}, httpx.ConnectError, 0, id="refused"),
        pytest.param({"timeout": True}, httpx.ReadTimeout, 1, id="timeout"),
        pytest.param({"truncate": 10}, httpx.RemoteProtocolError, 1, id="truncate"),
        pytest.param({"content_length": 10_000}, httpx.RemoteProtocolError, 1, id="announced-too-long"),
        pytest.param({"raises": httpx.WriteError}, httpx.WriteError, 1, id="any-other"),
    ],
)
def test_a_broken_connection_raises_what_httpx_raises(mock, ask, fault, raised, journal):
    """Each way to lose an answer gives the exception that a socket would give."""
    mock.faults.next(**fault)
    with pytest.raises(raised) as caught:
        ask("GET", "/numbers")

    assert type(caught.value) is raised
    assert len(mock.requests) == journal
    assert ask("GET", "/numbers").status_code == 200


def test_a_length_announced_too_short_cuts_the_body(mock, ask):
    """The client then takes the part for the whole."""
    mock.faults.next(content_length=5)

    assert ask("GET", "/numbers").content == b'{"dat'


def test_a_slow_body_arrives_whole(mock, ask):
    """A body that drips is complete in the end."""
    mock.faults.next(drip=0.01)

    assert len(ask("GET", "/numbers").json()["data"]) == 6


def test_a_delay_beyond_the_clients_patience_is_a_timeout(mock, ask):
    """The client gives up, though the server did what it was asked to."""
    mock.faults.next(delay=0.05)
    with pytest.raises(httpx.ReadTimeout):
        ask("POST", "/sms", json=SMS, timeout=0.01)

    assert len(mock.sent) == 1


@pytest.mark.parametrize(
    ("fault", "sent"),
    [
        pytest.param({"status": 503}, 0, id="status"),
        pytest.param({"status": 503, "applied": True}, 1, id="status-applied"),
        pytest.param({"disconnect": True}, 0, id="disconnect"),
        pytest.param({"disconnect": True, "applied": True}, 1, id="disconnect-applied"),
        pytest.param({"disconnect": True, "before": True}, 0, id="refused"),
        pytest.param({"timeout": True, "applied": True}, 1, id="timeout-applied"),
        pytest.param({"truncate": 3}, 1, id="truncate"),
        pytest.param({"truncate": 3, "applied": False}, 0, id="truncate-not-applied"),
    ],
)
def test_a_fault_says_whether_the_server_acted(mock, http, fault, sent):
    """A message may have gone out although its answer never came: the fault decides."""
    mock.faults.next(**fault)
    try:
        http.post("/sms", json=SMS)
    except httpx.TransportError:
        pass

    assert len(mock.sent) == sent


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        pytest.param({}, "say how to fail", id="nothing"),
        pytest.param({"times": 3, "path": "/sms"}, "say how to fail", id="only-when"),
        pytest.param({"before": True}, "goes with disconnect", id="before-what"),
        pytest.param(
            {"disconnect": True, "before": True, "applied": True}, "nothing can have been", id="contradiction"
        ),
    ],
)
def test_a_fault_that_says_nothing_is_refused(mock, fault, message):
    """A mistake in a test shows at once."""
    with pytest.raises(ValueError, match=message):
        mock.faults.next(**fault)


@pytest.mark.parametrize("word", ["body", "json"])
def test_a_body_may_be_given_as_a_value(mock, ask, word):
    """A dictionary is sent as JSON, by either name."""
    mock.faults.next(status=429, headers={"Retry-After": 2}, **{word: {"code": "RATE_LIMITED"}})
    answer = ask("GET", "/numbers")

    assert (answer.status_code, answer.json()) == (429, {"code": "RATE_LIMITED"})
    assert (answer.headers["retry-after"], answer.headers["content-type"]) == ("2", "application/json")


@pytest.mark.parametrize(
    ("fault", "status", "body"),
    [
        pytest.param({"code": "RATE_LIMITED"}, 429, {"code": "RATE_LIMITED"}, id="documented"),
        pytest.param({"code": "WEBHOOK_NOT_FOUND"}, 404, {"error": "WEBHOOK_NOT_FOUND"}, id="under error"),
        pytest.param({"code": "RATE_LIMITED", "status": 503}, 503, {"code": "RATE_LIMITED"}, id="other status"),
        pytest.param({"code": "NEW", "status": 418}, 418, {"code": "NEW", "details": None}, id="unknown"),
        pytest.param({"json": None, "status": 500}, 500, None, id="null"),
        pytest.param({"json": "text", "status": 500}, 500, "text", id="string"),
        pytest.param({"body": [1, {"a": None}]}, 200, [1, {"a": None}], id="list"),
        pytest.param({"body": bytearray(b"[1]")}, 200, [1], id="bytearray"),
    ],
)
def test_an_error_can_be_asked_for_by_its_code(mock, http, fault, status, body):
    """The status and the shape of the body are the documented ones, unless given."""
    mock.faults.next(**fault)
    answer = http.get("/numbers")

    assert (answer.status_code, answer.json()) == (status, body)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        pytest.param({"status": "503"}, "status must be a whole number", id="status-text"),
        pytest.param({"status": True}, "status must be a whole number", id="status-bool"),
        pytest.param({"status": 99}, "status must be at least 200", id="status-low"),
        pytest.param({"status": 700}, "status must be at most 599", id="status-high"),
        pytest.param({"status": 500, "times": 0}, "times must be at least 1", id="times"),
        pytest.param({"status": 500, "times": 1.5}, "times must be a whole number", id="times-half"),
        pytest.param({"status": 500, "method": "PSOT"}, "method must be one of GET", id="method"),
        pytest.param({"status": 500, "method": 7}, "method must be a string", id="method-number"),
        pytest.param({"status": 500, "path": 7}, "path must be a string", id="path"),
        pytest.param({"status": 500, "path": []}, "path must be a string", id="path-list"),
        pytest.param({"status": 500, "path": False}, "path must be a string", id="path-flag"),
        pytest.param({"status": 500, "headers": ["a"]}, "headers must be a mapping", id="headers"),
        pytest.param({"status": 500, "headers": {"a b": "c"}}, "name of a header", id="header-name"),
        pytest.param({"status": 500, "headers": {"a": "b\r\nc: d"}}, "header a must be printable", id="header-break"),
        pytest.param({"status": 500, "headers": {"a": None}}, "header a must be a string", id="header-none"),
        pytest.param({"body": {1, 2}}, "body must be bytes, a string, or a JSON value", id="body-set"),
        pytest.param({"json": float("nan")}, "json must be", id="nan"),
        pytest.param({"json": deep(9_000)}, "json must be", id="deep"),
        pytest.param({"body": "\ud800"}, "lone surrogate", id="surrogate"),
        pytest.param({"body": "x", "json": {}}, "body and json contradict", id="two-bodies"),
        pytest.param({"code": "RATE_LIMITED", "html": True}, "code and html contradict", id="code-and-html"),
        pytest.param({"code": "RATE_LIMTED"}, "did you mean RATE_LIMITED", id="code-misspelt"),
        pytest.param({"code": "NEW"}, "give a status with it", id="code-unknown"),
        pytest.param({"code": 429}, "code must be a string", id="code-number"),
        pytest.param({"delay": "x"}, "delay must be a number", id="delay-text"),
        pytest.param({"delay": float("nan")}, "delay must be a finite number", id="delay-nan"),
        pytest.param({"delay": -1}, "delay must not be negative", id="delay-negative"),
        pytest.param({"drip": 10**400}, "drip must be a finite number", id="drip-huge"),
        pytest.param({"drip": 1e300}, "drip must be at most 86400", id="drip-years"),
        pytest.param({"truncate": "10"}, "truncate must be a whole number", id="truncate"),
        pytest.param({"content_length": -1}, "content_length must not be negative", id="content-length"),
        pytest.param({"disconnect": "no"}, "disconnect must be true or false", id="flag"),
        pytest.param({"status": 500, "applied": 1}, "applied must be true or false", id="applied"),
        pytest.param({"raises": httpx.ReadError("x")}, "raises must be a class", id="raises-instance"),
        pytest.param({"raises": httpx.HTTPStatusError}, "made from a message alone", id="raises-unmakeable"),
    ],
)
def test_a_fault_that_cannot_happen_is_refused_when_asked_for(mock, http, fault, message):
    """Not later, in the client's call: the mistake is named, and no request meets it."""
    with pytest.raises(ValueError, match=message):
        mock.faults.next(**fault)

    assert mock.faults.pending == 0
    assert http.get("/numbers").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/smss",
        "/contcts",
        "/sms/",
        "/contact/",
        "/contact/{contact_id}",
        "/v2/api/sms",
        "/contactz/cnt_1",
        "/calls?page=1",
    ],
)
def test_a_path_that_the_api_does_not_have_is_refused(mock, path):
    """A fault that would wait for ever is a mistake of the test, and shows at once."""
    with pytest.raises(ValueError, match="no path of the API ends with") as caught:
        mock.faults.next(status=500, path=path)

    assert "/v1/api/contact/{contact_id}/conversation" in str(caught.value)
    assert mock.faults.pending == 0


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        pytest.param("/sms", "/v1/api/sms", id="end"),
        pytest.param("/v1/api/calls", "/v1/api/calls", id="whole"),
        pytest.param("bers", "/v1/api/numbers", id="part of a segment"),
        pytest.param("/conversation", "/v1/api/contact/cnt_1/conversation", id="after an id"),
        pytest.param("/nobody/conversation", "/v1/api/contact/nobody/conversation", id="id and end"),
        pytest.param("/contact/nobody", "/v1/api/contact/nobody", id="id"),
        pytest.param("contacts/nobody", "/v1/api/contacts/nobody", id="id without a slash"),
        pytest.param("/cnt_1", "/v1/api/contact/cnt_1", id="id alone"),
        pytest.param("web-7", "/v1/api/webhooks/web-7", id="id alone without a slash"),
        pytest.param(".mp3", "/recordings/rec_1.mp3", id="recording"),
        pytest.param("/recordings/rec1", "/v1/assets/recordings/rec1", id="recording that asks for the key"),
    ],
)
def test_a_fault_can_wait_for_any_path_of_the_api(mock, path, asked):
    """Whole paths, ends, ids and recordings are all met."""
    mock.faults.next(status=500, path=path)
    answer = mock.handle(httpx.Request("GET", f"https://api.withallo.com{asked}"))

    assert answer.status_code == 500


def test_faults_can_be_counted_and_forgotten(mock, http):
    """`pending` tells how many requests will still fail; `clear` lets none of them."""
    mock.faults.next(status=500, times=3)
    http.get("/numbers")

    assert mock.faults.pending == 2
    mock.faults.clear()
    assert http.get("/numbers").status_code == 200


def test_handle_never_waits(mock):
    """The core decides on delays and leaves them to the transport."""
    mock.latency = 3600
    mock.faults.next(delay=3600)
    patience = {"timeout": {"read": 5.0}}
    request = httpx.Request("GET", BASE_URL + "/numbers", headers={"Authorization": "key"}, extensions=patience)

    assert mock.handle(request).status_code == 200
