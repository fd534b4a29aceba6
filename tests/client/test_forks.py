"""A process that forks: parent and child each have connections of their own, over real sockets."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import ssl
import sys
import threading
import warnings
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import anyio
import httpx
import pytest
import trustme

from allo_ext import AlloClient, AsyncAlloClient, ConfigurationError, Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork"),
    pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning"),
]

PATIENCE = 20
KEY = "ak_test_5ecret0123456789"
NAMES = ["before", "parent", "child", "grandchild", "after"]


class Server:
    """Answers each request with the name that it asked for, and the number of the connection that it came on."""

    def __init__(self, tls: ssl.SSLContext | None) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._tls = tls
        self._lock = threading.Lock()
        self.connections = 0
        self.ended: set[int] = set()
        self.base_url = f"{'https' if tls else 'http'}://127.0.0.1:{self._socket.getsockname()[1]}/v1/api"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                with self._lock:
                    self.connections += 1
                threading.Thread(target=self._answer, args=(connection, self.connections), daemon=True).start()

    def _answer(self, connection: socket.socket, number: int) -> None:
        with suppress(OSError):
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as lines:
                while line := lines.readline():
                    while lines.readline().strip():
                        pass
                    asked = NAMES[int(line.decode().split()[1].partition("page=")[2].partition("&")[0])]
                    body = json.dumps({"data": {"results": [{"id": f"{asked} on {number}"}]}}).encode()
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
        self.ended.add(number)

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(params=["http", "https"])
def server(request, monkeypatch, tmp_path) -> Iterator[Server]:
    context = None
    if request.param == "https":
        authority = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    server = Server(context)
    yield server
    server.close()


@contextmanager
def child(work: Callable[[], Any]) -> Iterator[Callable[[], Any]]:
    """Work in a forked process; what is yielded waits for the result."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        signal.alarm(PATIENCE)
        warnings.simplefilter("error")
        try:
            os.write(writer, json.dumps(work()).encode())
        except BaseException as error:  # noqa: BLE001 (the parent reports it)
            os.write(writer, json.dumps(repr(error)).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        yield lambda: json.loads(answer.read() or b'"it was killed"')
    os.waitpid(pid, 0)


def ask(allo: AlloClient, name: str, times: int = 1) -> list[str]:
    return [allo.contacts.search(page=NAMES.index(name)).results[0].id for _ in range(times)]


async def ask_async(allo: AsyncAlloClient, name: str, times: int = 1) -> list[str]:
    return [(await allo.contacts.search(page=NAMES.index(name))).results[0].id for _ in range(times)]


def test_a_forked_process_opens_connections_of_its_own(server):
    """Parent and child read at the same time: each gets its own answers, and the parent's connection stays open."""
    with AlloClient(KEY, base_url=server.base_url, pace=None) as allo:
        assert ask(allo, "before") == ["before on 1"]
        with child(lambda: ask(allo, "child", 30)) as result:
            assert ask(allo, "parent", 30) == ["parent on 1"] * 30
            assert result() == ["child on 2"] * 30
        assert ask(allo, "after") == ["after on 1"]
        assert 1 not in server.ended


def test_a_forked_process_that_closes_the_client_leaves_the_parents_connection_open(server):
    """Also where the client is closed and dropped in the child: nothing is sent on the parent's connection."""

    def work() -> list[str]:
        found = ask(clients[0], "child")
        clients.pop().close()
        return found

    clients = [AlloClient(KEY, base_url=server.base_url, pace=None)]
    assert ask(clients[0], "before") == ["before on 1"]
    with child(work) as result:
        assert result() == ["child on 2"]
    assert ask(clients[0], "after") == ["after on 1"]
    clients[0].close()


def test_copies_and_generations_of_processes_have_connections_of_their_own(server):
    """A copy made before the fork, and a child of the child."""

    def work() -> list[Any]:
        with child(lambda: ask(copy, "grandchild", 2)) as result:
            return [*ask(copy, "child", 2), *result()]

    with AlloClient(KEY, base_url=server.base_url, pace=None) as allo:
        copy = allo.with_options(timeout=5)
        assert ask(allo, "before") == ["before on 1"]
        with child(work) as result:
            found = result()

    assert sorted(found) == ["child on 2"] * 2 + ["grandchild on 3"] * 2 or sorted(found) == [
        "child on 3",
        "child on 3",
        "grandchild on 2",
        "grandchild on 2",
    ]


def test_a_forked_process_opens_connections_of_its_own_in_an_event_loop(server):
    """An asynchronous client whose loop has open connections when the process forks; the child runs a loop anew."""
    allo = AsyncAlloClient(KEY, base_url=server.base_url, pace=None)
    loop = asyncio.new_event_loop()
    try:
        assert loop.run_until_complete(ask_async(allo, "before")) == ["before on 1"]
        with child(lambda: asyncio.run(ask_async(allo, "child", 30))) as result:
            assert loop.run_until_complete(ask_async(allo, "parent", 30)) == ["parent on 1"] * 30
            assert result() == ["child on 2"] * 30
        assert loop.run_until_complete(ask_async(allo, "after")) == ["after on 1"]
        loop.run_until_complete(allo.aclose())
    finally:
        loop.close()


def test_a_fork_inside_a_running_loop_is_no_different(server):
    """As a program does that forks workers out of a coroutine."""

    async def main() -> None:
        async with AsyncAlloClient(KEY, base_url=server.base_url, pace=None) as allo:
            assert await ask_async(allo, "before") == ["before on 1"]
            with child(lambda: anyio.run(ask_async, allo, "child", 5)) as result:
                assert result() == ["child on 2"] * 5
            assert await ask_async(allo, "after") == ["after on 1"]

    asyncio.run(main())


def test_calls_that_wait_in_the_parent_do_not_hold_up_the_child(server):
    """Threads wait for the pace, and others make calls all the time, while the process forks again and again."""
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            ask(unpaced, "parent")

    def waiting() -> None:
        with suppress(ConfigurationError):
            ask(paced, "parent", 100)

    unpaced = AlloClient(KEY, base_url=server.base_url, pace=None)
    paced = AlloClient(KEY, base_url=server.base_url, pace=Pace(read_per_second=5))
    threads = [threading.Thread(target=work) for work in (busy, busy, waiting, waiting)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(5):
            with child(lambda: [*ask(unpaced, "child"), *ask(paced, "child")]) as result:
                assert [answer.split()[0] for answer in result()] == ["child", "child"]
    finally:
        stop.set()
        paced.close()
        for thread in threads:
            thread.join(PATIENCE)
        unpaced.close()


def test_a_list_that_is_read_ahead_does_not_hang_in_the_child():
    """Its threads are the parent's: going on with it is an error that says so."""

    class Stuck(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            page = int(request.url.params["page"])
            if page > 0:
                release.wait(PATIENCE)
            results = [{"id": f"{page}-{n}"} for n in range(10)] if page < 3 else []
            return httpx.Response(200, json={"data": {"results": results, "metadata": {"total_pages": 3}}})

    def work() -> str:
        with pytest.raises(ConfigurationError, match="began before the process was forked") as raised:
            list(contacts)
        return type(raised.value).__name__

    release = threading.Event()
    with AlloClient(KEY, transport=Stuck(), pace=None) as allo:
        contacts = allo.contacts.iter(size=10, prefetch=2)
        next(contacts)
        with child(work) as result:
            assert result() == "ConfigurationError"
        release.set()
        assert len(list(contacts)) == 29


def test_a_transport_that_was_used_before_the_fork_is_refused(server):
    """A transport object has the parent's connections, and there is no other: the error says what to pass instead."""

    def work() -> str:
        with pytest.raises(ConfigurationError, match="Pass a function that returns a transport") as raised:
            ask(allo, "child")
        return type(raised.value).__name__

    with AlloClient(KEY, base_url=server.base_url, transport=httpx.HTTPTransport(), pace=None) as allo:
        ask(allo, "before")
        with child(work) as result:
            assert result() == "ConfigurationError"
        assert ask(allo, "after") == ["after on 1"]


def test_a_transport_that_is_made_by_a_function_is_made_anew(server):
    """As for the client's own."""
    with AlloClient(KEY, base_url=server.base_url, transport=httpx.HTTPTransport, pace=None) as allo:
        ask(allo, "before")
        with child(lambda: ask(allo, "child", 3)) as result:
            assert result() == ["child on 2"] * 3


@pytest.mark.skipif(sys.platform != "linux", reason="counts open files as Linux shows them")
def test_loops_that_are_closed_by_hand_leave_no_sockets(server):
    """Eight loops without `shutdown_asyncgens`: no more sockets than one loop has, and no warning."""
    allo = AsyncAlloClient(KEY, base_url=server.base_url, pace=None)
    counts = []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(8):
            loop = asyncio.new_event_loop()
            loop.run_until_complete(asyncio.wait_for(ask_async(allo, "before", 2), PATIENCE))
            loop.close()
            counts.append(server.connections - len(server.ended))
        asyncio.run(allo.aclose())
        del allo

    assert server.connections == 8
    assert max(counts) < 5
