"""Any body at all as the answer to any operation: a record, or an error of the tree, and nothing else.

ALLO_FUZZ=full asks for 20,000 random JSON bodies and 2,000 that are none for each operation and each client; without it
a few hundred. Hypothesis draws a number for each body and a plain generator grows the body from it: drawing every leaf
would take ten times as long, and the number in the report grows the same body again.
"""

from __future__ import annotations

import json
import os
import random
from typing import Any

import attrs
import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from allo_ext import AlloError, Page, records

pytestmark = pytest.mark.slow

FULL = os.environ.get("ALLO_FUZZ") == "full"
A, B = "+12025550143", "+12025550178"

OPERATIONS: dict[str, tuple[Any, Any]] = {
    "list_numbers": (lambda allo: allo.numbers.list(), list),
    "search_calls": (lambda allo: allo.calls.search(allo_number=A), Page),
    "search_contacts": (lambda allo: allo.contacts.search(), Page),
    "get_contact": (lambda allo: allo.contacts.get("cnt_1"), records.Contact),
    "create_contact": (lambda allo: allo.contacts.create(numbers=[B]), records.Contact),
    "update_contact": (lambda allo: allo.contacts.update("cnt_1", name="x"), records.Contact),
    "get_contact_conversation": (lambda allo: allo.contacts.conversation("cnt_1"), Page),
    "send_sms": (lambda allo: allo.sms.send(from_=A, to=B, message="x"), records.Message),
    "list_webhooks": (lambda allo: allo.webhooks.list(), list),
    "create_webhook": (
        lambda allo: allo.webhooks.create(allo_number=A, url="https://example.com", topics=["PING"]),
        records.Webhook,
    ),
    "delete_webhook": (lambda allo: allo.webhooks.delete("web-1"), type(None)),
}

# Names and values that mean something, so that random bodies get past the first look.
KEYS = [
    *("data", "results", "metadata", "pagination", "total_pages", "current_page", "error", "code", "details"),
    *("field", "message", "errors", "retry_after_seconds", "call", "transcripts", "allo_number", "alloNumber"),
    *{
        name
        for cls in map(records.__dict__.__getitem__, records.__all__)
        for field in attrs.fields(cls)
        for name in field.metadata.get("wire", (field.name,))
    },
]
SCALARS = [
    *(None, True, False, 0, -1, 1, 5.5, 1e308, -0.0, 2**63, 10**400, float("inf"), float("nan"), "", "x", "INBOUND"),
    *("anonymous", A, "2026-01-15T10:30:00", "2026-01-15T10:30:00.123Z", "0000-00-00", "9999-12-31T23:59:59-12:00"),
    *("API_KEY_INVALID", "CONTACT_NOT_FOUND", "limit=x;reset_in=1e999", "required=", "\ud800", "٣", "9" * 30),
]


def grown(chance: random.Random, depth: int) -> Any:
    """Any JSON, no deeper than this."""
    kind = chance.random()
    if depth == 0 or kind < 0.35:
        return scalar(chance)
    if kind < 0.55:
        return [grown(chance, depth - 1) for _ in range(chance.randrange(4))]
    return {key(chance): grown(chance, depth - 1) for _ in range(chance.randrange(7))}


def key(chance: random.Random) -> str:
    return chance.choice(KEYS) if chance.random() < 0.95 else text(chance)


def text(chance: random.Random) -> str:
    return "".join(
        chr(chance.choice((chance.randrange(128), chance.randrange(0x11_0000)))) for _ in range(chance.randrange(8))
    )


def scalar(chance: random.Random) -> Any:
    kind = chance.random()
    if kind < 0.7:
        return chance.choice(SCALARS)
    return text(chance) if kind < 0.85 else chance.uniform(-1e9, 1e9) if kind < 0.95 else chance.getrandbits(80)


def body_of(number: int) -> Any:
    """The body that a number grows into: bare, or in one of the API's own envelopes, as often as not with an id."""
    chance = random.Random(number)
    value = grown(chance, chance.randrange(6))
    known = {key(chance): grown(chance, 3) for _ in range(chance.randrange(10))}
    items = [{"id": "x", key(chance): grown(chance, 3)} for _ in range(chance.randrange(4))]
    return chance.choice(
        [
            value,
            known,
            {"data": value},
            {"data": known},
            {"id": "x", **known},
            {"data": {"id": "x", **known}},
            {"data": {"results": value, "metadata": value}},
            {"data": {"results": items, "metadata": {"pagination": value}}},
            {"data": {"results": [{"call": {"id": "x", **known}, "message": known}], **known}},
            {"data": items},
            {"error": known},
            {"code": "VALIDATION_ERROR", "details": [known, *items]},
        ]
    )


def rubbish_of(number: int) -> bytes:
    """Bytes that are no JSON, or only just."""
    chance = random.Random(number)
    whole = json.dumps(body_of(number)).encode()
    return chance.choice(
        [
            chance.randbytes(chance.randrange(64)),
            text(chance).encode("utf-16", "surrogatepass"),
            whole[: chance.randrange(len(whole) + 1)],
            whole + b"}",
            whole.replace(b'"', b"'"),
            b"\xff" + whole,
            chance.choice(ODD),
        ]
    )


ODD = [
    *(b"", b"<html>", b"{", b"[" * 100_000, b'{"a":' * 50_000, b"\xef\xbb\xbf{}", b"NaN", b"1" * 5_000, b'"\\ud800"'),
]
NUMBERS = st.integers(min_value=0, max_value=2**64)
STATUSES = st.sampled_from([200, 200, 200, 201, 204, 400, 404, 422, 429, 500, 503])
HEADERS = st.sampled_from(
    [{}, {}, {"retry-after": "9" * 400}, {"retry-after": "Thu, 99"}, {"content-encoding": "gzip"}]
)


def only(count: int) -> Any:
    """Settings for so many examples, none of them kept, and no wish to shrink what does not fail."""
    return settings(
        max_examples=count,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )


def answered(make: Any, scripted: Any) -> Any:
    transport = scripted(200)
    return transport, make(transport, retry=None)


def hold(allo: Any, transport: Any, name: str, response: httpx.Response) -> None:
    """Give this answer, and accept a record or an error of the tree; both can be shown."""
    call, expected = OPERATIONS[name]
    transport.answers[0] = response
    transport.requests.clear()
    try:
        result = call(allo)
    except AlloError as error:
        shown = f"{error}{error!r}"
    else:
        assert isinstance(result, expected)
        shown = repr(result)
    assert shown


@pytest.mark.parametrize("name", OPERATIONS)
def test_any_json_is_a_record_or_an_error_of_the_tree(make, scripted, name):
    """Random JSON of every form, with the API's own words in it, under successes and errors."""
    transport, allo = answered(make, scripted)
    count = 0

    @seed(3)
    @only(20_000 if FULL else 150)
    @given(NUMBERS, STATUSES)
    def body(number: int, status: int) -> None:
        nonlocal count
        count += 1
        hold(allo, transport, name, httpx.Response(status, content=json.dumps(body_of(number)).encode()))

    body()
    if FULL:
        print(f"{name}: {count} JSON bodies")  # noqa: T201 (the closing note quotes it)


@pytest.mark.parametrize("name", OPERATIONS)
def test_any_bytes_are_a_record_or_an_error_of_the_tree(make, scripted, name):
    """Bytes that are no JSON, or hardly any, with headers that do not fit."""
    transport, allo = answered(make, scripted)
    count = 0

    @seed(3)
    @only(2_000 if FULL else 50)
    @given(NUMBERS, STATUSES, HEADERS)
    def body(number: int, status: int, headers: dict[str, str]) -> None:
        nonlocal count
        count += 1
        hold(
            allo, transport, name, httpx.Response(status, headers=headers, stream=httpx.ByteStream(rubbish_of(number)))
        )

    body()
    if FULL:
        print(f"{name}: {count} bodies that are no JSON")  # noqa: T201 (the closing note quotes it)


def test_the_operations_are_all_there():
    """Eleven of them."""
    assert len(OPERATIONS) == 11
