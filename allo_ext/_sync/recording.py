# Written by scripts/unasync.py from allo_ext/_async/recording.py: change it there, then `make generate`.
"""Downloading a recording: streamed, resumed where it was cut off, the key only to the API's host."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import httpx

from allo_ext import errors
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
        _fill(session, where, target, progress)
        target.finish()
    finally:
        target.close()
    return target.size


def _fill(session: Session, url: httpx.URL, target: Target, progress: Callable[[int, int | None], None] | None) -> None:
    """Stream into the target; where the connection is lost, go on from there."""
    import stamina

    policy = session.config.retry
    failed = 0

    def backoff(error: Exception) -> float | bool:
        nonlocal failed
        failed += 1
        if isinstance(error, errors.AlloError):
            error.attempts = max(error.attempts, failed)
        # Answers that report errors have been retried by the transport; here it is about bodies that were cut off.
        if not isinstance(error, errors.AlloConnectionError) or not error.maybe_sent:
            return False
        return policy.decide("GET", error, failed)

    for attempt in stamina.retry_context(
        on=backoff, attempts=policy.attempts, timeout=None, wait_max=policy.longest_backoff, **BACKOFF
    ):
        with attempt:
            _stream(session, url, target, progress)


def _stream(
    session: Session, url: httpx.URL, target: Target, progress: Callable[[int, int | None], None] | None
) -> None:
    headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
    if target.size:
        headers["Range"] = f"bytes={target.size}-"
    request = session.http.build_request("GET", url, headers=headers, extensions={STREAM: True})
    if origin(url) != origin(session.config.base_url):
        for name in session.config.headers:
            request.headers.pop(name, None)  # what the caller adds is meant for the API, and may be a secret
    try:
        response = session.http.send(request, stream=True)
    except errors.AlloApiError as error:
        if error.status != _NOT_SATISFIABLE or not target.size:
            raise
        if _total(error.response) == target.size:
            return None  # all of it had arrived before
        target.restart()
        return _stream(session, url, target, progress)
    try:
        total = _begin(response, target)
        chunks = response.iter_bytes()
        while chunk := _next(chunks, url):
            target.write(chunk)
            if progress is not None:
                progress(target.size, total)
    finally:
        response.close()
    if total is not None and target.size != total:
        ended = errors.AlloConnectionError("GET recording: the answer ended before the recording did.")
        ended.maybe_sent = True
        raise ended
    return None


def _next(chunks: Iterator[bytes], url: httpx.URL) -> bytes | None:
    """Return the next bytes, or None at the end; apart, so that no OSError of the file is taken for the network's."""
    try:
        return next(chunks, None)
    except FAILURES as cause:
        raise translate(cause, operation="GET recording", host=url.host) from bare(cause)


def _begin(response: httpx.Response, target: Target) -> int | None:
    """Make target and answer begin at the same byte, and return how many bytes there are in all, if it says so."""
    if response.status_code == _PARTIAL:
        match = _RANGE.fullmatch(response.headers.get("content-range", ""))
        if match is None or match[1] is None or int(match[1]) != target.size:
            raise errors.UnexpectedResponseError(
                "GET recording was answered with another part than the one that was asked for.", status=_PARTIAL
            )
        return None if match[2] == "*" else int(match[2])
    target.restart()
    if response.headers.get("content-encoding", "identity") != "identity":
        return None  # the length is that of the packed bytes
    length = response.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else None


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
    if not where.host or where.userinfo or (where.scheme != "https" and origin(where) != origin(base_url)):
        raise errors.InvalidArgumentError("A recording is fetched over https only.", field="call")
    return where
