"""The client's own network transports: the settings of httpx, sockets with a deadline, and the exceptions of httpx."""

from __future__ import annotations

import inspect
import signal
import ssl
import sys
from contextlib import suppress
from types import ModuleType
from typing import Any

import httpcore
import httpx
import pytest

from allo_ext import ConfigurationError
from allo_ext._http import network
from allo_ext._http.config import Secret, load
from allo_ext._http.deadline import within
from allo_ext._http.network import DeadlineBackend, DeadlineStream, ThreadTransport

PROXIES = (None, "http://user:pa%20ss@proxy.example:3128", "https://proxy.example", "socks5://u:p@proxy.example:1080")
KINDS = ("ConnectionPool", "HTTPProxy", "SOCKSProxy")


def settings(proxy: str | None = None) -> Any:
    return load(
        Secret("key"), base_url="https://api.example", timeout=5, headers=None, auth_scheme="raw", retry=None,
        pace=None, validate=True, has_transport=True,
    )._replace(proxy=proxy)  # fmt: skip


@pytest.fixture
def made(monkeypatch) -> list[tuple[str, dict[str, Any]]]:
    """The pools of httpcore that are made, and with what."""
    pools: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setitem(sys.modules, "socksio", ModuleType("socksio"))
    for kind in KINDS:
        for name in (kind, f"Async{kind}"):
            monkeypatch.setattr(httpcore, name, lambda kind=kind, **given: pools.append((kind, given)))
    return pools


def test_the_pools_are_those_of_httpx(made, monkeypatch):
    """For threads and event loops: the same proxy, limits and certificates; only the sockets of threads are ours."""
    context = ssl.create_default_context()
    monkeypatch.setattr(httpx, "create_ssl_context", lambda: context)
    for proxy in PROXIES:
        made.clear()
        network.for_threads(settings(proxy))
        network.for_event_loops(settings(proxy))
        with suppress(AttributeError):
            httpx.HTTPTransport(verify=context, proxy=proxy)
        (kind, ours), (of_loops, theirs), (usual, expected) = made

        assert kind == of_loops == usual
        assert isinstance(ours.pop("network_backend"), DeadlineBackend)
        assert {name: expected[name] for name in ours} == ours
        assert {name: value for name, value in expected.items() if name not in ours and value} == {"http1": True}
        assert theirs == expected


def test_certificates_that_cannot_be_loaded_are_named_by_their_variable(monkeypatch):
    """The first that is set, else they are those of a package; the error says that nothing was sent."""

    def refuse() -> Any:
        raise ssl.SSLError("broken")

    monkeypatch.setattr(httpx, "create_ssl_context", refuse)
    names = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")
    for name in names:
        monkeypatch.delenv(name, raising=False)
    for source, name in (("of the package certifi", None), *((f"from {name}=/x", name) for name in reversed(names))):
        if name is not None:
            monkeypatch.setenv(name, "/x")
        for build in (network.for_threads, network.for_event_loops):
            with pytest.raises(ConfigurationError) as caught:
                build(settings())
            assert str(caught.value) == f"The TLS certificates {source} cannot be loaded (SSLError). Nothing was sent."
            assert caught.value.reason == "certificates"


def test_a_pool_that_cannot_be_made_is_a_wrong_proxy(monkeypatch):
    """By the class of the cause alone, which may contain a password."""
    for cause in (ImportError("secret"), OSError("secret"), ValueError("secret")):

        def refuse(cause: Exception = cause, **_: Any) -> Any:
            raise cause

        for kind in ("HTTPProxy", "AsyncHTTPProxy"):
            monkeypatch.setattr(httpcore, kind, refuse)
        for build in (network.for_threads, network.for_event_loops):
            with pytest.raises(ConfigurationError, match=rf"\({type(cause).__name__}\)\. Check the proxy") as caught:
                build(settings("http://proxy.example"))
            assert (caught.value.reason, caught.value.__cause__) == ("proxy", None)
            assert "secret" not in str(caught.value)


def test_what_a_signal_handler_raises_meanwhile_is_neither(monkeypatch):
    """It comes out as it is. So does a wrong setting that is one already."""

    def late(number: int, frame: Any) -> None:
        raise TimeoutError("mine")

    def interrupted(**_: Any) -> Any:
        signal.raise_signal(signal.SIGUSR1)

    def wrong(**_: Any) -> Any:
        raise ConfigurationError("mine, too")

    usual = signal.signal(signal.SIGUSR1, late)
    try:
        for place in ("AsyncHTTPTransport", "create_ssl_context"):
            monkeypatch.setattr(httpx, place, wrong)
            with pytest.raises(ConfigurationError, match=r"^mine, too$"):
                network.for_event_loops(settings())
            monkeypatch.setattr(httpx, place, interrupted)
            with pytest.raises(TimeoutError, match=r"^mine$"):
                network.for_event_loops(settings())
    finally:
        signal.signal(signal.SIGUSR1, usual)


class Socket(httpcore.NetworkStream):
    """Notes what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self.asked.append(("read", max_bytes, timeout))
        return b"x"

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.asked.append(("write", buffer, timeout))

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None) -> Any:
        self.asked.append(("start_tls", ssl_context, server_hostname, timeout))
        return self

    def close(self) -> None:
        self.asked.append(("close",))

    def get_extra_info(self, info: str) -> Any:
        return info


def test_a_socket_has_the_timeout_of_each_step_or_the_deadline_of_the_call(monkeypatch):
    """Whichever is shorter; the rest is passed on, also inside TLS."""
    plain, context = Socket(), ssl.create_default_context()

    def connect(_: object, *given: Any) -> Socket:
        plain.asked.append(("connect", *given))
        return plain

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    for limit, expected in ((3600, 7.0), (None, 7.0), (0, 0.001)):
        plain.asked.clear()
        with within(limit):
            opened = DeadlineBackend().connect_tcp("host", 80, 7.0, "127.0.0.1", [1])
            stream = opened.start_tls(context, "name", 7.0)
            stream.write(b"y", 7.0)
            assert stream.read(9, 7.0) == b"x"
        stream.close()
        assert [type(one) for one in (opened, stream)] == [DeadlineStream] * 2
        assert stream.get_extra_info("socket") == "socket"
        assert plain.asked == [
            ("connect", "host", 80, expected, "127.0.0.1", [1]), ("start_tls", context, "name", expected),
            ("write", b"y", expected), ("read", 9, expected), ("close",),
        ]  # fmt: skip


class Answers(httpcore.ConnectionPool):
    """Answers with a body, or raises, at once or in the body."""

    def __init__(self, *, at_once: Exception | None = None, later: Exception | None = None) -> None:
        self.at_once, self.later = at_once, later
        self.requests: list[httpcore.Request] = []
        self.closed: list[str] = []

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        self.requests.append(request)
        if self.at_once is not None:
            raise self.at_once
        return httpcore.Response(201, headers=[(b"X-A", b"1")], content=self, extensions={"http_version": b"HTTP/2"})

    def __iter__(self) -> Any:
        yield b"a"
        if self.later is not None:
            raise self.later
        yield b"b"

    def close(self) -> None:
        self.closed.append("closed")


def test_a_request_and_its_response_keep_all_their_parts():
    """The body is read when it is needed; the pool is closed with the transport."""
    pool = Answers()
    transport = ThreadTransport(pool)
    given = httpx.Request(
        "PUT", "https://api.example:8443/a%2Fb?c=d", headers={"X-B": "2"}, content=b"body", extensions={"timeout": {}}
    )
    response = transport.handle_request(given)
    sent = pool.requests[0]

    assert (sent.method, sent.url.origin, sent.url.target) == (
        b"PUT", httpcore.Origin(b"https", b"api.example", 8443), b"/a%2Fb?c=d",
    )  # fmt: skip
    assert (sent.headers, b"".join(sent.stream), sent.extensions) == (given.headers.raw, b"body", {"timeout": {}})
    assert (response.status_code, response.headers.raw, response.is_closed) == (201, [(b"X-A", b"1")], False)
    assert (response.http_version, response.read(), pool.closed) == ("HTTP/2", b"ab", ["closed"])
    transport.close()
    assert pool.closed == ["closed"] * 2


RAISED = [
    cls for _, cls in inspect.getmembers(httpcore, inspect.isclass)
    if issubclass(cls, Exception) and cls.__module__.startswith("httpcore")
]  # fmt: skip


def test_exceptions_are_those_of_httpx_with_the_same_name():
    """With their words and cause. One that httpx does not know is a TransportError; what is not httpcore's stays."""
    assert len(RAISED) > 10
    request = httpx.Request("GET", "https://api.example")
    for when in ("at_once", "later"):
        for cls in RAISED:
            cause = cls("words")
            expected = getattr(httpx, cls.__name__, httpx.TransportError)
            with pytest.raises(expected) as caught:
                ThreadTransport(Answers(**{when: cause})).handle_request(request).read()
            assert (type(caught.value), str(caught.value), caught.value.__cause__) == (expected, "words", cause)
        for other in (KeyError("words"), type("ReadTimeout", (ValueError,), {})("words")):
            with pytest.raises(type(other)) as caught:
                ThreadTransport(Answers(**{when: other})).handle_request(request).read()
            assert caught.value is other
