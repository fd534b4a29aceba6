"""What errors carry for programs, so that none has to read a message."""

from __future__ import annotations

import copy
import pickle
import socket
import ssl
from typing import Any

import httpx
import pytest

from allo_ext import (
    AlloApiError,
    AlloConnectionError,
    AlloError,
    AlloTimeoutError,
    ConfigurationError,
    ConflictError,
    InvalidArgumentError,
    UnexpectedResponseError,
)

LINE = "+12025550143"


def caused(by: Exception) -> httpx.ConnectError:
    """What httpx raises where a connection could not be made."""
    error = httpx.ConnectError("as asked for")
    error.__cause__ = by
    return error


GROUP = ExceptionGroup("several addresses", [ConnectionRefusedError()])


@pytest.mark.parametrize(
    ("raised", "cls", "reason"),
    [
        pytest.param(caused(socket.gaierror()), AlloConnectionError, "unknown host", id="dns"),
        pytest.param(caused(ConnectionRefusedError()), AlloConnectionError, "refused", id="refused"),
        pytest.param(caused(ssl.SSLCertVerificationError()), AlloConnectionError, "certificates", id="certificates"),
        pytest.param(caused(ssl.SSLError()), AlloConnectionError, "tls", id="tls"),
        pytest.param(caused(OSError()), AlloConnectionError, "no connection", id="network"),
        pytest.param(caused(GROUP), AlloConnectionError, "refused", id="refused-everywhere"),
        pytest.param(httpx.ProxyError("x"), AlloConnectionError, "proxy", id="proxy"),
        pytest.param(httpx.ReadError("x"), AlloConnectionError, "lost", id="lost"),
        pytest.param(httpx.RemoteProtocolError("x"), AlloConnectionError, "lost", id="no-http"),
        pytest.param(httpx.UnsupportedProtocol("x"), AlloConnectionError, "not sent", id="scheme"),
        pytest.param(httpx.ConnectTimeout("x"), AlloTimeoutError, "timeout", id="connect-timeout"),
        pytest.param(httpx.ReadTimeout("x"), AlloTimeoutError, "timeout", id="read-timeout"),
        pytest.param(httpx.DecodingError("x"), UnexpectedResponseError, "encoding", id="encoding"),
        pytest.param(httpx.Response(200, text="<html>"), UnexpectedResponseError, "unreadable", id="html"),
        pytest.param(httpx.Response(299), UnexpectedResponseError, "unknown status", id="status"),
        pytest.param(httpx.Response(500), AlloApiError, None, id="api"),
    ],
)  # fmt: skip
def test_every_failure_says_why_and_what_was_asked(make, scripted, key, raised, cls, reason):  # noqa: PLR0917 (fixtures)
    """Reason, operation, method and request, whatever went wrong; the request holds no key."""
    allo = make(scripted(raised), retry=None)
    with pytest.raises(cls) as caught:
        allo.sms.send(from_=LINE, to="+12025550178", message="x")
    error = caught.value

    assert (error.reason, error.operation, error.method) == (reason, "POST /sms", "POST")
    assert (error.request.method, error.request.url.path) == ("POST", "/v1/api/sms")
    assert "authorization" not in error.request.headers
    for other in (error, copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
        assert (other.reason, other.operation, other.request.content) == (reason, "POST /sms", error.request.content)
        assert key not in repr(vars(other))


def test_a_refused_connection_has_its_reason_on_a_real_socket(make):
    """As the libraries below report it, in threads as in an event loop."""
    with pytest.raises(AlloConnectionError) as caught:
        make(base_url="http://127.0.0.1:1/v1/api", retry=None).numbers.list()

    assert caught.value.reason == "refused"


def test_a_body_too_large_has_its_reason(make, scripted):
    """And says which operation it was."""
    with pytest.raises(UnexpectedResponseError) as caught:
        make(scripted({"data": ["x" * 100]}), retry=None, max_body=10).numbers.list()

    assert (caught.value.reason, caught.value.operation) == ("too large", "GET /numbers")


def test_a_missing_key_has_its_reason(make, monkeypatch):
    """So whoever shows it knows that a key must be set; another bad setting has none."""
    monkeypatch.delenv("ALLO_API_KEY", raising=False)
    with pytest.raises(ConfigurationError) as missing:
        make(api_key=None)
    with pytest.raises(ConfigurationError) as wrong:
        make(api_key="Bearer x")

    assert (missing.value.reason, wrong.value.reason) == ("no key", None)


def test_a_closed_client_has_its_reason(make, scripted):
    """`closed`, as there is nothing else to tell it from a bad setting."""
    allo = make(scripted({"data": []}))
    allo.close()
    with pytest.raises(ConfigurationError) as caught:
        allo.numbers.list()

    assert caught.value.reason == "closed"


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"from_": "1", "to": LINE, "message": "x"}, "from_"),
        ({"from_": LINE, "to": LINE, "message": ""}, "message"),
        ({"from_": LINE, "to": LINE, "message": "x", "idempotency_key": " "}, "idempotency_key"),
    ],
)
def test_an_argument_and_its_problem_are_apart(make, scripted, arguments, field):
    """The message is the two together, so a form or a command can use its own name for the argument."""
    with pytest.raises(InvalidArgumentError) as caught:
        make(scripted({})).sms.send(**arguments)
    error = caught.value

    assert error.field == field
    assert str(error) == f"{field} {error.problem}."
    assert (pickle.loads(pickle.dumps(error)).problem, error.operation, error.request) == (error.problem, None, None)


@pytest.mark.parametrize("answer", [httpx.Response(404), httpx.Response(200, text="?")], ids=["api", "unexpected"])
def test_the_status_has_the_name_that_httpx_uses(make, scripted, answer):
    """`status_code` is `status`."""
    with pytest.raises(AlloError) as caught:
        make(scripted(answer), retry=None).numbers.list()
    error: Any = caught.value

    assert error.status_code == error.status == answer.status_code


VERSION_2 = {
    "type": "conflict_error",
    "code": "NUMBER_ALREADY_ASSIGNED",
    "message": "+12025550143 is taken.",
    "retryable": False,
    "request_id": "req_9f8e7d6c5b4a",
    "retry_after_seconds": 3,
    "param": "numbers",
    "suggestion": "Search for the number.",
    "errors": [{"field": "numbers[0]", "code": "TAKEN", "message": "is taken"}],
}


def test_the_envelope_of_version_2_is_read(make, scripted):
    """Each of its members that says something about the error is an attribute, and none of them is in the message."""
    with pytest.raises(ConflictError) as caught:
        make(scripted(httpx.Response(409, json={"error": VERSION_2})), retry=None).numbers.list()
    error = caught.value

    assert (error.type, error.code, error.param) == ("conflict_error", "NUMBER_ALREADY_ASSIGNED", "numbers")
    assert (error.suggestion, error.retryable, error.retry_after) == ("Search for the number.", False, 3.0)
    assert (error.request_id, error.field_errors[0].field) == ("req_9f8e7d6c5b4a", "numbers[0]")
    assert "taken" not in str(error)
    assert "Search" not in str(error)


@pytest.mark.parametrize(
    "body",
    [
        {"code": "VALIDATION_ERROR", "details": None},
        {"error": "WEBHOOK_NOT_FOUND"},
        {"error": {"type": 1, "param": [], "suggestion": {}, "retryable": "yes"}},
        "<html>",
    ],
    ids=["v1", "v1-text", "odd", "html"],
)
def test_what_the_envelope_does_not_say_is_none(make, scripted, body):
    """Version 1 has none of it, and other types are not guessed at."""
    with pytest.raises(AlloApiError) as caught:
        make(scripted(httpx.Response(400, json=body)), retry=None).numbers.list()
    error = caught.value

    assert [error.type, error.param, error.suggestion, error.retryable] == [None] * 4
