"""The state of one request over its attempts. It makes the transport's decisions, without waiting or sending."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import httpx

from allo_ext import errors
from allo_ext._facts import line_of, safe, why
from allo_ext._http import address
from allo_ext._http.body import is_text
from allo_ext._http.retry_after import http_date, retry_after
from allo_ext._http.translation import translate
from allo_ext.retry import is_repeatable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allo_ext._http.config import Config
    from allo_ext._operations import Operation
    from allo_ext.pace import Kind

log = logging.getLogger("allo_ext")

STREAM: Final = "allo_ext.stream"
"""The request extension that leaves the response body unread, for downloads."""

_KEY_LASTS: Final = 3_600
"""The number of seconds for which the API remembers an Idempotency-Key."""

_SUCCESSES: Final = frozenset(status.value for status in HTTPStatus if 200 <= status < 300)  # noqa: PLR2004


class Exchange:
    """A request and its attempts; each attempt ends in a response or an AlloError."""

    def __init__(self, config: Config, request: httpx.Request) -> None:
        from allo_ext._operations import EXTENSION, find  # at the first call, to keep imports fast

        self._config = config
        self.request = request
        self._streams = STREAM in request.extensions
        self._unread = False
        self.asked: Operation = request.extensions.get(EXTENSION) or find(
            request.method, address.below(config.root, request.url)
        )
        self.kind: Kind = self.asked.bucket
        self.attempts = 0
        self.status = 0
        self.request_id: str | None = None
        self._maybe_sent = False
        self._leaves = False
        self._answered = 0
        self._connects = False
        self._sends = False
        self._too_late = False
        self._last: errors.AlloError | None = None
        self._began: float | None = None
        self._attempt_began = 0.0
        if not self.asked.reads and "idempotency-key" not in request.headers:
            # The same for all retries. Version 1 does not document support for it, so nothing depends on it.
            from uuid import uuid4

            request.headers["Idempotency-Key"] = str(uuid4())

    @property
    def path(self) -> str:
        """The path template, such as `/contact/{contact_id}`, which is safe to log."""
        return self.asked.path

    @property
    def operation(self) -> str:
        """The operation for people: method and path template."""
        return self.asked.name

    @property
    def _is_to_the_api(self) -> bool:
        """Return whether the request is to the API's own host; the key is not sent to any other."""
        return origin(self.request.url) == origin(self._config.root)

    def check_wait(self, wait: float) -> None:
        """Raise the last error if waiting for the pace would exceed the time budget of the retries.

        Args:
            wait: The wait in seconds.
        """
        budget = self._config.retry.timeout
        if self._last is not None and budget is not None and self._elapsed() + wait > budget:
            self._too_late = True
            raise self._last

    def outgoing(self, *, asynchronous: bool = False) -> httpx.Request:
        """Begin an attempt and return the request to send, with the key if it is to the API's own host.

        It is a copy: the request of responses and errors never contains the key. The time budget of the call starts
        with the first attempt.
        """
        self._leaves = True
        self.attempts += 1
        self._answered = 0
        self._connects = self._sends = False
        self._attempt_began = time.monotonic()
        if self._began is None:
            self._began = self._attempt_began
        headers = self.request.headers
        if self._is_to_the_api:
            headers = headers.copy()
            headers["Authorization"] = self._config.authorization.reveal()
        request = httpx.Request(
            self.request.method,
            self.request.url,
            headers=headers,
            stream=self.request.stream,
            extensions={"trace": self._trace_async if asynchronous else self._trace, **self.request.extensions},
        )
        if isinstance(request.stream, httpx.ByteStream):
            request.read()  # else httpx-aiohttp sends it in chunks, even an empty one: then no connection is used twice
        return request

    def time_left(self) -> float | None:
        """Return the seconds left for the call, whose limit is its budget plus one `timeout`; None for no limit."""
        budget, timeout = self._config.retry.timeout, _longest(self.request.extensions.get("timeout", {}))
        return None if budget is None or timeout is None else budget + timeout - self._elapsed()

    def leaves_unread(self, response: httpx.Response) -> bool:
        """Record that a response arrived, and return whether the caller reads its body (a download that succeeded).

        A text response from the API is not a recording: it may be an error, even with a 2xx status.
        """
        self._answered = response.status_code
        if self._streams:
            said = is_text(response.headers) and self._is_to_the_api
            self._unread = response.status_code in _SUCCESSES and not said
        return self._unread

    def accept(self, response: httpx.Response) -> httpx.Response:
        """End an attempt that got a response: return the response, or raise the error that it reports.

        Raises:
            AlloApiError: The response reports an error, by its status or, with a 2xx status, by its body.
            UnexpectedResponseError: Its status is 2xx but non-standard.
        """
        from allo_ext._http.failure import failure, reports_failure  # at the first response, to keep imports fast

        response.request = self.request
        response.extensions["allo_ext.attempts"] = self.attempts
        status = self.status = response.status_code
        self.request_id = safe(response.headers.get("x-request-id"))
        if status in _SUCCESSES and (self._unread or not reports_failure(response.content)):
            self._log(status)
            return response
        error: errors.AlloError
        if 200 <= status < 300 and status not in _SUCCESSES:  # noqa: PLR2004
            error = errors.UnexpectedResponseError(
                f"{self.operation} returned the non-standard HTTP status {status}.",
                status=status,
                body=response.content,
                request_id=response.headers.get("x-request-id"),
                reason="unknown status",
            )
            error.maybe_sent = True
        else:
            wait = retry_after(response.headers.get("retry-after"), now=_now(response))
            error = failure(response, operation=self.operation, retry_after=wait)
        self._log(why(error))
        raise self._counted(error)

    def fail(self, cause: Exception) -> errors.AlloError:
        """End an attempt that got no response, and return its error."""
        self._log(type(cause).__name__)
        if isinstance(cause, httpx.RequestError):
            cause.request = self.request  # the one that was sent contains the key
        error = translate(cause, operation=self.operation, host=self.request.url.host, status=self._answered)
        error.__cause__ = cause
        if self._connects and not self._sends:
            error.maybe_sent = False  # the connection failed before the request was sent
        return self._counted(error)

    def refuse(self, error: errors.AlloError) -> None:
        """Complete the error of an attempt that did not begin with the state of the earlier attempts."""
        self._counted(error)

    def _counted(self, error: errors.AlloError) -> errors.AlloError:
        """Set `attempts` and `maybe_sent` of an error for all attempts so far."""
        self._maybe_sent = self._maybe_sent or error.maybe_sent
        error.maybe_sent = self._maybe_sent
        error.attempts = self.attempts
        error.operation = self.operation
        error.request = self.request
        self._last = error
        self._leaves = False
        return error

    def interrupt(self, error: BaseException) -> None:
        """Mark an exception that is not an AlloError with `maybe_sent`: false while no request has left."""
        with suppress(AttributeError):
            error.maybe_sent = self._leaves or self._maybe_sent  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue]

    def backoff(self, error: Exception) -> float | bool:
        """Decide whether to retry after a failed attempt; the return value is that of a stamina backoff hook."""
        if not isinstance(error, errors.AlloError) or self._too_late:
            return False
        method, repeatable = self.request.method, self._is_repeatable()
        # Only if the table differs from the method, so that a caller's policy may decide by method.
        more = {} if repeatable == is_repeatable(method) else {"repeatable": repeatable}
        decision = self._config.retry.decide(method, error, self.attempts, self._elapsed(), **more)
        if decision is not False and log.isEnabledFor(logging.INFO):
            wait = self._config.retry.waits(self.attempts) if decision is True else f"{decision:.3g} s"
            log.info("%s failed at attempt %d, retrying in %s: %s", self.operation, self.attempts, wait, why(error))
        return decision

    def give_up(self, error: errors.AlloError) -> None:
        """Log the error that the caller gets, add the same facts to its traceback, and say if a change is in doubt."""
        error.in_doubt = error.maybe_sent and not self._is_repeatable()
        line = line_of(error)
        error.__notes__ = [line]
        log.info("%s", line)

    def _is_repeatable(self) -> bool:
        """Return whether the request is safe to repeat even if the server acted on it."""
        repeat = self.asked.repeat_with(self.request.url.params)
        in_time = self._elapsed() + self._config.retry.max_wait < _KEY_LASTS
        return repeat == "always" or (repeat == "with_key" and in_time)

    def _elapsed(self) -> float:
        """Return the seconds since the first attempt began."""
        return 0.0 if self._began is None else time.monotonic() - self._began

    def _trace(self, step: str, info: Mapping[str, Any]) -> None:
        """Record the progress of an attempt from httpcore's trace events; a CONNECT to a proxy does not count."""
        request = info.get("request")
        if step.endswith(".started") and getattr(request, "method", None) != b"CONNECT":
            self._connects = True
            if ".send_request_" in step:
                self._sends = True
                getattr(request, "extensions", {}).pop("trace", None)  # the events of the response are not needed

    async def _trace_async(self, step: str, info: Mapping[str, Any]) -> None:
        self._trace(step, info)

    def _log(self, outcome: object) -> None:
        if log.isEnabledFor(logging.DEBUG):
            spent = (time.monotonic() - self._attempt_began) * 1000
            log.debug("%s -> %s, attempt %d, %.0f ms", self.operation, outcome, self.attempts, spent)


def origin(url: httpx.URL) -> tuple[str, str, int | None]:
    """Return scheme, host and port; the key is only sent to the origin of the API."""
    return url.scheme, url.host, url.port


def _now(response: httpx.Response) -> float:
    """Return the server's time from the Date header, or ours without one; the two clocks may differ."""
    date = http_date(response.headers.get("date", ""))
    return time.time() if date is None else date


def _longest(timeout: Mapping[str, float | None]) -> float | None:
    """Return the longest of the timeouts for connecting, sending and receiving; None if one has no limit."""
    parts = [part for part in timeout.values() if part is not None]
    return max(parts) if parts and len(parts) == len(timeout) else None
