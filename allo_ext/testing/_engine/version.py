"""What a version of the API plugs into the engine: everything here, and nothing else.

The engine finds the route, checks key, scope, pace and form, calls the handler of the operation, and holds the reply
against the spec. A version brings its spec, a handler for each operation, and its own way of writing errors; each of
its functions is given the `Request` at hand. `tests/mock/test_versions.py` has a small one.
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
    """What a key has left of its pace, in requests a second; None where the mock has no pace."""

    limit: float | None
    remaining: int | None
    resets_in: float | None
    """Seconds until all of it is there again."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request on its way through the engine; what is not known yet is empty."""

    incoming: Incoming
    request_id: str
    """From its `X-Request-Id`, else made up."""
    operation: Operation | None = None
    scopes: frozenset[str] = frozenset()
    """Those of its key."""
    meter: Meter | None = None
    """Of its key; None for a request without one."""
    path: Mapping[str, str] = field(default_factory=dict[str, str])
    query: Mapping[str, Any] = field(default_factory=dict[str, Any])
    body: Any = None

    @property
    def idempotency_key(self) -> str | None:
        """Its `Idempotency-Key`."""
        return self.incoming.headers.get("idempotency-key")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the engine itself refuses a request; a version writes it in its own words.

    | status | code | details, headers |
    | --- | --- | --- |
    | 401 | API_KEY_INVALID | |
    | 403 | API_KEY_INSUFFICIENT_SCOPE | `required=SCOPE` |
    | 405 | METHOD_NOT_ALLOWED | `allow` |
    | 409 | IDEMPOTENCY_KEY_REUSE | |
    | 429 | RATE_LIMITED | `retry-after` |
    | 429 | API_KEY_QUOTA_EXCEEDED | `limit=…;type=DAILY;reset_in=…` |

    And any status and code that `Faults.next(code=…)` asks for and the spec has no example of.
    """

    status: int
    code: str
    details: tuple[Problem, ...] = ()
    headers: Headers = ()


@dataclass(frozen=True, slots=True)
class Downloads:
    """Files that are outside a version's root, such as recordings."""

    paths: tuple[str, ...]
    """Their paths, with placeholders in braces."""
    serve: Callable[[Incoming, bool], Reply | None]
    """Answer a request, given whether it has a known key; None for a path that is not one of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of the API."""

    name: str
    """`v1`: how messages call it."""
    root: str
    """`/v1/api`: how its paths begin."""
    spec: Spec
    handlers: Mapping[str, Callable[[Request], Reply]]
    """What each operation does, by its id; the request has passed every check."""
    refuse: Callable[[Request, Refusal], Reply]
    """Write an error of the engine."""
    problems: Callable[[Request, RefusedError], Reply]
    """Write what is wrong with the form of a request."""
    deliveries: Callable[[Any], list[Delivery]]
    """Return what webhooks are told of one event of the account (`_account.events`)."""
    first_page: int = 0
    """The number of the first page; see `window`."""
    malformed: frozenset[int] = frozenset({422})
    """Statuses of a request of the wrong form. Where an operation has none of them, path parameters are not checked."""
    local_urls: frozenset[str] = frozenset()
    """Operations whose `url` may be plain http to this machine, though the spec asks for https."""
    has_quota: bool = True
    """Whether requests count towards a key's daily quota."""
    idempotent: frozenset[str] = frozenset()
    """Operations that honour Idempotency-Key: for an hour the same key gets the same reply, and nothing is done."""
    headers: Callable[[Request], Headers] | None = None
    """Header fields of every reply, such as X-RateLimit-Limit and X-Request-Id."""
    downloads: Downloads | None = None

    def window(self, page: int, size: int) -> tuple[int, int]:
        """Return which results a page has: from, to."""
        start = (page - self.first_page) * size
        return start, start + size
