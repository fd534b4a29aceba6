"""Simulated failures of the next requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from json import JSONEncoder
from typing import Any, Final, cast

from allo_ext.testing._arguments import (
    flag,
    header,
    header_name,
    near_miss,
    seconds,
    shown,
    text,
    whole,
)
from allo_ext.testing._engine.paths import can_end_with
from allo_ext.testing._engine.version import Refusal, Request, Version
from allo_ext.testing._engine.wire import JSON, Incoming, Reply

_METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
_FIRST_STATUS, _LAST_STATUS = 200, 599
_ABSENT: Final[Any] = object()
_dump = JSONEncoder(separators=(",", ":"), allow_nan=False).encode
HTML_PAGE = b"<!doctype html><title>Bad gateway</title><h1>The server is having a rest.</h1>\n"


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure; see `Faults.next` for the fields."""

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
    coded: Mapping[str, Reply] = field(default_factory=dict[str, Reply])
    """An error with a code in each version's format, by the version's root."""

    @property
    def replaces(self) -> bool:
        """True if the fault replaces the server's response."""
        return self.status is not None or self.html or self.body is not None or bool(self.coded)

    def reply(self, path: str) -> Reply:
        """Return the response to a path that replaces the server's."""
        if self.coded:
            own = next((root for root in self.coded if path.startswith(root)), next(iter(self.coded)))
            return Reply(self.coded[own].status, self.coded[own].body, (("content-type", JSON), *self.headers))
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
    """The planned failures, in the order of their creation. They apply before keys are checked."""

    versions: Sequence[Version] = field(default=(), repr=False)
    _plan: list[_Planned] = field(default_factory=list[_Planned])

    def next(
        self,
        *,
        times: int = 1,
        method: str | None = None,
        path: str | None = None,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        json: Any = _ABSENT,
        code: str | None = None,
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
        """Make the next request, or the next `times` requests, fail.

        Args:
            times: The number of requests; faults apply in the order of their creation.
            method: Only requests with this method.
            path: Only requests whose path ends with this, such as `/sms` or `/contact/cnt_1`.
            status: Return this status, 200 to 599 …
            headers: … with these headers, such as `{"Retry-After": "2"}` …
            body: … and this body: bytes, a string, or a JSON value, such as `{"code": "RATE_LIMITED"}`.
            json: The same for a JSON body; a string becomes a JSON string, and None becomes null.
            code: Return this error code in the API's format, with the status that is documented for it unless
                `status` is given.
            html: Return an HTML page (with `status`, 200 by default).
            delay: Respond as usual after this many seconds.
            disconnect: Close the connection without a response.
            before: With `disconnect`: refuse the connection, so that nothing was sent (in process only).
            timeout: Never respond; in process the client's read timeout is raised at once.
            truncate: Close the connection after this many bytes of the body; Content-Length is its full length.
            content_length: Send this Content-Length; a longer body is truncated to it.
            drip: Spread the body over this many seconds.
            raises: Raise this exception (in process only), to test every failure of httpx.
            applied: True if the server executes the request before it fails. The default is True if its own
                response is sent (delay, truncate, content_length, drip), otherwise False.

        Raises:
            ValueError: The fault is empty or contradictory, has a value that cannot be sent, or is for
                a path that the API does not have.
        """
        for name, value in (("html", html), ("disconnect", disconnect), ("before", before), ("timeout", timeout)):
            flag(name, value)
        if applied is not None:
            flag("applied", applied)
        if before and (applied or not disconnect):
            raise ValueError("before=True goes with disconnect=True, and nothing can have been applied")
        status, content = _answer(status, body, json, code, html=html)
        coded = {} if code is None else self._coded(text("code", code, at_least=1), status)
        own_answer = status is None and content is None and not html and not coded
        lost = disconnect or timeout or raises is not None
        fault = Fault(
            status=status,
            headers=_headers(headers),
            body=content,
            coded=coded,
            html=html,
            delay=seconds("delay", delay),
            disconnect=disconnect,
            before=before,
            timeout=timeout,
            truncate=None if truncate is None else whole("truncate", truncate, at_least=0),
            content_length=None if content_length is None else whole("content_length", content_length, at_least=0),
            drip=seconds("drip", drip),
            raises=_raised(raises),
            applied=applied if applied is not None else own_answer and not lost,
        )
        if own_answer and not lost and not (delay or drip or truncate is not None or content_length is not None):
            raise ValueError("say how to fail: status, code, html, body, delay, disconnect, timeout, truncate, …")
        if path is not None and text("path", path) and not can_end_with(path, self._paths()):
            raise ValueError(f"no path of the API ends with {shown(path)}; they are {', '.join(self._paths())}")
        self._plan.append(_Planned(fault, whole("times", times, at_least=1), _method(method), path or None))

    def clear(self) -> None:
        """Remove all faults that have not been used."""
        self._plan.clear()

    @property
    def pending(self) -> int:
        """The number of requests that will fail."""
        return sum(planned.times for planned in self._plan)

    def take(self, method: str, path: str) -> Fault | None:
        """Return the fault for a request, and mark it as used."""
        for planned in self._plan:
            if planned.method in (None, method) and path.endswith(planned.path or ""):
                planned.times -= 1
                if planned.times <= 0:
                    self._plan.remove(planned)
                return planned.fault
        return None

    def _paths(self) -> list[str]:
        return [
            path
            for version in self.versions
            for path in (
                *(f"{version.root}/{'/'.join(route.segments)}" for route in version.spec.routes),
                *(version.downloads.paths if version.downloads else ()),
            )
        ]

    def _coded(self, code: str, status: int | None) -> dict[str, Reply]:
        """Return an error in each version's format: the documented one, or the general one."""
        documented = {name for version in self.versions for name in version.spec.errors}
        if code not in documented and status is None:
            close = near_miss(code, documented)
            hint = f"did you mean {close}?" if close else "give a status with it"
            message = f"no status is documented for the code {shown(code)}; {hint}"
            raise ValueError(message)
        replies = dict[str, Reply]()
        for version in self.versions:
            if code in version.spec.errors:
                usual, example = version.spec.errors[code]
                replies[version.root] = Reply(usual if status is None else status, _dump(example).encode())
            elif status is not None:
                nobody = Request(Incoming("GET", version.root), "")
                replies[version.root] = version.refuse(nobody, Refusal(status, code))
        return replies


def _answer(
    status: int | None, body: Any, json: Any, code: str | None, *, html: bool
) -> tuple[int | None, bytes | None]:
    """Return the status and the body of a fault's own response; None for the server's."""
    given = [
        name
        for name, is_given in (
            ("body", body is not None),
            ("json", json is not _ABSENT),
            ("code", code is not None),
            ("html", html),
        )
        if is_given
    ]
    if len(given) > 1 and given != ["body", "html"]:
        message = f"{' and '.join(given)} contradict each other: give one of them"
        raise ValueError(message)
    if status is not None:
        whole("status", status, at_least=_FIRST_STATUS, at_most=_LAST_STATUS)
    if code is not None:
        return status, None
    if json is not _ABSENT:
        return status, _encoded("json", json)
    if body is None or isinstance(body, bytes):
        return status, body
    if isinstance(body, (bytearray, memoryview)):
        return status, bytes(cast("bytearray", body))
    if isinstance(body, str):
        try:
            return status, body.encode()
        except UnicodeEncodeError:
            raise ValueError("body contains a lone surrogate, which UTF-8 cannot encode; pass bytes") from None
    return status, _encoded("body", body)


def _encoded(name: str, value: Any) -> bytes:
    try:
        return _dump(value).encode()
    except (TypeError, ValueError, RecursionError):
        message = f"{name} must be bytes, a string, or a JSON value, not {shown(value)}"
        raise ValueError(message) from None


def _headers(headers: Any) -> tuple[tuple[str, str], ...]:
    if headers is None:
        return ()
    if not isinstance(headers, Mapping):
        message = f"headers must be a mapping of names to values, not {shown(headers)}"
        raise ValueError(message)  # noqa: TRY004 — one kind of refusal for every argument
    pairs = cast("Iterable[tuple[Any, Any]]", headers.items())
    return tuple((header_name("headers", name), header(f"the header {name}", value)) for name, value in pairs)


def _method(method: Any) -> str | None:
    if method is None or method == "":
        return None
    upper = text("method", method).upper()
    if upper not in _METHODS:
        message = f"method must be one of {', '.join(_METHODS)}, not {shown(method)}"
        raise ValueError(message)
    return upper


def _raised(kind: Any) -> type[Exception] | None:
    if kind is None:
        return None
    if not isinstance(kind, type) or not issubclass(kind, Exception):
        message = f"raises must be a class of exceptions, such as httpx.ReadError, not {shown(cast('object', kind))}"
        raise ValueError(message)  # noqa: TRY004 — one kind of refusal for every argument
    try:
        kind("")
    except Exception:  # noqa: BLE001 — whatever its constructor asks for
        message = f"raises must be an exception that is made from a message alone; {kind.__name__} is not"
        raise ValueError(message) from None
    return kind
