"""What the layers below raise, read or log, seen from outside: errors, proxies, log records, spans."""

from __future__ import annotations

import logging
import os
import signal
import socket
import ssl
from contextlib import nullcontext
from itertools import pairwise, product
from types import SimpleNamespace
from typing import Any, Self

import httpx
import pytest

from allo_ext import AlloConnectionError, AlloTimeoutError, ConfigurationError, ServerError, UnexpectedResponseError
from allo_ext._http import proxy, quiet_logs, tracing
from allo_ext._http.body import BodyTooLargeError
from allo_ext._http.interruption import causes, interruption
from allo_ext._http.translation import translate

LOST, SENT_NOT, NOT_CONNECTED = "was lost", "could not be sent", "could not connect"
CASES: list[tuple[Exception, type[Exception], str, str, bool, bool]] = [
    # Exception, class, reason, words of the message, whether it may have been sent, whether it may pass.
    (BodyTooLargeError(), UnexpectedResponseError, "too large", "max_body", True, True),
    (httpx.DecodingError("x"), UnexpectedResponseError, "encoding", "Content-Encoding", True, True),
    (httpx.ReadTimeout("x"), AlloTimeoutError, "timeout", "did not respond in time", True, True),
    (httpx.ConnectTimeout("x"), AlloTimeoutError, "timeout", "did not respond in time", False, True),
    (httpx.PoolTimeout("x"), AlloTimeoutError, "timeout", "did not respond in time", False, True),
    (TimeoutError(), AlloTimeoutError, "timeout", "did not respond in time", True, True),
    (httpx.ReadError("x"), AlloConnectionError, "lost", LOST, True, True),
    (httpx.RemoteProtocolError("x"), AlloConnectionError, "lost", LOST, True, True),
    (OSError(), AlloConnectionError, "lost", LOST, True, True),
    (ssl.SSLError(), AlloConnectionError, "lost", LOST, True, True),
    *(
        (error, AlloConnectionError, "not sent", SENT_NOT, False, False)
        for error in (
            *(UnicodeError(), httpx.CookieConflict("x"), httpx.InvalidURL("x"), httpx.LocalProtocolError("x")),
            *(httpx.StreamError("x"), httpx.TooManyRedirects("x"), httpx.UnsupportedProtocol("x")),
        )
    ),
    (httpx.ConnectError("x"), AlloConnectionError, "no connection", NOT_CONNECTED, False, True),
    (httpx.ProxyError("x"), AlloConnectionError, "proxy", NOT_CONNECTED, False, True),
    (ConnectionRefusedError(), AlloConnectionError, "refused", "refused the connection", False, True),
    (socket.gaierror(), AlloConnectionError, "unknown host", "a host that is not known", False, True),
    (ssl.SSLCertVerificationError(), AlloConnectionError, "certificates", NOT_CONNECTED, False, True),
]


def test_an_exception_of_a_transport_says_why_and_whether_anything_was_sent():
    """Once there is a status, that decides whether the server may have acted."""
    for cause, cls, reason, words, sent, passes in CASES:
        error: Any = translate(cause, operation="POST /x", host="api.example")

        assert (type(error), error.reason, error.maybe_sent, error.operation) == (cls, reason, sent, "POST /x")
        assert str(error).startswith("POST /x: ")
        assert words in str(error)
        assert "api.example" in str(error)
        assert getattr(error, "transient", True) is passes
        assert (cls is UnexpectedResponseError and reason == "too large") or type(cause).__name__ in str(error)
        for status, acted in ((200, True), (404, False), (500, True)):
            known: Any = translate(cause, operation="POST /x", host="api.example", status=status)
            assert known.maybe_sent is acted
            assert getattr(known, "status", status) == status


def chained(*errors: BaseException) -> BaseException:
    for error, cause in pairwise(errors):
        error.__cause__ = cause
    return errors[0]


def test_the_causes_of_an_error_are_followed_into_groups_and_not_in_circles():
    """`from` before what it only came after."""
    a, b, c, d = (ValueError(name) for name in "abcd")
    a.__context__ = b
    group = ExceptionGroup("g", [a, c])
    assert list(causes(chained(d, group))) == [d, group, c, a, b]
    b.__cause__, b.__context__ = a, d
    assert set(causes(a)) == {a, b}
    inside = chained(
        httpx.ConnectError("x"), ExceptionGroup("all", [OSError(), chained(OSError(), ConnectionRefusedError())])
    )
    assert isinstance(inside, Exception)
    assert translate(inside, operation="GET /x", host="h").reason == "refused"


def raised_in_handler(handler: Any) -> BaseException:
    """Return what a handler raised, as a library wraps it that takes it for its own."""
    usual = signal.signal(signal.SIGUSR1, handler)
    try:
        try:
            os.kill(os.getpid(), signal.SIGUSR1)
            signal.pause()
        except OSError as error:
            raise httpx.ReadTimeout("x") from error
    except httpx.ReadTimeout as wrapped:
        return wrapped
    finally:
        signal.signal(signal.SIGUSR1, usual)
    return ValueError()


def by_name(signum: int, frame: Any) -> None:
    raise TimeoutError("mine")


def by_any(*arguments: Any) -> None:
    raise TimeoutError("mine")


def by_keyword(*, signum: int, frame: Any) -> None:
    raise TimeoutError("mine")


def test_what_a_signal_handler_raised_is_told_from_the_librarys_own():
    """By the frame that was interrupted, which it is given. The error comes without the frames below the handler."""
    for handler in (by_name, by_any, lambda number, frame: by_keyword(signum=number, frame=frame)):
        found = interruption(raised_in_handler(handler))

        assert (type(found), str(found)) == (TimeoutError, "mine")
        names = []
        step = found.__traceback__ if found else None
        while step is not None:
            names.append(step.tb_frame.f_code.co_name)
            step = step.tb_next
        assert names in [["by_name"], ["by_any"], ["<lambda>", "by_keyword"]]
        with pytest.raises(TimeoutError) as usual:
            by_any("something", "else")
        assert interruption(usual.value) is None
        assert interruption(httpx.ReadTimeout("x")) is None


ROOT = httpx.URL("https://api.example/allo")
PROXIES: list[tuple[dict[str, str], str | None]] = [
    ({}, None),
    ({"https_proxy": "http://a.example:1"}, "http://a.example:1"),
    ({"HTTPS_PROXY": " a.example:1 "}, "http://a.example:1"),
    ({"all_proxy": "http://b.example"}, "http://b.example"),
    ({"https_proxy": "http://a.example", "all_proxy": "http://b.example"}, "http://a.example"),
    ({"https_proxy": "", "all_proxy": "http://b.example"}, "http://b.example"),
    ({"http_proxy": "http://a.example"}, None),
    ({"all_proxy": " "}, None),
    ({"https_proxy": "http://a.example", "no_proxy": "api.example"}, None),
    ({"https_proxy": "http://a.example", "no_proxy": "other.example"}, "http://a.example"),
]


@pytest.fixture
def environment(monkeypatch) -> pytest.MonkeyPatch:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


def test_the_proxy_is_that_of_the_scheme_or_the_one_for_all(environment):
    """Unless the host is one that needs none; a URL without a scheme is that of an HTTP proxy."""
    for variables, expected in PROXIES:
        with environment.context() as changed:
            for name, value in variables.items():
                changed.setenv(name, value)
            assert proxy.proxy_for(ROOT, is_used=True) == expected


SCHEME = "is a proxy URL with an unsupported scheme. Use http://, https:// or socks5://."
BAD = {
    "ftp://a.example": SCHEME,
    "socks4://a.example": f"{SCHEME} Write socks5:// for a SOCKS proxy.",
    "http://a..example": "is not a valid proxy URL. Write it like http://proxy.example:8080.",
    "HTTPS://[::1": "is not a valid proxy URL. Write it like https://proxy.example:8080.",
    "socks5://a.example": "is a SOCKS proxy, which needs another package: pip install 'httpx[socks]'.",
    "socks5h://a.example": "is a SOCKS proxy, which needs another package: pip install 'httpx[socks]'.",
}


def test_a_proxy_that_cannot_be_used_is_named_by_its_variable(environment):
    """The one that counts; the problem matters only where the proxy is used."""
    socks = False
    environment.setattr(proxy, "_has_socks", lambda: socks)
    for value, names in product(BAD, (("HTTPS_PROXY",), ("HTTPS_PROXY", "https_proxy"))):
        with environment.context() as changed:
            for name in names:
                changed.setenv(name, value)
            with pytest.raises(ConfigurationError) as caught:
                proxy.proxy_for(ROOT, is_used=True)
            assert (str(caught.value), caught.value.reason) == (f"{names[-1]} {BAD[value]}", "proxy")
            assert proxy.proxy_for(ROOT, is_used=False) == value
    socks = True
    for scheme in ("socks5", "socks5h"):
        environment.setenv("https_proxy", f"{scheme}://a.example")
        assert proxy.proxy_for(ROOT, is_used=True) == f"{scheme}://a.example"


def test_a_proxy_of_the_system_has_no_variable(environment):
    """As on a Mac, where it is a setting."""
    environment.setattr("urllib.request.getproxies", lambda: {"https": "ftp://a.example"})
    with pytest.raises(ConfigurationError, match=r"^The proxy setting of this system is a proxy URL"):
        proxy.proxy_for(ROOT, is_used=True)


def rewritten(name: str, message: object, *arguments: Any, error: Any = None) -> tuple[str, Any]:
    record = logging.LogRecord(name, logging.INFO, "x.py", 1, message, arguments, error)
    with quiet_logs.quiet(ROOT):
        logging.getLogger(name).filter(record)
    return record.getMessage(), record.exc_info


def test_records_about_our_requests_have_no_number_id_or_header():
    """Httpx's line has the template of the path; of any other the first word stays. Others are left alone."""
    quiet_logs.watch()
    line = "HTTP Request: %s %s"
    for url, shown in [
        (f"{ROOT}/v1/api/contact/cnt_1?x=1", f"{ROOT}/v1/api/contact/{{contact_id}}"),
        (f"{ROOT}/v1/api/calls?allo_number=%2B12025550143", f"{ROOT}/v1/api/calls"),
        (str(ROOT), "https://api.example/…"),
        ("https://api.example/other/x", "https://api.example/…"),
        ("https://files.example:444/allo/v1/api/calls", "https://files.example:444/…"),
    ]:
        assert rewritten("httpx", line, "GET", httpx.URL(url)) == (f"HTTP Request: GET {shown}", None)
    for name in (
        *("httpx2", "hpack.hpack", "hpack.table", "aiohttp.client", "urllib3.connectionpool"),
        *(f"httpcore{two}.{part}" for two in ("", "2") for part in ("connection", "http11", "http2", "proxy", "socks")),
    ):
        assert rewritten(name, "send headers=%r", "secret", error=(OSError, OSError("secret"), None)) == ("send", None)
    assert rewritten("httpx", "load secret") == ("load", None)
    assert rewritten("httpx", 5) == ("5", None)
    record = logging.LogRecord("httpx", logging.INFO, "x.py", 1, line, ("GET", ROOT), None)
    logging.getLogger("httpx").filter(record)
    assert record.getMessage() == f"HTTP Request: GET {ROOT}"
    with quiet_logs.quiet(ROOT):
        with quiet_logs.quiet(httpx.URL("https://b.example")):
            pass
        other = logging.LogRecord(
            "httpx", logging.INFO, "x.py", 1, line, ("GET", httpx.URL(f"{ROOT}/v1/api/calls")), None
        )
        logging.getLogger("httpx").filter(other)
    assert other.getMessage().endswith("/allo/v1/api/calls")


class Span:
    """A span that keeps what it is told, and the tracer and the module around it."""

    SpanKind = SimpleNamespace(CLIENT="client")
    StatusCode = SimpleNamespace(ERROR="error")

    def __init__(self) -> None:
        self.attributes: dict[str, Any] = {}
        self.status: Any = None
        self.begun: list[Any] = []

    def get_tracer(self, name: str, version: str) -> Span:
        self.begun.append((name, bool(version)))
        return self

    def start_as_current_span(self, name: str, **given: Any) -> Span:
        self.attributes.update(given.pop("attributes"))
        self.begun.append((name, given))
        return self

    def set_attribute(self, name: str, value: Any) -> None:
        self.attributes[name] = value

    def set_status(self, status: Any) -> None:
        self.status = status

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class Call:
    """A call that is observed."""

    operation, path, attempts, status, request_id = "GET /calls", "/calls", 3, 200, "req_1"

    def __init__(self, url: str) -> None:
        self.request = httpx.Request("GET", url)
        self.ended: list[BaseException] = []

    def give_up(self, error: BaseException) -> None:
        self.ended.append(error)

    interrupt = give_up


def fail_with(error: BaseException | None) -> None:
    if error is not None:
        raise error


def test_a_span_has_the_attributes_of_the_conventions(monkeypatch):
    """The template and not the path; how often it was sent again; of an error, what a program needs."""
    for url, port in (("https://a.example", 443), ("http://a.example", 80), ("http://a.example:81", 81)):
        error = ServerError("x", status=503, code="X_1", request_id="req_2")
        error.maybe_sent, error.retry_after = True, 7.0
        refused = AlloConnectionError("x", reason="refused")
        outcomes: list[tuple[Any, dict[str, Any], Any]] = [
            (None, {"http.response.status_code": 200, "allo.request_id": "req_1"}, None),
            (
                error,
                {
                    "error.type": "503",
                    "http.response.status_code": 503,
                    "allo.error_code": "X_1",
                    "allo.request_id": "req_2",
                    "allo.maybe_sent": True,
                    "allo.retry_after": 7.0,
                },
                "error",
            ),
            (refused, {"error.type": "AlloConnectionError"}, "error"),
            (KeyboardInterrupt(), {}, None),
        ]
        for raised, attributes, status in outcomes:
            span, call = Span(), Call(url)
            monkeypatch.setitem(__import__("sys").modules, "opentelemetry.trace", span)
            with nullcontext() if raised is None else pytest.raises(type(raised)), tracing.observed(call):
                fail_with(raised)
            assert call.ended == ([] if raised is None else [raised])
            common = {
                "http.request.method": "GET",
                "url.template": "/calls",
                "server.address": "a.example",
                "server.port": port,
            }
            expected = {**common, **attributes, "http.request.resend_count": 2}
            assert {name: value for name, value in span.attributes.items() if name in expected} == expected
            assert span.attributes.keys() - expected.keys() <= {"allo.cause", "allo.maybe_sent"}
            assert span.status == status
            switches = {"kind": "client", "record_exception": False, "set_status_on_exception": False}
            assert span.begun == [("allo_ext", True), ("GET /calls", switches)]
            span, call = Span(), Call(url)
            call.attempts = 1
            monkeypatch.setitem(__import__("sys").modules, "opentelemetry.trace", span)
            with tracing.observed(call):
                pass
            assert "http.request.resend_count" not in span.attributes
