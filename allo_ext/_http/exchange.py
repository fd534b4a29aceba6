"""One request and what becomes of it: every decision of the transport, without its waiting and sending."""

from __future__ import annotations

import logging
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import httpx

from allo_ext import errors
from allo_ext._http import address
from allo_ext._http.body import is_text
from allo_ext._http.failure import failure, reports_failure
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
"""The request extension that asks for a body to be left unread, as downloads do."""

_KEY_LASTS: Final = 3_600
"""How many seconds the API remembers an Idempotency-Key, from the request that was carried out."""

_SUCCESSES: Final = frozenset(status.value for status in HTTPStatus if 200 <= status < 300)  # noqa: PLR2004


class Exchange:
    """A request on its way: counts attempts, and turns what comes of each into a response or an error of the tree."""

    def __init__(self, config: Config, request: httpx.Request) -> None:
        from allo_ext._operations import EXTENSION, find  # not before the first call: importing stays quick

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
        self._maybe_sent = False
        self._answered = 0
        self._steps: list[str] = []
        self._too_late = False
        self._last: errors.AlloError | None = None
        self._began: float | None = None
        self._attempt_began = 0.0
        if not self.asked.reads and "idempotency-key" not in request.headers:
            # One for the call, kept over its retries. Version 1 does not promise to honour it: nothing relies on it.
            from uuid import uuid4

            request.headers["Idempotency-Key"] = str(uuid4())

    @property
    def path(self) -> str:
        """The path template, such as `/contact/{contact_id}`: what may be logged."""
        return self.asked.path

    @property
    def operation(self) -> str:
        """What was asked, for people."""
        return self.asked.name

    @property
    def _is_to_the_api(self) -> bool:
        """Whether it goes to the API's own host, which alone gets the key."""
        return origin(self.request.url) == origin(self._config.root)

    def check_wait(self, wait: float) -> None:
        """Raise the last error where a retry would have to wait for its place in the pace beyond the time budget.

        Args:
            wait: How many seconds it would wait.
        """
        budget = self._config.retry.timeout
        if self._last is not None and budget is not None and self._elapsed() + wait > budget:
            self._too_late = True
            raise self._last

    def outgoing(self, *, asynchronous: bool = False) -> httpx.Request:
        """Begin an attempt: return what to send, with the key if it goes to the API's own host.

        It is a copy. The request that responses and errors carry never holds the key. The time budget of the call
        begins with the first attempt.
        """
        self.attempts += 1
        self._answered = 0
        self._steps = []
        self._attempt_began = time.monotonic()
        if self._began is None:
            self._began = self._attempt_began
        headers = self.request.headers
        if self._is_to_the_api:
            headers = headers.copy()
            headers["Authorization"] = self._config.authorization.reveal()
        return httpx.Request(
            self.request.method,
            self.request.url,
            headers=headers,
            stream=self.request.stream,
            extensions={"trace": self._trace_async if asynchronous else self._trace, **self.request.extensions},
        )

    def time_left(self) -> float | None:
        """Return how many seconds the call may still take, its budget and one `timeout` in all; None for no bound."""
        budget, timeout = self._config.retry.timeout, _longest(self.request.extensions.get("timeout", {}))
        return None if budget is None or timeout is None else budget + timeout - self._elapsed()

    def leaves_unread(self, response: httpx.Response) -> bool:
        """Note that a response arrived; return whether the caller reads its body: a download's, not an error's.

        A text from the API is no recording: it may say what went wrong, under a 2xx status too.
        """
        self._answered = response.status_code
        said = is_text(response.headers) and self._is_to_the_api
        self._unread = self._streams and response.status_code in _SUCCESSES and not said
        return self._unread

    def accept(self, response: httpx.Response) -> httpx.Response:
        """End an attempt that brought a response: return it, or raise what it reports.

        Raises:
            AlloApiError: The response reports an error, by its status or, under a 2xx status, by its body.
            UnexpectedResponseError: Its status is a success that HTTP does not know.
        """
        response.request = self.request
        response.extensions["allo_ext.attempts"] = self.attempts
        status = self.status = response.status_code
        self._log(status)
        if status in _SUCCESSES and (self._unread or not reports_failure(response.content)):
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
        raise self._counted(error)

    def fail(self, cause: Exception) -> errors.AlloError:
        """End an attempt that brought no response: return the error that says so."""
        self._log(type(cause).__name__)
        if isinstance(cause, httpx.RequestError):
            cause.request = self.request  # the one that was sent holds the key
        error = translate(cause, operation=self.operation, host=self.request.url.host, status=self._answered)
        if self._steps and not any(".send_request_" in step for step in self._steps):
            error.maybe_sent = False  # the network says how far it came, and it was not as far as the request
        return self._counted(error)

    def refuse(self, error: errors.AlloError) -> None:
        """End an attempt that did not begin: note on its error what the attempts before it did."""
        self._counted(error)

    def _counted(self, error: errors.AlloError) -> errors.AlloError:
        """Let an error speak for all attempts: what an earlier one may have done, a later one does not undo."""
        self._maybe_sent = self._maybe_sent or error.maybe_sent
        error.maybe_sent = self._maybe_sent
        error.attempts = self.attempts
        error.operation = self.operation
        error.request = self.request
        self._last = error
        return error

    def backoff(self, error: Exception) -> float | bool:
        """Decide what follows a failed attempt, in the words of a stamina backoff hook."""
        if not isinstance(error, errors.AlloError) or self._too_late:
            return False
        method, repeatable = self.request.method, self._is_repeatable()
        # Only what the method alone does not say, so that a policy of the caller's may decide by method.
        more = {} if repeatable == is_repeatable(method) else {"repeatable": repeatable}
        decision = self._config.retry.decide(method, error, self.attempts, self._elapsed(), **more)
        if decision is not False and log.isEnabledFor(logging.INFO):
            log.info("%s failed at attempt %d, trying again", self.operation, self.attempts)
        return decision

    def _is_repeatable(self) -> bool:
        """Return whether the request may be sent again although the server may have acted on it."""
        repeat = self.asked.repeat_with(self.request.url.params)
        in_time = self._elapsed() + self._config.retry.max_wait < _KEY_LASTS
        return repeat == "always" or (repeat == "with_key" and in_time)

    def _elapsed(self) -> float:
        """Return the seconds since the first attempt left."""
        return 0.0 if self._began is None else time.monotonic() - self._began

    def _trace(self, step: str, info: Mapping[str, Any]) -> None:
        """Note how far an attempt came, in httpcore's words; what a tunnel asks of a proxy is not the request."""
        if step.endswith(".started") and getattr(info.get("request"), "method", None) != b"CONNECT":
            self._steps.append(step)

    async def _trace_async(self, step: str, info: Mapping[str, Any]) -> None:
        self._trace(step, info)

    def _log(self, outcome: int | str) -> None:
        if log.isEnabledFor(logging.DEBUG):
            spent = (time.monotonic() - self._attempt_began) * 1000
            log.debug("%s -> %s, attempt %d, %.0f ms", self.operation, outcome, self.attempts, spent)


def origin(url: httpx.URL) -> tuple[str, str, int | None]:
    """Return what decides whether the key may go along: scheme, host and port."""
    return url.scheme, url.host, url.port


def _now(response: httpx.Response) -> float:
    """Return the time by the server's clock, or by ours where the answer has no Date: one of the two may be wrong."""
    date = http_date(response.headers.get("date", ""))
    return time.time() if date is None else date


def _longest(timeout: Mapping[str, float | None]) -> float | None:
    """Return one timeout: of those for connecting, sending and receiving the longest; None where one has no bound."""
    parts = [part for part in timeout.values() if part is not None]
    return max(parts) if parts and len(parts) == len(timeout) else None
