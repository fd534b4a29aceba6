"""A call ends, whatever the server drips, and holds no more memory than it was told to."""

from __future__ import annotations

import gzip
import itertools
import time
import tracemalloc
import zlib
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from allo_ext import (
    AlloApiError,
    AlloClient,
    AlloTimeoutError,
    AsyncAlloClient,
    ConfigurationError,
    RetryPolicy,
    ServerError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    import socket
    import threading

TIMEOUT = 0.4
BUDGET = 0.4
LONG = 15.0
"""Far more than budget and timeout, and less than a server here would go on for."""


def dripping(head: bytes, drop: bytes) -> Any:
    """A behaviour: begin to answer, then send a little again and again, each time before the timeout."""

    def behave(connection: socket.socket, over: threading.Event) -> None:
        connection.recv(65_536)
        connection.sendall(head)
        while not over.wait(TIMEOUT / 4):
            connection.sendall(drop)

    return behave


DRIPS = {
    "head": dripping(b"HTTP/1.1 200 OK\r\nX-A: ", b"a"),
    "headers": dripping(b"HTTP/1.1 200 OK\r\n", b"X-A: a\r\n"),
    "informational": dripping(b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
    "body": dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b" "),
    "chunks": dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "chunk-extension": dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"a"),
    "error-body": dripping(b"HTTP/1.1 500 Oops\r\nContent-Length: 100000\r\n\r\n", b" "),
    "packed": dripping(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 999\r\n\r\n", b"\x1f"),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "retry", [RetryPolicy(timeout=BUDGET), RetryPolicy(attempts=1, timeout=BUDGET), None], ids=["again", "once", "none"]
)
@pytest.mark.parametrize("name", DRIPS)
def test_a_call_ends_however_slowly_the_server_answers(make, serve, name, retry):
    """After the time for retries and one timeout; without retries after one timeout."""
    server = serve(DRIPS[name])
    allo = make(base_url=f"http://{server.address}/v1/api", timeout=TIMEOUT, retry=retry)
    began = time.monotonic()
    with pytest.raises((AlloTimeoutError, UnexpectedResponseError)) as caught:
        allo.contacts.search()

    assert time.monotonic() - began < LONG
    assert caught.value.maybe_sent


@pytest.mark.slow
@pytest.mark.parametrize("library", ["httpx2"])
@pytest.mark.parametrize("name", ["body", "chunks", "error-body", "packed"])
def test_a_call_over_httpx2_ends_while_its_body_drips(make, serve, name):
    """Between the parts of a body the time is checked, whatever the transport."""
    allo = make(
        base_url=f"http://{serve(DRIPS[name]).address}/v1/api", timeout=TIMEOUT, retry=RetryPolicy(1, timeout=BUDGET)
    )
    began = time.monotonic()
    with pytest.raises((AlloTimeoutError, UnexpectedResponseError)):
        allo.contacts.search()

    assert time.monotonic() - began < LONG


@pytest.mark.slow
@pytest.mark.parametrize("library", ["httpx", "httpx2"])
def test_a_slow_answer_within_the_time_is_read(make, serve):
    """No single wait is longer than the timeout, and all of them together fit: nothing is cut off."""

    def behave(connection: socket.socket, over: threading.Event) -> None:
        connection.recv(65_536)
        for part in (b"HTTP/1.1 200 OK\r\nContent-", b"Length: 11\r\n\r\n", b'{"data"', b":[]}"):
            connection.sendall(part)
            over.wait(0.05)

    server = serve(behave)
    allo = make(base_url=f"http://{server.address}/v1/api", timeout=5.0)

    assert allo.numbers.list() == []


class Drops(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body without end, from a transport of one's own."""

    def __iter__(self) -> Any:
        while True:
            time.sleep(0.05)
            yield b" "

    async def __aiter__(self) -> Any:
        import anyio

        while True:
            await anyio.sleep(0.05)
            yield b" "


@pytest.mark.slow
def test_a_body_without_end_from_a_transport_of_ones_own(make):
    """Between its parts the time is checked too."""

    class Own(httpx.BaseTransport, httpx.AsyncBaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, stream=Drops(), request=request)

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            return self.handle_request(request)

    began = time.monotonic()
    with pytest.raises(AlloTimeoutError):
        make(Own(), timeout=TIMEOUT, retry=None).numbers.list()

    assert time.monotonic() - began < LONG


class Queue:
    """A limiter whose places are far apart."""

    def __init__(self, *waits: float) -> None:
        self.waits = list(waits)

    def reserve(self, _kind: str, /) -> float:
        return self.waits.pop(0)


@pytest.mark.slow
def test_the_budget_begins_when_the_first_attempt_leaves(make, scripted):
    """A call that waited long for its place is retried like any other."""
    transport = scripted(503, {"data": []})
    allo = make(transport, pace=Queue(1.2, 0.0), retry=RetryPolicy(timeout=1.0, max_wait=0.001))

    assert allo.numbers.list() == []
    assert len(transport.requests) == 2


def test_a_retry_that_would_wait_beyond_the_budget_is_not_made(make, scripted, clock):
    """Its place in the pace comes too late: the last error is raised at once."""
    transport = scripted(503, {"data": []})
    allo = make(transport, pace=Queue(0.0, 500.0), retry=RetryPolicy(timeout=60))
    with pytest.raises(ServerError) as caught:
        allo.numbers.list()

    assert (caught.value.attempts, sum(clock.waits) < 60) == (1, True)


def packed(body: bytes, encoding: str) -> bytes:
    if encoding == "deflate-raw":
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        return packer.compress(body) + packer.flush()
    return {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "identity": bytes}[encoding](body)


ENCODINGS = ["gzip", "x-gzip", "deflate", "deflate-raw", "identity"]


def test_a_body_is_bounded_unpacked(make, scripted):
    """One byte more than `max_body` is refused, in every encoding and also in errors; exactly as many are read."""
    body = b"[" + b" " * 9_998 + b"]"
    for encoding, status in itertools.product(ENCODINGS, (200, 400, 500)):
        headers = {"content-encoding": encoding.removesuffix("-raw")}
        answer = partial(httpx.Response, status, headers=headers)
        transport = scripted(lambda _, e=encoding, a=answer: a(stream=httpx.ByteStream(packed(body, e))))
        with pytest.raises(UnexpectedResponseError, match="max_body") as caught:
            make(transport, max_body=len(body) - 1, retry=None).numbers.list()
        assert (caught.value.status, caught.value.maybe_sent) == (status, status != 400)

        allo = make(transport, max_body=len(body), retry=None)
        if status == 200:
            assert allo.with_raw_response.numbers.list().headers["content-encoding"] == headers["content-encoding"]
        else:
            with pytest.raises(AlloApiError, match=str(status)):
                allo.numbers.list()


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_unpacking_holds_no_more_than_the_bound(make, scripted, encoding):
    """A quarter of a megabyte on the wire would be 256 MB unpacked: it is given up long before."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if encoding == "gzip" else 15)
    bomb = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(256)) + packer.flush()
    transport = scripted(
        lambda _: httpx.Response(200, headers={"content-encoding": encoding}, stream=httpx.ByteStream(bomb))
    )
    allo = make(transport, max_body=4_000_000, retry=None)
    tracemalloc.start()
    try:
        with pytest.raises(UnexpectedResponseError):
            allo.numbers.list()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 40_000_000


def test_a_body_packed_twice_is_refused(make, scripted):
    """One step of unpacking is bounded by the next, so there is only one."""
    body = gzip.compress(gzip.compress(b"[]"))
    answer = lambda _: httpx.Response(200, headers={"content-encoding": "gzip, gzip"}, stream=httpx.ByteStream(body))  # noqa: E731
    with pytest.raises(UnexpectedResponseError):
        make(scripted(answer), retry=None).numbers.list()


def test_only_encodings_that_are_bounded_are_asked_for(make, scripted):
    """Whatever packages are installed."""
    transport = scripted({"data": []})
    make(transport).numbers.list()

    assert transport.requests[0].headers["accept-encoding"] == "gzip, deflate"


def test_a_bound_that_is_not_one_is_refused():
    """By name, when the client is made."""
    for cls, value in itertools.product((AlloClient, AsyncAlloClient), (0, -1, 1.5, "64M", True)):
        with pytest.raises(ConfigurationError, match="max_body"):
            cls("key", max_body=value)


def test_a_body_without_bound(make, scripted):
    """None turns the bound off."""
    assert make(scripted({"data": []}), max_body=None).numbers.list() == []
