"""The mock from request to answer, without sockets, waits or an HTTP library."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from allo_ext.testing._engine.checks import RefusedError, check_body, check_path, check_query, check_reply
from allo_ext.testing._engine.faults import Fault, Faults
from allo_ext.testing._engine.replay import Replays
from allo_ext.testing._engine.version import Refusal, Request
from allo_ext.testing._engine.wire import Incoming, Reply, load_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from allo_ext.testing._engine.keys import Keys
    from allo_ext.testing._engine.spec import Operation, Route
    from allo_ext.testing._engine.version import Version

_JOURNAL = 2_000


class UnknownRouteError(AssertionError):
    """A request went to a path that the API does not have."""


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request that reached the mock, without its Authorization header."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def params(self) -> dict[str, str]:
        """The query as a dictionary."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    @property
    def json(self) -> Any:
        """The parsed body; None if it is empty."""
        return load_json(self.body) if self.body else None


@dataclass(frozen=True, slots=True)
class Answer:
    """The response, with the fault and the delay in seconds that the edge applies."""

    reply: Reply
    delay: float = 0.0
    fault: Fault | None = None


class Core:
    """The mock's core, which handles one request at a time; thread-safe."""

    def __init__(
        self, *, versions: Sequence[Version], keys: Keys, latency: float = 0.0, validate_replies: bool = False
    ) -> None:
        """Create a mock of some versions of the API, which share keys and limits."""
        self.versions = tuple(versions)
        """The supported versions."""
        self.latency = latency
        """The delay of every response in seconds."""
        self.validate_replies = validate_replies
        """True to check every response against the spec."""
        self.faults = Faults(self.versions)
        """The planned failures: `mock.faults.next(status=503, times=2)`."""
        self.requests: deque[RecordedRequest] = deque(maxlen=_JOURNAL)
        """The last two thousand requests."""
        self._keys = keys
        self._lock = threading.RLock()
        self._replays = Replays(keys.clock)
        self._served = 0

    def answer(self, request: Incoming) -> Answer:
        """Return the answer to a request."""
        with self._lock:
            fault = self.faults.take(request.method, request.path)
            if fault is not None and fault.before:
                return Answer(Reply(503), fault=fault)
            self.requests.append(_recorded(request))
            reply = Reply(503) if fault is not None and not fault.applied else self._serve(request)
            if fault is None:
                return Answer(reply, self.latency)
            replaced = fault.reply(request.path) if fault.replaces else reply
            return Answer(replaced, self.latency + fault.delay, fault)

    def _serve(self, incoming: Incoming) -> Reply:
        for version in self.versions:
            found = version.spec.find(incoming.path)
            if found is not None:
                return self._answered(version, incoming, *found)
        is_known = self._keys.knows(incoming.headers.get("authorization"))
        for version in self.versions:
            file = version.downloads.serve(incoming, is_known) if version.downloads else None
            if file is not None:
                return file
        raise UnknownRouteError(_no_route(self.versions, incoming))

    def _answered(self, version: Version, incoming: Incoming, route: Route, path: Mapping[str, str]) -> Reply:
        self._served += 1
        name = incoming.headers.get("x-request-id") or f"req_{self._served:012x}"
        operation = route.operations.get(incoming.method)
        if operation is None:
            request = Request(incoming, name, path=path)
            allow = (("allow", ", ".join(sorted(route.operations))),)
            refused = version.refuse(request, Refusal(405, "METHOD_NOT_ALLOWED", headers=allow))
            return _with_headers(version, request, refused)
        authorization = incoming.headers.get("authorization")
        admission = self._keys.admit(authorization, operation.scope, operation.bucket, has_quota=version.has_quota)
        query, body, wrong = dict[str, Any](), None, None
        if admission.refusal is None:
            try:
                query, body = _checked(version, operation, incoming, path)
            except RefusedError as error:
                wrong = error
        request = Request(incoming, name, operation, admission.scopes, admission.meter, path, query, body)
        if admission.refusal is not None:
            reply = version.refuse(request, admission.refusal)
        elif wrong is not None:
            reply = version.problems(request, wrong)
        else:
            reply = self._once(version, request, operation)
        if self.validate_replies:
            complaint = check_reply(operation, reply)
            if complaint:
                raise AssertionError(complaint)
        return _with_headers(version, request, reply)

    def _once(self, version: Version, request: Request, operation: Operation) -> Reply:
        """Let the handler answer, unless the reply to the same Idempotency-Key is still there."""
        handle = version.handlers[operation.id]
        if not request.idempotency_key or operation.id not in version.idempotent:
            return handle(request)
        kept = self._replays.find(request.incoming)
        if isinstance(kept, Refusal):
            return version.refuse(request, kept)
        reply = kept or handle(request)
        if kept is None:
            self._replays.keep(request.incoming, reply)
        return replace(reply, headers=(*reply.headers, ("idempotency-key", request.idempotency_key)))


def _checked(
    version: Version, operation: Operation, incoming: Incoming, path: Mapping[str, str]
) -> tuple[dict[str, Any], Any]:
    """Return the query and the body of a request, checked.

    Raises:
        RefusedError: The request does not match the spec.
    """
    # A malformed id is rejected if the spec documents it; otherwise it is an unknown id.
    if not version.malformed.isdisjoint(operation.replies):
        check_path(operation, path)
    return check_query(operation, incoming.query), check_body(operation, incoming)


def _with_headers(version: Version, request: Request, reply: Reply) -> Reply:
    if version.headers is None:
        return reply
    return replace(reply, headers=(*reply.headers, *version.headers(request)))


def _no_route(versions: Sequence[Version], request: Incoming) -> str:
    """Return the message for an unknown path, with the root that is missing if there is one."""
    names = " or ".join(version.name for version in versions)
    said = f"{request.method} {request.path} is not a route of the Allo API {names}"
    parts = request.path.split("/")
    ends = ["/".join(("", *parts[start:])) for start in range(1, len(parts))]
    if any(request.path.startswith(version.root + "/") for version in versions):
        return said
    known = (version for version in versions if any(version.spec.find(version.root + end) for end in ends))
    meant = next(known, None)
    return f"{said}; its routes are below {meant.root}" if meant else said


def _recorded(request: Incoming) -> RecordedRequest:
    headers = dict(request.headers)
    headers.pop("authorization", None)
    return RecordedRequest(request.method, request.path, request.query, headers, request.body)
