"""The CRM: people, companies and deals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from allo_ext._declare import items, rest
from allo_ext._plain.record import Record
from allo_ext._published import publish_own
from allo_ext.v2._records.item import CompanyRef


@attrs.frozen(kw_only=True)
class Person(Record):
    """A person of the CRM. It replaces version 1's contact."""

    id: str
    name: str | None = None
    """The first name; in some accounts the full name."""
    last_name: str | None = None
    job_title: str | None = None
    website: str | None = None
    address: str | None = None
    numbers: tuple[str, ...] | None = items()
    emails: tuple[str, ...] | None = items()
    company: CompanyRef | None = None
    interactions: int | None = None
    """The number of calls and messages."""
    last_activity_at: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    extra: Mapping[str, Any] = rest()

    @property
    def full_name(self) -> str:
        """First and last name, or an empty string."""
        return " ".join(part for part in (self.name, self.last_name) if part)


@attrs.frozen(kw_only=True)
class Company(Record):
    """A company of the CRM."""

    id: str
    name: str | None = None
    website: str | None = None
    industry: str | None = None
    person_count: int | None = None
    interactions: int | None = None
    """The number of calls and messages with all its people."""
    last_activity_at: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Deal(Record):
    """A deal of the CRM."""

    id: str
    name: str | None = None
    status: str | None = None
    """The stage, as the CRM names it."""
    amount: float | None = None
    currency: str | None = None
    """ISO 4217, such as `EUR`."""
    closed_at: datetime | None = None
    company: CompanyRef | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    extra: Mapping[str, Any] = rest()


publish_own(globals(), "allo_ext.v2")
