"""Bodies under a 2xx status: the thing that was asked for, the error that they report, or an unexpected response."""

from __future__ import annotations

import itertools
import json
import random
from typing import Any

import attrs
import httpx
import pytest

from allo_ext import (
    AlloApiError,
    AlloClient,
    AlloError,
    AuthenticationError,
    BadRequestError,
    NotFoundError,
    Page,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    UnexpectedResponseError,
)
from allo_v1.api.numbers import list_numbers

A, B = "+12025550143", "+12025550178"
WRITES: dict[str, Any] = {
    "sms.send": lambda allo: allo.sms.send(from_=A, to=B, message="x"),
    "sms.send_france": lambda allo: allo.sms.send_france(sender_id="MyCompany", to="+33639980001", message="x"),
    "contacts.create": lambda allo: allo.contacts.create(numbers=[B]),
    "contacts.update": lambda allo: allo.contacts.update("cnt_1", name="x"),
    "webhooks.create": lambda allo: allo.webhooks.create(allo_number=A, url="https://x.example/", topics=["PING"]),
    "webhooks.delete": lambda allo: allo.webhooks.delete("web-1"),
}
READS: dict[str, Any] = {
    "numbers.list": lambda allo: allo.numbers.list(),
    "webhooks.list": lambda allo: allo.webhooks.list(),
    "calls.search": lambda allo: allo.calls.search(allo_number=A),
    "contacts.search": lambda allo: allo.contacts.search(),
    "contacts.get": lambda allo: allo.contacts.get("cnt_1"),
    "contacts.conversation": lambda allo: allo.contacts.conversation("cnt_1"),
}
ALL = {**READS, **WRITES}

ERRORS: dict[str, tuple[Any, type[AlloApiError], str | None, bool]] = {
    "limit": ({"code": "DAILY_SMS_LIMIT_REACHED", "details": None}, RateLimitError, "DAILY_SMS_LIMIT_REACHED", False),
    "key": ({"code": "API_KEY_INVALID"}, AuthenticationError, "API_KEY_INVALID", False),
    "null-data": ({"data": None, "code": "API_KEY_INVALID"}, AuthenticationError, "API_KEY_INVALID", False),
    "empty-list": ({"data": [], "error": {"code": "RATE_LIMITED"}}, RateLimitError, "RATE_LIMITED", False),
    "empty-page": (
        {"data": {"results": [], "metadata": {"pagination": {"total_pages": 0}}}, "code": "API_KEY_INVALID"},
        AuthenticationError,
        "API_KEY_INVALID",
        False,
    ),
    "scope": ({"code": "API_KEY_INSUFFICIENT_SCOPE"}, PermissionDeniedError, "API_KEY_INSUFFICIENT_SCOPE", False),
    "text": ({"error": "WEBHOOK_NOT_FOUND"}, NotFoundError, "WEBHOOK_NOT_FOUND", False),
    "nested": ({"error": {"code": "MESSAGE_NOT_COMPLIANT"}}, BadRequestError, "MESSAGE_NOT_COMPLIANT", False),
    "type": ({"error": {"type": "validation_error", "code": "NEWER_CODE"}}, BadRequestError, "NEWER_CODE", False),
    "server": ({"error": {"code": "INTERNAL_SERVER_ERROR"}}, ServerError, "INTERNAL_SERVER_ERROR", True),
    "unknown": ({"code": "SOMETHING_NEW"}, AlloApiError, "SOMETHING_NEW", False),
    "sentence": ({"error": "Something went wrong"}, AlloApiError, None, True),
    "field": ({"code": "INVALID_TO_NUMBER", "to_number": B}, BadRequestError, "INVALID_TO_NUMBER", False),
}


@pytest.mark.parametrize("shape", ERRORS)
def test_an_error_body_under_a_success_is_that_error(make, scripted, shape):
    """Every operation raises the class and the code that the body would have under its own status."""
    body, cls, code, maybe_sent = ERRORS[shape]
    transport = scripted(200)
    allo = make(transport, retry=None)

    for name, status in itertools.product(ALL, (200, 201, 206)):
        transport.answers[0] = httpx.Response(status, json=body)
        with pytest.raises(AlloApiError) as caught:
            ALL[name](allo)
        assert (name, cls, code, status) == (name, type(caught.value), caught.value.code, caught.value.status)
        assert maybe_sent == caught.value.maybe_sent


def test_an_error_body_is_retried_like_its_status(make, scripted, clock):
    """A rate limit under 200 is waited for, also by a POST; a refusal is not."""
    limited = {"error": {"code": "RATE_LIMIT_EXCEEDED", "retry_after_seconds": 4}}
    allo = make(scripted(limited, {"data": {"content": "x"}}))

    assert (WRITES["sms.send"](allo).content, clock.waits) == ("x", [4.0])


@pytest.mark.parametrize(
    "call",
    [
        lambda allo: list_numbers.sync_detailed(client=allo.low_level),
        lambda allo: allo.with_raw_response.numbers.list(),
    ],
    ids=["low-level", "raw"],
)
def test_an_error_body_is_seen_by_the_generated_client_too(scripted, call):
    """The generated client and `with_raw_response` raise the same error."""
    transport = scripted({"code": "API_KEY_INVALID"})
    with AlloClient("key", transport=transport, pace=None) as allo, pytest.raises(AuthenticationError):
        call(allo)


@pytest.mark.parametrize(
    "body",
    [
        {"from_number": A, "to_number": B, "content": "x", "code": "PROMO"},
        {"data": {"content": "x"}, "code": "OK"},
        {"data": {"content": "x", "code": "API_KEY_INVALID", "error": "E"}},
        {"id": "1", "content": "x", "error": None},
    ],
    ids=["bare", "code-beside-data", "inside-data", "null-error"],
)
def test_a_record_may_have_a_field_named_code_or_error(make, scripted, body):
    """A message that happens to have such a field is a message."""
    assert WRITES["sms.send"](make(scripted(body))).content == "x"


NOT_THE_THING: dict[str, Any] = {
    "empty": {},
    "empty-data": {"data": {}},
    "another-object": {"status": "down for maintenance"},
    "failed": {"data": {"success": False}},
    "list": [],
    "text": "ok",
    "null": None,
    "nulls": {"data": {"id": None, "content": None, "to_number": None, "url": None}},
    "object-in-a-list": {"data": [{"status": "down"}]},
}
FINE_FOR = {"webhooks.delete": {"empty", "empty-data", "null"}} | {
    name: {"list"} for name in READS if "get" not in name
}


@pytest.mark.parametrize("kind", NOT_THE_THING)
def test_what_lacks_its_essential_fields_is_unexpected(make, scripted, kind):
    """No operation returns an empty record, or an empty list for a body that says nothing of a list."""
    allo = make(scripted(httpx.Response(200, json=NOT_THE_THING[kind])), retry=None)
    for name, call in ALL.items():
        if kind in FINE_FOR.get(name, ()):
            assert not call(allo)
            continue
        with pytest.raises(UnexpectedResponseError) as caught:
            call(allo)
        assert (name, 1, True) == (name, caught.value.attempts, caught.value.maybe_sent)


@pytest.mark.parametrize(
    ("body", "deleted"),
    [
        (b"", True),
        (b"null", True),
        (b"{}", True),
        (b'{"data": {"success": true}}', True),
        (b'{"deleted": true}', True),
        (b'{"data": {"id": "web-1", "url": "https://x.example/"}}', True),
        (b'{"success": false}', False),
        (b'{"success": false, "data": null}', False),
        (b'{"data": {"id": "web-1", "deleted": false}}', False),
        (b'{"message": "no"}', False),
        (b"<html>Sign in</html>", False),
        (b'"ok"', False),
    ],
)
def test_a_deletion_is_believed_where_the_answer_says_so(make, scripted, body, deleted):
    """Empty, a plain success, or the webhook itself; a page of a proxy deletes nothing."""
    allo = make(scripted(httpx.Response(200, content=body)), retry=None)
    if deleted:
        assert allo.webhooks.delete("web-1") is None
    else:
        with pytest.raises(UnexpectedResponseError):
            allo.webhooks.delete("web-1")


def test_a_conversation_keeps_a_message_that_is_not_one(make, scripted):
    """It is in `extra`, as it came: the page is read all the same, and holds no message without content."""
    items = [{"type": "TEXT_MESSAGE", "message": {"mood": "odd"}}, {"type": "CALL", "call": {"id": "call_1"}}]
    page = make(scripted({"data": {"results": items}})).contacts.conversation("cnt_1")

    assert (page[0].message, page[0].extra, page[1].call.id) == (None, {"message": {"mood": "odd"}}, "call_1")


def test_a_line_may_have_neither_number_nor_name(make, scripted):
    """The API documents both as nullable; such a line hides no other."""
    lines = make(scripted({"data": [{"number": None, "country": "FR"}, {"number": A}]})).numbers.list()

    assert [line.number for line in lines] == [None, A]


NAMES = ("id", "content", "to_number", "from_number", "number", "name", "url", "type", "code", "error", "success", "x")
VALUES = (None, "", "x", A, 0, 7, True, False, [], {}, "API_KEY_INVALID", "OUTBOUND", {"code": "FORBIDDEN"}, ["x"])


def generated(chance: random.Random) -> Any:
    """An object that an API might answer with, in an envelope or without."""
    thing: Any = {name: chance.choice(VALUES) for name in chance.sample(NAMES, chance.randrange(len(NAMES)))}
    kind = chance.randrange(4)
    if kind == 0:
        thing = [thing] * chance.randrange(3)
    elif kind == 1:
        thing = {"results": [thing] * chance.randrange(3), "metadata": None}
    elif kind == 2:
        thing = {"results": [{"type": "CALL", "call": thing, "message": thing}], "success": True}
    return chance.choice([{"data": thing}, {"data": thing}, thing, {"data": thing, "code": chance.choice(VALUES)}])


def has_essentials(record: Any) -> bool:
    """Whether a record is one: by the fields that users rely on."""
    name = type(record).__name__
    if name in {"Call", "Contact"}:
        return bool(record.id)
    if name == "Message":
        return bool(record.content or record.to_number)
    if name == "Webhook":
        return bool(record.id or record.url or record.allo_number)
    if name == "ConversationItem":
        parts = [part for part in (record.call, record.message) if part is not None]
        return bool(record.type or parts) and all(map(has_essentials, parts))
    return name == "Number"


@pytest.mark.slow
def test_ten_thousand_generated_answers_make_no_empty_record(make, scripted):
    """Whatever object comes under a 2xx status: a record with what makes it one, or an error of the tree."""
    chance = random.Random(12)
    transport = scripted(200)
    allo = make(transport, retry=None)
    returned = 0
    for number in range(10_000):
        name = chance.choice(list(ALL))
        body = generated(chance)
        transport.answers[0] = httpx.Response(chance.choice((200, 201, 202)), content=json.dumps(body).encode())
        transport.requests.clear()
        try:
            result = ALL[name](allo)
        except AlloError:
            continue
        returned += 1
        found = list(result) if isinstance(result, (list, Page)) else [] if result is None else [result]
        assert all(map(has_essentials, found)), (number, name, body)
        assert name != "webhooks.create" or result.id, body
        assert all(attrs.has(type(record)) for record in found)

    assert 1_000 < returned < 9_000
