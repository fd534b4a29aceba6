"""The tree of errors is the one that is drawn, and every error can cross processes."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import httpx
import pytest

import allo_ext
from allo_ext import (
    AlloApiError,
    AlloError,
    ErrorCode,
    PermissionDeniedError,
    Quota,
    RateLimitError,
    UnexpectedResponseError,
    errors,
)

V1_QUOTA = {"code": "API_KEY_QUOTA_EXCEEDED"}


TREE = """
AlloError
├── ConfigurationError(ValueError)
├── InvalidArgumentError(ValueError)
├── AlloConnectionError
│   └── AlloTimeoutError
├── AlloApiError
│   ├── AuthenticationError
│   ├── PermissionDeniedError
│   ├── NotFoundError
│   ├── BadRequestError
│   ├── ConflictError
│   ├── RateLimitError
│   └── ServerError
├── UnexpectedResponseError
└── WebhookError
    ├── InvalidPayloadError
    ├── InvalidSignatureError
    └── InvalidTokenError
"""


def own_subclasses(cls: type) -> list[type]:
    return [sub for sub in cls.__subclasses__() if sub.__module__ == "allo_ext.errors"]


def drawn(cls: type, lead: str = "") -> list[str]:
    lines = []
    for sub in own_subclasses(cls):
        last = sub is own_subclasses(cls)[-1]
        others = [base.__name__ for base in sub.__bases__ if base is not cls]
        lines.append(f"{lead}{'└── ' if last else '├── '}{sub.__name__}{f'({others[0]})' if others else ''}")
        lines += drawn(sub, lead + ("    " if last else "│   "))
    return lines


def every(cls: type = AlloError) -> list[type[AlloError]]:
    return [cls, *(found for sub in own_subclasses(cls) for found in every(sub))]


def test_the_tree_is_the_one_that_is_drawn():
    """What the documentation draws is what the classes are."""
    assert TREE.strip().splitlines() == [AlloError.__name__, *drawn(AlloError)]


def test_the_tree_in_the_module_is_the_one_that_is_drawn():
    """The docstring shows each class, in the same order."""
    doc = [
        line.split("──")[-1].split()[0].split("(")[0] for line in (errors.__doc__ or "").splitlines() if "──" in line
    ]

    assert doc == [line.split("── ")[-1].split("(")[0] for line in drawn(AlloError)]


def test_every_error_is_exported():
    """Whoever wants to catch one finds it at the top."""
    assert {cls.__name__ for cls in every()} <= set(allo_ext.__all__)


def filled(cls: type[AlloError], key: str) -> AlloError:
    """An error with everything that it can carry."""
    if issubclass(cls, AlloApiError):
        request = httpx.Request("POST", "https://api.withallo.com/v1/api/sms", json={"to": "x"})
        response = httpx.Response(429, json=V1_QUOTA, request=request)
        error: Any = cls(
            "m",
            status=429,
            code=ErrorCode.RATE_LIMITED,
            details=[1],
            request_id="r",
            response=response,
            type="rate_limit_error",
            suggestion="wait",
            param="to",
            retryable=True,
        )
        error.retry_after = 5.0
        if isinstance(error, RateLimitError):
            error.quota = Quota(1, "DAILY", 2.0)
        if isinstance(error, PermissionDeniedError):
            error.required_scopes = ("CONTACTS_READ",)
    elif cls is UnexpectedResponseError:
        error = UnexpectedResponseError("m", status=200, body=b"b", request_id="r", reason="unreadable")
    elif cls is errors.InvalidArgumentError:
        error = errors.InvalidArgumentError(field="to", problem="must be a number")
    else:
        error = cls("m")
    error.attempts, error.maybe_sent, error.operation = 3, True, "POST /sms"
    error.request = httpx.Request("POST", "https://api.withallo.com/v1/api/sms", json={"to": "x"})
    return error


@pytest.mark.parametrize("how", [pickle.dumps, copy.copy, copy.deepcopy], ids=["pickle", "copy", "deepcopy"])
@pytest.mark.parametrize("cls", every(), ids=lambda cls: cls.__name__)
def test_every_error_can_be_pickled(cls, how, key):
    """Class, text and all attributes come back: errors cross processes."""
    error = filled(cls, key)
    back = pickle.loads(how(error)) if how is pickle.dumps else how(error)
    assert (back.method, back.request.method, back.request.content) == ("POST", "POST", error.request.content)
    ours, theirs = dict(vars(error)), dict(vars(back))
    del ours["_request"], theirs["_request"]  # requests of httpx do not compare equal
    answers = [attributes.pop("response", None) for attributes in (ours, theirs)]

    assert (type(error), error.args, ours) == (type(back), back.args, theirs)
    if answers[0] is not None:
        assert answers[0].json() == answers[1].json()
        assert answers[1].request.method == "POST"
