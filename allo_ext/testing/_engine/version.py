"""The interface between the engine and a version of the API.

The engine finds the route, checks key, scope, pace and arguments, calls the handler of the operation, and checks the
reply against the spec. A version has a spec, a handler for each operation, and its own error format; each function
gets the current `Request`. `tests/mock/test_versions.py` has a small one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.testing._engine.checks import RefusedError
    from allo_ext.testing._engine.delivery import Delivery
    from allo_ext.testing._engine.spec import Operation, Spec
    from allo_ext.testing._engine.wire import Incoming, Problem, Reply

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Meter:
    """The remaining requests of a key in its rate limit."""

    limit: float | None
    remaining: int | None
    resets_in: float | None
    """The seconds until the limit is reset."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request in the engine; fields that are not known yet are empty."""

    incoming: Incoming
    request_id: str
    """From `X-Request-Id`, or generated."""
    operation: Operation | None = None
    scopes: frozenset[str] = frozenset()
    """The scopes of its key."""
    meter: Meter | None = None
    """The meter of its key; None for a request without a key."""
    path: Mapping[str, str] = field(default_factory=dict[str, str])
    query: Mapping[str, Any] = field(default_factory=dict[str, Any])
    body: Any = None

    @property
    def idempotency_key(self) -> str | None:
        """The `Idempotency-Key` header."""
        return self.incoming.headers.get("idempotency-key")


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error of the engine; a version converts it to its own format.

    | status | code | details, headers |
    | --- | --- | --- |
    | 401 | API_KEY_INVALID | |
    | 403 | API_KEY_INSUFFICIENT_SCOPE | `required=SCOPE` |
    | 405 | METHOD_NOT_ALLOWED | `allow` |
    | 409 | IDEMPOTENCY_KEY_REUSE | |
    | 429 | RATE_LIMITED | `retry-after` |
    | 429 | API_KEY_QUOTA_EXCEEDED | `limit=…;type=DAILY;reset_in=…` |

    And any status and code of `Faults.next(code=…)` for which the spec has no example.
    """

    status: int
    code: str
    details: tuple[Problem, ...] = ()
    headers: Headers = ()


@dataclass(frozen=True, slots=True)
class Downloads:
    """Files that are outside a version's root, such as recordings."""

    paths: tuple[str, ...]
    """Their path templates."""
    serve: Callable[[Incoming, bool], Reply | None]
    """Handles a request; the second argument is True if it has a valid key. Returns None for other paths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of the API."""

    name: str
    """The name in messages, such as `v1`."""
    root: str
    """The prefix of its paths, such as `/v1/api`."""
    spec: Spec
    handlers: Mapping[str, Callable[[Request], Reply]]
    """The handler of each operation, by its id; called with a checked request."""
    refuse: Callable[[Request, Refusal], Reply]
    """Formats an error of the engine."""
    problems: Callable[[Request, RefusedError], Reply]
    """Formats the validation errors of a request."""
    deliveries: Callable[[Any], list[Delivery]]
    """Returns the deliveries of one event of the account (`_account.events`)."""
    first_page: int = 0
    """The number of the first page; see `window`."""
    malformed: frozenset[int] = frozenset({422})
    """Statuses of invalid requests. If an operation has none of these, path parameters are not checked."""
    has_quota: bool = True
    """True if requests count towards a key's daily quota."""
    idempotent: frozenset[str] = frozenset()
    """Operations that support Idempotency-Key: for an hour, the same key gets the same reply without execution."""
    headers: Callable[[Request], Headers] | None = None
    """Header fields of every reply, such as X-RateLimit-Limit and X-Request-Id."""
    downloads: Downloads | None = None

    def window(self, page: int, size: int) -> tuple[int, int]:
        """Return the range of results of a page."""
        start = (page - self.first_page) * size
        return start, start + size
