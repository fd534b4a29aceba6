"""The key, the team, its numbers and tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from allo_ext._declare import items, rest
from allo_ext._plain.record import Record
from allo_ext._published import publish_own
from allo_ext.v2._enums import Capability, NumberType, UserRole, UserStatus


@attrs.frozen(kw_only=True)
class Endpoint(Record):
    """An operation that the key may call."""

    method: str | None = None
    path: str | None = None
    description: str | None = None
    scope: str | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Team(Record):
    """The team of the key's owner."""

    id: str | None = None
    name: str | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class RateLimits(Record):
    """The maximum number of requests per second."""

    read_per_second: int | None = None
    """GET requests."""
    write_per_second: int | None = None
    """All other requests, including a POST that only reads."""
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Me(Record):
    """The API key: its scopes, limits and team."""

    api_key_id: str | None = None
    scopes: tuple[str, ...] | None = items()
    """The scopes of the key, such as `CRM_READ`."""
    endpoints: tuple[Endpoint, ...] | None = items()
    """The operations that the scopes allow."""
    team: Team | None = None
    """None if the key's owner has no team."""
    rate_limits: RateLimits | None = None
    extra: Mapping[str, Any] = rest()

    def missing(self, *scopes: str) -> tuple[str, ...]:
        """Return those of the given scopes that the key does not have.

        assert not allo.v2.me().missing("CONVERSATIONS_READ", "CRM_WRITE")
        """
        return tuple(scope for scope in scopes if scope not in (self.scopes or ()))


@attrs.frozen(kw_only=True)
class UserRef(Record):
    """A reference to a team member."""

    id: str | None = None
    name: str | None = None
    email: str | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class User(Record):
    """A team member."""

    id: str
    name: str | None = None
    email: str | None = None
    role: UserRole | str | None = None
    status: UserStatus | str | None = None
    image_url: str | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Number(Record):
    """A phone number of the account, or a sender id."""

    number: str | None = None
    """E.164; None for a sender id."""
    name: str | None = None
    """The label; for a sender id the name that recipients see."""
    country: str | None = None
    """The country code, two letters such as `FR`."""
    type: NumberType | str | None = None
    capabilities: tuple[Capability | str, ...] | None = items()
    users: tuple[UserRef, ...] | None = items()
    """The members who may use it."""
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class NumberDefault(Record):
    """The default summary template of a number."""

    number: str | None = None
    default_summary_template_id: str | None = None
    """None if the number has no default."""
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Tag(Record):
    """A tag of the team. Items refer to it by `name`."""

    id: str
    name: str | None = None
    color: str | None = None
    """`#RRGGBB`."""
    extra: Mapping[str, Any] = rest()


publish_own(globals(), "allo_ext.v2")
