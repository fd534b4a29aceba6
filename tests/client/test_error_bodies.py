"""What is read out of the body of an error: pure functions of the response, without a client."""

from __future__ import annotations

import itertools
import json
from typing import Any

import httpx

from allo_ext import AlloApiError, BadRequestError, ErrorCode, Quota, errors
from allo_ext._http.failure import failure, may_have_acted, reports_failure

INNER = {
    "code": "VALIDATION_ERROR",
    "type": "validation_error",
    "errors": [{"field": "to", "message": "m"}],
    "request_id": "req_1",
    "retry_after_seconds": 5,
    "suggestion": "Search.",
    "param": "numbers",
    "retryable": False,
}
FACTS = ("code", "type", "details", "request_id", "retry_after", "suggestion", "param", "retryable")


def of(body: Any, status: int = 400, **headers: str) -> Any:
    """Return the error of a response."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return failure(httpx.Response(status, content=json.dumps(body), headers=names), operation="GET /x")


def facts(error: AlloApiError) -> tuple[Any, ...]:
    return tuple(getattr(error, name) for name in FACTS)


def test_each_format_has_its_fields():
    """Version 2's are inside `error`; there version 1's beside it do not count, but for the code."""
    full = ("VALIDATION_ERROR", "validation_error", INNER["errors"], "req_1", 5.0, "Search.", "numbers", False)
    assert facts(of({"error": INNER})) == full
    assert facts(of({"error": {}, "code": "X_1", "type": "t", "details": ["d"]})) == ("X_1", *[None] * 7)
    assert facts(of({"code": "X_1", "type": "t", "details": ["d"]})) == ("X_1", "t", ["d"], *[None] * 5)
    assert facts(of({"error": "X_1", "type": "t"})) == ("X_1", "t", *[None] * 6)
    assert facts(of({"error": "X_1", "code": "Y_1"})) == ("Y_1", *[None] * 7)
    assert facts(of({"error": {"code": "X_1", "retryable": True}, "code": "Y_1"}))[::7] == ("X_1", True)
    for field in ("type", "request_id", "suggestion", "param", "retryable", "retry_after_seconds"):
        assert facts(of({"error": {field: ["odd"]}})) == (None,) * 8
    page = failure(httpx.Response(400, content=b"<html>"), operation="GET /x")
    assert facts(of(["X_1"])) == facts(page) == (None,) * 8


def test_a_code_is_two_to_64_capitals_digits_and_underscores():
    """Another string may be a sentence with data of a customer."""
    for code in ("AB", "A1_B", "A" * 64):
        assert of({"code": code}).code == code
        for other in ("A", "a" + code, code + " ", "1" + code, "_" + code, code + "é", "A" * 65, ["X"], 5, None):
            assert of({"code": other}).code is None
        assert type(of({"code": "CONTACT_NOT_FOUND"}).code) is ErrorCode


def test_the_first_wait_that_is_known_counts():
    """The header, the quota, then the body. Zero is a wait; what is longer than any is none."""

    def wait(header: float | None, quota: str, body: Any) -> float | None:
        details = [{"message": quota}]
        response = httpx.Response(429, json={"error": {"errors": details, "retry_after_seconds": body}})
        return failure(response, operation="GET /x", retry_after=header).retry_after

    assert [wait(0.0, "reset_in=2", 3), wait(None, "reset_in=0", 3), wait(None, "", 0)] == [0.0, 0.0, 0.0]
    assert [wait(1.0, "reset_in=2", 3), wait(None, "reset_in=2", 3), wait(None, "", 3)] == [1.0, 2.0, 3.0]
    for value in (-1, "-0.1", "soon", "", "nan", "inf", True, False, None, [], 10**400, 10**9 + 1):
        assert wait(None, "", value) is None
    assert [wait(None, "", value) for value in ("1.5", " 2 ", 3, 10**9)] == [1.5, 2.0, 3.0, 1e9]


QUOTAS: dict[str, Quota | None] = {
    "limit=1000;type=DAILY;reset_in=3600": Quota(1000, "DAILY", 3600.0),
    " limit = 5 ; reset_in = 7.5 ": Quota(5, None, 7.5),
    "limit=7": Quota(7, None, None),
    "reset_in=7": Quota(None, None, 7.0),
    "limit=0;type=;reset_in=0": Quota(0, None, 0.0),
    "limit=" + "9" * 18: Quota(10**18 - 1, None, None),
    "limit=" + "9" * 19: Quota(None, None, None),
    "limit=-1": Quota(None, None, None),
    "limit=²;type=A=B": Quota(None, "A=B", None),
    "limit=٣": Quota(None, None, None),
    "type=DAILY": None,
    "unlimited=5": None,
    "": None,
}


def test_a_quota_is_the_first_message_with_a_limit_or_a_reset():
    """Each of its parts may be missing."""
    for message, expected in QUOTAS.items():
        odd = [None, 5, {"message": 5}, {}, {"field": "limit=9"}, {"message": "slow down"}]
        error = of({"details": [*odd, {"message": message}, {"message": "limit=77;type=LATER;reset_in=7"}]}, 429)

        assert error.quota == (expected or Quota(77, "LATER", 7.0))
        assert of({"details": [{"message": message}]}, 429).quota == expected
        assert of({"details": {"message": message}}, 429).quota is None


def test_scopes_are_all_that_are_required():
    """Of every message, however they are separated."""
    messages = ["required=A_READ, B_READ|C_1", "no", "the key has required=D required=E;F", "required=", "required=a"]
    error = of({"details": [{"message": each} for each in messages]}, 403)

    assert error.required_scopes == ("A_READ", "B_READ", "C_1", "D", "E")
    assert of({}, 403).required_scopes == ()


CLASSES: list[tuple[int, dict[str, Any], type[AlloApiError], bool]] = [
    # Status, body, class, whether the server may have acted.
    (200, {"type": "authentication_error"}, errors.AuthenticationError, False),
    (200, {"type": "conflict_error"}, errors.ConflictError, False),
    (200, {"type": "not_found_error"}, errors.NotFoundError, False),
    (200, {"type": "permission_error"}, errors.PermissionDeniedError, False),
    (200, {"type": "rate_limit_error"}, errors.RateLimitError, False),
    (200, {"type": "server_error"}, errors.ServerError, True),
    (299, {"type": "validation_error"}, errors.BadRequestError, False),
    (200, {"type": "new_error"}, AlloApiError, True),
    (200, {"type": "new_error", "code": "NEW"}, AlloApiError, False),
    (299, {}, AlloApiError, True),
    (300, {"type": "validation_error"}, AlloApiError, False),
    (404, {"type": "validation_error"}, errors.NotFoundError, False),
    (404, {"code": "VALIDATION_ERROR"}, errors.BadRequestError, False),
    (400, {"code": "NEW_NOT_FOUND"}, errors.NotFoundError, False),
    (400, {"code": "INTERNAL_SERVER_ERROR"}, errors.ServerError, True),
    (400, {}, errors.BadRequestError, False),
    (401, {}, errors.AuthenticationError, False),
    (403, {}, errors.PermissionDeniedError, False),
    (409, {}, errors.ConflictError, False),
    (422, {}, errors.BadRequestError, False),
    (429, {}, errors.RateLimitError, False),
    (418, {}, AlloApiError, False),
    (303, {}, AlloApiError, True),
    (408, {}, AlloApiError, True),
    (499, {}, AlloApiError, True),
    (500, {"code": "API_KEY_INVALID"}, errors.AuthenticationError, True),
    (500, {}, errors.ServerError, True),
    (599, {}, errors.ServerError, True),
    (600, {}, AlloApiError, True),
]


def test_code_then_type_then_status_select_the_class_and_whether_the_server_may_have_acted():
    """The type only under a 2xx status. A 2xx status with a code or a type is a refusal."""
    found = []
    for status, body, _, _ in CLASSES:
        error = of({"error": body}, status)
        found.append((status, body, type(error), error.maybe_sent))

    assert found == CLASSES
    acted = [status for status in range(100, 700) if may_have_acted(status)]
    assert acted == [*range(200, 300), 303, 408, 499, *range(500, 700)]


LIST, SOMETHING = {"results": [{"id": 1}]}, {"id": "1"}
REPORTS: list[tuple[Any, bool]] = [
    ({"code": "NEW"}, True),
    ({"error": {"code": "NEW"}}, True),
    ({"error": {"message": "?"}}, True),
    ({"error": "It failed"}, True),
    ({"error": None}, False),
    ({"error": {}}, False),
    ({"code": "no code"}, False),
    *(({"code": code}, False) for code in ("CREATED", "OK", "SUCCESS")),
    *(({"code": "NEW", name: empty}, True) for name in ("data", "results", "id") for empty in (None, [], {}, "", 0)),
    *(({"code": "NEW", name: "x"}, False) for name in ("data", "results", "id")),
    ({"code": "NEW", "data": {"results": []}}, True),
    ({"code": "NEW", "data": {"results": [], "metadata": {}}}, True),
    ({"code": "NEW", "data": LIST}, False),
    ({"code": "NEW", "data": SOMETHING}, False),
    *(({"code": "NEW", name: "x"}, False) for name in ("content", "to_number", "number", "url")),
    *(({"code": "NEW", name: ""}, True) for name in ("content", "to_number", "number", "url")),
    ({"code": "NEW", "name": "x"}, True),
    ({"code": "FORBIDDEN", "url": "x"}, True),
    ({"code": "NEW_NOT_FOUND", "url": "x"}, True),
    ({"error": "x", "url": "x"}, False),
    (["code"], False),
    ("code", False),
    ({"x": "code"}, False),
]


def test_a_body_with_a_record_is_no_error_whatever_else_it_holds():
    """A code or an error makes a body one, unless it holds what was asked for."""
    found = [(body, reports_failure(json.dumps(body).encode())) for body, _ in REPORTS]

    assert found == REPORTS
    assert not reports_failure(b'{"code": "FORBIDDEN"')
    assert not reports_failure(b"<html>")
    for filler, reported in ((999_900, True), (1_000_000, False)):  # larger bodies are not parsed for it
        assert reports_failure(json.dumps({"code": "FORBIDDEN", "x": "x" * filler}).encode()) is reported
        code = of({"code": "FORBIDDEN", "x": "x" * filler}).code
        assert code == ("FORBIDDEN" if reported else None)


ADVICE: list[tuple[int, dict[str, Any], str]] = [
    (400, {"code": "CONTACT_NOT_FOUND"}, "(see contacts.find(…))."),
    (400, {"code": "PROVIDER_NOT_SUPPORTED"}, "(see numbers.list())."),
    (404, {"code": "WEBHOOK_NOT_FOUND"}, "(see webhooks.list())."),
    (
        429,
        {"code": "API_KEY_QUOTA_EXCEEDED", "details": [{"message": "reset_in=59.6"}]},
        "reset in 60 seconds.",
    ),
    (403, {"details": [{"message": "required=CONTACTS_READ_WRITE"}]}, "version 2 of the API reads contacts)."),
    (403, {"details": [{"message": "required=SMS_SEND"}]}, "or use a key that has it."),
    (422, {"details": [{"field": one, "message": ""} for one in ("b", "a[0].x", "b", "é", "a b")]}, "for a[0].x, b."),
    (302, {}, "redirects are not followed, so that the key is not sent to another host; check base_url."),
]


def test_a_message_ends_with_what_to_do():
    """Beginning with what was asked and what came; the words of the caller replace the advice."""
    for status, body, ending in ADVICE:
        error = of(body, status)
        code = f" {error.code}" if error.code else ""
        assert str(error).startswith(f"GET /x returned {status}{code}: ")
        assert str(error).endswith(ending)
        assert error.args == (error.message,)
    for advice, end in (("look", "look."), ("did you?", "did you?")):
        error = failure(httpx.Response(400), operation="GET /x", advice=advice)
        assert (str(error), type(error)) == (f"GET /x returned 400: {end}", BadRequestError)
    for status, code in itertools.product((301, 302, 303, 307, 308, 304), (None, "NEW")):
        redirected = "redirects are not followed" in str(of({"code": code}, status))
        assert redirected is (code is None and status != 304)


def test_the_header_names_the_request_before_the_body_does():
    """A proxy may have added it to a body of its own."""
    response = httpx.Response(400, json={"error": {"request_id": "req_b"}}, headers={"X-Request-Id": "req_h"})
    error = failure(response, operation="GET /x")

    assert (error.request_id, error.response is response, error.operation) == ("req_h", True, "GET /x")
    assert of({"error": {"request_id": "req_b"}}).request_id == "req_b"
