"""API keys with scopes, daily quota and rate limit."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from allo_ext._operations import granted
from allo_ext.testing._arguments import (
    api_key,
    near_miss,
    number,
    shown,
    whole,
)
from allo_ext.testing._engine.version import Meter, Refusal
from allo_ext.testing._engine.wire import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from allo_ext.pace import Pace as ClientPace
    from allo_ext.testing._engine.spec import Bucket

Pace = tuple[float, float]
"""Reads and writes per second."""
_UNBOUNDED = 1e9
_UNLIMITED = Meter(None, None, None)


def rates(pace: Any) -> Pace | None:
    """Return a limit as reads and writes per second; the client's `Pace` may have None for one of them.

    Raises:
        ValueError: It is neither a `Pace` nor two numbers above 0.
    """
    if pace is None:
        return None
    if hasattr(pace, "read_per_second"):
        return pace.read_per_second or _UNBOUNDED, pace.write_per_second or _UNBOUNDED
    pair = cast("list[Any]", pace) if isinstance(pace, (tuple, list)) else []
    if len(pair) != 2:  # noqa: PLR2004 — a pair
        message = (
            f"pace must be a Pace, or reads and writes per second such as (20, 5), not {shown(cast('object', pace))}"
        )
        raise ValueError(message)
    return number("reads per second", pair[0], above=0), number("writes per second", pair[1], above=0)


def checked_scopes(scopes: Any, known: Collection[str]) -> frozenset[str]:
    """Return scopes as a set; one string is one scope.

    Raises:
        ValueError: For a scope that the API does not have.
    """
    listed = [scopes] if isinstance(scopes, str) else scopes
    if not hasattr(listed, "__iter__"):
        message = f"scopes must be a list of scopes, not {shown(scopes)}"
        raise ValueError(message)
    wanted = list(cast("Iterable[Any]", listed))
    for scope in wanted:
        if not isinstance(scope, str) or scope not in known:
            raise ValueError(unknown_scope(scope, known))
    return frozenset(str(scope) for scope in wanted)


def unknown_scope(scope: object, known: Collection[str]) -> str:
    """Return the message for an unknown scope, with a suggestion."""
    listed = f"the scopes are {', '.join(known)}"
    if not isinstance(scope, str):
        return f"a scope must be a string, not {shown(scope)}; {listed}"
    close = near_miss(scope, known)
    hint = f"did you mean {close}? " if close else ""
    return f"unknown scope {scope[:60]}; {hint}{listed[0].upper() if close else listed[0]}{listed[1:]}"


@dataclass(slots=True)
class _Bucket:
    """A token bucket with a capacity of one second; `rate` is in requests per second."""

    rate: float
    tokens: float
    filled: float

    def take(self, now: float) -> float:
        """Take a token and return 0, or return the seconds to wait if there is not one."""
        capacity = max(1.0, self.rate)
        self.tokens = min(capacity, self.tokens + (now - self.filled) * self.rate)
        self.filled = now
        # Allow for rounding of floats: a client that waited exactly long enough must not be refused.
        if self.tokens > 1 - 1e-6:
            self.tokens -= 1
            return 0
        return (1 - self.tokens) / self.rate


@dataclass(slots=True)
class _Key:
    scopes: frozenset[str]
    daily_quota: int | None
    quota_reset: float
    used: int = 0
    resets_at: float | None = None
    buckets: dict[str, _Bucket] = field(default_factory=dict[str, _Bucket])


@dataclass(frozen=True, slots=True)
class Admission:
    """The result of checking a request's key."""

    refusal: Refusal | None = None
    scopes: frozenset[str] = frozenset()
    meter: Meter | None = None


class Keys:
    """The keys of the account."""

    def __init__(
        self,
        *,
        clock: Callable[[], float],
        pace: ClientPace | Pace | None,
        scopes: Collection[str],
    ) -> None:
        """Create an empty set of keys.

        `clock` returns seconds, `pace` is the limit of each key (None: no limit), and `scopes` are the existing scopes.
        """
        self.pace = rates(pace)
        self.scopes = scopes
        self.clock = clock
        self._keys: dict[str, _Key] = {}

    def add(self, key: str, *, scopes: Iterable[str], daily_quota: int | None, quota_reset: float) -> None:
        """Add a key, or replace it.

        Raises:
            ValueError: For a scope that the API does not have, or a value that cannot be.
        """
        api_key("key", key)
        wanted = checked_scopes(scopes, self.scopes)
        if daily_quota is not None:
            whole("daily_quota", daily_quota, at_least=0)
        number("quota_reset", quota_reset, above=0)
        self._keys[key] = _Key(granted(wanted), daily_quota, quota_reset)

    def set_pace(self, pace: ClientPace | Pace | None) -> None:
        """Change the limit of every key and reset its usage."""
        self.pace = rates(pace)
        for key in self._keys.values():
            key.buckets.clear()

    def admit(
        self, authorization: str | None, scope: str | None, bucket: Bucket, *, has_quota: bool = True
    ) -> Admission:
        """Check a request; if it is admitted, it is counted."""
        key = self._find(authorization)
        if key is None:
            return Admission(Refusal(401, "API_KEY_INVALID"))
        if scope is not None and scope not in key.scopes:
            detail = Problem(f"required={scope}", "scope")
            return Admission(Refusal(403, "API_KEY_INSUFFICIENT_SCOPE", (detail,)), key.scopes)
        now = self.clock()
        wait, meter = self._take(key, now, bucket)
        if wait:
            after = (("retry-after", str(math.ceil(wait))),)
            return Admission(Refusal(429, "RATE_LIMITED", headers=after), key.scopes, meter)
        return Admission(_over_quota(key, now) if has_quota else None, key.scopes, meter)

    def knows(self, authorization: str | None) -> bool:
        """Return whether a request has a valid key."""
        return self._find(authorization) is not None

    def _find(self, authorization: str | None) -> _Key | None:
        return self._keys.get((authorization or "").strip().removeprefix("Api-Key ").strip())

    def _take(self, key: _Key, now: float, kind: Bucket) -> tuple[float, Meter]:
        """Return the seconds to wait, or 0, and the remaining requests."""
        if self.pace is None:
            return 0, _UNLIMITED
        rate = self.pace[0 if kind == "read" else 1]
        bucket = key.buckets.setdefault(kind, _Bucket(rate, max(1.0, rate), now))
        wait = bucket.take(now)
        missing = max(1.0, rate) - bucket.tokens
        return wait, Meter(rate, int(bucket.tokens + 1e-6), missing / rate)


def _over_quota(key: _Key, now: float) -> Refusal | None:
    if key.daily_quota is None:
        return None
    if key.resets_at is None or now >= key.resets_at:
        key.used, key.resets_at = 0, now + key.quota_reset
    if key.used < key.daily_quota:
        key.used += 1
        return None
    detail = f"limit={key.daily_quota};type=DAILY;reset_in={math.ceil(key.resets_at - now)}"
    return Refusal(429, "API_KEY_QUOTA_EXCEEDED", (Problem(detail, "DAILY"),))
