"""What type checkers make of the public API: read by mypy and pyright, never run."""

from __future__ import annotations

import builtins
import json
from collections.abc import AsyncGenerator, Generator, Mapping
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, assert_type

import httpx
import pandas as pd

import allo_v1
from allo_ext import (
    NOT_GIVEN,
    Activity,
    ActivityType,
    AlloApiError,
    AlloClient,
    AlloConnectionError,
    AlloError,
    AlloTimeoutError,
    AsyncAlloClient,
    AuthenticationError,
    BadRequestError,
    Call,
    CallResult,
    Company,
    ConfigurationError,
    ConflictError,
    Contact,
    ConversationItem,
    ConversationItemType,
    Direction,
    Engagement,
    ErrorCode,
    FieldError,
    InvalidArgumentError,
    InvalidPayloadError,
    InvalidSignatureError,
    InvalidTokenError,
    Limiter,
    Message,
    NotFoundError,
    NotGiven,
    Number,
    Pace,
    Page,
    PermissionDeniedError,
    Quota,
    RateLimitError,
    RawResponse,
    RetryPolicy,
    ServerError,
    Topic,
    TranscriptLine,
    TranscriptSource,
    UnexpectedResponseError,
    Webhook,
    WebhookError,
    __version__,
    frames,
    phone,
    to_jsonable,
)
from allo_ext._async.v2.api import AsyncV2
from allo_ext._sync.v2.api import V2
from allo_ext.phone import ContactIndex
from allo_ext.records import CreatedWebhook

version: str = __version__
assert_type(NOT_GIVEN, NotGiven)


class Shared:
    """A limiter of one's own."""

    def reserve(self, kind: Literal["read", "write"], /) -> float:
        return 0.5 if kind == "read" else 1.0


limiter: Limiter = Shared()
assert_type(limiter.reserve("read"), float)
assert_type(Pace(read_per_second=10, write_per_second=None).limiter(), Limiter)


def clients() -> None:
    """Every argument of both clients."""
    AlloClient()
    AsyncAlloClient()
    AlloClient(
        "key",
        base_url="https://api.example",
        timeout=httpx.Timeout(5),
        headers={"X-A": "b"},
        auth_scheme="api-key",
        retry=RetryPolicy(attempts=2, timeout=None, max_wait=1.5),
        pace=None,
        transport=httpx.HTTPTransport(),
        validate=False,
    )
    AsyncAlloClient(
        "key",
        base_url=httpx.URL("https://api.example"),
        timeout=None,
        headers=None,
        auth_scheme="raw",
        retry=None,
        pace=Shared(),
        transport=httpx.AsyncHTTPTransport(),
        validate=True,
    )


def sync(call: Call, file: BytesIO) -> None:
    """Every public method of the synchronous client."""
    with AlloClient() as allo:
        assert_type(allo, AlloClient)
        assert_type(allo.with_options(timeout=1, headers={}, retry=None, validate=False), AlloClient)
        assert_type(allo.low_level, allo_v1.Client)
        assert_type(allo.v2, V2)
        assert_type(allo.close(), None)

        assert_type(allo.numbers.list(), builtins.list[Number])
        assert_type(allo.numbers.owned(), frozenset[str])
        for owned in allo.numbers.owned():
            assert_type(owned, str)

        assert_type(allo.calls.search(allo_number="+1", contact_number="+2", page=0, size=20), Page[Call])
        assert_type(
            allo.calls.iter(
                allo_number=None,
                contact_number="+1",
                since=datetime(2026, 1, 1, tzinfo=UTC),
                until=date(2026, 2, 1),
                limit=None,
                size=50,
                prefetch=2,
                consistent=True,
                strict=True,
            ),
            Generator[Call],
        )
        assert_type(allo.calls.download_recording(call, Path("x"), progress=lambda _now, _total: None), int)
        assert_type(allo.calls.download_recording("https://example.com", file), int)

        assert_type(allo.contacts.search(page=0, size=20), Page[Contact])
        assert_type(allo.contacts.iter(size=50, prefetch=2, consistent=True), Generator[Contact])
        assert_type(allo.contacts.get("cnt_1", extend=("engagement", "activity")), Contact)
        assert_type(allo.contacts.create(numbers=["+1"], name="x", last_name=None, emails=NOT_GIVEN), Contact)
        assert_type(allo.contacts.update("cnt_1", numbers=None, job_title="x", website=NOT_GIVEN), Contact)
        assert_type(allo.contacts.conversation("cnt_1", allo_number="+1", page=0, size=20), Page[ConversationItem])
        assert_type(
            allo.contacts.iter_conversation("cnt_1", allo_number="+1", limit=5, size=20, prefetch=1, consistent=False),
            Generator[ConversationItem],
        )
        assert_type(allo.contacts.find("+1", region="US"), builtins.list[Contact])
        assert_type(allo.contacts.index(region="US"), ContactIndex)

        assert_type(allo.sms.send(from_="+1", to="+2", message="x"), Message)
        assert_type(allo.sms.send_france(sender_id="MyCo", to="+33", message="x"), Message)

        assert_type(allo.webhooks.list(), builtins.list[Webhook])
        assert_type(
            allo.webhooks.create(allo_number="+1", url="https://x", topics=[Topic.PING, "SMS_SENT"], enabled=True),
            CreatedWebhook,
        )
        hook = allo.webhooks.create(allo_number="+1", url="https://x", topics=["CALL_RECEIVED"])
        assert_type(hook.id, str)
        allo.webhooks.delete(hook.id)
        allo.webhooks.create(allo_number="+1", url="https://x", topics=["CALL_RECIEVED"])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]
        assert_type(allo.webhooks.delete("web-1"), None)


def sync_raw(allo: AlloClient) -> None:
    """Every method of `with_raw_response`."""
    raw = allo.with_raw_response
    assert_type(raw.numbers.list(), RawResponse[builtins.list[Number]])
    assert_type(raw.calls.search(allo_number="+1"), RawResponse[Page[Call]])
    assert_type(raw.contacts.search(), RawResponse[Page[Contact]])
    assert_type(raw.contacts.get("cnt_1"), RawResponse[Contact])
    assert_type(raw.contacts.create(numbers=["+1"]), RawResponse[Contact])
    assert_type(raw.contacts.update("cnt_1", name=None), RawResponse[Contact])
    assert_type(raw.contacts.conversation("cnt_1"), RawResponse[Page[ConversationItem]])
    assert_type(raw.sms.send(from_="+1", to="+2", message="x"), RawResponse[Message])
    assert_type(raw.sms.send_france(sender_id="MyCo", to="+33", message="x"), RawResponse[Message])
    assert_type(raw.webhooks.list(), RawResponse[builtins.list[Webhook]])
    assert_type(raw.webhooks.create(allo_number="+1", url="https://x", topics=["PING"]), RawResponse[CreatedWebhook])
    assert_type(raw.webhooks.delete("web-1"), RawResponse[None])
    answer = raw.contacts.get("cnt_1")
    assert_type(answer.record, Contact)
    assert_type(answer.status, int)
    assert_type(answer.headers, httpx.Headers)
    assert_type(answer.response, httpx.Response)


async def asynchronous(call: Call, file: BytesIO) -> None:
    """Every public method of the asynchronous client."""
    async with AsyncAlloClient() as allo:
        assert_type(allo, AsyncAlloClient)
        assert_type(allo.with_options(timeout=1, headers={}, retry=None, validate=False), AsyncAlloClient)
        assert_type(allo.low_level, allo_v1.Client)
        assert_type(allo.v2, AsyncV2)
        assert_type(await allo.aclose(), None)

        assert_type(await allo.numbers.list(), builtins.list[Number])
        assert_type(await allo.numbers.owned(), frozenset[str])

        assert_type(await allo.calls.search(allo_number="+1", contact_number="+2", page=0, size=20), Page[Call])
        assert_type(allo.calls.iter(since=date(2026, 1, 1), prefetch=2), AsyncGenerator[Call])
        async for one in allo.calls.iter():
            assert_type(one, Call)
        assert_type(await allo.calls.download_recording(call, "x", progress=lambda _now, _total: None), int)
        assert_type(await allo.calls.download_recording("https://example.com", file), int)

        assert_type(await allo.contacts.search(page=0, size=20), Page[Contact])
        assert_type(allo.contacts.iter(size=50, prefetch=2), AsyncGenerator[Contact])
        assert_type(await allo.contacts.get("cnt_1", extend="activity"), Contact)
        assert_type(await allo.contacts.create(numbers=("+1",), name=None), Contact)
        assert_type(await allo.contacts.update("cnt_1", emails=[]), Contact)
        assert_type(await allo.contacts.conversation("cnt_1", page=0), Page[ConversationItem])
        assert_type(allo.contacts.iter_conversation("cnt_1"), AsyncGenerator[ConversationItem])
        assert_type(await allo.contacts.find("+1", region="US"), builtins.list[Contact])
        assert_type(await allo.contacts.index(region="US"), ContactIndex)

        assert_type(await allo.sms.send(from_="+1", to="+2", message="x"), Message)
        assert_type(await allo.sms.send_france(sender_id="MyCo", to="+33", message="x"), Message)

        assert_type(await allo.webhooks.list(), builtins.list[Webhook])
        assert_type(await allo.webhooks.create(allo_number="+1", url="https://x", topics={Topic.PING}), CreatedWebhook)
        assert_type(await allo.webhooks.delete("web-1"), None)


async def asynchronous_raw(allo: AsyncAlloClient) -> None:
    """Every method of `with_raw_response`."""
    raw = allo.with_raw_response
    assert_type(await raw.numbers.list(), RawResponse[builtins.list[Number]])
    assert_type(await raw.calls.search(allo_number="+1"), RawResponse[Page[Call]])
    assert_type(await raw.contacts.search(), RawResponse[Page[Contact]])
    assert_type(await raw.contacts.get("cnt_1"), RawResponse[Contact])
    assert_type(await raw.contacts.create(numbers=["+1"]), RawResponse[Contact])
    assert_type(await raw.contacts.update("cnt_1", name=None), RawResponse[Contact])
    assert_type(await raw.contacts.conversation("cnt_1"), RawResponse[Page[ConversationItem]])
    assert_type(await raw.sms.send(from_="+1", to="+2", message="x"), RawResponse[Message])
    assert_type(await raw.sms.send_france(sender_id="MyCo", to="+33", message="x"), RawResponse[Message])
    assert_type(await raw.webhooks.list(), RawResponse[builtins.list[Webhook]])
    assert_type(
        await raw.webhooks.create(allo_number="+1", url="https://x", topics=["PING"]), RawResponse[CreatedWebhook]
    )
    assert_type(await raw.webhooks.delete("web-1"), RawResponse[None])


def records(call: Call, contact: Contact, item: ConversationItem, number: Number, hook: Webhook) -> None:
    """What records hold."""
    assert_type(call.id, str)
    assert_type(call.duration, timedelta | None)
    assert_type(call.start_date, datetime | None)
    assert_type(call.direction, Direction | str | None)
    assert_type(call.result, CallResult | str | None)
    assert_type(call.contact_number, str | None)
    assert_type(call.allo_number, str | None)
    assert_type(call.is_anonymous, bool)
    assert_type(call.transcript, tuple[TranscriptLine, ...] | None)
    for line in call.transcript or ():
        assert_type(line.source, TranscriptSource | str | None)
    assert_type(call.tags, tuple[str, ...] | None)
    assert_type(call.extra, Mapping[str, Any])
    assert_type(contact.numbers, tuple[str, ...] | None)
    assert_type(contact.emails, tuple[str, ...] | None)
    assert_type(contact.company, Company | None)
    assert_type(contact.engagement, Engagement | str | None)
    assert_type(contact.activity, tuple[Activity, ...] | None)
    for done in contact.activity or ():
        assert_type(done.type, ActivityType | str | None)
    assert_type(contact.full_name, str)
    assert_type(item.type, ConversationItemType | str | None)
    assert_type(item.call, Call | None)
    assert_type(item.message, Message | None)
    assert_type(item.start_date, datetime | None)
    assert_type(number.number, str | None)
    assert_type(hook.id, str | None)
    assert_type(hook.topics, tuple[Topic | str, ...] | None)


def pages(page: Page[Call]) -> None:
    """A page is a sequence of its records."""
    assert_type(page.results, tuple[Call, ...])
    assert_type(page.total_pages, int | None)
    assert_type(page.current_page, int)
    assert_type(page[0], Call)
    assert_type(len(page), int)
    for call in page:
        assert_type(call, Call)
    assert_type(page.to_frame(), pd.DataFrame)


def plain_data(call: Call, message: Message, page: Page[Call]) -> None:
    """Records and pages as JSON types, and back."""
    assert_type(call.to_dict(), dict[str, Any])
    assert_type(Call.from_dict(call.to_dict()), Call)
    assert_type(Message.from_dict(message.to_dict()), Message)
    assert_type(call.to_json(indent=2), str)
    assert_type(page.to_dict(), dict[str, Any])
    assert_type(page.to_json(), str)
    assert_type(Page.from_dict(page.to_dict(), Call), Page[Call])
    assert_type(json.dumps([call, page], default=to_jsonable), str)


def data_frames(allo: AlloClient, item: ConversationItem) -> None:
    """Lists as data frames."""
    assert_type(frames.calls(allo.calls.iter()), pd.DataFrame)
    assert_type(frames.transcripts(allo.calls.search(allo_number="+1")), pd.DataFrame)
    assert_type(frames.contacts([]), pd.DataFrame)
    assert_type(frames.conversation(allo.contacts.iter_conversation("cnt_1")), pd.DataFrame)
    assert_type(frames.messages(found for found in (item.message,) if found), pd.DataFrame)
    assert_type(frames.numbers(allo.numbers.list()), pd.DataFrame)
    assert_type(frames.webhooks(allo.webhooks.list()), pd.DataFrame)
    assert_type(frames.to_frame(allo.calls.iter(), of=Call), pd.DataFrame)


def errors(allo: AlloClient) -> str:  # noqa: C901, PLR0911, PLR0912 (one branch for every class)
    """What errors hold, and how codes are matched."""
    try:
        allo.numbers.list()
    except AuthenticationError:
        return "401"
    except PermissionDeniedError as error:
        assert_type(error.required_scopes, tuple[str, ...])
    except NotFoundError:
        return "404"
    except BadRequestError as error:
        assert_type(error.field_errors, tuple[FieldError, ...])
    except ConflictError:
        return "409"
    except RateLimitError as error:
        assert_type(error.retry_after, float | None)
        assert_type(error.quota, Quota | None)
    except ServerError:
        return "5xx"
    except AlloApiError as error:
        assert_type(error.status, int)
        assert_type(error.status_code, int)
        assert_type(error.request_id, str | None)
        assert_type(error.suggestion, str | None)
        assert_type(error.param, str | None)
        assert_type(error.retryable, bool | None)
        assert_type(error.response, httpx.Response | None)
        match error.code:
            case ErrorCode.NUMBER_ALREADY_ASSIGNED:
                return "taken"
            case str() as other:
                return other
            case None:
                return "no code"
    except AlloTimeoutError:
        return "late"
    except AlloConnectionError as error:
        assert_type(error.transient, bool)
    except UnexpectedResponseError as error:
        assert_type(error.body, bytes)
        assert_type(error.status_code, int)
    except InvalidArgumentError as error:
        assert_type(error.field, str | None)
        assert_type(error.problem, str | None)
    except (ConfigurationError, InvalidPayloadError, InvalidSignatureError, InvalidTokenError, WebhookError) as error:
        value: AlloError = error
        return value.message
    except AlloError as error:
        assert_type(error.attempts, int)
        assert_type(error.operation, str | None)
        assert_type(error.method, str | None)
        assert_type(error.request, httpx.Request | None)
        if error.reason == "timeout":
            return "late"
        assert_type(error.maybe_sent, bool)
    return ""


def phones(index: ContactIndex, contact: Contact) -> None:
    """Phone numbers and the index by them."""
    assert_type(phone.parse("06 39 98 00 01", region="FR"), str)
    assert_type(phone.same("+33639980001", None, region="FR"), bool)
    assert_type(index["+33639980001"], Contact)
    assert_type(index.all("+33639980001"), tuple[Contact, ...])
    assert_type(index.add(contact), None)
