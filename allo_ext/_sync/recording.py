# Written by scripts/unasync.py from allo_ext/_async/recording.py: change it there, then `make generate`.
"""Downloading a recording: streamed, resumed where it was cut off, the key only to the API's host."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import httpx

from allo_ext import _host, errors
from allo_ext._exchange import FAILURES, STREAM, origin, translate
from allo_ext._saving import Target, target_for
from allo_ext._transport import bare
from allo_ext.retry import BACKOFF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from os import PathLike
    from typing import IO

    from allo_ext._sync.session import Session

_RANGE: Final = re.compile(r"bytes (?:(\d{1,18})-\d{1,18}|\*)/(\d{1,18}|\*)")
_PARTIAL, _NOT_SATISFIABLE = 206, 416
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS: Final = 5
_NO_SOUND: Final = frozenset({"text/html", "application/json", "application/xml", "text/xml"})


def download(
    session: Session,
    url: str | None,
    path_or_file: str | PathLike[str] | IO[bytes],
    progress: Callable[[int, int | None], None] | None,
) -> int:
    """Save what a URL holds and return its size; `calls.download_recording` says how."""
    session.check_open()
    where = _checked(url, session.config.base_url)
    target = target_for(path_or_file, str(where))
    try:
        Download(session, where, target, progress).run()
        target.finish()
    finally:
        target.close()
    return target.size


class Download:
    """One recording on its way into a target."""

    def __init__(
        self, session: Session, url: httpx.URL, target: Target, progress: Callable[[int, int | None], None] | None
    ) -> None:
        self._session = session
        self._url = url
        self._target = target
        self._progress = progress
        self._etag: str | None = None
        self._failed = 0

    def run(self) -> None:
        """Stream into the target; where the connection is lost, go on from there."""
        import stamina

        policy = self._session.config.retry
        for attempt in stamina.retry_context(
            on=self._backoff, attempts=policy.attempts, timeout=None, wait_max=policy.longest_backoff, **BACKOFF
        ):
            with attempt:
                self._stream()

    def _backoff(self, error: Exception) -> float | bool:
        self._failed += 1
        if isinstance(error, errors.AlloError):
            error.attempts = max(error.attempts, self._failed)
        # Answers that report errors have been retried by the transport; here it is about bodies that were cut off.
        if not isinstance(error, errors.AlloConnectionError) or not error.maybe_sent:
            return False
        return self._session.config.retry.decide("GET", error, self._failed)

    def _stream(self) -> None:
        response = self._open()
        if response is None:
            return  # all of it had arrived before
        try:
            total = self._begin(response)
            chunks = response.iter_bytes()
            while chunk := _next(chunks, self._url):
                self._target.write(chunk)
                if self._progress is not None:
                    self._progress(self._target.size, total)
        finally:
            response.close()
        if self._target.size == 0:
            raise errors.UnexpectedResponseError(
                "GET recording was answered with nothing.", status=response.status_code
            )
        if total is not None and self._target.size != total:
            raise _cut_off("the answer ended before the recording did")

    def _open(self) -> httpx.Response | None:
        """Ask for what is missing, through redirects; None when nothing is."""
        for _ in range(_MOST_REDIRECTS):
            try:
                return self._session.http.send(self._request(), stream=True)
            except errors.AlloApiError as error:
                if error.status == _NOT_SATISFIABLE and self._target.size:
                    if _total(error.response) == self._target.size:
                        return None
                    self._target.restart()
                elif (elsewhere := _redirected(error, self._url, self._session.config.base_url)) is not None:
                    self._url = elsewhere
                else:
                    raise
        raise errors.AlloConnectionError("GET recording: one redirect leads to the next, and none to a recording.")

    def _request(self) -> httpx.Request:
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        if self._target.size:
            headers["Range"] = f"bytes={self._target.size}-"
            if self._etag is not None:
                headers["If-Range"] = self._etag
        config = self._session.config
        request = self._session.http.build_request("GET", self._url, headers=headers, extensions={STREAM: True})
        if origin(self._url) != origin(config.base_url):
            for name in config.headers:
                request.headers.pop(name, None)  # what the caller adds is meant for the API, and may be a secret
        return request

    def _begin(self, response: httpx.Response) -> int | None:
        """Make target and answer begin at the same byte; return how many bytes there are in all, if it says so."""
        status, headers = response.status_code, response.headers
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind in _NO_SOUND:
            raise errors.UnexpectedResponseError(
                f"GET recording was answered with {kind}, which is no recording.", status=status
            )
        before, etag = self._etag, headers.get("etag", "")
        self._etag = etag if etag and not etag.startswith("W/") else None
        if status == _PARTIAL:
            if before and etag and before != etag:
                self._target.restart()
                raise _cut_off("the recording changed while it was read")
            match = _RANGE.fullmatch(headers.get("content-range", ""))
            if match is None or match[1] is None or int(match[1]) != self._target.size:
                raise errors.UnexpectedResponseError(
                    "GET recording was answered with another part than the one that was asked for.", status=status
                )
            return None if match[2] == "*" else int(match[2])
        self._target.restart()
        if headers.get("content-encoding", "identity") != "identity":
            return None  # the length is that of the packed bytes
        length = headers.get("content-length", "")
        return int(length) if length.isascii() and length.isdigit() else None


def _cut_off(why: str) -> errors.AlloConnectionError:
    """Return the error of a download that may be taken up again."""
    error = errors.AlloConnectionError(f"GET recording: {why}.")
    error.maybe_sent = True
    return error


def _next(chunks: Iterator[bytes], url: httpx.URL) -> bytes | None:
    """Return the next bytes, or None at the end; apart, so that no OSError of the file is taken for the network's."""
    try:
        return next(chunks, None)
    except FAILURES as cause:
        raise translate(cause, operation="GET recording", host=url.host) from bare(cause)


def _redirected(error: errors.AlloApiError, url: httpx.URL, base_url: httpx.URL) -> httpx.URL | None:
    """Return where a redirect leads; None where it is none, or leads where no recording may be fetched from."""
    if error.status not in _REDIRECTS:
        return None
    location = error.response.headers.get("location") if error.response is not None else None
    try:
        return _checked(str(url.join(location)), base_url) if location else None
    except (errors.InvalidArgumentError, httpx.InvalidURL):
        return None


def _total(response: httpx.Response | None) -> int | None:
    match = _RANGE.fullmatch(response.headers.get("content-range", "")) if response is not None else None
    return None if match is None or match[2] == "*" else int(match[2])


def _checked(url: str | None, base_url: httpx.URL) -> httpx.URL:
    """Return the URL, which must be https unless it is on the API's own host (a stand-in on this machine)."""
    if not url:
        raise errors.InvalidArgumentError("This call has no recording.", field="call")
    try:
        where = httpx.URL(url)
    except (httpx.InvalidURL, TypeError):
        where = httpx.URL()
    if not _host.is_valid(where) or where.userinfo or (where.scheme != "https" and origin(where) != origin(base_url)):
        raise errors.InvalidArgumentError("A recording is fetched over https only.", field="call")
    return where
