# Written by scripts/unasync.py from allo_ext/_async/v1/recording.py: change it there, then `make generate`.
"""Downloading recordings: streamed, resumed after an interruption, with the key sent only to the API's host."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import httpx

from allo_ext import errors
from allo_ext._downloads.part import Version
from allo_ext._downloads.saving import Target, target_for
from allo_ext._http import host as _host
from allo_ext._http.body import is_text
from allo_ext._http.exchange import STREAM, origin
from allo_ext._http.failure import failure
from allo_ext._http.interruption import interruption
from allo_ext._http.translation import FAILURES, translate
from allo_ext._http.transport import bare
from allo_ext._operations import EXTENSION, RECORDING
from allo_ext.retry import BACKOFF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from os import PathLike
    from typing import IO

    from allo_ext._sync.session import Session

_RANGE: Final = re.compile(r"bytes (?:(\d{1,18})-\d{1,18}|\*)/(\d{1,18}|\*)")
_PARTIAL, _NOT_SATISFIABLE = 206, 416
_TOO_MANY, _SERVER_FAILED = 429, 500
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS: Final = 5
_TEXT: Final = re.compile(rb"\s*(?:\{\s*\"|<\?xml|<!doctype|<html|<error)", re.IGNORECASE)
"""The first bytes of JSON, XML and HTML."""


def download(
    session: Session,
    url: str | None,
    path_or_file: str | PathLike[str] | IO[bytes],
    progress: Callable[[int, int | None], None] | None,
) -> int:
    """Save a recording and return its size; see `calls.download_recording`."""
    session.check_open()
    where = _checked(url, session.config.root)
    target = target_for(path_or_file, where)
    try:
        Download(session, where, target, progress).run()
        target.finish()
    finally:
        target.close()
    return target.size


class Download:
    """The download of one recording into a target."""

    def __init__(
        self, session: Session, url: httpx.URL, target: Target, progress: Callable[[int, int | None], None] | None
    ) -> None:
        self._session = session
        self._link = url
        self._url = url
        self._target = target
        self._progress = progress
        self._rounds = 0
        self._sent = 0
        self._maybe_sent = False
        self._is_receiving = False

    def run(self) -> None:
        """Stream into the target; resume after a lost connection."""
        import stamina

        policy = self._session.config.retry
        try:
            for attempt in stamina.retry_context(
                on=self._backoff, attempts=policy.attempts, timeout=None, wait_max=policy.longest_backoff, **BACKOFF
            ):
                with attempt:
                    self._stream()
        except errors.AlloError as error:
            error.operation = "GET recording"
            raise

    def _backoff(self, error: Exception) -> float | bool:
        # The transport has retried everything up to the body; this retries interrupted bodies.
        if not self._is_receiving or not isinstance(error, errors.AlloConnectionError):
            return False
        return self._session.config.retry.decide("GET", error, self._rounds)

    def _stream(self) -> None:
        self._url = self._link  # follow redirects again for each attempt: a signed URL may expire
        self._rounds += 1
        self._is_receiving = False
        try:
            response = self._open()
            if response is not None:  # otherwise it is complete already
                self._maybe_sent = self._is_receiving = True
                self._receive(response)
        except errors.AlloError as error:
            error.attempts = self._sent
            self._maybe_sent = error.maybe_sent = self._maybe_sent or error.maybe_sent
            raise

    def _receive(self, response: httpx.Response) -> None:
        try:
            total = self._begin(response)
            chunks = response.iter_bytes()
            while chunk := _next(chunks, self._url):
                if self._target.size == 0 and _TEXT.match(chunk):
                    raise _not_a_recording("text", response.status_code)
                self._target.write(chunk)
                if self._progress is not None:
                    self._progress(self._target.size, total)
        finally:
            response.close()
        if self._target.size == 0:
            raise errors.UnexpectedResponseError(
                "GET recording returned an empty body.", status=response.status_code, reason="unreadable"
            )
        if total is not None and self._target.size != total:
            raise errors.AlloConnectionError(
                "GET recording: the response ended before the end of the recording.", reason="lost"
            )

    def _open(self) -> httpx.Response | None:
        """Request the missing bytes, following redirects; None if nothing is missing."""
        for _ in range(_MOST_REDIRECTS):
            try:
                response = self._session.http.send(self._request(), stream=True)
            except errors.AlloError as error:
                self._sent += error.attempts
                if not isinstance(error, errors.AlloApiError):
                    raise
                if error.status == _NOT_SATISFIABLE and self._target.size:
                    if self._is_whole(error.response):
                        return None
                    self._target.restart()
                elif (elsewhere := _redirected(error, self._url, self._session.config.root)) is not None:
                    self._url = elsewhere
                    self._sent -= 1  # a redirect that is followed is not an attempt
                else:
                    raise self._about_the_link(error) from None
            else:
                self._sent += response.extensions["allo_ext.attempts"]
                if response.status_code != _PARTIAL or self._continues(response.headers, _total(response)):
                    return response
                # The recording changed since its first bytes were received: start again.
                response.close()
                self._target.restart()
        self._sent += 1
        raise errors.AlloConnectionError("GET recording: too many redirects.", reason="no connection")

    def _request(self) -> httpx.Request:
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        if self._target.size and self._target.version is None:
            self._target.restart()  # a range cannot continue content that was decompressed here
        if self._target.size:
            headers["Range"] = f"bytes={self._target.size}-"
            if self._target.version is not None and self._target.version.strong_etag is not None:
                headers["If-Range"] = self._target.version.strong_etag
        config = self._session.config
        request = self._session.http.build_request(
            "GET", self._url, headers=headers, extensions={STREAM: True, EXTENSION: RECORDING}
        )
        if self._is_elsewhere:
            for name in config.headers:
                request.headers.pop(name, None)  # the caller's headers are meant for the API, and may be secret
        return request

    @property
    def _is_elsewhere(self) -> bool:
        """Return whether the link is on another host than the API's, which must not get the key."""
        return origin(self._url) != origin(self._session.config.root)

    def _continues(self, headers: httpx.Headers, total: int | None) -> bool:
        """Return whether a response continues the bytes received so far."""
        before, now = self._target.version, Version.of(headers, total)
        if before is None:
            return True
        if _is_packed(headers):
            return False
        return before.agrees(now) and not (self._target.needs_proof and before.etag != now.etag)

    def _is_whole(self, response: httpx.Response | None) -> bool:
        """Return whether a 416 means that the download is complete."""
        if response is None or _total(response) != self._target.size:
            return False
        return self._continues(response.headers, self._target.size)

    def _begin(self, response: httpx.Response) -> int | None:
        """Align the target with the start of the response; return the total size, if the response has it."""
        status, headers = response.status_code, response.headers
        if is_text(headers):
            raise _not_a_recording(headers["content-type"].partition(";")[0].strip().lower(), status)
        if status == _PARTIAL:
            match = _RANGE.fullmatch(headers.get("content-range", ""))
            if match is None or match[1] is None or int(match[1]) != self._target.size:
                raise errors.UnexpectedResponseError(
                    "GET recording returned a different part than the one requested.",
                    status=status,
                    reason="unreadable",
                )
            total = _total(response)
        else:
            self._target.restart()
            if _is_packed(headers):
                return None
            length = headers.get("content-length", "")
            total = int(length) if length.isascii() and length.isdigit() else None
        if self._target.version is None:
            self._target.version = Version.of(headers, total)
        return total

    def _about_the_link(self, error: errors.AlloApiError) -> errors.AlloApiError:
        """Return the error for an error response; on another host, which gets no key, the link is the cause."""
        if not self._is_elsewhere or error.response is None:
            return error
        told = httpx.Response(error.status, headers=error.response.headers)  # its body is not the API's
        fault = failure(
            told, operation="GET recording", retry_after=error.retry_after, advice=_advice(error.status, self._url.host)
        )
        fault.response, fault.maybe_sent = error.response, error.maybe_sent
        return fault


def _advice(status: int, host: str) -> str:
    """Return the advice for an error of the host that stores recordings."""
    if status == _TOO_MANY or status >= _SERVER_FAILED:
        return f"{host} failed; try again later"
    return f"the link may have expired (its host is {host}); read the call again for a new link"


def _not_a_recording(kind: str, status: int) -> errors.UnexpectedResponseError:
    return errors.UnexpectedResponseError(
        f"GET recording returned {kind}, not a recording.", status=status, reason="unreadable"
    )


def _is_packed(headers: httpx.Headers) -> bool:
    """Return whether the response is compressed, although this was not requested; its length is not the recording's."""
    return str(headers.get("content-encoding", "identity")) != "identity"


def _next(chunks: Iterator[bytes], url: httpx.URL) -> bytes | None:
    """Return the next bytes, or None at the end. Separate, to distinguish the network's OSErrors from the file's."""
    try:
        return next(chunks, None)
    except FAILURES as cause:
        interrupted = interruption(cause)
        if interrupted is None:
            raise translate(cause, operation="GET recording", host=url.host) from bare(cause)
    raise interrupted


def _redirected(error: errors.AlloApiError, url: httpx.URL, base_url: httpx.URL) -> httpx.URL | None:
    """Return the target of a redirect; None if it is not a redirect, or its target is not allowed."""
    if error.status not in _REDIRECTS:
        return None
    location = error.response.headers.get("location") if error.response is not None else None
    try:
        return _checked(str(url.join(location)), base_url) if location else None
    except (httpx.InvalidURL, ValueError):  # InvalidArgumentError is one
        return None


def _total(response: httpx.Response | None) -> int | None:
    match = _RANGE.fullmatch(response.headers.get("content-range", "")) if response is not None else None
    return None if match is None or match[2] == "*" else int(match[2])


def _checked(url: str | None, base_url: httpx.URL) -> httpx.URL:
    """Return the URL, which must be https unless it is on the API's own host (such as a local mock server)."""
    if not url:
        raise errors.InvalidArgumentError("This call has no recording.", field="call")
    try:
        where = httpx.URL(url)
    except (httpx.InvalidURL, TypeError, ValueError):
        where = httpx.URL()
    if not _host.is_valid(where) or where.userinfo or (where.scheme != "https" and origin(where) != origin(base_url)):
        raise errors.InvalidArgumentError("The URL of a recording must be https.", field="call")
    return where
