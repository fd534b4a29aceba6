"""The fault table: what goes wrong on the way, and what a read and a write do about it, on a socket and in process."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

import httpx
import pytest

from allo_ext import (
    AlloConnectionError,
    AlloError,
    AlloTimeoutError,
    RateLimitError,
    ServerError,
    UnexpectedResponseError,
)

A, B = "+12025550143", "+12025550178"
ATTEMPTS = 3
TIMEOUT = 0.25
BODY = json.dumps({"data": {"results": [], "content": "x", "id": "x"}}).encode()


def reset(connection: socket.socket) -> None:
    """Close so that the other side reads "connection reset by peer"."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def request_of(connection: socket.socket) -> bytes:
    """Read a whole request."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65_536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += connection.recv(65_536)
    return data


def answer(
    status: str = "200 OK",
    body: bytes = BODY,
    *,
    length: int | None = None,
    kind: str = "application/json",
    **more: str,
) -> bytes:
    headers = {"Content-Type": kind, "Content-Length": str(len(body) if length is None else length), **more}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status}\r\nConnection: close\r\n{lines}\r\n".encode() + body


def says(*parts: bytes, pause: float = 0.0, then: Callable[[socket.socket], None] = socket.socket.close) -> Any:
    """A behaviour: read the request, send these parts with pauses between them, end."""

    def behave(connection: socket.socket, over: threading.Event) -> None:
        request_of(connection)
        for part in parts:
            connection.sendall(part)
            over.wait(pause)
        then(connection)

    return behave


def resets_while_sending(connection: socket.socket, _: threading.Event) -> None:
    connection.recv(10)
    reset(connection)


def never_answers(connection: socket.socket, over: threading.Event) -> None:
    request_of(connection)
    over.wait(5)
    connection.close()


class Raw:
    """A server of bytes: each connection gets the next behaviour, the last one for ever."""

    def __init__(self, *behaviours: Any) -> None:
        self.behaviours = list(behaviours)
        self.connections = 0
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1/api"

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self._over.is_set():
                connection.close()
                self._listener.close()
                return
            behaviour = self.behaviours[min(self.connections, len(self.behaviours) - 1)]
            self.connections += 1
            self._threads.append(threading.Thread(target=self._serve, args=(behaviour, connection)))
            self._threads[-1].start()

    def _serve(self, behaviour: Any, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            behaviour(connection, self._over)
        connection.close()

    def stop(self) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            socket.create_connection(self._listener.getsockname(), timeout=5).close()
        for thread in self._threads:
            thread.join(10)


class Outcome(NamedTuple):
    """What a call did: how often it left, what it ended in (None: a record), and whether the server may have acted."""

    tries: int
    error: type[AlloError] | None = None
    maybe_sent: bool = False


class Fault(NamedTuple):
    """A fault on the wire and, where the mock knows it, in process; what a GET and a POST do within a timeout."""

    socket: tuple[Any, ...] | None
    mock: dict[str, Any] | None
    get: Outcome
    post: Outcome
    timeout: float = 20.0


HTML = b"<html><h1>Oops</h1></html>"
ALL = ATTEMPTS
LOST_GET, LOST_POST = Outcome(ALL, AlloConnectionError, True), Outcome(1, AlloConnectionError, True)
LATE_GET, LATE_POST = Outcome(ALL, AlloTimeoutError, True), Outcome(1, AlloTimeoutError, True)
UNREADABLE = Outcome(1, UnexpectedResponseError, True)
HALF = len(BODY) // 2

FAULTS: dict[str, Fault] = {
    "refused": Fault(
        None,
        {"disconnect": True, "before": True},
        Outcome(ALL, AlloConnectionError, False),
        Outcome(ALL, AlloConnectionError, False),
    ),
    "reset-while-sending": Fault((resets_while_sending,), {"raises": httpx.WriteError}, LOST_GET, LOST_POST),
    "reset-while-reading": Fault((says(answer()[:20], then=reset),), {"raises": httpx.ReadError}, LOST_GET, LOST_POST),
    "closed-without-an-answer": Fault((says(),), {"disconnect": True}, LOST_GET, LOST_POST),
    "half-the-headers": Fault((says(answer()[:40]),), None, LOST_GET, LOST_POST),
    "half-a-body": Fault((says(answer()[:-HALF]),), {"truncate": 5}, LOST_GET, LOST_POST),
    "half-a-body-then-reset": Fault((says(answer()[:-HALF], then=reset),), None, LOST_GET, LOST_POST),
    "content-length-too-long": Fault(
        (says(answer(length=len(BODY) + 10)),), {"content_length": 10_000_000}, LOST_GET, LOST_POST
    ),
    "content-length-too-short": Fault((says(answer(length=HALF)),), {"content_length": 5}, UNREADABLE, UNREADABLE),
    "no-http": Fault((says(b"220 mail.example ESMTP\r\n"),), None, LOST_GET, LOST_POST),
    "never-answers": Fault((never_answers,), {"timeout": True}, LATE_GET, LATE_POST, TIMEOUT),
    "slow-body": Fault(
        (says(answer()[:-HALF], answer()[-HALF:], pause=4 * TIMEOUT),), None, LATE_GET, LATE_POST, TIMEOUT
    ),
    "body-by-drops": Fault(
        (says(*[answer()[n : n + 10] for n in range(0, len(answer()), 10)], pause=0.1),),
        {"drip": 0.05},
        Outcome(1),
        Outcome(1),
        4 * TIMEOUT,
    ),
    "html-200": Fault((says(answer(body=HTML, kind="text/html")),), {"html": True}, UNREADABLE, UNREADABLE),
    "empty-200": Fault((says(answer(body=b"")),), {"status": 200, "body": b""}, UNREADABLE, UNREADABLE),
    "html-502": Fault(
        (says(answer("502 Bad Gateway", HTML, kind="text/html")),),
        {"status": 502, "html": True},
        Outcome(ALL, ServerError, True),
        Outcome(1, ServerError, True),
    ),
    "429-storm": Fault(
        (says(answer("429 Too Many Requests", b"{}")),),
        {"status": 429},
        Outcome(ALL, RateLimitError, False),
        Outcome(ALL, RateLimitError, False),
    ),
    "429-for-a-while": Fault(
        (*[says(answer("429 Too Many Requests", b"{}", Retry_After="0"))] * 2, says(answer())),
        {"status": 429, "headers": {"Retry-After": "0"}, "times": 2},
        Outcome(3),
        Outcome(3),
    ),
    "500-for-a-while": Fault(
        (*[says(answer("500 Oops", b"{}"))] * 2, says(answer())),
        {"status": 500, "times": 2},
        Outcome(3),
        Outcome(1, ServerError, True),
    ),
    "500-storm": Fault(
        (says(answer("500 Oops", b"{}")),),
        {"status": 500},
        Outcome(ALL, ServerError, True),
        Outcome(1, ServerError, True),
    ),
    "refused-by-a-reset-once": Fault(
        (resets_while_sending, says(answer())), {"raises": httpx.ReadError, "times": 1}, Outcome(2), LOST_POST
    ),
    "redirect": Fault(
        (says(answer("302 Found", b"", Location="http://127.0.0.1:1/")),),
        {"status": 302, "headers": {"Location": "https://evil.example/"}},
        Outcome(1, AlloError, False),
        Outcome(1, AlloError, False),
    ),
    "101": Fault((says(b"HTTP/1.1 101 Switching Protocols\r\n\r\n"),), None, LOST_GET, LOST_POST),
}


def outcome(call: Callable[[], Any], expected: Outcome) -> Outcome:
    """Make a call and say what became of it."""
    try:
        call()
    except AlloError as error:
        kind = type(error) if expected.error is not AlloError else AlloError
        return Outcome(error.attempts, kind, error.maybe_sent)
    return Outcome(expected.tries)


def calls(allo: Any, line: str) -> dict[str, Callable[[], Any]]:
    return {
        "GET": allo.contacts.search,
        "POST": lambda: allo.sms.send(from_=line, to=B, message="x" * 900),
    }


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", FAULTS)
def test_the_fault_table_on_a_socket(make, quick, name, method):
    """Over loopback, from a server of raw bytes: tries, error and doubt are those of the table."""
    fault = FAULTS[name]
    expected = fault.get if method == "GET" else fault.post
    if fault.socket is None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            url = f"http://127.0.0.1:{free.getsockname()[1]}/v1/api"
        allo = make(base_url=url, retry=quick(attempts=ATTEMPTS), timeout=fault.timeout)
        assert expected == outcome(calls(allo, A)[method], expected)
        return
    server = Raw(*fault.socket)
    try:
        allo = make(base_url=server.url, retry=quick(attempts=ATTEMPTS), timeout=fault.timeout)
        found = outcome(calls(allo, A)[method], expected)
    finally:
        server.stop()

    assert (expected, expected.tries) == (found, server.connections)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", [name for name, fault in FAULTS.items() if fault.mock is not None])
def test_the_fault_table_in_the_mock(make, mock, quick, name, method):
    """The same through `mock.faults`: the stand-in fails as a network does."""
    fault = FAULTS[name]
    expected = fault.get if method == "GET" else fault.post
    assert fault.mock is not None
    mock.faults.next(**{"times": 99, **fault.mock})
    allo = make(mock.transport, retry=quick(attempts=ATTEMPTS), timeout=fault.timeout)

    assert expected == outcome(calls(allo, mock.numbers[0])[method], expected)


def test_a_large_body_that_is_reset_while_it_is_sent(make, quick):
    """The reset comes while megabytes are still leaving: no other exception, and no second try of a POST."""
    server = Raw(resets_while_sending)
    try:
        allo = make(base_url=server.url, retry=quick(attempts=ATTEMPTS), timeout=5)
        with pytest.raises(AlloConnectionError) as caught:
            allo.contacts.create(numbers=[A], name="x" * 5_000_000)
    finally:
        server.stop()

    assert (caught.value.attempts, caught.value.maybe_sent, server.connections) == (1, True, 1)


def test_a_body_that_drips_beyond_the_budget_is_a_timeout(make, quick):
    """No single wait is longer than `timeout`, but the call ends at its limit, before the last byte."""
    whole = answer()
    server = Raw(says(*[whole[n : n + 5] for n in range(0, len(whole), 5)], pause=0.05))
    try:
        allo = make(base_url=server.url, retry=quick(attempts=ATTEMPTS, timeout=0.1), timeout=0.2)
        with pytest.raises(AlloTimeoutError) as caught:
            allo.contacts.search()
    finally:
        server.stop()

    assert (caught.value.attempts, caught.value.maybe_sent, server.connections) == (1, True, 1)


@pytest.mark.parametrize("name", ["half-a-body", "closed-without-an-answer", "html-200", "500-storm", "never-answers"])
def test_a_walk_through_a_fault_is_never_a_short_list(make, mock, quick, name):
    """Whatever happens on the second page: an error, or the whole list; never the first page alone."""
    allo = make(mock.transport, retry=quick(attempts=ATTEMPTS), timeout=TIMEOUT)
    whole = [contact.id for contact in allo.contacts.iter(size=5)]
    fault = FAULTS[name].mock
    assert fault is not None

    for times in (1, 99):
        contacts = allo.contacts.iter(size=5)
        found = [next(contacts).id]
        mock.faults.next(**{**fault, "times": times})
        try:
            found += [contact.id for contact in contacts]
        except AlloError:
            found = whole
        mock.faults.clear()
        assert whole == found
