"""Requests by hand: what the specifications say about an operation decides how it is paced and retried."""

from __future__ import annotations

import httpx
import pytest

from allo_ext import AlloClient, AlloConnectionError, AlloError, AsyncAlloClient, RetryPolicy, ServerError

LOST, ROOT = httpx.ReadError("lost"), "https://api.withallo.com"


class Limiter:
    """Lets every request out, and notes which limit counts it."""

    def __init__(self) -> None:
        self.kinds: list[str] = []

    def reserve(self, kind: str) -> float:
        self.kinds.append(kind)
        return 0.0


CASES = [
    # A lost answer: how often it is sent, under which limit, whether with a key.
    ("GET", "/v1/api/calls", 3, "read", False),
    ("PUT", "/v1/api/contacts/x", 3, "write", True),
    ("DELETE", "/v1/api/webhooks/x", 3, "write", True),
    ("POST", "/v1/api/contacts", 1, "write", True),
    ("POST", "/v1/api/sms", 1, "write", True),
    ("POST", "/v2/api/conversations/items/search", 3, "write", False),
    ("POST", "/v2/api/conversations/items/x/tags", 3, "write", True),
    ("PATCH", "/v2/api/conversations/items/x/summary", 1, "write", True),
    ("POST", "/v2/api/dialing-queues/current/numbers", 1, "write", True),
    ("DELETE", "/v2/api/dialing-queues/current/numbers?position=2", 1, "write", True),
    ("DELETE", "/v2/api/dialing-queues/current/numbers?user_id=x", 3, "write", True),
    ("GET", "/v3/api/unknown", 3, "read", False),
    ("HEAD", "/v1/api/calls", 3, "write", False),
    ("PATCH", "/v1/api/unknown", 1, "write", True),
    ("POST", "/v1/api/calls", 1, "write", True),
    ("PUT", "/elsewhere", 3, "write", True),
]


@pytest.mark.parametrize(("method", "path", "times", "kind", "keyed"), CASES)
def test_the_specification_decides_about_a_lost_answer(clock, method, path, times, kind, keyed):  # noqa: PLR0917 (a table)
    """Reads by POST are repeated, writes as far as it is harmless; the key is the same each time."""
    asked: list[httpx.Request] = []

    def lose(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        raise LOST

    limiter = Limiter()
    with AlloClient(
        "key", transport=httpx.MockTransport(lose), pace=limiter, retry=RetryPolicy(attempts=3, timeout=None)
    ) as allo:
        http = allo.low_level.get_httpx_client()
        with pytest.raises(AlloConnectionError) as caught:
            http.request(method, f"{ROOT}{path}")
    keys = {request.headers.get("idempotency-key") for request in asked}

    assert (len(asked), caught.value.attempts, limiter.kinds) == (times, times, [kind] * times)
    assert (len(keys), None not in keys) == (1, keyed)


def test_a_key_is_not_relied_on_for_longer_than_the_api_remembers_it(clock):
    """Within the hour a keyed write is repeated after a lost answer, later it is not."""
    asked: list[httpx.Request] = []

    def lose(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        clock.pass_by(1_900)
        raise LOST

    patient = RetryPolicy(attempts=9, timeout=None)
    with AlloClient("key", transport=httpx.MockTransport(lose), pace=None, retry=patient, timeout=None) as allo:
        http = allo.low_level.get_httpx_client()
        with pytest.raises(AlloConnectionError):
            http.request("POST", f"{ROOT}/v2/api/conversations/items/x/tags")

    assert len(asked) == 2


class Reluctant(RetryPolicy):
    """A policy of a caller's, made before there was anything but the method to decide by."""

    def decide(self, method, error, attempt, elapsed=0.0):
        return super().decide(method, error, attempt, elapsed)


@pytest.mark.parametrize("cls", [AlloClient, AsyncAlloClient])
def test_a_policy_that_decides_by_the_method_still_works(make, scripted, clock, cls):
    """Nothing new is passed to it for operations whose method says it all."""
    transport = scripted(503, {"data": []})
    make(transport, retry=Reluctant()).numbers.list()

    assert len(transport.requests) == 2


@pytest.mark.parametrize(
    ("method", "repeatable", "decision"),
    [
        ("GET", None, True),
        ("DELETE", None, True),
        ("POST", None, False),
        ("PATCH", None, False),
        ("POST", True, True),
        ("DELETE", False, False),
    ],
)
def test_a_policy_can_be_asked(method, repeatable, decision):
    """By the method alone, or with what is known about the operation."""
    error: AlloError = ServerError("failed", status=503)

    assert RetryPolicy().decide(method, error, 1, 0.0, repeatable=repeatable) is decision
