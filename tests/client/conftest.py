"""One body, two clients: `allo` is the synchronous client, then the asynchronous one behind a blocking portal."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import json
import os
import random
import socket
import threading
import time
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any, Self

import anyio.from_thread
import httpx
import httpx2
import pytest
import stamina

from allo_ext import (
    Activity,
    AlloClient,
    AsyncAlloClient,
    Call,
    Company,
    Contact,
    ConversationItem,
    InvalidArgumentError,
    Message,
    Number,
    RetryPolicy,
    TranscriptLine,
    Webhook,
)
from allo_ext.testing import MockAllo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from anyio.from_thread import BlockingPortal

KEY = "ak_test_5ecret0123456789"


class Blocking:
    """Anything of the asynchronous client, with methods that block and generators that are plain."""

    def __init__(self, portal: BlockingPortal, target: Any) -> None:
        self._portal = portal
        self._target = target

    def __getattr__(self, name: str) -> Any:
        if name in {"close", "__enter__", "__exit__"}:
            name = {"close": "aclose", "__enter__": "__aenter__", "__exit__": "__aexit__"}[name]
        return self._plain(getattr(self._target, name))

    def __enter__(self) -> Self:
        self.__getattr__("__enter__")()
        return self

    def __exit__(self, *reason: object) -> None:
        self.__getattr__("__exit__")(*reason)

    def __repr__(self) -> str:
        return repr(self._target)

    def _plain(self, value: Any) -> Any:
        if isinstance(value, AsyncAlloClient) or type(value).__module__.startswith("allo_ext._async."):
            return Blocking(self._portal, value)
        if inspect.isasyncgen(value):
            return self._generator(value)
        if inspect.iscoroutine(value):
            return self._plain(self._portal.call(lambda: value))
        if inspect.isroutine(value):
            return lambda *args, **kwargs: self._plain(value(*args, **kwargs))
        return value

    def _generator(self, items: Any) -> Iterator[Any]:
        try:
            while True:
                try:
                    yield self._portal.call(items.__anext__)
                except StopAsyncIteration:
                    return
        finally:
            self._portal.call(items.aclose)


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """An event loop of asyncio in a thread, for the whole session."""
    with anyio.from_thread.start_blocking_portal("asyncio") as portal:
        yield portal


@pytest.fixture
def library() -> str:
    """The library that opens connections; files that run over both have a fixture of this name with two parameters."""
    return "httpx"


def over_httpx2(kind: str) -> Any:
    """Return what to pass as `transport` to open connections with httpx2, through the proxy of the environment."""
    proxy = os.environ.get("HTTPS_PROXY")
    return partial(httpx2.HTTPTransport if kind == "sync" else httpx2.AsyncHTTPTransport, proxy=proxy)


@pytest.fixture(params=["sync", "async"])
def make(request, portal, library) -> Iterator[Callable[..., Any]]:
    """Make clients of one kind, then of the other; they are closed when the test ends."""
    made: list[Any] = []

    def new(transport: Any = None, **options: Any) -> Any:
        if library == "httpx2" and transport is None:
            transport = over_httpx2(request.param)
        options = {"pace": None, "api_key": KEY, **options}
        cls = AlloClient if request.param == "sync" else AsyncAlloClient
        client: Any = cls(transport=transport, **options)
        made.append(client if request.param == "sync" else Blocking(portal, client))
        return made[-1]

    yield new
    for client in made:
        client.close()


@pytest.fixture
def mock() -> MockAllo:
    """A small account that holds every reply against the document."""
    return MockAllo(api_key=KEY, contacts=23, calls=160, validate_replies=True)


@pytest.fixture
def allo(make, mock) -> Any:
    """A client of the mock."""
    return make(mock.transport)


class Scripted(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Answers with what it was given, one after the other, the last one for ever; keeps the requests."""

    def __init__(self, *answers: Any) -> None:
        self.answers = deque(answers)
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        return self._next(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        return self._next(request)

    def _next(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers[0] if len(self.answers) == 1 else self.answers.popleft()
        if callable(answer) and not isinstance(answer, type):
            answer = answer(request)
        if isinstance(answer, type):
            answer = answer("as asked for")
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, int):
            answer = httpx.Response(answer)
        if not isinstance(answer, httpx.Response):
            answer = httpx.Response(200, json=answer)
        return httpx.Response(answer.status_code, headers=answer.headers, stream=answer.stream)


@pytest.fixture
def scripted() -> type[Scripted]:
    return Scripted


class Clock:
    """The process's clock, which every sleep moves on at once; `waits` are what stamina reports to its hooks."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self._slept = 0.0
        self._monotonic = time.monotonic
        self._sleep = asyncio.sleep

    @property
    def now(self) -> float:
        return self._monotonic() + self._slept

    def pass_by(self, seconds: float) -> None:
        self._slept += max(seconds, 0.0)

    async def sleep(self, seconds: float, result: Any = None) -> Any:
        self.pass_by(seconds)
        return await self._sleep(0, result)

    def note(self, retry: stamina.instrumentation.RetryDetails) -> None:
        self.waits.append(retry.wait_for)


@pytest.fixture
def clock(monkeypatch) -> Iterator[Clock]:
    """No wait takes time, and backoff has no jitter: only the standard library is replaced."""
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", lambda: clock.now)
    monkeypatch.setattr(time, "sleep", clock.pass_by)
    monkeypatch.setattr(asyncio, "sleep", clock.sleep)
    monkeypatch.setattr(random, "uniform", lambda low, _: low)
    stamina.instrumentation.set_on_retry_hooks([*stamina.instrumentation.get_on_retry_hooks(), clock.note])
    yield clock
    stamina.instrumentation.set_on_retry_hooks(None)


PLACES: dict[type[Any], tuple[Any, Callable[[Any], Any]]] = {
    Call: (lambda wire: {"data": {"results": [wire]}}, lambda allo: allo.calls.search(allo_number="+12025550143")[0]),
    TranscriptLine: (
        lambda wire: {"data": {"results": [{"id": "1", "transcript": [wire]}]}},
        lambda allo: allo.calls.search(allo_number="+12025550143")[0].transcript[0],
    ),
    Contact: (lambda wire: {"data": {"results": [wire]}}, lambda allo: allo.contacts.search()[0]),
    Company: (lambda wire: {"data": {"id": "1", "company": wire}}, lambda allo: allo.contacts.get("1").company),
    Activity: (lambda wire: {"data": {"id": "1", "activity": [wire]}}, lambda allo: allo.contacts.get("1").activity[0]),
    ConversationItem: (
        lambda wire: {"data": {"results": [{"type": "CALL", "call": {"id": "1"}, **wire}]}},
        lambda allo: allo.contacts.conversation("1")[0],
    ),
    Message: (
        lambda wire: {"data": {"results": [{"message": {"content": "Hi", "to_number": "+12025550143"} | wire}]}},
        lambda allo: allo.contacts.conversation("1")[0].message,
    ),
    Number: (lambda wire: {"data": [{"name": "Sales", **wire}]}, lambda allo: allo.numbers.list()[0]),
    Webhook: (
        lambda wire: {"data": [{"url": "https://example.com/x", **wire}]},
        lambda allo: allo.webhooks.list()[0],
    ),
}
"""For each record an answer that holds one, and the call that returns it; what it cannot be without is filled in."""


@pytest.fixture(scope="session")
def record_of() -> Callable[[type[Any], Any], Any]:
    """The record that a client makes of an object on the wire."""

    def read(cls: type[Any], wire: Any) -> Any:
        answer, call = PLACES[cls]
        body = json.dumps(answer(wire))  # httpx would refuse NaN, which other servers send
        with AlloClient(KEY, transport=Scripted(httpx.Response(200, content=body)), pace=None) as allo:
            return call(allo)

    return read


@pytest.fixture(scope="session")
def same_number() -> Callable[[Any, Any, str], bool]:
    """Return whether `calls.iter(contact_number=other)` finds a call from `one` on a line."""

    def same(one: Any, other: Any, line: str) -> bool:
        call = {"id": "1", "type": "INBOUND", "from_number": one, "to_number": line}
        answer = {"data": {"results": [call], "metadata": {"total_pages": 1}}}
        with AlloClient(KEY, transport=Scripted(answer), pace=None) as allo:
            try:
                return bool(list(allo.calls.iter(allo_number=line, contact_number=other)))
            except InvalidArgumentError:
                return False

    return same


@pytest.fixture
def quick() -> partial[RetryPolicy]:
    """A policy that waits no longer than a moment."""
    return partial(RetryPolicy, max_wait=0.001)


@pytest.fixture
def rng() -> random.Random:
    return random.Random(20)


@pytest.fixture
def key() -> str:
    return KEY


class ByteServer:
    """A server of bytes on loopback: each connection gets the next behaviour, the last one for ever."""

    def __init__(self, *behaviours: Callable[[socket.socket, threading.Event], None]) -> None:
        self.over = threading.Event()
        self.connections = 0
        self._behaviours = behaviours
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self.over.is_set():
                connection.close()
                return
            behaviour = self._behaviours[min(self.connections, len(self._behaviours) - 1)]
            self.connections += 1
            self._threads.append(threading.Thread(target=self._serve, args=(behaviour, connection)))
            self._threads[-1].start()

    def _serve(self, behaviour: Any, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(20)
            behaviour(connection, self.over)

    def stop(self) -> None:
        self.over.set()
        with contextlib.suppress(OSError):
            socket.create_connection(self._listener.getsockname(), timeout=5).close()
        for thread in self._threads:
            thread.join(20)
        self._listener.close()


@pytest.fixture
def serve() -> Iterator[Callable[..., ByteServer]]:
    """Start servers of bytes; they are stopped when the test ends."""
    started: list[ByteServer] = []

    def start(*behaviours: Any) -> ByteServer:
        started.append(ByteServer(*behaviours))
        return started[-1]

    yield start
    for server in started:
        server.stop()
