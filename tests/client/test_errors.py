"""The tree of errors, and what each of them carries."""

from __future__ import annotations

import pickle
import traceback
from typing import Any

import httpx
import pytest

import allo_ext
from allo_ext import (
    AlloApiError,
    AlloClient,
    AlloError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    ErrorCode,
    FieldError,
    NotFoundError,
    PermissionDeniedError,
    Quota,
    RateLimitError,
    ServerError,
)
from allo_ext.testing import MockAllo

V1_SCOPE = {"code": "API_KEY_INSUFFICIENT_SCOPE", "details": [{"message": "required=CONTACTS_READ", "field": "scope"}]}
V1_QUOTA = {
    "code": "API_KEY_QUOTA_EXCEEDED",
    "details": [{"message": "limit=1000;type=DAILY;reset_in=3600", "field": "DAILY"}],
}
V2 = {
    "error": {
        "type": "rate_limit_error",
        "code": "RATE_LIMIT_EXCEEDED",
        "message": "slow down",
        "request_id": "req_123456789012",
        "retry_after_seconds": 7,
        "errors": [{"field": "size", "message": "too big"}],
    }
}


@pytest.mark.parametrize(
    ("status", "body", "cls", "code"),
    [
        pytest.param(
            401, {"code": "API_KEY_INVALID", "details": None}, AuthenticationError, "API_KEY_INVALID", id="401"
        ),
        pytest.param(403, V1_SCOPE, PermissionDeniedError, "API_KEY_INSUFFICIENT_SCOPE", id="403"),
        pytest.param(400, {"code": "CONTACT_NOT_FOUND"}, NotFoundError, "CONTACT_NOT_FOUND", id="400-not-found"),
        pytest.param(404, {"error": "WEBHOOK_NOT_FOUND"}, NotFoundError, "WEBHOOK_NOT_FOUND", id="404-error-a-text"),
        pytest.param(400, {"error": {"code": "TAG_NOT_FOUND"}}, NotFoundError, "TAG_NOT_FOUND", id="v2-not-found"),
        pytest.param(500, {"code": "CALL_NOT_FOUND"}, NotFoundError, "CALL_NOT_FOUND", id="500-not-found"),
        pytest.param(400, {"code": "INVALID_LENGTH", "details": []}, BadRequestError, "INVALID_LENGTH", id="400"),
        pytest.param(422, {"code": "VALIDATION_ERROR"}, BadRequestError, "VALIDATION_ERROR", id="422"),
        pytest.param(429, V1_QUOTA, RateLimitError, "API_KEY_QUOTA_EXCEEDED", id="quota"),
        pytest.param(429, {"code": "RATE_LIMITED"}, RateLimitError, "RATE_LIMITED", id="429"),
        pytest.param(429, V2, RateLimitError, "RATE_LIMIT_EXCEEDED", id="v2-429"),
        pytest.param(400, {"code": "RATE_LIMITED"}, RateLimitError, "RATE_LIMITED", id="code-before-status"),
        pytest.param(500, {"code": "API_KEY_INVALID"}, AuthenticationError, "API_KEY_INVALID", id="code-before-500"),
        pytest.param(500, {"error": {"code": "INTERNAL_SERVER_ERROR"}}, ServerError, "INTERNAL_SERVER_ERROR", id="500"),
        pytest.param(401, None, AuthenticationError, None, id="401-no-body"),
        pytest.param(403, b"<html>no</html>", PermissionDeniedError, None, id="403-html"),
        pytest.param(404, b"", NotFoundError, None, id="404-no-body"),
        pytest.param(429, b"[", RateLimitError, None, id="429-broken-json"),
        pytest.param(502, b"<html>", ServerError, None, id="502-html"),
        pytest.param(599, b"\xff\xfe", ServerError, None, id="599-bytes"),
        pytest.param(409, {"code": "NUMBER_ALREADY_ASSIGNED"}, ConflictError, "NUMBER_ALREADY_ASSIGNED", id="409"),
        pytest.param(409, b"", ConflictError, None, id="409-no-body"),
        pytest.param(400, {"error": {"code": "TAG_ALREADY_EXISTS"}}, ConflictError, "TAG_ALREADY_EXISTS", id="v2-409"),
        pytest.param(
            402, {"error": {"code": "PARTNER_BILLING_FAILED"}}, AlloApiError, "PARTNER_BILLING_FAILED", id="402"
        ),
        pytest.param(418, {"code": "NEW_CODE"}, AlloApiError, "NEW_CODE", id="new-code"),
        pytest.param(400, {"code": 5, "details": "x"}, BadRequestError, None, id="code-a-number"),
        pytest.param(400, {"code": "not a code"}, BadRequestError, None, id="code-a-sentence"),
        pytest.param(400, ["code"], BadRequestError, None, id="a-list"),
        pytest.param(302, b"", AlloApiError, None, id="redirect"),
    ],
)
def test_every_shape_of_an_error_finds_its_class(make, scripted, status, body, cls, code):  # noqa: PLR0917 (fixtures)
    """The three shapes, and none; the code decides before the status."""
    content = body if isinstance(body, bytes) else None
    answer = httpx.Response(status, content=content, json=None if content is not None else body)
    allo = make(scripted(answer), retry=None)

    with pytest.raises(AlloError) as caught:
        allo.numbers.list()

    assert (cls, code, status) == (type(caught.value), caught.value.code, caught.value.status)


def raised(body: Any, status: int = 400, headers: dict[str, str] | None = None) -> Any:
    """The error that a client raises for an answer."""
    answer = httpx.Response(status, json=body, headers=headers)
    with (
        AlloClient("key", transport=httpx.MockTransport(lambda _: answer), pace=None, retry=None) as allo,
        pytest.raises(AlloError) as caught,
    ):
        allo.contacts.search()
    return caught.value


def test_field_errors_are_attributes():
    """The entries that name a field, in order; others are left in `details`."""
    details = [{"field": "to", "message": "bad"}, "odd", {"message": "general"}, {"field": "from", "message": "worse"}]
    error = raised({"code": "VALIDATION_ERROR", "details": details}, 422)

    assert (FieldError("to", "bad"), FieldError("from", "worse")) == error.field_errors
    assert details == error.details
    assert (FieldError("size", "too big"),) == raised(V2, 429).field_errors


@pytest.mark.parametrize("details", [None, "x", 5, {}, [None, [], {"field": 1, "message": 2}]], ids=repr)
def test_details_of_any_form_have_no_field_errors(details):
    """Whatever stands there, asking for field errors is safe."""
    assert raised({"code": "VALIDATION_ERROR", "details": details}).field_errors == ()


@pytest.mark.parametrize(
    ("status", "body", "ending"),
    [
        pytest.param(
            501, {"code": "UNKNOWN_ROUTE"}, "this path does not exist; check that base_url is right.", id="501"
        ),
        pytest.param(404, None, "check the id and the base URL.", id="404"),
        pytest.param(405, None, "check the base URL.", id="405"),
        pytest.param(501, None, "failed; try again later.", id="501-of-a-proxy"),
    ],
)
def test_a_path_that_is_not_there_leads_to_base_url(status, body, ending):
    """An address that is not the API's is not reported as a failure that will pass."""
    assert str(raised(body, status)).endswith(ending)


def test_a_base_url_that_leads_elsewhere_is_told(key):
    """So it reads where the mock is on a port, as with any server that knows no such path."""
    with MockAllo(contacts=0, calls=0).serve() as served:
        allo = AlloClient(key, base_url=f"{served.origin}/elsewhere", pace=None, retry=None)
        with (
            allo,
            pytest.raises(ServerError, match=r"501 UNKNOWN_ROUTE: this path does not exist; check that base_url"),
        ):
            allo.numbers.list()


def test_missing_scopes_are_attributes_and_in_the_message():
    """A 403 says which scope the key lacks, and what to do."""
    error = raised(V1_SCOPE, 403)

    assert error.required_scopes == ("CONTACTS_READ",)
    assert "CONTACTS_READ" in str(error)
    assert "version 2" in str(error)  # for newer keys the scope cannot be had


def test_the_quota_is_an_attribute():
    """Limit, kind and seconds are read out of the text that the API puts them into."""
    error = raised(V1_QUOTA, 429)

    assert (Quota(1000, "DAILY", 3600.0), 3600.0) == (error.quota, error.retry_after)


@pytest.mark.parametrize(
    "message", ["limit=x;type=;reset_in=", "limit=99999999999999999999;reset_in=-5", "reset_in=inf", "limit=²"]
)
def test_a_quota_that_cannot_be_read_is_none(message):
    """Rubbish in the text is no quota and no wait, and no other exception."""
    error = raised({"code": "API_KEY_QUOTA_EXCEEDED", "details": [{"message": message, "field": "DAILY"}]}, 429)

    assert (Quota(None, None, None), None) == (error.quota, error.retry_after)


def test_the_request_id_is_an_attribute():
    """From the body of version 2, or the header."""
    assert raised(V2, 429).request_id == "req_123456789012"
    assert raised({"code": "X"}, headers={"X-Request-Id": "req_h"}).request_id == "req_h"


def test_codes_can_be_matched():
    """A known code is a member, a new one a text; both can be matched."""
    match raised({"code": "CONTACT_NOT_FOUND"}).code:
        case ErrorCode.CONTACT_NOT_FOUND:
            found = True
        case _:
            found = False

    assert found
    assert raised({"code": "SOMETHING_NEW"}).code == "SOMETHING_NEW"


@pytest.mark.parametrize("code", [str(code) for code in ErrorCode if code.endswith("_NOT_FOUND")])
def test_every_not_found_code_is_not_found(code):
    """Whatever the status."""
    assert all(isinstance(raised({"code": code}, status), NotFoundError) for status in (400, 404, 409, 500))


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({"code": "API_KEY_INVALID"}, 401, "check the API key"),
        ({"code": "FROM_NUMBER_NOT_FOUND"}, 400, "numbers.list()"),
        ({"code": "SENDER_ID_NOT_ACTIVE"}, 400, "verified"),
        ({"code": "X", "details": [{"field": "url", "message": "m"}]}, 422, "url"),
        ({}, 302, "base_url"),
    ],
)
def test_a_message_says_what_to_do_next(body, status, says):
    """One sentence: what was asked, what came, what to do."""
    message = str(raised(body, status))

    assert says in message
    assert f"GET /contacts returned {status}" in message


SECRET_BODY = {
    "code": "VALIDATION_ERROR",
    "details": [{"field": "to", "message": "+12025550143 is wrong"}],
    "x": "body!",
}


def test_the_body_is_not_in_the_text(make, scripted, key):
    """Neither message nor repr show what the server wrote, a number or the key."""
    caught = []
    for answer in (httpx.Response(422, json=SECRET_BODY), httpx.Response(200, text="body! +12025550143")):
        with pytest.raises(AlloError) as info:
            make(scripted(answer), retry=None).calls.search(allo_number="+12025550143")
        caught.append(info.value)
    shown = "".join(map(str, caught)) + "".join(map(repr, caught))

    assert all(word not in shown for word in ("body!", "+12025550143", "is wrong", key))
    assert b"body!" in caught[1].body


def test_an_error_of_a_call_holds_no_key(make, scripted, key):
    """Pickled, printed with all variables, or followed to its request and causes: the key is nowhere."""
    found = []
    for answer in (httpx.Response(500, json={"code": "X"}), httpx.ReadError, httpx.Response(200, text="?")):
        with pytest.raises(AlloError) as info:
            make(scripted(answer), retry=None).contacts.create(numbers=["+12025550143"])
        found.append(info.value)
    for error in found:
        shown = traceback.TracebackException.from_exception(error, capture_locals=True)
        ours = [repr(frame.locals) for frame in shown.stack if frame.locals and "/allo_ext/" in frame.filename]
        cause: Any = error.__cause__ or error.__context__
        while cause is not None:
            assert cause.__traceback__ is None or not isinstance(cause, httpx.HTTPError)
            assert "authorization" not in getattr(cause, "request", httpx.Request("GET", "http://x")).headers
            cause = cause.__cause__ or cause.__context__

        assert ours
        assert key not in "".join(ours)
        assert key.encode() not in pickle.dumps(error)
    assert "authorization" not in found[0].response.request.headers


def test_a_deep_traceback_holds_no_key(key):
    """Every frame from the caller to the error, ours and those of libraries, shows its variables without the key."""
    allo = allo_ext.AlloClient(key, base_url="http://127.0.0.1:9", retry=None, pace=None)
    del key
    with allo, pytest.raises(AlloError) as info:
        allo.numbers.list()
    shown = "".join(traceback.TracebackException.from_exception(info.value, capture_locals=True).format())

    assert "ak_test_5ecret" not in shown
