"""The state of one call over its attempts: what it may still do, and what its error says. Nothing is sent."""

from __future__ import annotations

import gzip
import itertools
import logging
import threading
import time
import zlib
from contextlib import nullcontext
from datetime import UTC, datetime
from email.utils import format_datetime
from types import SimpleNamespace
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest

from allo_ext import (
    AlloConnectionError,
    AlloError,
    ConfigurationError,
    RateLimitError,
    RetryPolicy,
    ServerError,
    UnexpectedResponseError,
)
from allo_ext._http import body, closing, deadline
from allo_ext._http.closing import Closing
from allo_ext._http.config import Secret, load
from allo_ext._http.exchange import STREAM, Exchange, origin
from allo_ext._http.retry_after import retry_after
from allo_ext._http.transport import Transport

ROOT = "https://api.example"
READ, SEND, TAG = "/v1/api/calls", "/v1/api/sms", "/v2/api/conversations/items/x/tags"


class Time:
    """A clock that is set by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(time, "monotonic", lambda: self.now)
        monkeypatch.setattr(closing, "monotonic", lambda: self.now)


@pytest.fixture
def clock(monkeypatch) -> Time:
    return Time(monkeypatch)


def exchange(method: str = "GET", url: str = READ, *, retry: RetryPolicy | None = None, **given: Any) -> Exchange:
    settings = load(
        Secret("key"), base_url=ROOT, timeout=5, headers=None, auth_scheme="raw", retry=retry or RetryPolicy(),
        pace=None, validate=True, has_transport=True,
    )  # fmt: skip
    return Exchange(settings, httpx.Request(method, url if "://" in url else ROOT + url, **given))


def timeouts(**parts: float | None) -> dict[str, Any]:
    return {"timeout": httpx.Timeout(**parts).as_dict()}


ALL = {"connect": 3.0, "read": 7.0, "write": 2.0, "pool": 1.0}


def test_a_call_has_its_budget_and_one_timeout_more(clock):
    """From its first attempt, over all of them; the longest of its timeouts counts, and if one has no limit, none."""
    call = exchange(retry=RetryPolicy(timeout=20), extensions=timeouts(**ALL))
    clock.now += 50
    assert call.time_left() == 27
    call.outgoing()
    clock.now += 5
    call.outgoing()
    clock.now += 4
    assert call.time_left() == 18
    assert exchange(retry=RetryPolicy(timeout=0), extensions=timeouts(**ALL)).time_left() == 7
    for policy, given in [
        (RetryPolicy(timeout=None), timeouts(**ALL)),
        (RetryPolicy(timeout=20), timeouts(**{**ALL, "pool": None})),
        (RetryPolicy(timeout=20), {}),
    ]:
        assert exchange(retry=policy, extensions=given).time_left() is None


def test_a_retry_that_would_wait_for_the_pace_beyond_the_budget_is_not_made(clock):
    """The error of the last attempt is the call's; the first attempt waits as long as it must."""
    call = exchange(retry=RetryPolicy(timeout=20, attempts=9))
    call.check_wait(1e9)
    call.outgoing()
    error = call.fail(httpx.ConnectError("x"))
    assert call.backoff(error) is not False
    clock.now += 5
    call.check_wait(15)
    with pytest.raises(AlloConnectionError) as caught:
        call.check_wait(15.5)
    assert caught.value is error
    assert call.backoff(error) is False
    endless = exchange(retry=RetryPolicy(timeout=None))
    endless.outgoing()
    endless.fail(httpx.ConnectError("x"))
    endless.check_wait(1e9)


def test_a_change_is_repeated_with_its_key_for_less_than_an_hour(clock):
    """Counting the longest wait; a read always, and what no key protects never."""
    lost = httpx.ReadError("x")
    for method, url, after, again in [
        ("GET", READ, 10_000, True),
        ("POST", SEND, 0, False),
        ("POST", TAG, 3_600 - 9 - 1, True),
        ("POST", TAG, 3_600 - 9, False),
    ]:
        call = exchange(method, url, retry=RetryPolicy(timeout=None, max_wait=9))
        call.outgoing()
        clock.now += after
        error = call.fail(lost)
        call.give_up(error)
        assert (call.backoff(error) is not False, error.maybe_sent, error.in_doubt) == (again, True, not again)
    assert exchange().backoff(ValueError()) is False


def test_the_key_is_the_same_for_all_attempts_and_only_for_changes():
    """The caller's own counts."""
    call = exchange("POST", SEND)
    keys = {call.outgoing().headers["idempotency-key"] for _ in range(3)}
    assert len(keys) == 1
    assert exchange("POST", SEND).outgoing().headers["idempotency-key"] not in keys
    assert exchange("POST", SEND, headers={"Idempotency-Key": "mine"}).outgoing().headers["idempotency-key"] == "mine"
    assert "idempotency-key" not in exchange().outgoing().headers


def test_an_attempt_has_the_key_only_for_the_api():
    """Scheme, host and port must be the same; the request that errors and responses have never has it."""
    call = exchange("POST", SEND, json={"a": 1}, extensions={"x": 1})
    sent = call.outgoing()
    assert (sent.headers["authorization"], sent.method, sent.url, sent.content) == (
        "key",
        "POST",
        ROOT + SEND,
        b'{"a":1}',
    )
    assert sent.extensions["x"] == 1
    assert "authorization" not in call.request.headers
    assert [call.path, call.operation, call.kind] == ["/sms", "POST /sms", "write"]
    for other in ("http://api.example/x", "https://api.example:444/x", "https://api.example.org/x"):
        assert "authorization" not in exchange(url=other).outgoing().headers
    assert origin(httpx.URL("https://a.example:444/x")) == ("https", "a.example", 444)


def answered(call: Exchange, status: int, **given: Any) -> httpx.Response:
    response = httpx.Response(status, **given)
    call.leaves_unread(response)
    return call.accept(response)


def test_an_answer_ends_an_attempt():
    """With the request that has no key and the number of the attempt; the id is kept for the log."""
    call = exchange()
    call.outgoing()
    call.outgoing()
    response = answered(call, 200, json={"data": []}, headers={"X-Request-Id": "req_1"})
    assert (response.request, response.extensions["allo_ext.attempts"]) == (call.request, 2)
    assert (call.status, call.request_id, call.attempts) == (200, "req_1", 2)
    for status in (209, 299):
        with pytest.raises(UnexpectedResponseError, match=f"returned the non-standard HTTP status {status}") as caught:
            answered(call, status, content=b"x", headers={"X-Request-Id": "req_2"})
        error = caught.value
        assert (error.status, error.body, error.request_id, error.reason) == (status, b"x", "req_2", "unknown status")
        assert (error.maybe_sent, error.attempts, error.operation, error.request) == (
            True,
            2,
            "GET /calls",
            call.request,
        )


def test_what_may_have_been_done_by_one_attempt_stays_so():
    """Also if the last one was not sent; an attempt that did not begin counts as none."""
    call = exchange("POST", SEND)
    early = SimpleNamespace()
    call.interrupt(early)  # type: ignore[arg-type]
    call.outgoing()
    begun = SimpleNamespace()
    call.interrupt(begun)  # type: ignore[arg-type]
    assert (early.maybe_sent, begun.maybe_sent) == (False, True)
    with pytest.raises(RateLimitError) as refused:
        answered(call, 429, headers={"Retry-After": "3"})
    assert (refused.value.maybe_sent, refused.value.attempts, refused.value.retry_after) == (False, 1, 3.0)
    between = SimpleNamespace()
    call.interrupt(between)  # type: ignore[arg-type]
    assert between.maybe_sent is False
    call.outgoing()
    with pytest.raises(ServerError) as caught:
        answered(call, 500)
    call.outgoing()
    unsent = call.fail(httpx.ConnectError("x"))
    assert [(error.maybe_sent, error.attempts) for error in (caught.value, unsent)] == [(True, 2), (True, 3)]
    own = ConfigurationError("x")
    call.refuse(own)
    assert (own.maybe_sent, own.attempts, own.operation, own.request) == (True, 3, "POST /sms", call.request)


def test_only_a_success_is_returned():
    """Those of the 2xx statuses that HTTP knows. The others are unknown; any other class of statuses is an error."""
    returned, unknown = [], []
    for status in range(100, 600):
        call = exchange()
        call.outgoing()
        try:
            returned.append(answered(call, status).status_code)
        except UnexpectedResponseError as error:
            unknown.append(error.status)
        except AlloError:
            pass

    assert returned == [*range(200, 209), 226]
    assert unknown == [status for status in range(200, 300) if status not in returned]


STARTED = "http11.send_request_headers.started"


def test_a_connection_that_failed_has_sent_nothing():
    """Even if the error could mean that something was lost. A CONNECT to a proxy is not the request."""
    for events, sent in (
        ([], True),  # of a transport that tells nothing
        (["connection.connect_tcp.started"], False),
        (["connection.connect_tcp.failed"], True),
        (["connection.connect_tcp.started", STARTED], True),
        (["connection.connect_tcp.started", "http11.send_request_headers.complete"], False),
        (["connection.connect_tcp.started", f"CONNECT {STARTED}"], False),
        (["connection.connect_tcp.started", f"UNNAMED {STARTED}"], True),  # an event that does not name its request
    ):
        call = exchange("POST", SEND)
        request = call.outgoing()
        trace = request.extensions["trace"]
        for event in events:
            method = b"CONNECT" if event.startswith("CONNECT") else b"POST"
            named = {"request": SimpleNamespace(method=method, extensions={"trace": trace})}
            trace(event.rpartition(" ")[2], {} if event.startswith("UNNAMED") else named)
        error = call.fail(httpx.ReadError("x"))

        assert (error.maybe_sent, error.attempts) == (sent, 1)
        call.outgoing()
        assert call.fail(httpx.ReadError("x")).maybe_sent is True  # each attempt begins anew


def test_an_error_has_the_request_without_the_key_and_its_cause():
    """The exception of the library below, too."""
    call = exchange("POST", SEND)
    cause = httpx.ReadError("x", request=call.outgoing())
    error = call.fail(cause)

    assert (error.__cause__, error.request, cause.request) == (cause, call.request, call.request)


def test_a_download_is_left_unread_if_it_is_one():
    """A text from the API is no recording, and an error is read; any other host may send text."""
    for url, stream, status, kind, unread in [
        (READ, True, 200, "audio/mpeg", True),
        (READ, True, 206, "", True),
        (READ, False, 200, "audio/mpeg", False),
        (READ, True, 404, "audio/mpeg", False),
        (READ, True, 299, "audio/mpeg", False),
        (READ, True, 200, "text/html", False),
        ("https://files.example/x", True, 200, "text/html", True),
    ]:
        call = exchange(url=url, extensions={STREAM: True} if stream else {})
        call.outgoing()
        assert call.leaves_unread(httpx.Response(status, headers={"Content-Type": kind})) is unread


def test_the_log_has_the_operation_the_attempt_and_the_wait(caplog):
    """In one line for each attempt, for each retry and for the error in the end."""
    call = exchange("POST", SEND, retry=RetryPolicy(attempts=2))
    with caplog.at_level(logging.DEBUG, "allo_ext"):
        for retry_in in ("1", None):
            call.outgoing()
            with pytest.raises(AlloError) as caught:
                answered(call, 429, headers={} if retry_in is None else {"Retry-After": retry_in})
            call.backoff(caught.value)
        call.give_up(caught.value)
    first, retrying, second, last = (record.getMessage() for record in caplog.records)

    assert (first.startswith("POST /sms -> 429, attempt 1, "), first.endswith(" ms")) == (True, True)
    assert retrying == "POST /sms failed at attempt 1, retrying in 1 s: 429"
    assert second.startswith("POST /sms -> 429, attempt 2, ")
    assert caught.value.__notes__ == [last]


NOW = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
WAITS: list[tuple[str | None, float | None]] = [
    (None, None),
    ("0", 0.0),
    (" 7 ", 7.0),
    ("1.5", 1.5),
    ("1000000000", 1e9),
    ("1000000001", None),
    (format_datetime(NOW.replace(minute=16), usegmt=True), 60.0),
    (format_datetime(NOW.replace(minute=14), usegmt=True), 0.0),
    ("Mon, 02 Mar 2026 09:16:00", 60.0),
    ("Mon, 02 Mar 2026 11:16:00 +0200", 60.0),
    ("Mon, 02 Mar 9999 09:16:00 GMT", None),
    *(
        (odd, None)
        for odd in ("", "-1", "soon", "7s", "x7", "1.", ".5", "1e3", "²", "٣", "Mon, 99 Mar 2026 09:16:00 GMT")
    ),
]


def test_retry_after_is_seconds_or_a_date():
    """By the clock of the server; one that has passed is no wait. What is longer than any wait is none."""
    assert [(value, retry_after(value, now=NOW.timestamp())) for value, _ in WAITS] == WAITS


def test_a_date_is_compared_with_the_clock_of_the_server():
    """Not with ours, which may be wrong; without its own, with ours."""
    for date, wait in ((format_datetime(NOW, usegmt=True), 60.0), ("", 0.0), ("rubbish", 0.0)):
        call = exchange()
        call.outgoing()
        headers = {"Retry-After": format_datetime(NOW.replace(minute=16), usegmt=True), "Date": date}
        with pytest.raises(ServerError) as caught:
            answered(call, 503, headers=headers)
        assert caught.value.retry_after == wait


def test_one_operation_may_take_what_is_left_until_the_deadline(clock):
    """Or its own timeout, if that is shorter; never zero, which means something else to a socket."""
    assert [deadline.at_most(3), deadline.at_most(None), deadline.is_over()] == [3, None, False]
    with deadline.within(10):
        assert [deadline.at_most(3), deadline.at_most(None), deadline.at_most(30)] == [3, 10, 10]
        with deadline.within(None):
            assert deadline.at_most(30) == 30
        clock.now += 9.5
        assert [deadline.at_most(3), deadline.is_over()] == [0.5, False]
        for later in (0.5, 7):
            clock.now += later
            assert [deadline.at_most(3), deadline.at_most(None), deadline.is_over()] == [0.001, 0.001, True]
    assert [deadline.at_most(3), deadline.is_over()] == [3, False]


TEXT = b"the body of a response" * 100_000
RAW = zlib.compressobj(wbits=-zlib.MAX_WBITS)
PACKED = {
    "": TEXT,
    "identity": TEXT,
    "gzip": gzip.compress(TEXT),
    "GZIP": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "identity, gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    " deflate ": RAW.compress(TEXT) + RAW.flush(),
}


class Chunks(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body in small chunks; knows whether it was closed."""

    def __init__(self, content: bytes, *, chunk: int = 1000, happens: Any = None) -> None:
        self.chunks = [content[start : start + chunk] for start in range(0, len(content), chunk)]
        self.happens = happens
        self.closed = False

    def __iter__(self) -> Any:
        for chunk in self.chunks:
            yield chunk
            if self.happens:
                self.happens()

    async def __aiter__(self) -> Any:
        for chunk in self:
            yield chunk

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


def read(how: str, response: httpx.Response, largest: int | None) -> None:
    if how == "sync":
        body.read(response, largest)
    else:
        anyio.run(body.aread, response, largest)


HOW = pytest.mark.parametrize("how", ["sync", "async"])


def test_a_body_is_unpacked_up_to_its_largest_size():
    """In any chunks. One byte more is too many, as soon as it is there; the stream is closed either way."""
    for (encoding, packed), (largest, chunk), how in itertools.product(
        PACKED.items(), ((len(TEXT), 7919), (None, 10**8), (len(TEXT) - 1, 7919)), ("sync", "async")
    ):
        stream = Chunks(packed, chunk=chunk)
        response = httpx.Response(200, headers={"Content-Encoding": encoding} if encoding else {}, stream=stream)
        with pytest.raises(body.BodyTooLargeError) if largest == len(TEXT) - 1 else nullcontext():
            read(how, response, largest)
            assert response.content == TEXT, encoding
            assert response.headers.get("content-encoding") == (encoding or None)
        assert stream.closed
    assert "deflate" in body.ACCEPTED


@HOW
def test_a_body_that_is_not_what_its_header_says_is_an_error(how):
    """Or that is packed twice. What follows the end of the packed part is ignored, as it is elsewhere."""
    stored = zlib.compress(b"x" * 70_000, 0)[: 2 + 5 + 65_535]  # the first of two blocks
    for encoding, content in [
        ("gzip", b"x" * 50),
        ("deflate", b"\xff" * 50),
        ("gzip", PACKED[" deflate "]),
        ("deflate", stored + b"\xff" * 50),
        ("gzip, deflate", PACKED["gzip"]),
        ("gzip, gzip", PACKED["gzip"]),
    ]:
        stream = Chunks(content)
        with pytest.raises(httpx.DecodingError):
            read(how, httpx.Response(200, headers={"Content-Encoding": encoding}, stream=stream), None)
        assert stream.closed
    response = httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=Chunks(PACKED["gzip"] + b"xyz"))
    read(how, response, None)
    assert response.content == TEXT


@HOW
def test_the_size_of_a_body_that_is_there_is_checked_too(how):
    """Of a transport that has read it, as the mock does."""
    read(how, httpx.Response(200, content=b"12345"), 5)
    read(how, httpx.Response(200, content=b"12345"), None)
    with pytest.raises(body.BodyTooLargeError):
        read(how, httpx.Response(200, content=b"12345"), 4)


def test_a_body_that_does_not_end_is_left_at_the_deadline(clock):
    """However small its chunks are."""
    stream = Chunks(b"x" * 100, chunk=1, happens=lambda: setattr(clock, "now", clock.now + 1))
    with deadline.within(10), pytest.raises(httpx.ReadTimeout, match="did not end in time"):
        body.read(httpx.Response(200, stream=stream), None)
    assert (stream.closed, clock.now) == (True, 1010)


def test_text_is_what_people_read():
    """JSON and XML by their suffix, too."""
    kinds = {
        True: (
            "text/html",
            "TEXT/plain; charset=x",
            "application/json",
            "application/problem+json",
            "image/svg+xml",
            "a/XML",
        ),
        False: (
            "audio/mpeg",
            "",
            "application/octet-stream",
            "json",
            "application/jsonx",
            "texts/x",
            "application/x;y=json",
        ),
    }
    for text, each in kinds.items():
        assert [body.is_text(httpx.Headers({"Content-Type": kind})) for kind in each] == [text] * len(each)
    assert body.is_text(httpx.Headers()) is False


def test_a_signal_is_set_by_its_own_client_or_by_one_above_it(clock):
    """The first time counts; whoever waits is woken, and one that is set already ends the wait before it begins."""
    parent, other = Closing(), Closing()
    child = Closing(parent, None, other, reason="mine")
    woken: list[str] = []
    assert (bool(child), child.turned_at) == (False, None)
    child.check()
    with child.waking(lambda: woken.append("child")), parent.waking(lambda: woken.append("parent")):
        parent.close()
    assert woken == ["child", "parent"]
    parent.close()
    assert woken == ["child", "parent"]
    clock.now += 5
    other.close()
    child.close()
    assert [bool(one) for one in (parent, other, child)] == [True] * 3
    assert [one.turned_at for one in (parent, other, child)] == [1000, 1005, 1000]
    with pytest.raises(ConfigurationError, match="This client is closed") as caught, parent.waking(woken.clear):
        woken.append("never")
    assert caught.value.reason == "closed"
    alone = Closing(reason="mine")
    alone.close()
    clock.now += 5
    alone.close()
    assert alone.turned_at == 1005
    with pytest.raises(ConfigurationError, match=r"^mine$"):
        alone.check()
    assert woken == ["child", "parent"]


def test_a_call_for_a_page_ends_with_its_list_or_its_client():
    """In a thread that reads ahead; any other call ends with the client alone."""
    for ends in (0, 1):
        client, page = Closing(), Closing()
        transport = Transport(None, None, None, client)  # type: ignore[arg-type]
        assert transport._closing_here() is client
        token = closing.READING.set(page)
        try:
            ahead = transport._closing_here()
        finally:
            closing.READING.reset(token)
        assert not ahead
        (page, client)[ends].close()
        assert (bool(ahead), bool(client)) == (True, bool(ends))


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_signal_from_another_thread_cancels_what_is_awaited(backend):
    """With its error; without it, the block is left as it is."""

    async def main() -> None:
        signal = Closing(reason="mine")
        with signal.ending():
            await anyio.lowlevel.checkpoint()
        threading.Timer(0.01, signal.close).start()
        with pytest.raises(ConfigurationError, match=r"^mine$"), signal.ending():
            await anyio.sleep(20)
        with pytest.raises(ConfigurationError, match=r"^mine$"), signal.ending():
            await anyio.sleep(20)

    anyio.run(main, backend=backend)
    assert not Closing()
