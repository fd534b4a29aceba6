"""The columns of version 2's records."""

from __future__ import annotations

from typing import Any, Final

from allo_ext._wire.columns import Kind
from allo_ext.cli._display.column import Column, Shown, columns_of, whole_seconds
from allo_ext.cli._display.columns import ARROWS, LINES, user_of
from allo_ext.cli._display.text import clock, day_and_time
from allo_ext.v2 import (
    Company,
    CompanyRef,
    Deal,
    Item,
    Number,
    Person,
    QueueNumber,
    SkippedNumber,
    SummaryTemplate,
    Tag,
    User,
)


def _company(record: Any) -> str | None:
    company: CompanyRef | None = record.company
    return None if company is None else company.name


def _with(item: Item) -> str:
    names = [contact.name for contact in item.contacts or () if contact.name]
    return f"{ARROWS.get(str(item.direction), '?')} {names[0] if names else item.contact_number or ''}"


ITEMS: Final = columns_of(
    Item,
    Shown("id", "id", rank=1),
    Shown("date", "when (UTC)", lambda item: day_and_time(item.date)),
    Shown("type"),
    Shown("direction"),
    Shown("allo_number", "line", rank=6),
    Shown("contact_number", "with", _with),
    Shown("user", "user", rank=4, read=user_of),
    Shown("duration_seconds", "length", lambda item: clock(whole_seconds(item.duration)), rank=2),
    Shown("result", "result", rank=3),
    Shown("tags", "tags", rank=5),
    Shown("summary", "summary", stretches=True),
    Shown("recording_url"),
    without={"transcript", "contacts", "extracted", "data_collected", "content", "status", "message_type"},
)
TRANSCRIPT: Final[Column[Item]] = Column(
    "transcript", lambda item: item.transcript or (), kind=Kind.RECORDS, parts=LINES
)

USERS: Final = columns_of(
    User,
    Shown("id", "id", rank=1),
    Shown("name", "name"),
    Shown("email", "email", stretches=True),
    Shown("role", "role", rank=2),
    Shown("status", "status", rank=3),
)
TAGS: Final = columns_of(Tag, Shown("id", "id", rank=1), Shown("name", "name", stretches=True), Shown("color", "color"))
NUMBERS: Final = columns_of(
    Number,
    Shown("number", "number", lambda line: line.number or "(sender id)"),
    Shown("name", "name", stretches=True),
    Shown("country", "country", rank=1),
    Shown("type"),
    Shown("capabilities"),
    without={"users"},
)
PEOPLE: Final = columns_of(
    Person,
    Shown("id", "id", rank=1),
    Shown("name", "name", lambda person: person.full_name, stretches=True),
    Shown("last_name"),
    Shown("numbers", "numbers"),
    Shown("emails"),
    Shown("company", "company", rank=2, read=_company),
    Shown("job_title", "job title", rank=4),
    Shown("last_activity_at", "last active (UTC)", lambda person: day_and_time(person.last_activity_at), rank=3),
)
COMPANIES: Final = columns_of(
    Company,
    Shown("id", "id", rank=1),
    Shown("name", "name", stretches=True),
    Shown("industry", "industry", rank=3),
    Shown("website", "website", rank=4),
    Shown("person_count", "people", rank=2),
)
DEALS: Final = columns_of(
    Deal,
    Shown("id", "id", rank=1),
    Shown("name", "name", stretches=True),
    Shown("status", "status"),
    Shown("amount", "amount", rank=2),
    Shown("currency", "currency", rank=3),
    Shown("company", "company", rank=4, read=_company),
)
TEMPLATES: Final = columns_of(
    SummaryTemplate,
    Shown("id", "id", rank=1),
    Shown("name", "name"),
    Shown("call_context", "context", stretches=True),
    Shown("icon"),
)
QUEUE: Final = columns_of(
    QueueNumber,
    Shown("position", "position"),
    Shown("number_to", "number"),
    Shown("call_start_date", "dialed (UTC)", lambda entry: day_and_time(entry.call_start_date)),
    Shown("routing_result", "result"),
)
SKIPPED: Final = columns_of(SkippedNumber, Shown("number", "number"), Shown("reason", "reason", stretches=True))


def company_id(record: Any) -> str | None:
    """Return the id of a person's or deal's company."""
    company: CompanyRef | None = record.company
    return None if company is None else company.id
