"""The retry table: method and failure decide how often a request leaves, and how long is waited between."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpcore
import httpx
import pytest
import stamina

from allo_ext import (
    AlloError,
    ConfigurationError,
    RateLimitError,
    RetryPolicy,
    ServerError,
    UnexpectedResponseError,
)

QUOTA = "limit=1000;type=DAILY;reset_in={}"


def answer(status: int, *, code: str | None = None, detail: str | None = None, **headers: str) -> httpx.Response:
    body = {"code": code, "details": [{"message": detail, "field": "DAILY"}] if detail else None} if code else None
    return httpx.Response(status, json=body, headers={k.replace("_", "-"): v for k, v in headers.items()})


def quota(seconds: int | None) -> httpx.Response:
    return answer(429, code="API_KEY_QUOTA_EXCEEDED", detail=QUOTA.format(seconds) if seconds is not None else None)


V2_429 = httpx.Response(429, json={"error": {"code": "RATE_LIMIT_EXCEEDED", "retry_after_seconds": 4}})

GROWING = (0.5, 1.0, 2.0)  # what stamina's backoff is without its jitter
AGAIN = (4, GROWING)  # four tries in all
ONCE = (1, ())
THREE = (4, (3.0, 3.0, 3.0))

# failure: (what GET, PUT and DELETE do, what POST does, whether the server may have acted)
TABLE: dict[str, tuple[Any, tuple[int, tuple[float, ...]], tuple[int, tuple[float, ...]], bool]] = {
    "refused": (httpx.ConnectError, AGAIN, AGAIN, False),
    "connect-timeout": (httpx.ConnectTimeout, AGAIN, AGAIN, False),
    "no-free-connection": (httpx.PoolTimeout, AGAIN, AGAIN, False),
    "proxy-refused": (httpx.ProxyError, AGAIN, AGAIN, False),
    "reset-while-sending": (httpx.WriteError, AGAIN, ONCE, True),
    "write-timeout": (httpx.WriteTimeout, AGAIN, ONCE, True),
    "reset-while-reading": (httpx.ReadError, AGAIN, ONCE, True),
    "read-timeout": (httpx.ReadTimeout, AGAIN, ONCE, True),
    "cut-off": (httpx.RemoteProtocolError, AGAIN, ONCE, True),
    "reset-by-the-system": (ConnectionResetError, AGAIN, ONCE, True),
    "not-http": (httpx.UnsupportedProtocol, ONCE, ONCE, False),
    "unsendable": (httpx.LocalProtocolError, ONCE, ONCE, False),
    "not-decodable": (httpx.DecodingError, ONCE, ONCE, True),
    "429": (answer(429), AGAIN, AGAIN, False),
    "429-retry-after": (answer(429, retry_after="3"), THREE, THREE, False),
    "429-retry-after-0": (answer(429, retry_after="0"), AGAIN, AGAIN, False),
    "429-retry-after-1": (answer(429, retry_after="1"), (4, (1.0, 1.0, 2.0)), (4, (1.0, 1.0, 2.0)), False),
    "429-retry-after-too-long": (answer(429, retry_after="31"), ONCE, ONCE, False),
    "429-rubbish-after": (answer(429, retry_after="soon"), AGAIN, AGAIN, False),
    "429-reset-in": (quota(3), THREE, THREE, False),
    "429-v2": (V2_429, (4, (4.0,) * 3), (4, (4.0,) * 3), False),
    "429-header-before-body": (
        answer(429, code="API_KEY_QUOTA_EXCEEDED", detail=QUOTA.format(9), retry_after="3"),
        THREE,
        THREE,
        False,
    ),
    "429-daily-quota": (quota(3600), ONCE, ONCE, False),
    "429-daily-quota-without-a-word": (quota(None), ONCE, ONCE, False),
    "429-sms-limit": (answer(429, code="DAILY_SMS_LIMIT_REACHED", retry_after="1"), ONCE, ONCE, False),
    "500": (answer(500), AGAIN, ONCE, True),
    "502": (httpx.Response(502, text="<html>"), AGAIN, ONCE, True),
    "503": (answer(503), AGAIN, ONCE, True),
    "503-retry-after": (answer(503, retry_after="3"), THREE, ONCE, True),
    "504": (answer(504), AGAIN, ONCE, True),
    "501": (answer(501), ONCE, ONCE, True),
    "507": (answer(507), ONCE, ONCE, True),
    "400": (answer(400), ONCE, ONCE, False),
    "401": (answer(401), ONCE, ONCE, False),
    "403": (answer(403), ONCE, ONCE, False),
    "404": (answer(404), ONCE, ONCE, False),
    "409": (answer(409), ONCE, ONCE, False),
    "422": (answer(422), ONCE, ONCE, False),
    "302": (answer(302, location="https://example.com"), ONCE, ONCE, False),
}
METHODS = {
    "GET": lambda allo: allo.numbers.list(),
    "PUT": lambda allo: allo.contacts.update("cnt_1", name="Jean"),
    "DELETE": lambda allo: allo.webhooks.delete("web-1"),
    "POST": lambda allo: allo.sms.send(from_="+12025550143", to="+12025550178", message="x"),
}


def test_the_retry_table(make, scripted, clock):
    """(method x failure) -> (tries, waits), and whether the server may have acted; each wrong line is shown."""
    found, expected = {}, {}
    for failure, (what, others, post, acted) in TABLE.items():
        for method, call in METHODS.items():
            clock.waits.clear()
            transport = scripted(what)
            with pytest.raises(AlloError) as caught:
                call(make(transport))
            tries, waits = post if method == "POST" else others
            expected[failure, method] = (tries, waits, tries, acted)
            error = caught.value
            found[failure, method] = (len(transport.requests), tuple(clock.waits), error.attempts, error.maybe_sent)

    assert {each: line for each, line in found.items() if line != expected[each]} == {}
    assert len(found) == len(TABLE) * len(METHODS)


class Traced(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Reports the steps of each attempt as httpcore does, and ends it with a status or an exception."""

    def __init__(self, *attempts: tuple[list[str], Any]) -> None:
        self.attempts = list(attempts)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        steps, end = self.attempts.pop(0)
        for step, info in map(self._step, steps):
            request.extensions["trace"](step, info)
        return self._ended(end)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        steps, end = self.attempts.pop(0)
        for step, info in map(self._step, steps):
            await request.extensions["trace"](step, info)
        return self._ended(end)

    def _step(self, name: str) -> tuple[str, dict[str, Any]]:
        method, _, step = name.rpartition(" ")
        return f"{step}.started", {"request": httpcore.Request(method or "POST", "https://api.example")}

    def _ended(self, end: Any) -> httpx.Response:
        if isinstance(end, int):
            return httpx.Response(end)
        raise end("as asked for")


def test_only_an_attempt_whose_request_began_to_leave_is_in_doubt(make, clock):
    """What an earlier attempt or the tunnel of a proxy sent does not count, nor what the server said before."""
    tcp, tls, send = "connection.connect_tcp", "connection.start_tls", "http11.send_request_headers"
    refused, handshake = ([tcp, send], 429), ([tcp, tls], httpx.ReadError)
    tunnel, lost = ([tcp, f"CONNECT {send}"], httpx.ReadError), ([tcp, send], httpx.ReadError)
    found = []
    for attempts in ([refused, handshake, tunnel, tunnel], [refused, lost], [tunnel, lost], [([], httpx.ReadError)]):
        transport = Traced(*attempts)
        with pytest.raises(AlloError) as caught:
            METHODS["POST"](make(transport))
        found.append((caught.value.attempts, caught.value.maybe_sent, len(transport.attempts)))

    assert found == [(4, False, 0), (2, True, 0), (2, True, 0), (1, True, 0)]


def test_an_answer_that_cannot_be_read_counts_the_attempts_before_it(make, scripted, clock):
    """The error is not of the transport, but of what came of the second attempt."""
    with pytest.raises(UnexpectedResponseError) as caught:
        make(scripted(503, httpx.Response(200, text="?"))).numbers.list()

    assert (caught.value.attempts, caught.value.maybe_sent) == (2, True)


def failed(retry_after: float | None = None) -> RateLimitError:
    error = RateLimitError("as asked for", status=429)
    error.retry_after = retry_after
    return error


def test_a_policy_counts_the_longest_wait_into_its_time():
    """Half a second and twice as much after each attempt, up to a second more at random, and never above eight."""
    policy = RetryPolicy(attempts=9, timeout=10)
    for attempt, longest in enumerate((1.5, 2.0, 3.0, 5.0, 8.0, 8.0, 8.0, 8.0), 1):
        assert policy.decide("GET", failed(), attempt, 10 - longest) is True
        assert policy.decide("GET", failed(), attempt, 10 - longest + 0.01) is False
    assert policy.decide("GET", failed(), 9) is False
    short = RetryPolicy(max_wait=0.75, timeout=10)
    assert short.decide("GET", failed(), 3, 9.25) is True


def test_a_policy_waits_as_long_as_it_is_told_within_its_limits():
    """The limits themselves are within them."""
    policy = RetryPolicy(timeout=40, max_wait=30)

    assert [policy.decide("GET", failed(wait), 1) for wait in (0.4, 0.5, 30, 30.1)] == [True, 0.5, 30, False]
    assert [policy.decide("GET", failed(30), 1, elapsed) for elapsed in (9.9, 10, 10.1)] == [30, 30, False]


@pytest.mark.parametrize("method", METHODS)
def test_a_success_after_failures_is_a_success(make, scripted, clock, method):
    """Two refusals, then the answer: the caller sees a record and no error."""
    good = {"data": {"id": "1", "content": "x"}} if method != "GET" else {"data": []}
    transport = scripted(answer(429), httpx.ConnectError, good)
    METHODS[method](make(transport))

    assert (3, GROWING[:2]) == (len(transport.requests), tuple(clock.waits))


def test_waits_grow_with_jitter_and_have_a_ceiling(make, scripted, clock, monkeypatch):
    """Stamina adds up to a second at random; no wait is longer than eight seconds."""
    monkeypatch.setattr(random, "uniform", lambda _, high: high)
    with pytest.raises(ServerError):
        make(scripted(503), retry=RetryPolicy(attempts=8)).numbers.list()

    assert clock.waits == [1.5, 2.0, 3.0, 5.0, 8.0, 8.0, 8.0]


@pytest.mark.parametrize("status", [429, 503])
def test_no_attempt_begins_after_the_timeout(make, scripted, clock, monkeypatch, status):
    """The time budget counts the coming wait as well, at its longest."""
    monkeypatch.setattr(random, "uniform", lambda _, high: high)
    began = clock.now
    begun: list[float] = []

    def slow(_: httpx.Request) -> httpx.Response:
        begun.append(clock.now - began)
        clock.pass_by(1)
        return answer(status)

    with pytest.raises(AlloError):
        make(scripted(slow), retry=RetryPolicy(attempts=99, timeout=20)).numbers.list()

    assert 3 <= len(begun) <= 20
    assert max(begun) <= 20


def test_a_told_wait_that_does_not_fit_is_raised_at_once(make, scripted, clock):
    """Retry-After beyond what is left of the time: the error comes now, with the wait in it."""
    transport = scripted(answer(429, retry_after="6"))
    with pytest.raises(RateLimitError) as caught:
        make(transport, retry=RetryPolicy(timeout=13)).numbers.list()

    assert (len(transport.requests), clock.waits, caught.value.retry_after) == (3, [6.0, 6.0], 6.0)


def test_a_daily_quota_is_raised_at_once(make, scripted, clock):
    """It is hours away: no wait, and the error says how long and how many."""
    with pytest.raises(RateLimitError) as caught:
        make(scripted(quota(3600))).numbers.list()

    assert (clock.waits, caught.value.retry_after, caught.value.quota) == ([], 3600.0, (1000, "DAILY", 3600.0))


def test_the_quota_of_the_mock_is_raised_at_once(make, mock, clock):
    """The same through the stand-in's own accounting."""
    mock.add_key("few", daily_quota=2)
    allo = make(mock.transport, api_key="few")
    allo.numbers.list()
    allo.numbers.list()
    with pytest.raises(RateLimitError) as caught:
        allo.numbers.list()

    assert (clock.waits, caught.value.quota.limit, caught.value.retry_after) == ([], 2, 3600.0)


@pytest.mark.parametrize(("later", "waits"), [(20, (15, 20)), (-60, (0.5, 0.5))], ids=["future", "past"])
def test_retry_after_may_be_a_date(make, scripted, clock, later, waits):
    """An HTTP date is a wait until then; one that has passed is the usual wait."""
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=later), usegmt=True)
    make(scripted(answer(503, retry_after=date), {"data": []})).numbers.list()

    assert waits[0] <= clock.waits[0] <= waits[1]


@pytest.mark.parametrize("skew", [-36_000, -600, 600, 36_000])
def test_a_date_is_measured_by_the_clock_that_wrote_it(make, scripted, clock, skew):
    """Our clock or the server's may be wrong: what counts is Retry-After less the answer's own Date."""
    server = datetime.now(UTC) + timedelta(seconds=skew)
    dates = [format_datetime(server + timedelta(seconds=seconds), usegmt=True) for seconds in (0, 3)]
    make(scripted(answer(503, date=dates[0], retry_after=dates[1]), {"data": []})).numbers.list()

    assert clock.waits == [3.0]


@pytest.mark.parametrize("date", ["", "yesterday", "Thu, 99 Jan 2026 10:30:10 GMT"])
def test_a_date_that_cannot_be_read_leaves_our_clock(make, scripted, clock, date):
    """As if the answer had none."""
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    make(scripted(answer(503, date=date, retry_after=later), {"data": []})).numbers.list()

    assert 15 < clock.waits[0] <= 20


@pytest.mark.parametrize("value", ["9" * 400, "9" * 5_000, "0" * 400, "1e400", "-1", "nan", "inf", "Mon", "0" * 9])
def test_no_retry_after_raises_anything_else(make, scripted, clock, value):
    """What makes no sense, or would be a wait of centuries, is the usual wait."""
    make(scripted(answer(429, retry_after=value), {"data": []})).numbers.list()

    assert clock.waits == [0.5]


WAITS: list[tuple[str | None, float | None]] = [
    (None, None),
    ("3", 3.0),
    ("0.5", 0.5),
    ("-3", None),
    ("nan", None),
    ("inf", None),
    ("", None),
    ("soon", None),
    ("9" * 400, None),
    ("1e999", None),
    ("Thu, 15 Jan 9999 10:30:10 GMT", None),
    ("Thu, 15 Jan 2026 10:30:10 GMT", 10.0),
    ("Thu, 15 Jan 2026 10:30:10 -0000", 10.0),
    ("Thu, 15 Jan 2026 10:30:10", 10.0),
    ("Thu, 15 Jan 2026 11:30:10 +0100", 10.0),
    ("Thu, 99 Jan 2026 10:30:10 GMT", None),
    ("Thu, 15 Foo 2026 10:30:10 GMT", None),
    (" 3 ", 3.0),
    ("3 minutes", None),
    ("3, 5", None),
    ("Thu, 15 Jan 99999999999999999999 10:30:10 GMT", None),
]


def test_retry_after_is_read_or_is_none(make, scripted, monkeypatch):
    """Seconds and dates in UTC; what is neither is as if it were not there."""
    found = []
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        for value, _ in WAITS:
            headers = {"date": "Thu, 15 Jan 2026 10:30:00 GMT"} | ({"retry_after": value} if value is not None else {})
            with pytest.raises(RateLimitError) as caught:
                make(scripted(answer(429, **headers)), retry=None).numbers.list()
            found.append((value, caught.value.retry_after))
    time.tzset()

    assert found == WAITS


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST"])
def test_a_write_has_one_idempotency_key_for_all_its_attempts(make, scripted, clock, method):
    """Kept over the retries of a call, another one for another call."""
    transport = scripted(answer(429), answer(429), {"data": {"id": "1", "content": "x"}})
    allo = make(transport)
    METHODS[method](allo)
    METHODS[method](allo)
    keys = [request.headers["idempotency-key"] for request in transport.requests]

    assert len(keys) == 4
    assert (len(set(keys[:3])), len(set(keys))) == (1, 2)


def test_a_read_has_no_idempotency_key(make, scripted):
    """It changes nothing: there is nothing to tell apart."""
    transport = scripted({"data": []})
    make(transport).numbers.list()

    assert "idempotency-key" not in transport.requests[0].headers


@pytest.mark.parametrize("retry", [None, RetryPolicy(attempts=1)], ids=["none", "one"])
def test_retrying_can_be_turned_off(make, scripted, clock, retry):
    """One attempt, no wait."""
    transport = scripted(503)
    with pytest.raises(ServerError):
        make(transport, retry=retry).numbers.list()

    assert (len(transport.requests), clock.waits) == (1, [])


def test_staminas_switches_work(make, scripted):
    """Whoever turns stamina off, or into test mode, does so for this client too; its hooks see every retry."""
    seen: list[Any] = []
    stamina.instrumentation.set_on_retry_hooks([seen.append])
    try:
        with stamina.set_testing(True, attempts=2):
            transport = scripted(503)
            with pytest.raises(ServerError):
                make(transport).numbers.list()
        stamina.set_active(False)
        still = scripted(503)
        with pytest.raises(ServerError):
            make(still).numbers.list()
    finally:
        stamina.set_active(True)
        stamina.instrumentation.set_on_retry_hooks(None)

    assert (len(transport.requests), len(still.requests)) == (2, 1)
    assert [(ServerError, 1)] == [(type(one.caused_by), one.retry_num) for one in seen]


@pytest.mark.parametrize(
    "options", [{"attempts": 0}, {"timeout": -1}, {"max_wait": -0.1}], ids=lambda options: next(iter(options))
)
def test_a_policy_that_makes_no_sense_is_refused(options):
    """When it is made, not when it is needed."""
    with pytest.raises(ConfigurationError):
        RetryPolicy(**options)


@pytest.mark.parametrize("timeout", [0, None])
def test_a_policy_without_time_or_without_bound_works(make, scripted, clock, timeout):
    """No time at all is no retry; no bound is as many as there are attempts."""
    transport = scripted(503)
    with pytest.raises(ServerError):
        make(transport, retry=RetryPolicy(timeout=timeout)).numbers.list()

    assert len(transport.requests) == (1 if timeout == 0 else 4)
