"""Failures on demand: what to do to the next requests, instead of or after answering them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ._recordings import PATHS as RECORDINGS
from ._spec import load_spec
from ._wire import JSON, ROOT, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

_SEGMENT = re.compile(r"[^/{}?]+")
_LIKE_AN_ID = re.compile(r"[^/{}?]*[0-9_.%-][^/{}?]*")
HTML_PAGE = b"<!doctype html><title>Bad gateway</title><h1>The server is having a rest.</h1>\n"


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail; see `Faults.next` for the words."""

    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    html: bool = False
    delay: float = 0.0
    disconnect: bool = False
    before: bool = False
    timeout: bool = False
    truncate: int | None = None
    content_length: int | None = None
    drip: float = 0.0
    raises: type[Exception] | None = None
    applied: bool = True

    @property
    def replaces(self) -> bool:
        """Whether the answer is this fault's own, not the server's."""
        return self.status is not None or self.html or self.body is not None

    def reply(self) -> Reply:
        """Return the answer that stands in for the server's."""
        kind = "text/html" if self.html else JSON
        body = self.body if self.body is not None else HTML_PAGE if self.html else b""
        return Reply(self.status or 200, body, (("content-type", kind), *self.headers))


@dataclass(slots=True)
class _Planned:
    fault: Fault
    times: int
    method: str | None
    path: str | None


@dataclass(slots=True)
class Faults:
    """What will go wrong next, in the order in which it was asked for; it happens before keys are looked at."""

    _plan: list[_Planned] = field(default_factory=list[_Planned])

    def next(
        self,
        *,
        times: int = 1,
        method: str | None = None,
        path: str | None = None,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | str | None = None,
        html: bool = False,
        delay: float = 0.0,
        disconnect: bool = False,
        before: bool = False,
        timeout: bool = False,
        truncate: int | None = None,
        content_length: int | None = None,
        drip: float = 0.0,
        raises: type[Exception] | None = None,
        applied: bool | None = None,
    ) -> None:
        """Let the next request (or the next `times`) fail.

        Args:
            times: how many requests; the faults asked for first happen first.
            method: only requests with this method.
            path: only requests whose path ends with this, such as `/sms` or `/contact/cnt_1`.
            status: answer with this status …
            headers: … with these headers, such as `{"Retry-After": "2"}` …
            body: … and this body.
            html: answer with a page of HTML (and `status`, 200 unless given).
            delay: answer as usual after this many seconds.
            disconnect: close the connection without an answer.
            before: with `disconnect`: refuse the connection, so that nothing was sent (in process only).
            timeout: never answer; in process the client's read timeout happens at once.
            truncate: close the connection after this many bytes of the body, though its full length was announced.
            content_length: announce this length whatever the body's is; a longer body is cut to it.
            drip: spread the body over this many seconds.
            raises: raise this exception (in process only), to walk through every failure that httpx knows.
            applied: whether the server did what it was asked to before it failed. Unless given: yes where its own
                answer is on the way (delay, truncate, content_length, drip), no elsewhere.

        Raises:
            ValueError: for a fault that says nothing, contradicts itself, or waits for a path that the API does not
                have.
        """
        if before and (applied or not disconnect):
            raise ValueError("before=True goes with disconnect=True, and nothing can have been applied")
        own_answer = not (status is not None or html or body is not None)
        lost = disconnect or timeout or raises is not None
        if own_answer and not lost and not (delay or drip or truncate is not None or content_length is not None):
            raise ValueError("say how to fail: status, html, body, delay, disconnect, timeout, truncate, …")
        if path and not _can_end_with(path):
            raise ValueError(f"no path of the API ends with {path!r}; they are {', '.join(_paths())}")
        fault = Fault(
            status=status,
            headers=tuple((name.lower(), value) for name, value in (headers or {}).items()),
            body=body.encode() if isinstance(body, str) else body,
            html=html,
            delay=delay,
            disconnect=disconnect,
            before=before,
            timeout=timeout,
            truncate=truncate,
            content_length=content_length,
            drip=drip,
            raises=raises,
            applied=applied if applied is not None else own_answer and not lost,
        )
        self._plan.append(_Planned(fault, times, method.upper() if method else None, path))

    def clear(self) -> None:
        """Forget every fault that has not happened yet."""
        self._plan.clear()

    @property
    def pending(self) -> int:
        """How many requests will still fail."""
        return sum(planned.times for planned in self._plan)

    def take(self, method: str, path: str) -> Fault | None:
        """Return the fault for a request, and count it as happened."""
        for planned in self._plan:
            if planned.method in (None, method) and path.endswith(planned.path or ""):
                planned.times -= 1
                if planned.times <= 0:
                    self._plan.remove(planned)
                return planned.fault
        return None


def _paths() -> list[str]:
    return [*(f"{ROOT}/{'/'.join(route.segments)}" for route in load_spec().routes), *RECORDINGS]


def _can_end_with(end: str) -> bool:
    """Tell whether the path of a request can end so; where that may be the id of something, it can."""
    wanted = end.split("/")
    # A segment by itself could be the id of any contact: only what looks like one is taken for it.
    alone = "/" not in end.removeprefix("/")
    for path in _paths():
        there = path.split("/")[-len(wanted) :]
        if len(there) == len(wanted) and all(
            _fits(known, part, partly=position == 0, alone=alone)
            for position, (known, part) in enumerate(zip(there, wanted, strict=True))
        ):
            return True
    return False


def _fits(known: str, part: str, *, partly: bool, alone: bool) -> bool:
    if partly and not part:
        return True
    if known.startswith("{"):
        return (_LIKE_AN_ID if alone else _SEGMENT).fullmatch(part) is not None
    return known.endswith(part) if partly else known == part
