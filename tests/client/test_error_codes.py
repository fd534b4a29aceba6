"""The error codes: one table, from which everything else about them follows."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from allo_ext import AlloApiError, ErrorCode, RateLimitError, RetryPolicy, errors
from allo_ext._error_codes import BY_CLASS, CODES, meaning
from allo_ext._http.failure import failure

LIMITS = ("DAILY_SMS_LIMIT_REACHED", "SMS_LIMIT_REACHED", "TRIAL_SMS_LIMIT_REACHED")
SOON = ("DIALING_QUEUE_APPEND_CONFLICT", "OTHER_TRANSACTION_IN_PROGRESS")


def raised(code: str, status: int) -> AlloApiError:
    return failure(httpx.Response(status, json={"error": {"code": code}}), operation="POST /sms")


def test_the_enum_lists_the_codes_of_the_table():
    """`ErrorCode` is for type checkers and `match`; UNKNOWN_ROUTE is the mock's, not the API's."""
    assert [code.value for code in ErrorCode] == sorted(CODES.keys() - {"UNKNOWN_ROUTE"})


@pytest.mark.parametrize("status", [400, 404, 409, 429, 500])
def test_the_code_decides_the_class(status):
    """Whatever the status; a code that ends in _NOT_FOUND is one of things that are not there."""
    for code, known in CODES.items():
        assert type(raised(code, status)) is known.error
        assert code.endswith("_NOT_FOUND") == (known.error is errors.NotFoundError)


def test_every_code_and_class_is_explained():
    """Two clauses each, and the message is made of them."""
    for known in (*CODES.values(), *BY_CLASS.values()):
        assert known.means
        assert known.do
        assert not known.means.endswith(".")
        assert not known.do.endswith(".")
    for code, known in CODES.items():
        assert f"{known.means}; {known.do}" in str(raised(code, 400))


def test_every_class_has_a_meaning():
    """A code that this version does not know is explained by its class, and a subclass by its parent."""
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, AlloApiError):
            assert meaning(kind("x", code="NEW_CODE")) is BY_CLASS[kind]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT"])
def test_limits_of_a_day_are_not_waited_for(method):
    """No wait of seconds outlasts them, whatever Retry-After says."""
    for code in LIMITS:
        error = raised(code, 429)
        error.retry_after = 1.0

        assert RetryPolicy().decide(method, error, 1) is False


def test_a_quota_is_waited_for_where_the_answer_says_how_long():
    """Without that it is the next day."""
    error = raised("API_KEY_QUOTA_EXCEEDED", 429)
    assert isinstance(error, RateLimitError)
    assert RetryPolicy().decide("POST", error, 1) is False
    error.retry_after = 5.0

    assert RetryPolicy().decide("POST", error, 1) == 5.0


@pytest.mark.parametrize("code", SOON)
def test_two_changes_at_once_are_repeated(code):
    """The API refused, so nothing was done: a POST goes out again as well, whatever `retryable` says."""
    error = raised(code, 409)
    error.retryable = False

    assert RetryPolicy().decide("POST", error, 1) is True


@pytest.mark.parametrize("code", ["NUMBER_ALREADY_ASSIGNED", "IDEMPOTENCY_KEY_REUSE", "A_NEW_ONE"])
def test_other_conflicts_are_not(code):
    """They stay until somebody changes something."""
    assert RetryPolicy().decide("PUT", raised(code, 409), 1) is False


AGAIN = {
    "by status": "",
    "if told when": "when the answer says how long to wait",
    "never": "not within minutes",
    "soon": "soon",
}


def test_the_docs_have_a_row_for_each_code():
    """In docs/errors.md: class, meaning, advice and when to try again, as the table has them."""
    page = (Path(__file__).parents[2] / "docs" / "errors.md").read_text(encoding="utf-8")
    rows = [
        f"| `{code}` | {known.error.__name__} | {known.means} | {known.do} | {AGAIN[known.again]} |"
        for code in ErrorCode
        for known in [CODES[code]]
    ]

    assert [line for line in page.splitlines() if line.startswith("| `") and line[3:4].isupper()] == rows
