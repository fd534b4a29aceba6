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


SHAPES: dict[str, tuple[int, Any, type[AlloError], str | None]] = {
    "401": (401, {"code": "API_KEY_INVALID", "details": None}, AuthenticationError, "API_KEY_INVALID"),
    "403": (403, V1_SCOPE, PermissionDeniedError, "API_KEY_INSUFFICIENT_SCOPE"),
    "400-not-found": (400, {"code": "CONTACT_NOT_FOUND"}, NotFoundError, "CONTACT_NOT_FOUND"),
    "404-error-a-text": (404, {"error": "WEBHOOK_NOT_FOUND"}, NotFoundError, "WEBHOOK_NOT_FOUND"),
    "v2-not-found": (400, {"error": {"code": "TAG_NOT_FOUND"}}, NotFoundError, "TAG_NOT_FOUND"),
    "500-not-found": (500, {"code": "CALL_NOT_FOUND"}, NotFoundError, "CALL_NOT_FOUND"),
    "400": (400, {"code": "INVALID_LENGTH", "details": []}, BadRequestError, "INVALID_LENGTH"),
    "422": (422, {"code": "VALIDATION_ERROR"}, BadRequestError, "VALIDATION_ERROR"),
    "quota": (429, V1_QUOTA, RateLimitError, "API_KEY_QUOTA_EXCEEDED"),
    "429": (429, {"code": "RATE_LIMITED"}, RateLimitError, "RATE_LIMITED"),
    "v2-429": (429, V2, RateLimitError, "RATE_LIMIT_EXCEEDED"),
    "code-before-status": (400, {"code": "RATE_LIMITED"}, RateLimitError, "RATE_LIMITED"),
    "code-before-500": (500, {"code": "API_KEY_INVALID"}, AuthenticationError, "API_KEY_INVALID"),
    "500": (500, {"error": {"code": "INTERNAL_SERVER_ERROR"}}, ServerError, "INTERNAL_SERVER_ERROR"),
    "401-no-body": (401, None, AuthenticationError, None),
    "403-html": (403, b"<html>no</html>", PermissionDeniedError, None),
    "404-no-body": (404, b"", NotFoundError, None),
    "429-broken-json": (429, b"[", RateLimitError, None),
    "502-html": (502, b"<html>", ServerError, None),
    "599-bytes": (599, b"\xff\xfe", ServerError, None),
    "409": (409, {"code": "NUMBER_ALREADY_ASSIGNED"}, ConflictError, "NUMBER_ALREADY_ASSIGNED"),
    "409-no-body": (409, b"", ConflictError, None),
    "v2-409": (400, {"error": {"code": "TAG_ALREADY_EXISTS"}}, ConflictError, "TAG_ALREADY_EXISTS"),
    "402": (402, {"error": {"code": "PARTNER_BILLING_FAILED"}}, AlloApiError, "PARTNER_BILLING_FAILED"),
    "new-code": (418, {"code": "NEW_CODE"}, AlloApiError, "NEW_CODE"),
    "code-a-number": (400, {"code": 5, "details": "x"}, BadRequestError, None),
    "code-a-sentence": (400, {"code": "not a code"}, BadRequestError, None),
    "a-list": (400, ["code"], BadRequestError, None),
    "redirect": (302, b"", AlloApiError, None),
    "422-no-body": (422, b"", BadRequestError, None),
    "600": (600, b"", AlloApiError, None),
    "code-with-more": (400, {"code": "INVALID_LENGTH +12025550143"}, BadRequestError, None),
    "code-with-a-line-end": (400, {"code": "INVALID_LENGTH\n"}, BadRequestError, None),
    "type-of-another-status": (400, {"error": {"type": "server_error"}}, BadRequestError, None),
    "too-large": (400, {"code": "CONTACT_NOT_FOUND", "more": "x" * 1_000_000}, BadRequestError, None),
}
"""Status, body, the class of the error and its code."""


def test_every_shape_of_an_error_finds_its_class(make, scripted):
    """The three shapes, and none; the code decides before the status, unless the body is too large to be parsed."""
    found = {}
    for name, (status, body, _, _) in SHAPES.items():
        content = body if isinstance(body, bytes) else None
        answer = httpx.Response(status, content=content, json=None if content is not None else body)
        with pytest.raises(AlloApiError) as caught:
            make(scripted(answer), retry=None).numbers.list()
        found[name] = (caught.value.status, body, type(caught.value), caught.value.code)

    assert found == SHAPES


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


def test_details_of_any_form_have_no_field_errors():
    """Whatever stands there, asking for field errors is safe."""
    for details in (None, "x", 5, {}, [None, [], {"field": 1, "message": 2}]):
        assert raised({"code": "VALIDATION_ERROR", "details": details}).field_errors == ()


def test_a_path_that_is_not_there_leads_to_base_url():
    """An address that is not the API's is not reported as a failure that will pass."""
    for status, body, ending in (
        (501, {"code": "UNKNOWN_ROUTE"}, "this path does not exist; check that base_url is right."),
        (404, None, "check the id and the base URL."),
        (405, None, "check the base URL."),
        (501, None, "failed; try again later."),
    ):
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
    for several in ("required=SMS_SEND|CALLS_READ", "required=SMS_SEND, CALLS_READ"):
        details = [{"message": several, "field": "scope"}]
        assert raised(V1_SCOPE | {"details": details}, 403).required_scopes == ("SMS_SEND", "CALLS_READ")
    assert "CONTACTS_READ" in str(error)
    assert "version 2" in str(error)  # for newer keys the scope cannot be had


def test_the_quota_is_an_attribute():
    """Limit, kind and seconds are read out of the text that the API puts them into."""
    error = raised(V1_QUOTA, 429)

    assert (Quota(1000, "DAILY", 3600.0), 3600.0) == (error.quota, error.retry_after)


def test_a_quota_that_cannot_be_read_is_none():
    """Rubbish in the text is no quota and no wait, and no other exception."""
    for message in ("limit=x;type=;reset_in=", "limit=99999999999999999999;reset_in=-5", "reset_in=inf", "limit=²"):
        error = raised({"code": "API_KEY_QUOTA_EXCEEDED", "details": [{"message": message, "field": "DAILY"}]}, 429)

        assert (Quota(None, None, None), None) == (error.quota, error.retry_after)


def told_to_wait(seconds: Any, message: str = "", **headers: str) -> float | None:
    details = [{"message": message, "field": "DAILY"}]
    return raised({"error": {"retry_after_seconds": seconds, "errors": details}}, 429, headers).retry_after


def test_the_wait_is_read_from_the_header_then_the_quota_then_the_body():
    """Zero is a wait, True is not a number of seconds."""
    assert told_to_wait(7, "reset_in=5", **{"Retry-After": "3"}) == 3.0
    assert told_to_wait(7, "reset_in=5") == 5.0
    assert [told_to_wait(wait) for wait in (7, 0, "2.5", True, -1, 1e10, [])] == [7.0, 0.0, 2.5, None, None, None, None]


def test_the_request_id_is_an_attribute():
    """From the header, or the body of version 2."""
    assert raised(V2, 429).request_id == "req_123456789012"
    assert raised({"code": "X"}, headers={"X-Request-Id": "req_h"}).request_id == "req_h"
    assert raised(V2, 429, headers={"X-Request-Id": "req_h"}).request_id == "req_h"


def test_codes_can_be_matched():
    """A known code is a member, a new one a text; both can be matched."""
    assert raised({"code": "CONTACT_NOT_FOUND"}).code is ErrorCode.CONTACT_NOT_FOUND
    match raised({"code": "CONTACT_NOT_FOUND"}).code:
        case ErrorCode.CONTACT_NOT_FOUND:
            found = True
        case _:
            found = False

    assert found
    assert raised({"code": "SOMETHING_NEW"}).code == "SOMETHING_NEW"


def test_every_not_found_code_is_not_found():
    """Whatever the status."""
    codes = [str(code) for code in ErrorCode if code.endswith("_NOT_FOUND")]
    found = {(code, status): type(raised({"code": code}, status)) for code in codes for status in (400, 404, 409, 500)}

    assert {each: kind for each, kind in found.items() if kind is not NotFoundError} == {}
    assert len(codes) > 5


ADVICE: list[tuple[dict[str, Any], int, str]] = [
    ({"code": "API_KEY_INVALID"}, 401, "check the API key"),
    ({"code": "FROM_NUMBER_NOT_FOUND"}, 400, "numbers.list()"),
    ({"code": "PROVIDER_NOT_SUPPORTED"}, 400, "send from another number"),
    ({"code": "SENDER_ID_NOT_ACTIVE"}, 400, "verified"),
    ({"code": "X", "details": [{"field": "url", "message": "m"}]}, 422, "see field_errors for url."),
    *(({}, status, "redirects are not followed") for status in (301, 302, 303, 307, 308)),
]


def test_a_message_says_what_to_do_next():
    """One sentence: what was asked, what came, what to do."""
    for body, status, says in ADVICE:
        message = str(raised(body, status))
        assert f"GET /contacts returned {status}" in message
        assert says in message


SECRET_BODY = {
    "code": "VALIDATION_ERROR",
    "details": [
        {"field": "to", "message": "+12025550143 is wrong"},
        {"field": "from: +12025550143", "message": "is wrong"},
    ],
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


def test_the_frames_of_every_cause_are_without_the_key(make, key):
    """Also those of an exception that only came before the one that the library raised."""

    def reset(headers: dict[str, str]) -> None:
        raise OSError(104, headers["host"])

    class Failing(httpx.BaseTransport, httpx.AsyncBaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            try:
                reset(dict(request.headers))
            except OSError:
                raise httpx.ReadError("reset")  # noqa: B904 (as some transports do)

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            return self.handle_request(request)

    with pytest.raises(AlloError) as info:
        make(Failing(), retry=None).numbers.list()
    step: BaseException | None = info.value.__cause__
    shown = []
    while step is not None:
        shown += traceback.TracebackException.from_exception(step, capture_locals=True).format(chain=False)
        step = step.__cause__ or step.__context__

    assert len(shown) == 2
    assert key not in "".join(shown)
