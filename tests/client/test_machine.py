"""A client under random failures, while calls arrive and lists are read: what it promises of every call it makes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import Any, NamedTuple

import httpx
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from allo_ext import (
    AlloApiError,
    AlloConnectionError,
    AlloError,
    Call,
    ConfigurationError,
    RetryPolicy,
    UnexpectedResponseError,
)
from allo_ext.testing import MockAllo

LINES = ("+12025550143", "+14155550187", "+33199000042")
TO = "+12025550178"
ATTEMPTS = 4
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
FAULTS: list[dict[str, Any]] = [
    {"disconnect": True, "before": True},
    {"disconnect": True, "applied": True},
    {"disconnect": True},
    {"timeout": True, "applied": True},
    {"raises": httpx.WriteError},
    {"raises": httpx.PoolTimeout},
    {"status": 429, "headers": {"Retry-After": "0"}},
    {"status": 429, "headers": {"Retry-After": "3600"}},
    {"status": 429, "body": {"code": "RATE_LIMITED"}},
    {"status": 503, "headers": {"Retry-After": "0"}, "applied": True},
    {"status": 500},
    {"status": 502, "html": True, "applied": True},
    {"status": 408, "applied": True},
    {"status": 401, "body": {"code": "API_KEY_INVALID"}},
    {"status": 302, "headers": {"Location": "https://example.com"}},
    {"status": 299},
    {"status": 200, "headers": {"X-Refused": "1"}, "body": {"code": "RATE_LIMITED"}},
    {"html": True, "applied": True},
    {"truncate": 3},
    {"content_length": 3},
]
FAILURES = st.lists(st.sampled_from(FAULTS), max_size=4)


class Stream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body of a response; knows whether it was closed."""

    def __init__(self, stream: Any) -> None:
        self.stream, self.closed = stream, False

    def __iter__(self) -> Iterator[bytes]:
        yield from self.stream

    async def __aiter__(self) -> Any:
        async for chunk in self.stream:
            yield chunk

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


class Watched(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """The mock's transport; knows what was sent, what the server may have acted on, and what was closed."""

    def __init__(self, mock: MockAllo) -> None:
        self.mock = mock
        self.sent: list[tuple[str, bool]] = []
        """Each request, and whether the server may have acted on it."""
        self.answers: dict[str, httpx.Response | None] = {}
        """The last response to each request."""
        self.streams: list[Stream] = []
        self.closed = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        # A thread that reads ahead may be about to send when the client is closed. Its client must then close again.
        assert not self.closed or threading.current_thread().name.startswith("allo-read-ahead")
        self.closed = False
        asked = f"{request.method} {request.url}"
        self.answers[asked] = None
        try:
            response = self.mock.transport.handle_request(request)
        except httpx.TransportError as error:
            self.sent.append((asked, not isinstance(error, NOT_SENT)))
            raise
        status = response.status_code
        refused = (300 <= status < 500 and status != 408) or "x-refused" in response.headers
        self.sent.append((asked, not refused))
        self.streams.append(Stream(response.stream))
        self.answers[asked] = httpx.Response(status, headers=response.headers, stream=self.streams[-1])
        return self.answers[asked]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        return self.handle_request(request)

    def close(self) -> None:
        self.closed = True

    async def aclose(self) -> None:
        self.closed = True


class Walk(NamedTuple):
    """A list that is being read, and what was in it before."""

    calls: Iterator[Call]
    known: set[str]
    ahead: bool
    found: list[str]


class Account(RuleBasedStateMachine):
    """An account, and a client that sends, creates and reads."""

    def __init__(self, make: Any) -> None:
        super().__init__()
        self.make = make
        self.mock = MockAllo(contacts=2, calls=50, numbers=LINES)
        self.calls = {line: {call.id for call in self.reading().calls.iter(allo_number=line)} for line in LINES}
        self.messages: dict[str, AlloError | None] = {}
        self.deals: dict[str, AlloError | None] = {}
        self.walk: Walk | None = None
        self.open()

    def reading(self) -> Any:
        """Return a client of the account without failures."""
        self.mock.faults.clear()
        return self.make(self.mock.transport, api_key=self.mock.api_key)

    def open(self) -> None:
        self.watched = Watched(self.mock)
        retry = RetryPolicy(attempts=ATTEMPTS, max_wait=0)
        self.allo = self.make(self.watched, api_key=self.mock.api_key, retry=retry)

    def outcome(self, call: Any) -> AlloError | None:
        """Make a call, check its error, and return it; another exception is a failure of the test."""
        before = len(self.watched.sent)
        try:
            call()
        except AlloError as error:
            # Pages of calls may be read ahead at the same time.
            self.check(error, [sent for sent in self.watched.sent[before:] if not sent[0].startswith("GET")])
            return error
        return None

    def check(self, error: AlloError, sent: list[tuple[str, bool]]) -> None:
        """Check an error against the requests, the last of which failed."""
        last = sent[-1][0]
        tries = [acted for asked, acted in takewhile(lambda one: one[0] == last, reversed(sent))]
        assert (error.attempts, error.maybe_sent) == (len(tries), any(tries))
        assert len(tries) <= ATTEMPTS
        answer = self.watched.answers[last]
        assert isinstance(error, AlloConnectionError | UnexpectedResponseError) or answer is not None
        if isinstance(error, AlloApiError) and answer is not None:
            wait = answer.headers.get("retry-after")
            assert (error.status, error.retry_after) == (answer.status_code, wait and float(wait))

    def fail(self, faults: list[dict[str, Any]]) -> None:
        """Let the next requests fail, and no others."""
        self.mock.faults.clear()
        for fault in faults:
            self.mock.faults.next(**fault)

    @rule(faults=FAILURES)
    def send(self, faults: list[dict[str, Any]]) -> None:
        self.fail(faults)
        text = f"message {len(self.messages)}"
        self.messages[text] = self.outcome(lambda: self.allo.sms.send(from_=LINES[0], to=TO, message=text))

    @rule(faults=FAILURES)
    def create(self, faults: list[dict[str, Any]]) -> None:
        self.fail(faults)
        name = f"deal {len(self.deals)}"
        self.deals[name] = self.outcome(lambda: self.allo.v2.deals.create(name=name))

    @precondition(lambda self: self.walk is None)
    @rule(line=st.sampled_from([None, *LINES]), size=st.integers(3, 7), prefetch=st.sampled_from([0, 0, 2]))
    def begin_to_read(self, line: str | None, size: int, prefetch: int) -> None:
        known = set().union(*(ids for each, ids in self.calls.items() if line in {None, each}))
        calls = self.allo.calls.iter(allo_number=line, size=size, prefetch=prefetch)
        self.walk = Walk(calls, known, prefetch > 0, [])

    @precondition(lambda self: self.walk is not None)
    @rule(
        arrivals=st.lists(st.sampled_from(LINES), max_size=6), count=st.integers(1, 12), faults=st.just([]) | FAILURES
    )
    def read_on(self, arrivals: list[str], count: int, faults: list[dict[str, Any]]) -> None:
        """A list ends when everything in it has come, once; or it raises. Calls arrive while it is read."""
        assert self.walk is not None
        for line in arrivals:
            self.calls[line].add(f"call_{self.mock.simulate_call(line).key}")
        self.fail(faults)
        calls, known, ahead, found = self.walk
        before, end = len(self.watched.sent), len(found) + count
        try:
            found.extend(call.id for call in islice(calls, count))
        except AlloError as error:
            self.walk = None
            if not ahead and error.reason not in {"incomplete", "closed"}:
                self.check(error, self.watched.sent[before:])
            return
        assert len(set(found)) == len(found)
        if len(found) < end:
            self.walk = None
            assert known <= set(found) <= set().union(*self.calls.values())

    @precondition(lambda self: self.walk is not None)
    @rule()
    def read_no_further(self) -> None:
        assert self.walk is not None
        self.walk.calls.close()
        self.walk = None

    @rule()
    def begin_anew(self) -> None:
        """A closed client sends nothing and leaves nothing open; a list is complete or raises."""
        self.allo.close()
        if self.walk is not None:
            self.read_on([], 10_000, [])
        for thread in threading.enumerate():
            if thread.name.startswith("allo-read-ahead"):
                thread.join(20)
        sent = len(self.watched.sent)
        with pytest.raises(ConfigurationError):
            self.allo.numbers.list()

        assert self.walk is None
        assert self.watched.closed or sent == 0
        assert [stream for stream in self.watched.streams if not stream.closed] == []
        assert len(self.watched.sent) == sent
        self.open()

    @invariant()
    def each_message_is_sent_once_or_its_error_says_so(self) -> None:
        told(self.messages, [message.content for message in self.mock.sent])

    def teardown(self) -> None:
        self.begin_anew()
        told(self.deals, [deal.name for deal in self.reading().v2.deals.iter() if deal.name.startswith("deal ")])


def told(outcomes: dict[str, AlloError | None], done: list[str]) -> None:
    """Check that nothing was done twice, and that the outcomes agree with what was done."""
    assert len(set(done)) == len(done)
    for name, error in outcomes.items():
        assert name in done or error is not None
        assert name not in done or error is None or error.maybe_sent


def test_a_client_keeps_its_promises(make) -> None:
    """No message is sent twice and nothing is created twice, and a list loses no call.

    Every failure is an AlloError with the number of its attempts and whether the server may have acted, and a closed
    client has closed everything.
    """
    run_state_machine_as_test(
        lambda: Account(make),
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
