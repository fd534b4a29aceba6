"""One request and what becomes of it: every decision of the transport, without its waiting and sending."""

from __future__ import annotations

import logging
import re
import time
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import httpx

from allo_ext import errors
from allo_ext._failure import failure

if TYPE_CHECKING:
    from allo_ext._config import Config
    from allo_ext.pace import Kind

log = logging.getLogger("allo_ext")

STREAM: Final = "allo_ext.stream"
"""The request extension that asks for a body to be left unread, as downloads do."""

FAILURES: Final = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, httpx.CookieConflict, OSError, UnicodeError)
"""Everything that a transport of httpx can raise; UnicodeError is how Python refuses a host name."""

_WORDS: Final = frozenset({"calls", "contact", "contacts", "conversation", "numbers", "sms", "webhooks"})

_SECONDS: Final = re.compile(r"[0-9]+(\.[0-9]+)?")
_SUCCESSES: Final = frozenset(status.value for status in HTTPStatus if 200 <= status < 300)  # noqa: PLR2004
_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_NOT_TRANSIENT: Final = (
    UnicodeError,
    httpx.CookieConflict,
    httpx.InvalidURL,
    httpx.LocalProtocolError,
    httpx.StreamError,
    httpx.TooManyRedirects,
    httpx.UnsupportedProtocol,
)


class Exchange:
    """A request on its way: counts attempts, and turns what comes of each into a response or an error of the tree."""

    def __init__(self, config: Config, request: httpx.Request) -> None:
        self._config = config
        self.request = request
        self._streams = STREAM in request.extensions
        self.kind: Kind = "read" if request.method == "GET" else "write"
        self.attempts = 0
        self.status = 0
        self._maybe_sent = False
        self.began = time.monotonic()
        self._attempt_began = self.began
        if self.kind == "write" and "idempotency-key" not in request.headers:
            # One for the call, kept over its retries. Version 1 does not promise to honour it: nothing relies on it.
            from uuid import uuid4

            request.headers["Idempotency-Key"] = str(uuid4())

    @property
    def path(self) -> str:
        """The path template, such as `/contact/{contact_id}`: what may be logged."""
        return template(self.request.url.path, self._config.base_url.path)

    @property
    def operation(self) -> str:
        """What was asked, for people."""
        return f"{self.request.method} {self.path}"

    def outgoing(self) -> httpx.Request:
        """Begin an attempt: return what to send, with the key if it goes to the API's own host.

        It is a copy. The request that responses and errors carry never holds the key.
        """
        self.attempts += 1
        self._attempt_began = time.monotonic()
        headers = self.request.headers
        if origin(self.request.url) == origin(self._config.base_url):
            headers = headers.copy()
            headers["Authorization"] = self._config.authorization.reveal()
        return httpx.Request(
            self.request.method,
            self.request.url,
            headers=headers,
            stream=self.request.stream,
            extensions=self.request.extensions,
        )

    def leaves_unread(self, response: httpx.Response) -> bool:
        """Tell whether the body of a response is for the caller to read: a download's, not an error's."""
        return self._streams and response.status_code in _SUCCESSES

    def accept(self, response: httpx.Response) -> httpx.Response:
        """End an attempt that brought a response: return it, or raise what it reports.

        Raises:
            AlloApiError: The response reports an error.
            UnexpectedResponseError: Its status is a success that HTTP does not know.
        """
        response.request = self.request
        response.extensions["allo_ext.attempts"] = self.attempts
        status = self.status = response.status_code
        self._log(status)
        if status in _SUCCESSES:
            return response
        error: errors.AlloError
        if 200 <= status < 300:  # noqa: PLR2004
            error = errors.UnexpectedResponseError(
                f"{self.operation} was answered with {status}, which HTTP does not know.",
                status=status,
                body=response.content,
            )
            error.maybe_sent = True
        else:
            wait = retry_after(response.headers.get("retry-after"), now=time.time())
            error = failure(response, operation=self.operation, retry_after=wait)
        raise self._counted(error)

    def fail(self, cause: Exception) -> errors.AlloError:
        """End an attempt that brought no response: return the error that says so."""
        self._log(type(cause).__name__)
        if isinstance(cause, httpx.RequestError):
            cause.request = self.request  # the one that was sent holds the key
        return self._counted(translate(cause, operation=self.operation, host=self.request.url.host))

    def refuse(self, error: errors.AlloError) -> None:
        """End an attempt that did not begin: note on its error what the attempts before it did."""
        self._counted(error)

    def _counted(self, error: errors.AlloError) -> errors.AlloError:
        """Let an error speak for all attempts: what an earlier one may have done, a later one does not undo."""
        self._maybe_sent = self._maybe_sent or error.maybe_sent
        error.maybe_sent = self._maybe_sent
        error.attempts = self.attempts
        return error

    def backoff(self, error: Exception) -> float | bool:
        """Decide what follows a failed attempt, in the words of a stamina backoff hook."""
        if not isinstance(error, errors.AlloError):
            return False
        elapsed = time.monotonic() - self.began
        decision = self._config.retry.decide(self.request.method, error, self.attempts, elapsed)
        if decision is not False and log.isEnabledFor(logging.INFO):
            log.info("%s failed at attempt %d, trying again", self.operation, self.attempts)
        return decision

    def _log(self, outcome: int | str) -> None:
        if log.isEnabledFor(logging.DEBUG):
            spent = (time.monotonic() - self._attempt_began) * 1000
            log.debug("%s -> %s, attempt %d, %.0f ms", self.operation, outcome, self.attempts, spent)


def template(path: str, base: str) -> str:
    """Return a path without its ids: `/v1/api/contact/cnt_1` becomes `/contact/{contact_id}`, as in the spec.

    Args:
        path: The path of a request.
        base: The path of base_url.
    """
    if not path.startswith(base):
        return "/{path}"
    segments = path[len(base) :].strip("/").split("/")
    id_name = "{webhook_id}" if segments[0] == "webhooks" else "{contact_id}"
    return "/" + "/".join(segment if segment in _WORDS else id_name for segment in segments)


def origin(url: httpx.URL) -> tuple[str, str, int | None]:
    """Return what decides whether the key may go along: scheme, host and port."""
    return url.scheme, url.host, url.port


def retry_after(value: str | None, *, now: float) -> float | None:
    """Read a Retry-After header: seconds, or an HTTP date.

    Args:
        value: The header, if there was one.
        now: Seconds since the epoch, for dates.
    """
    if value is None:
        return None
    if _SECONDS.fullmatch(value.strip()):
        return float(value)
    try:
        date = parsedate_to_datetime(value)
        # HTTP dates are in GMT, also where one does not say so.
        return max(0.0, (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def translate(cause: Exception, *, operation: str, host: str) -> errors.AlloError:
    """Turn whatever a transport raised into an error of the tree; total over httpx's exceptions and OSError.

    Args:
        cause: What was raised.
        operation: What was asked, such as `GET /calls`.
        host: Which host was asked.
    """
    name = type(cause).__name__
    if isinstance(cause, httpx.DecodingError):
        error: errors.AlloError = errors.UnexpectedResponseError(
            f"{operation}: {host} sent a body that its Content-Encoding does not fit ({name})."
        )
        error.maybe_sent = True
        return error
    if isinstance(cause, (httpx.TimeoutException, TimeoutError)):
        error = errors.AlloTimeoutError(f"{operation}: {host} did not answer in time ({name}).")
    elif isinstance(cause, _NOT_SENT):
        error = errors.AlloConnectionError(f"{operation}: no connection to {host} could be made ({name}).")
    elif isinstance(cause, _NOT_TRANSIENT):
        error = errors.AlloConnectionError(f"{operation}: the request to {host} could not be sent ({name}).")
        error.transient = False
        return error
    else:
        error = errors.AlloConnectionError(f"{operation}: the connection to {host} was lost ({name}).")
    error.maybe_sent = not isinstance(cause, _NOT_SENT)
    return error
