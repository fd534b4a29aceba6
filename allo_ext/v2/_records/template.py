"""Summary templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from allo_ext._declare import items, rest
from allo_ext._plain.record import Record
from allo_ext._published import publish_own


@attrs.frozen(kw_only=True)
class SummaryTemplateSection(Record):
    """A section of a summary template."""

    title: str | None = None
    instructions: str | None = None
    order: int | None = None
    """Counted from 0."""
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class SummaryTemplate(Record):
    """Instructions for the AI that writes summaries."""

    id: str
    name: str | None = None
    call_context: str | None = None
    """Background for the AI."""
    icon: str | None = None
    sections: tuple[SummaryTemplateSection, ...] | None = items()
    created_at: datetime | None = None
    updated_at: datetime | None = None
    extra: Mapping[str, Any] = rest()


publish_own(globals(), "allo_ext.v2")
