"""Every way an attempt can end: what it raises, whether the server could have acted, how often it was tried."""

from __future__ import annotations

import gzip
import json
import socket
import struct
import threading
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx
import pytest

from allo_ext import (
    AlloApiError,
    AlloConnectionError,
    AlloError,
    AlloTimeoutError,
    BadRequestError,
    ConfigurationError,
    RateLimitError,
    ServerError,
    UnexpectedResponseError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

A, B = "+12025550143", "+12025550178"
CALLS: dict[str, Callable[[Any], Any]] = {
    "GET": lambda allo: allo.contacts.search(),
    "POST": lambda allo: allo.sms.send(from_=A, to=B, message="x"),
}
ATTEMPTS = 2
SOON, LATE = 0.4, 20.0
"""Seconds until a timeout that is waited for, and until one that never comes, however busy the machine is."""
GOOD = json.dumps({"data": {"results": [], "content": "x"}}).encode()


def read_request(connection: socket.socket) -> bytes:
    """Read a whole request and return its head."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65_536)
        if not part:
            raise ConnectionResetError
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(65_536)
    return head


class End(NamedTuple):
    """How a call ends: its error, and for a GET and a POST, how often it was tried and whether it may have acted."""

    error: type[AlloError]
    get: tuple[int, bool]
    post: tuple[int, bool]


def never(error: type[AlloError] = AlloConnectionError) -> End:
    """The server cannot have acted, and trying again is safe."""
    return End(error, (ATTEMPTS, False), (ATTEMPTS, False))


def lost(error: type[AlloError] = AlloConnectionError) -> End:
    """The server could have acted: a read is tried again, a message is not."""
    return End(error, (ATTEMPTS, True), (1, True))


def final(error: type[AlloError], *, acted: bool, attempts: int = 1) -> End:
    """Trying again would not help."""
    return End(error, (attempts, acted), (attempts, acted))


def answer(status: str = "200 OK", body: bytes = GOOD, *, length: int | None = None, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {len(body) if length is None else length}\r\n"
    return head.encode() + more.encode() + b"\r\n" + body


def says(*parts: bytes, reset: bool = False) -> Any:
    """A behaviour: read the request, answer, close or reset the connection."""

    def behave(connection: socket.socket, _: threading.Event) -> None:
        read_request(connection)
        for part in parts:
            connection.sendall(part)
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    return behave


def resets_at_once(connection: socket.socket, _: threading.Event) -> None:
    connection.recv(1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def is_silent(connection: socket.socket, over: threading.Event) -> None:
    read_request(connection)
    over.wait(20)


def drips(connection: socket.socket, over: threading.Event) -> None:
    read_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Drip: ")
    while not over.wait(0.05):
        connection.sendall(b"a")


CODE = json.dumps({"code": "INVALID_TO_NUMBER"}).encode()
ON_A_SOCKET: dict[str, tuple[Any, End]] = {
    "reset-before-the-request": (resets_at_once, lost()),
    "closed-without-an-answer": (says(), lost()),
    "reset-without-an-answer": (says(reset=True), lost()),
    "silence": (is_silent, lost(AlloTimeoutError)),
    "half-the-head": (says(b"HTTP/1.1 200 OK\r\nConte"), lost()),
    "not-http": (says(b"220 mail.example ESMTP\r\n"), lost()),
    "half-a-body": (says(answer(length=len(GOOD) + 1)), lost()),
    "half-a-body-then-reset": (says(answer(length=len(GOOD) + 1), reset=True), lost()),
    "half-a-body-of-500": (says(answer("500 Oops", length=999)), lost()),
    "half-a-body-of-400": (says(answer("400 Bad Request", length=999)), never()),
    "half-a-body-of-429": (says(answer("429 Too Many Requests", length=999)), never()),
    "wrong-encoding": (
        says(answer(more="Content-Encoding: gzip\r\n")),
        final(UnexpectedResponseError, acted=True),
    ),
    "too-large": (says(answer(body=b" " * 3_000)), final(UnexpectedResponseError, acted=True)),
    "too-large-unpacked": (
        says(answer(body=gzip.compress(b" " * 3_000), more="Content-Encoding: gzip\r\n")),
        final(UnexpectedResponseError, acted=True),
    ),
    "too-large-500": (says(answer("500 Oops", b" " * 3_000)), final(UnexpectedResponseError, acted=True)),
    "too-large-400": (says(answer("400 Bad Request", b" " * 3_000)), final(UnexpectedResponseError, acted=False)),
    "not-json": (says(answer(body=b"<html>")), final(UnexpectedResponseError, acted=True)),
    "not-the-thing": (says(answer(body=b'{"data": {"x": 1}}')), final(UnexpectedResponseError, acted=True)),
    "error-under-200": (says(answer(body=CODE)), final(BadRequestError, acted=False)),
    "unknown-success": (says(answer("299 Odd")), final(UnexpectedResponseError, acted=True)),
    "302": (says(answer("302 Found", b"")), final(AlloApiError, acted=False)),
    "303": (says(answer("303 See Other", b"")), final(AlloApiError, acted=True)),
    "400": (says(answer("400 Bad Request", CODE)), final(BadRequestError, acted=False)),
    "408": (says(answer("408 Request Timeout", b"")), final(AlloApiError, acted=True)),
    "429": (says(answer("429 Too Many Requests", b"")), never(RateLimitError)),
    "500": (says(answer("500 Oops", b"")), lost(ServerError)),
    "501": (says(answer("501 Not Implemented", b"")), final(ServerError, acted=True)),
    "503": (says(answer("503 Unavailable", b"", more="Retry-After: 0\r\n")), lost(ServerError)),
}


@pytest.fixture(params=["httpx", "httpx2"])
def library(request) -> str:
    """Both libraries."""
    return request.param


def ended(allo: Any, method: str) -> tuple[type[AlloError], int, bool]:
    with pytest.raises(AlloError) as caught:
        CALLS[method](allo)
    return type(caught.value), caught.value.attempts, caught.value.maybe_sent


def expected(end: End, method: str) -> tuple[type[AlloError], int, bool]:
    return (end.error, *(end.get if method == "GET" else end.post))


@pytest.mark.parametrize("method", CALLS)
@pytest.mark.parametrize("name", ON_A_SOCKET)
def test_an_attempt_that_reached_a_server(make, quick, serve, name, method):
    """Once a request has left, only a refusal says that nothing was done."""
    behaviour, end = ON_A_SOCKET[name]
    server = serve(behaviour)
    policy = quick(attempts=ATTEMPTS)
    timeout = SOON if end.error is AlloTimeoutError else LATE
    allo = make(base_url=f"http://{server.address}/v1/api", retry=policy, timeout=timeout, max_body=2_000)

    assert expected(end, method) == ended(allo, method)
    assert server.connections == expected(end, method)[1]


@pytest.mark.parametrize("library", ["httpx"])
@pytest.mark.parametrize("method", CALLS)
def test_a_head_that_drips(make, quick, serve, method):
    """The budget is spent, so nothing is tried again. A synchronous transport of one's own cannot be stopped there."""
    allo = make(
        base_url=f"http://{serve(drips).address}/v1/api", retry=quick(attempts=ATTEMPTS, timeout=0.5), timeout=0.4
    )

    assert ended(allo, method) == (AlloTimeoutError, 1, True)


def closes(connection: socket.socket, _: threading.Event) -> None:
    connection.recv(65_536)


def speaks_http(connection: socket.socket, _: threading.Event) -> None:
    connection.recv(65_536)
    connection.sendall(b"HTTP/1.1 400 The plain HTTP request was sent to an HTTPS port\r\n\r\n")


def accepts_the_tunnel(connection: socket.socket, _: threading.Event) -> None:
    read_request(connection)
    connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
    connection.recv(65_536)


BEFORE: dict[str, Any] = {
    "tls-closed": ("https", closes),
    "tls-not-spoken": ("https", speaks_http),
    "tls-silence": ("https", is_silent),
    "proxy-closed": ("proxy", closes),
    "proxy-silence": ("proxy", is_silent),
    "proxy-refuses": ("proxy", says(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")),
    "proxy-wants-a-password": ("proxy", says(b"HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n")),
    "proxy-then-no-tls": ("proxy", accepts_the_tunnel),
}


@pytest.mark.parametrize("method", CALLS)
@pytest.mark.parametrize("name", BEFORE)
def test_an_attempt_that_did_not_reach_the_server(make, quick, serve, monkeypatch, name, method):  # noqa: PLR0917
    """A handshake that fails, or a proxy that opens no tunnel: nothing was sent, and trying again is safe."""
    how, behaviour = BEFORE[name]
    server = serve(behaviour)
    url = f"https://{server.address}/v1/api"
    if how == "proxy":
        monkeypatch.setenv("HTTPS_PROXY", f"http://{server.address}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        url = "https://api.example/v1/api"
    timeout = SOON if behaviour is is_silent else LATE
    allo = make(base_url=url, retry=quick(attempts=ATTEMPTS), timeout=timeout)
    error, attempts, maybe_sent = ended(allo, method)

    assert issubclass(error, AlloConnectionError)
    assert (attempts, maybe_sent, server.connections) == (ATTEMPTS, False, ATTEMPTS)


@pytest.mark.parametrize("method", CALLS)
@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 64 + ".example"])
def test_a_name_that_is_unknown_or_impossible(make, quick, host, method):
    """Nothing was sent."""
    allo = make(base_url=f"http://{host}/v1/api", retry=quick(attempts=ATTEMPTS), timeout=5)
    error, _, maybe_sent = ended(allo, method)

    assert (error, maybe_sent) == (AlloConnectionError, False)


@pytest.fixture
def broken_bundle(tmp_path) -> dict[str, str]:
    bundle = tmp_path / "broken.pem"
    bundle.write_text("-----BEGIN CERTIFICATE-----\nnot one\n-----END CERTIFICATE-----\n")
    return {"missing": str(tmp_path / "missing.pem"), "broken": str(bundle), "folder": str(tmp_path)}


@pytest.mark.parametrize("library", ["httpx"])
@pytest.mark.parametrize("method", CALLS)
@pytest.mark.parametrize("kind", ["missing", "broken", "folder"])
def test_certificates_that_cannot_be_loaded(make, quick, monkeypatch, broken_bundle, kind, method):  # noqa: PLR0917
    """The error names the variable; nothing was tried, so nothing is tried again."""
    monkeypatch.setenv("SSL_CERT_FILE", broken_bundle[kind])
    allo = make(base_url="https://127.0.0.1:9/v1/api", retry=quick(attempts=ATTEMPTS))
    with pytest.raises(ConfigurationError, match="SSL_CERT_FILE") as caught:
        CALLS[method](allo)

    assert (caught.value.attempts, caught.value.maybe_sent) == (0, False)


@pytest.mark.parametrize("method", CALLS)
def test_a_closed_client(make, method):
    """It sends nothing."""
    allo = make(httpx.MockTransport(lambda _: httpx.Response(200)))
    allo.close()

    assert ended(allo, method) == (ConfigurationError, 0, False)
