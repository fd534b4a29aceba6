"""From request to answer: the whole mock without a socket, a wait or an HTTP library."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from allo_ext.testing._account.recordings import serve_recording
from allo_ext.testing._engine.checks import (
    RefusedError,
    check_body,
    check_path,
    check_query,
    check_reply,
)
from allo_ext.testing._engine.faults import Fault, Faults
from allo_ext.testing._engine.spec import Operation, Spec, load_spec
from allo_ext.testing._engine.wire import (
    ROOT,
    UNPROCESSABLE,
    Incoming,
    Reply,
    error_reply,
    load_json,
)
from allo_ext.testing._v1.routes import HANDLERS, Asked
from allo_ext.testing._v1.sms import refuse_values
from allo_ext.testing._v1.views import Views

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allo_ext.testing._engine.keys import Keys
    from allo_ext.testing._engine.state import State
    from allo_ext.testing._v1.quirks import Quirks

_JOURNAL = 2_000


class UnknownRouteError(AssertionError):
    """A request went to a path that the API does not have."""


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """A request that reached the mock; the Authorization header is not kept."""

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
        """The body as a value, None where there is none."""
        return load_json(self.body) if self.body else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be sent back, and how: a fault is acted on by the edge, and so is a delay (in seconds)."""

    reply: Reply
    delay: float = 0.0
    fault: Fault | None = None


class Core:
    """Decides what to answer; one at a time, whatever the number of threads."""

    def __init__(self, *, state: State, keys: Keys, quirks: Quirks, latency: float, validate_replies: bool) -> None:
        """Answer for a state."""
        self.quirks = quirks
        """Which of the shapes seen live to answer with; may be changed at any time."""
        self.latency = latency
        """Seconds that every answer takes."""
        self.validate_replies = validate_replies
        """Whether every reply is held against the document."""
        self.faults = Faults()
        """What will go wrong next: `mock.faults.next(status=503, times=2)`."""
        self.requests: deque[RecordedRequest] = deque(maxlen=_JOURNAL)
        """The requests that arrived, the last two thousand of them."""
        self._state = state
        self._keys = keys
        self._lock = threading.RLock()
        self._spec = load_spec()
        self._views = Views(state)

    def answer(self, request: Incoming) -> Answer:
        """Decide what to send back, and how."""
        with self._lock:
            fault = self.faults.take(request.method, request.path)
            if fault is not None and fault.before:
                return Answer(Reply(503), fault=fault)
            self.requests.append(_recorded(request))
            reply = Reply(503) if fault is not None and not fault.applied else self._serve(request)
            if fault is None:
                return Answer(reply, self.latency)
            return Answer(fault.reply() if fault.replaces else reply, self.latency + fault.delay, fault)

    def _serve(self, request: Incoming) -> Reply:
        found = self._spec.find(request.path)
        if found is None:
            recording = serve_recording(request, seed=self._state.account.seed, keys=self._keys)
            if recording is not None:
                return recording
            raise UnknownRouteError(_no_route(self._spec, request))
        route, path = found
        operation = route.operations.get(request.method)
        if operation is None:
            allowed = ", ".join(sorted(route.operations))
            return error_reply(405, "METHOD_NOT_ALLOWED", (), ("allow", allowed))
        reply = self._operate(operation, request, path)
        if self.validate_replies:
            complaint = check_reply(operation, reply)
            if complaint:
                raise AssertionError(complaint)
        return reply

    def _operate(self, operation: Operation, request: Incoming, path: Mapping[str, str]) -> Reply:
        authorization = request.headers.get("authorization")
        refusal = self._keys.refuse(authorization, operation.scope, read=operation.bucket == "read")
        if refusal is not None:
            return refusal
        try:
            # An id of the wrong form is refused where a refusal is documented; elsewhere it is an id that nothing has.
            if UNPROCESSABLE in operation.replies:
                check_path(operation, path)
            query, body = check_query(operation, request.query), check_body(operation, request)
        except RefusedError as wrong:
            known = refuse_values(wrong.bad_values) if operation.id == "send_sms" else None
            return known or error_reply(UNPROCESSABLE, "VALIDATION_ERROR", wrong.problems)
        key = request.headers.get("idempotency-key")
        return HANDLERS[operation.id](Asked(self._state, self._views, self.quirks, query, path, body, key))


def _no_route(spec: Spec, request: Incoming) -> str:
    """Say that there is no such path, and where the routes are if a path of the API is at another address."""
    said = f"{request.method} {request.path} is no route of the Allo API v1"
    parts = request.path.split("/")
    ends = ("/".join(("", *parts[start:])) for start in range(1, len(parts)))
    is_elsewhere = not request.path.startswith(ROOT + "/") and any(spec.find(ROOT + end) for end in ends)
    return f"{said}; its routes are below {ROOT}" if is_elsewhere else said


def _recorded(request: Incoming) -> RecordedRequest:
    headers = {name: value for name, value in request.headers.items() if name != "authorization"}
    return RecordedRequest(request.method, request.path, request.query, headers, request.body)
