"""Exceptions of a program's own signal handlers come out as they were raised, whatever class they have."""

from __future__ import annotations

import functools
import signal
import socket
import threading
import time
from typing import Any

import httpx
import pytest

from allo_ext import AlloClient, AlloTimeoutError, AsyncAlloClient

KEY = "ak_test_5ecret0123456789"


class LateError(TimeoutError):
    """The usual recipe: a deadline of the program's own."""


class BrokenError(ConnectionResetError):
    """A handler may raise any kind of OSError."""


class Handler:
    """A handler that is an object, and raises one call further down."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __call__(self, _number: int, _frame: Any) -> None:
        self.give_up()

    def give_up(self) -> None:
        raise self.error


def plain(error: BaseException) -> Any:
    def ring(*_: Any) -> None:
        raise error

    return ring


def partial(error: BaseException) -> Any:
    def ring(error: BaseException, _number: int, _frame: Any) -> None:
        raise error

    return functools.partial(ring, error)


@pytest.fixture
def ring() -> Any:
    """Set the handler of SIGALRM."""
    before = signal.getsignal(signal.SIGALRM)

    yield lambda handler: signal.signal(signal.SIGALRM, handler)
    signal.signal(signal.SIGALRM, before)


def interrupt() -> None:
    """Have the handler called when the client waits for more."""
    time.sleep(0.05)
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGALRM)


def silent(connection: socket.socket, over: threading.Event) -> None:
    connection.recv(65_536)
    interrupt()
    over.wait(20)


def begins(connection: socket.socket, over: threading.Event) -> None:
    connection.recv(65_536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    interrupt()
    over.wait(20)


def plays(connection: socket.socket, over: threading.Event) -> None:
    connection.recv(65_536)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 100\r\n\r\nID3")
    interrupt()
    over.wait(20)


@pytest.mark.parametrize("error", [LateError("mine"), BrokenError("mine")], ids=repr)
def test_a_handlers_exception_ends_a_download(serve, ring, tmp_path, error):
    """While the bytes arrive, too: it comes out as it is, and nothing is tried again."""
    server = serve(plays)
    base_url = f"http://{server.address}/v1/api"
    ring(plain(error))
    with AlloClient(KEY, base_url=base_url, timeout=10) as allo, pytest.raises(type(error)) as caught:
        allo.calls.download_recording(f"{base_url}/1.mp3", tmp_path / "1.mp3")

    assert (caught.value, server.connections) == (error, 1)
    assert (error.__cause__, error.__context__, (tmp_path / "1.mp3").exists()) == (None, None, False)


@pytest.mark.parametrize("make_handler", [plain, partial, Handler], ids=["function", "partial", "object"])
@pytest.mark.parametrize(
    "error", [LateError("mine"), TimeoutError("mine"), BrokenError("mine"), OSError("mine")], ids=repr
)
@pytest.mark.parametrize("where", [silent, begins], ids=["before-the-answer", "in-the-body"])
def test_a_handlers_exception_comes_out_untouched(serve, ring, where, error, make_handler):
    """It interrupts a wait for the network: the same object comes out, at once, and the request left once."""
    server = serve(where)
    allo = AlloClient(KEY, base_url=f"http://{server.address}/v1/api", timeout=10)
    ring(make_handler(error))
    with pytest.raises(type(error)) as caught:
        allo.contacts.search()
    allo.close()

    assert (caught.value, server.connections) == (error, 1)
    assert (error.__cause__, error.__context__) == (None, None)


def test_a_handlers_exception_in_a_transport_of_ones_own(ring):
    """Where no socket is involved, it is told from what the transport raises by the way it came."""
    error = LateError("mine")

    def slow(_: httpx.Request) -> httpx.Response:
        signal.raise_signal(signal.SIGALRM)
        raise AssertionError

    allo = AlloClient(KEY, transport=httpx.MockTransport(slow))
    ring(plain(error))
    with pytest.raises(LateError) as caught:
        allo.contacts.search()

    assert caught.value is error


def test_a_traceback_of_a_handlers_exception_shows_no_key(serve, ring):
    """The frames of the HTTP library, which hold the request's headers, are cut off."""
    server = serve(silent)
    allo = AlloClient(KEY, base_url=f"http://{server.address}/v1/api", timeout=10)
    ring(plain(LateError("mine")))
    with pytest.raises(LateError) as caught:
        allo.contacts.search()
    allo.close()
    frames = []
    step = caught.tb
    while step is not None:
        frames.append(step.tb_frame)
        step = step.tb_next

    assert not [frame for frame in frames if frame.f_globals["__name__"].startswith("httpcore")]
    assert frames[-1].f_code.co_name == "ring"


def test_a_handler_interrupts_an_event_loop_too(ring):
    """Under asyncio the exception reaches the program as any other does."""
    import asyncio

    async def slow(_: httpx.Request) -> httpx.Response:
        signal.raise_signal(signal.SIGALRM)
        raise AssertionError

    async def main() -> None:
        async with AsyncAlloClient(KEY, transport=httpx.MockTransport(slow)) as allo:
            await allo.contacts.search()

    error = LateError("mine")
    ring(plain(error))
    with pytest.raises(LateError) as caught:
        asyncio.run(main())

    assert caught.value is error


def test_what_a_transport_raises_is_translated_as_before(make, scripted):
    """The same class, raised by the transport, is an error of the tree."""
    with pytest.raises(AlloTimeoutError):
        make(scripted(LateError("the transport's")), retry=None).contacts.search()
