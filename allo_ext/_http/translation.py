"""Turning exceptions of a transport into AlloErrors with a reason."""

from __future__ import annotations

import socket
import ssl
from typing import Final

import httpx

from allo_ext import errors
from allo_ext._http.body import BodyTooLargeError
from allo_ext._http.interruption import causes

FAILURES: Final = (
    BodyTooLargeError,
    OSError,
    UnicodeError,
    httpx.CookieConflict,
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
)
"""The exceptions that an httpx transport can raise, and a body too large. UnicodeError: Python rejected a host name."""

_NOT_SENT: Final = (
    ConnectionRefusedError,
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    socket.gaierror,
    ssl.SSLCertVerificationError,
)
_NOT_TRANSIENT: Final = (
    UnicodeError,
    httpx.CookieConflict,
    httpx.InvalidURL,
    httpx.LocalProtocolError,
    httpx.StreamError,
    httpx.TooManyRedirects,
    httpx.UnsupportedProtocol,
)
_NO_CONNECTION: Final[tuple[tuple[type[Exception], errors.Reason], ...]] = (
    (socket.gaierror, "unknown host"),
    (ssl.SSLCertVerificationError, "certificates"),
    (ssl.SSLError, "tls"),
    (ConnectionRefusedError, "refused"),
    (httpx.ProxyError, "proxy"),
)
"""The causes of a library's exception that explain why there is no connection."""


def translate(cause: Exception, *, operation: str, host: str, status: int = 0) -> errors.AlloError:
    """Turn a transport's exception into an AlloError, for all of httpx's exceptions and OSError.

    Args:
        cause: The exception.
        operation: The operation, such as `GET /calls`.
        host: The host of the request.
        status: The status of the response, if its headers had arrived; determines `maybe_sent`.
    """
    error = _translated(cause, operation, host, status)
    error.operation = operation
    if status:
        from allo_ext._http.failure import may_have_acted

        error.maybe_sent = may_have_acted(status)
    elif isinstance(cause, (BodyTooLargeError, httpx.DecodingError)):
        error.maybe_sent = True
    else:
        error.maybe_sent = not isinstance(cause, (*_NOT_SENT, *_NOT_TRANSIENT))
    return error


def _translated(cause: Exception, operation: str, host: str, status: int) -> errors.AlloError:
    name = type(cause).__name__
    reason = _reason(cause)
    match reason:
        case "too large":
            problem = f"{host} sent a body larger than the client accepts: see the option max_body"
            return errors.UnexpectedResponseError(f"{operation}: {problem}.", status=status, reason=reason)
        case "encoding":
            problem = f"{host} sent a body that does not match its Content-Encoding ({name})"
            return errors.UnexpectedResponseError(f"{operation}: {problem}.", status=status, reason=reason)
        case "timeout":
            return errors.AlloTimeoutError(f"{operation}: {host} did not respond in time ({name}).", reason=reason)
        case "lost":
            problem = f"the connection to {host} was lost"
        case "not sent":
            problem = f"the request to {host} could not be sent"
        case "refused":
            problem = f"could not connect to {host}, which refused the connection"
        case "unknown host":
            problem = f"could not connect to {host}, a host that is not known"
        case _:
            problem = f"could not connect to {host}"
    error = errors.AlloConnectionError(f"{operation}: {problem} ({name}).", reason=reason)
    error.transient = reason != "not sent"
    return error


def _reason(cause: Exception) -> errors.Reason:
    """Return the machine-readable reason."""
    if isinstance(cause, BodyTooLargeError):
        return "too large"
    if isinstance(cause, httpx.DecodingError):
        return "encoding"
    if isinstance(cause, (httpx.TimeoutException, TimeoutError)):
        return "timeout"
    if isinstance(cause, _NOT_SENT):
        for step in causes(cause):
            for kind, reason in _NO_CONNECTION:
                if isinstance(step, kind):
                    return reason
        return "no connection"
    return "not sent" if isinstance(cause, _NOT_TRANSIENT) else "lost"
