"""A record in a module that evaluates its annotations: it has no `from __future__ import annotations` on purpose."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Optional

import attrs

from allo_ext import Company, Direction
from allo_ext._wire.fields import record_of


@attrs.frozen(kw_only=True)
class Visit:
    id: str
    way: Direction | str | None = None
    note: Optional[str] = None  # noqa: UP045 (the old form is one of them)
    at: datetime | None = None
    count: int | None = None
    done: bool | None = None
    share: float | None = None
    tags: tuple[str, ...] | None = None
    ways: tuple[Direction | str, ...] | None = None
    companies: tuple[Company, ...] | None = None
    company: Company | None = None
    properties: Mapping[str, Any] | None = None
    extra: Mapping[str, Any] = attrs.field(factory=dict)


def test_annotations_that_are_types_are_read_like_those_that_are_strings():
    """A field finds its reader by its type, however the type is written."""
    wire = {
        "id": "v1",
        "way": "INBOUND",
        "note": "late",
        "at": "2026-01-15T10:30:00",
        "count": 3.0,
        "done": True,
        "share": 1,
        "tags": ["a"],
        "ways": ["OUTBOUND", "NEW"],
        "companies": [{"id": "c1"}],
        "company": "Dupont",
        "properties": {"a": 1},
        "more": 1,
    }

    assert record_of(Visit, wire) == Visit(
        id="v1",
        way=Direction.INBOUND,
        note="late",
        at=datetime(2026, 1, 15, 10, 30, tzinfo=UTC),
        count=3,
        done=True,
        share=1.0,
        tags=("a",),
        ways=(Direction.OUTBOUND, "NEW"),
        companies=(Company(id="c1"),),
        company=Company(name="Dupont"),
        properties={"a": 1},
        extra={"more": 1},
    )
