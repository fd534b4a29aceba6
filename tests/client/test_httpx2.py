"""httpx2 beside httpx: its transports below our clients, and its clients in front of MockAllo."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import traceback
from typing import Any

import anyio
import httpx
import httpx2
import pytest

from allo_ext import (
    AlloClient,
    AlloConnectionError,
    AlloError,
    AlloTimeoutError,
    AsyncAlloClient,
    ConfigurationError,
    UnexpectedResponseError,
)
from allo_ext._http import httpx2 as adapter
from allo_ext.testing import MockAllo

A, B = "+12025550143", "+12025550178"
API = "https://api.withallo.com/v1/api"


def below(cls: type[Exception]) -> set[type[Exception]]:
    return {cls}.union(*(below(sub) for sub in cls.__subclasses__()))


ROOTS = [value for value in vars(httpx2).values() if isinstance(value, type) and issubclass(value, Exception)]
EXCEPTIONS = sorted(
    {cls for root in ROOTS for cls in below(root) if not issubclass(cls, Warning)}, key=lambda cls: cls.__name__
)


def instance(library: Any, cls: type[Exception]) -> Exception:
    """An exception of a class, whatever its constructor asks for; its request has a secret."""
    request = library.Request("GET", f"{API}/numbers", headers={"Authorization": "never"})
    answer = library.Response(500, request=request)
    for arguments, named in (
        (("as asked for",), {"request": request}),
        (("as asked for",), {}),
        ((), {}),
        (("as asked for",), {"request": request, "response": answer}),
        ((None, "text/plain"), {}),
    ):
        try:
            return cls(*arguments, **named)
        except TypeError:
            continue
    raise AssertionError(f"{cls} needs arguments that this test does not know")


class Raising(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Raises at once, or while the body is read."""

    def __init__(self, error: Exception, *, status: int = 0) -> None:
        self.error = error
        self.status = status

    def handle_request(self, _request: httpx2.Request) -> httpx2.Response:
        if not self.status:
            raise self.error
        return httpx2.Response(self.status, stream=Broken(self.error))

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return self.handle_request(request)


class Broken(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that raises."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __iter__(self) -> Any:
        yield b"{"
        raise self.error

    async def __aiter__(self) -> Any:
        yield b"{"
        raise self.error


def facts(error: AlloError) -> tuple[Any, ...]:
    return type(error), error.reason, error.maybe_sent, getattr(error, "transient", None), error.attempts


def test_the_walk_finds_the_exceptions():
    """The walk is not empty, and knows the well-known ones."""
    assert {httpx2.ReadTimeout, httpx2.InvalidURL, httpx2.StreamConsumed, httpx2.SSEError} <= set(EXCEPTIONS)
    assert len(EXCEPTIONS) >= 28


@pytest.mark.parametrize("status", [0, 200, 500])
@pytest.mark.parametrize("cls", EXCEPTIONS, ids=lambda cls: cls.__name__)
def test_every_exception_means_what_its_namesake_of_httpx_means(make, scripted, cls, status):
    """At once and while the body comes: same class of ours, same reason, same doubt; and no key in its causes."""
    namesake = getattr(httpx, cls.__name__, httpx.TransportError)
    send = lambda allo: allo.sms.send(from_=A, to=B, message="x")  # noqa: E731
    with pytest.raises(AlloError) as caught:
        send(make(Raising(instance(httpx2, cls), status=status), retry=None))
    error = instance(httpx, namesake)
    with pytest.raises(AlloError) as expected:
        send(make(scripted(httpx.Response(status, stream=HttpxBroken(error)) if status else error), retry=None))
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)

    assert facts(expected.value) == facts(caught.value)
    assert isinstance(caught.value, (AlloConnectionError, UnexpectedResponseError))
    assert issubclass(cls, httpx2.TimeoutException) == isinstance(caught.value, AlloTimeoutError)
    assert "never" not in "".join(shown.format())


class HttpxBroken(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The same body for httpx."""

    __init__ = Broken.__init__
    __iter__ = Broken.__iter__
    __aiter__ = Broken.__aiter__


def test_the_cause_keeps_no_request_with_the_key(make, key):
    """What a transport attached to its exception is detached: the error has a request of its own, without the key."""
    error: Any = None

    class Own(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            nonlocal error
            assert request.headers["authorization"] == key
            error = httpx2.ReadError("gone", request=request)
            raise error

        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            return self.handle_request(request)

    with pytest.raises(AlloConnectionError) as caught:
        make(Own(), retry=None).numbers.list()

    assert "authorization" not in caught.value.request.headers
    assert isinstance(caught.value.__cause__, httpx.ReadError)
    assert caught.value.__cause__.__cause__ is error
    with pytest.raises(RuntimeError, match="not been set"):
        _ = error.request


def answering(**response: Any) -> httpx2.MockTransport:
    return httpx2.MockTransport(lambda _: httpx2.Response(**response))


GOOD = json.dumps({"data": []}).encode()
BODIES: dict[str, dict[str, Any]] = {
    "content": {"content": GOOD},
    "json": {"json": {"data": []}},
    "packed": {"content": gzip.compress(GOOD), "headers": {"Content-Encoding": "gzip"}},
    "unread": {"stream": httpx2.ByteStream(GOOD)},
    "unread-packed": {"stream": httpx2.ByteStream(gzip.compress(GOOD)), "headers": {"Content-Encoding": "gzip"}},
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_body_arrives_however_it_was_made(make, body):
    """Read or unread, packed or not; and it is bounded."""
    transport = answering(status_code=200, **body)

    assert make(transport).numbers.list() == []
    with pytest.raises(UnexpectedResponseError, match="max_body"):
        make(transport, max_body=8).numbers.list()


def test_a_request_arrives_as_it_was_made(make):
    """Method, URL with its encoded query, headers in order, body, and time limits."""
    requests: list[Any] = []

    def twin(library: Any) -> Any:
        def handle(request: Any) -> Any:
            extensions = request.extensions["timeout"]
            requests.append((request.method, request.url.raw_path, request.headers.raw, request.content, extensions))
            return library.Response(200, json={"data": {"results": [], "content": "x"}})

        return library.MockTransport(handle)

    for library in (httpx, httpx2):
        allo = make(twin(library), timeout=7, headers={"X-One": "1"})
        allo.calls.search(allo_number=A, contact_number=B)
        allo.sms.send(from_=A, to=B, message="Grüße +1 & 100 %", idempotency_key="one")

    assert requests[:2] == requests[2:]
    assert requests[1][4] == dict.fromkeys(("connect", "read", "write", "pool"), 7)


def test_a_recording_is_streamed(make, mock, tmp_path):
    """A download leaves the body unread, and writes it part by part."""
    sound = b"ID3" + bytes(300_000)
    transport = answering(status_code=200, headers={"Content-Type": "audio/mpeg"}, stream=httpx2.ByteStream(sound))
    path = tmp_path / "1.mp3"
    make(transport).calls.download_recording("https://storage.example/1.mp3", path)

    assert path.read_bytes() == sound


class Closes(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """Counts how often it was closed."""

    closed = 0

    def handle_request(self, _request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(200, json={"data": []})

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        return self.handle_request(request)

    def close(self) -> None:
        self.closed += 1

    async def aclose(self) -> None:
        self.closed += 1


@pytest.mark.parametrize("given", [lambda transport: transport, lambda transport: lambda: transport], ids=["it", "fn"])
def test_closing_the_client_closes_the_transport(make, given):
    """As with a transport of httpx, passed itself or by a function."""
    transport = Closes()
    with make(given(transport)) as allo:
        allo.numbers.list()

    assert transport.closed == 1


@pytest.mark.parametrize("given", [lambda transport: transport, lambda transport: lambda: transport], ids=["it", "fn"])
def test_a_transport_of_the_other_kind_is_refused(make, given):
    """By the same sentence as one of httpx."""
    of = {"AlloClient": httpx2.AsyncHTTPTransport, "AsyncAlloClient": httpx2.HTTPTransport}
    with make() as allo:
        kind = repr(allo).partition("(")[0]
    with pytest.raises(ConfigurationError, match="synchronous transport"):
        make(given(of[kind]())).numbers.list()


def test_what_closing_raises_is_of_httpx_too():
    """As everything that a transport raises; threads and event loops alike."""

    class Failing(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
        def close(self) -> None:
            raise httpx2.CloseError("words")

        async def aclose(self) -> None:
            self.close()

    plain, loops = adapter.for_threads(Failing()), adapter.for_event_loops(Failing())
    assert plain is not None
    assert loops is not None
    with pytest.raises(httpx.CloseError, match=r"^words$"):
        plain.close()
    with pytest.raises(httpx.CloseError, match=r"^words$"):
        anyio.run(loops.aclose)


def test_a_client_of_httpx2_is_not_a_transport():
    """It is refused when our client is created."""
    with httpx2.Client() as client, pytest.raises(ConfigurationError, match="transport must be"):
        AlloClient("key", transport=client)  # type: ignore[arg-type]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_connections_of_httpx2_on_both_event_loops(mock, key, backend):
    """Calls through a port, with one transport for each loop."""

    async def main(base_url: str) -> int:
        async with AsyncAlloClient(key, base_url=base_url, transport=httpx2.AsyncHTTPTransport) as allo:
            return len(await allo.numbers.list()) + len([call async for call in allo.calls.iter(allo_number=A)])

    with mock.serve() as served, AlloClient(key, transport=mock.transport) as direct:
        expected = len(direct.numbers.list()) + len(list(direct.calls.iter(allo_number=A)))
        found = [anyio.run(main, served.base_url, backend=backend) for _ in range(2)]

    assert found == [expected] * 2


def both(mock: MockAllo, method: str, path: str, **options: Any) -> list[Any]:
    """The responses of both clients of httpx2, or what they raise."""
    made = {"base_url": API, "headers": {"Authorization": mock.api_key}, "transport": mock.transport, "timeout": 1}

    async def ask() -> httpx2.Response:
        async with httpx2.AsyncClient(**made) as client:
            return await client.request(method, path, **options)

    def ask_too() -> httpx2.Response:
        with httpx2.Client(**made) as client:
            return client.request(method, path, **options)

    return [_outcome(ask_too), _outcome(lambda: anyio.run(ask)), _outcome(lambda: anyio.run(ask, backend="trio"))]


def _outcome(ask: Any) -> Any:
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 (compared by the tests)
        return error


def test_the_mock_answers_clients_of_httpx2(mock, key):
    """With responses of their library, and the same answers that clients of httpx get."""
    params = {"allo_number": A, "size": 2}
    with httpx.Client(base_url=API, headers={"Authorization": key}, transport=mock.transport) as client:
        expected = client.get("/calls", params=params).json()
    answers = both(mock, "GET", "/calls", params=params)
    sent = both(mock, "POST", "/sms", json={"from": A, "to": B, "message": "Grüße"})

    assert [type(answer) for answer in answers + sent] == [httpx2.Response] * 6
    assert [answer.json() for answer in answers] == [expected] * 3
    assert [message.content for message in mock.sent] == ["Grüße"] * 3
    assert [answer.request.method for answer in sent] == ["POST"] * 3


FAULTS: dict[str, tuple[dict[str, Any], type[Exception]]] = {
    "disconnect": ({"disconnect": True}, httpx2.RemoteProtocolError),
    "before": ({"disconnect": True, "before": True}, httpx2.ConnectError),
    "timeout": ({"timeout": True}, httpx2.ReadTimeout),
    "truncate": ({"truncate": 5}, httpx2.RemoteProtocolError),
    "of-httpx": ({"raises": httpx.PoolTimeout}, httpx2.PoolTimeout),
    "of-httpx2": ({"raises": httpx2.WriteError}, httpx2.WriteError),
    "of-neither": ({"raises": ConnectionResetError}, ConnectionResetError),
}


@pytest.mark.parametrize(("fault", "expected"), FAULTS.values(), ids=FAULTS)
def test_faults_raise_what_httpx2_raises(mock, fault, expected):
    """Whichever library the class of `raises` is from."""
    mock.faults.next(times=3, **fault)
    errors = both(mock, "GET", "/numbers")

    assert [type(error) for error in errors] == [expected] * 3
    assert {error.request.url.path for error in errors if isinstance(error, httpx2.RequestError)} <= {"/v1/api/numbers"}


def test_a_fault_of_httpx2_reaches_our_clients_as_one_of_httpx(make, mock):
    """A test of a program that has moved can name the class it knows."""
    mock.faults.next(raises=httpx2.ConnectTimeout)
    with pytest.raises(AlloTimeoutError) as caught:
        make(mock.transport, retry=None).numbers.list()

    assert not caught.value.maybe_sent


@pytest.mark.slow
def test_httpx2_is_not_imported_for_those_who_do_not_use_it():
    """Neither by the client nor by the mock; and where it stands for httpx, everything works as well."""
    use = (
        "from allo_ext import AlloClient; from allo_ext.testing import MockAllo; import sys; "
        "mock = MockAllo(api_key='k'); allo = AlloClient('k', transport=mock.transport); allo.numbers.list(); "
        "server = mock.serve(); served = server.__enter__(); "
        "AlloClient('k', base_url=served.base_url).numbers.list(); server.__exit__(None, None, None); "
        "print('httpx2' in sys.modules, sys.modules['httpx'].__name__)"
    )
    alias = "import httpx2; httpx2.alias_httpx(); "
    told = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout
        for code in (use, alias + use)
    ]

    assert told == ["False httpx\n", "True httpx2\n"]
