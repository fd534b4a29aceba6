"""When requests of version 2 are sent again: operation by failure, in one table."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from allo_ext import AlloError, RetryPolicy


def error(status: int, code: str, *, retryable: bool = False, **headers: str) -> httpx.Response:
    body = {"error": {"type": "server_error", "code": code, "message": "No.", "retryable": retryable}}
    return httpx.Response(status, json=body, headers=headers)


FAILURES: dict[str, tuple[str, Any]] = {
    "no connection": ("always", httpx.ConnectError),
    "429": ("always", error(429, "RATE_LIMIT_EXCEEDED", retryable=True, **{"Retry-After": "1"})),
    "409 in progress": ("writes", error(409, "OTHER_TRANSACTION_IN_PROGRESS", retryable=True)),
    "409 of an append": ("writes", error(409, "DIALING_QUEUE_APPEND_CONFLICT")),
    "answer lost": ("repeatable", httpx.ReadError),
    "no answer in time": ("repeatable", httpx.ReadTimeout),
    "500": ("repeatable", error(500, "INTERNAL_SERVER_ERROR", retryable=True)),
    "502": ("repeatable", httpx.Response(502, html="<h1>Bad gateway</h1>")),
    "503": ("repeatable", httpx.Response(503)),
    "504": ("repeatable", httpx.Response(504)),
    "503 for good by mistake": ("repeatable", error(503, "INTERNAL_SERVER_ERROR")),
    "500 of a proxy": ("repeatable", httpx.Response(500)),
    "a failure under a success": ("repeatable", error(200, "INTERNAL_SERVER_ERROR", retryable=True)),
    "a limit under a success": ("always", error(200, "RATE_LIMIT_EXCEEDED", retryable=True)),
    "500 for good": ("never", error(500, "INTERNAL_SERVER_ERROR")),
    "400": ("never", error(400, "INVALID_REQUEST_BODY")),
    "401": ("never", error(401, "API_KEY_INVALID")),
    "403": ("never", error(403, "API_KEY_INSUFFICIENT_SCOPE")),
    "404": ("never", error(404, "TAG_NOT_FOUND")),
    "409 exists": ("never", error(409, "TAG_ALREADY_EXISTS")),
    "422": ("never", error(422, "VALIDATION_ERROR")),
}
"""What fails, and for which requests it is sent again."""
BY_POSITION = "clear_dialing_queue_numbers by position"


def is_repeated(when: str, operation: dict[str, Any], *, reads: bool, by_position: bool) -> bool:
    """Read the expectation off the spec."""
    repeatable = reads or (operation["x-repeatable"] in {True, "key"})
    if "x-repeatable-without" in operation:
        repeatable = not by_position
    return {"always": True, "never": False, "writes": True, "repeatable": repeatable}[when]


def keys_sent(make, transport: Any, call: Any, *, after: int) -> list[str | None]:
    """Return the keys of the requests that a call makes, without those that come before it."""
    try:
        call(make(transport, retry=RetryPolicy()).v2)
    except AlloError:
        pass
    return [request.headers.get("idempotency-key") for request in transport.requests[after:]]


def test_operations_and_failures(make, clock, spec, scripted, calls):
    """Tries, waits and keys of each: reads carry no key; a write has one of its own, kept over its retries."""
    calls = {**calls, BY_POSITION: lambda v2: v2.dialing_queue.clear_numbers(position=0)}
    wrong, seen = {}, set()
    for name, call in calls.items():
        operation_id = name.partition(" ")[0]
        method, _, operation = spec.operations[operation_id]
        reads = method == "GET" or bool(operation.get("x-reads"))
        success = spec.script(operation_id)
        for failure, (when, answer) in FAILURES.items():
            if when == "writes" and reads:
                continue
            clock.waits.clear()
            transport = scripted(*success[:-1], answer, success[-1])
            keys = keys_sent(make, transport, call, after=len(success) - 1)
            again = is_repeated(when, operation, reads=reads, by_position=name == BY_POSITION)
            own = set(keys) - seen
            seen |= own - {None}
            if (len(keys), len(clock.waits), len(own), None in own) != (1 + again, int(again), 1, reads):
                wrong[name, failure] = (clock.waits, keys)

    assert wrong == {}


def test_a_key_of_the_caller_is_sent(make, scripted, quick):
    """It is kept over retries, and stays the caller's."""
    transport = scripted(httpx.ReadError, 503, {"data": {"id": "per-1"}})
    make(transport, retry=quick()).v2.people.create(numbers=["+12025550178"], name="Ada", idempotency_key="import-7")

    assert [request.headers["idempotency-key"] for request in transport.requests] == ["import-7"] * 3


def test_two_calls_have_two_keys(make, scripted):
    """One key for an import would answer the second batch with the first one's stored answer."""
    transport = scripted({"data": {"id": "dea-1"}})
    v2 = make(transport).v2
    for _ in range(2):
        v2.deals.create(name="Order")

    assert len({request.headers["idempotency-key"] for request in transport.requests}) == 2


def test_a_key_protects_for_an_hour(make, clock, scripted):
    """The API forgets a key after an hour: no attempt is made that could come later than that, and doubt is told."""

    def slow(_: httpx.Request) -> httpx.Response:
        clock.pass_by(1785)
        return error(500, "INTERNAL_SERVER_ERROR", retryable=True)

    transport = scripted(slow)
    with pytest.raises(AlloError) as caught:
        make(transport, retry=RetryPolicy(attempts=9, timeout=None)).v2.deals.create(name="Order")

    assert (len(transport.requests), caught.value.in_doubt) == (2, True)


def test_only_a_write_that_cannot_be_repeated_is_in_doubt(make, scripted, quick):
    """A read, and a write with a key, can simply be made again."""
    v2 = make(scripted(httpx.ReadError), retry=quick()).v2
    found = {}
    for name, call in {
        "read": lambda: v2.deals.get("dea-1"),
        "POST that reads": v2.items.search,
        "with a key": lambda: v2.deals.create(name="Order"),
        "never": lambda: v2.deals.update("dea-1", name="Order"),
    }.items():
        with pytest.raises(AlloError) as caught:
            call()
        found[name] = (caught.value.maybe_sent, caught.value.in_doubt)

    assert found == {
        "read": (True, False),
        "POST that reads": (True, False),
        "with a key": (True, False),
        "never": (True, True),
    }


class Counter:
    """A limiter that notes which limit counts a request."""

    def __init__(self) -> None:
        self.kinds: list[str] = []

    def reserve(self, kind: str, /) -> float:
        self.kinds.append(kind)
        return 0.0


def test_only_get_is_paced_as_a_read(make, spec, scripted, calls):
    """The API counts by method: a POST that reads counts as a write."""
    wrong = {}
    for name, call in calls.items():
        counter = Counter()
        call(make(scripted(*spec.script(name)), pace=counter).v2)
        expected = "read" if spec.operations[name][0] == "GET" else "write"
        if counter.kinds[-1] != expected:
            wrong[name] = counter.kinds

    assert wrong == {}


def test_the_pages_of_an_iteration_survive_failures(make, scripted, quick):
    """A 500 in the middle of a list is repeated, without a key, and nothing comes twice."""

    def page(number: int, *, more: bool) -> dict[str, Any]:
        entries = [{"id": f"cll-{number}-{index}", "date": "2026-03-02T09:15:00Z"} for index in range(3)]
        return {"data": entries, "pagination": {"page": number, "size": 3, "has_more": more}}

    failed = error(500, "INTERNAL_SERVER_ERROR", retryable=True)
    transport = scripted(page(1, more=True), failed, page(2, more=True), 502, page(3, more=False))
    found = [item.id for item in make(transport, retry=quick()).v2.items.iter(size=3)]

    assert found == [f"cll-{number}-{index}" for number in (1, 2, 3) for index in range(3)]
    assert [json.loads(request.content)["page"] for request in transport.requests] == [1, 2, 2, 3, 3]
    assert not any("idempotency-key" in request.headers for request in transport.requests)


@pytest.mark.parametrize("retry", [None, RetryPolicy(attempts=1)], ids=["none", "one-attempt"])
def test_no_retries_means_one_request(make, scripted, retry):
    """As everywhere."""
    transport = scripted(httpx.ReadError)
    with pytest.raises(AlloError) as caught:
        make(transport, retry=retry).v2.webhooks.create(url="https://example.com/a", topics=["call.completed"])

    assert (len(transport.requests), caught.value.maybe_sent) == (1, True)
