"""The columns of frames and files: names, order and types are what other programs read by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import pytest

from allo_ext._wire import columns
from allo_ext._wire.columns import Kind
from allo_ext.records import Call, Company, Contact, ConversationItem, Message, Number, TranscriptLine, Webhook

LINE, OTHER = "+12025550143", "+12025550178"
AT, SPAN = datetime(2026, 3, 2, 9, 15, tzinfo=UTC), timedelta(minutes=5)
SAID = TranscriptLine(source="AGENT", text="Hello", time=AT + SPAN)
CALL = Call(
    id="call_1", type="INBOUND", from_number=OTHER, to_number=LINE, duration=SPAN, start_date=AT, result="ANSWERED",
    summary="s", tag="t", tags=("t",), recording_url="https://example.com/r", transcript=(SAID,),
)  # fmt: skip
MESSAGE = Message(type="OUTBOUND", from_number=LINE, sender_id=None, to_number=OTHER, content="Hi", start_date=AT)
CONTACT = Contact(
    id="cnt_1", name="Ada", last_name="Byron", numbers=(OTHER,), emails=("a@example.com",), job_title="j",
    company=Company(id="com_1", name="c"), website="w", status="s", is_archived=False, is_whitelisted=True,
    created_at=AT, updated_at=AT, last_activity_date=AT, engagement="HIGH", integration_data={"a": 1},
    custom_properties={"b": 2}, conversation_url="u",
)  # fmt: skip

TABLES: dict[str, tuple[Any, Any, dict[str, tuple[str, Any]]]] = {
    "calls": (columns.CALLS, CALL, {
        "id": ("text", "call_1"), "direction": ("word", "INBOUND"), "contact_number": ("text", OTHER),
        "allo_number": ("text", LINE), "from_number": ("text", OTHER), "to_number": ("text", LINE),
        "duration": ("span", SPAN), "start_date": ("moment", AT), "result": ("word", "ANSWERED"),
        "summary": ("text", "s"), "tag": ("text", "t"), "tags": ("texts", ("t",)), "recording_url": ("text", "https://example.com/r"),
    }),
    "messages": (columns.MESSAGES, MESSAGE, {
        "direction": ("word", "OUTBOUND"), "contact_number": ("text", OTHER), "allo_number": ("text", LINE),
        "from_number": ("text", LINE), "sender_id": ("text", None), "to_number": ("text", OTHER),
        "content": ("text", "Hi"), "start_date": ("moment", AT),
    }),
    "contacts": (columns.CONTACTS, CONTACT, {
        "id": ("text", "cnt_1"), "full_name": ("text", "Ada Byron"), "company": ("text", "c"),
        "company_id": ("text", "com_1"), "name": ("text", "Ada"), "last_name": ("text", "Byron"),
        "numbers": ("texts", (OTHER,)), "emails": ("texts", ("a@example.com",)), "job_title": ("text", "j"),
        "website": ("text", "w"), "status": ("text", "s"), "is_archived": ("flag", False),
        "is_whitelisted": ("flag", True), "created_at": ("moment", AT), "updated_at": ("moment", AT),
        "last_activity_date": ("moment", AT), "engagement": ("word", "HIGH"), "integration_data": ("object", {"a": 1}),
        "custom_properties": ("object", {"b": 2}), "conversation_url": ("text", "u"),
    }),
    "numbers": (columns.NUMBERS, Number(number=LINE, name="n", country="US", is_shared_number=True), {
        "number": ("text", LINE), "name": ("text", "n"), "country": ("text", "US"), "is_shared_number": ("flag", True),
    }),
    "webhooks": (columns.WEBHOOKS, Webhook(id="1", allo_number=LINE, url="u", topics=("PING",), enabled=True), {
        "id": ("text", "1"), "allo_number": ("text", LINE), "url": ("text", "u"), "topics": ("texts", ("PING",)),
        "enabled": ("flag", True),
    }),
    "transcripts": (columns.TRANSCRIPTS, (CALL, 3, SAID), {
        "call_id": ("text", "call_1"), "line": ("count", 3), "offset": ("span", SPAN), "source": ("word", "AGENT"),
        "text": ("text", "Hello"), "time": ("moment", AT + SPAN), "start_seconds": ("real", None),
        "end_seconds": ("real", None),
    }),
    "a call": (columns.CONVERSATION, ConversationItem(type="CALL", call=CALL), {
        "type": ("word", "CALL"), "direction": ("word", "INBOUND"), "contact_number": ("text", OTHER),
        "allo_number": ("text", LINE), "start_date": ("moment", AT), "from_number": ("text", OTHER),
        "to_number": ("text", LINE), "sender_id": ("text", None), "content": ("text", None),
        "call_id": ("text", "call_1"), "duration": ("span", SPAN), "result": ("word", "ANSWERED"),
        "summary": ("text", "s"),
    }),
    "a message": (columns.CONVERSATION, ConversationItem(type="TEXT_MESSAGE", message=MESSAGE), {
        "type": ("word", "TEXT_MESSAGE"), "direction": ("word", "OUTBOUND"), "contact_number": ("text", OTHER),
        "allo_number": ("text", LINE), "start_date": ("moment", AT), "from_number": ("text", LINE),
        "to_number": ("text", OTHER), "sender_id": ("text", None), "content": ("text", "Hi"), "call_id": ("text", None),
        "duration": ("span", None), "result": ("word", None), "summary": ("text", None),
    }),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_these_columns(name):
    """A file that was written before, and a program that reads by name or place, go on working."""
    table, record, row = TABLES[name]

    assert [(one.name, one.kind, one.read(record)) for one in table] == [(key, *cell) for key, cell in row.items()]
    assert {one.name for one in table if one.words} == {one.name for one in table if one.kind == "word"}


def test_a_record_without_values_has_a_row():
    """Of None, where a part is missing too."""
    contact, item = Contact(id="1"), ConversationItem()
    cells = [(one.name, one.read(contact)) for one in columns.CONTACTS] + [
        (one.name, one.read(item)) for one in columns.CONVERSATION
    ]

    assert {name: value for name, value in cells if value is not None} == {"id": "1", "full_name": ""}


class Colour(StrEnum):
    """An open enum."""

    RED, BLUE = "red", "blue"


KINDS: list[tuple[Any, Kind, tuple[str, ...]]] = [
    (str, Kind.TEXT, ()),
    (str | None, Kind.TEXT, ()),
    (datetime | None, Kind.MOMENT, ()),
    (timedelta | None, Kind.SPAN, ()),
    (bool | None, Kind.FLAG, ()),
    (float | None, Kind.REAL, ()),
    (int, Kind.COUNT, ()),
    (int | None, Kind.WHOLE, ()),
    (Colour | str | None, Kind.WORD, ("red", "blue")),
    (str | Colour, Kind.WORD, ("red", "blue")),
    (tuple[str, ...] | None, Kind.TEXTS, ()),
    (tuple[str, ...], Kind.TEXTS, ()),
    (tuple[Colour | str, ...] | None, Kind.TEXTS, ()),
    (tuple[int, ...] | None, Kind.OBJECT, ()),
    (tuple[int, str], Kind.OBJECT, ()),
    (list[str], Kind.OBJECT, ()),
    (dict[str, Any] | None, Kind.OBJECT, ()),
]


def test_the_type_of_a_field_is_that_of_its_column():
    """Read from the attribute of its name, or as it is told to."""
    for annotation, kind, words in KINDS:
        found = columns.column("name", annotation)
        assert (annotation, found.kind, found.words) == (annotation, kind, words)
    assert columns.column("name", str).read(Number(name="x")) == "x"
    assert columns.column("name", str, lambda one: one.number).read(Number(number="y")) == "y"
    assert [one.name for one in columns.fields_of(Number)] == ["number", "name", "country", "is_shared_number"]
    assert [one.name for one in columns.fields_of(Company, without=("id",))] == ["name"]
    assert (columns.property_of(Contact, "full_name").name, columns.property_of(Contact, "full_name").kind) == (
        *("full_name", "text"),
    )
    assert {str(kind) for kind in Kind} == {
        *("text", "moment", "span", "flag", "real", "count", "whole", "texts", "records", "word", "object"),
    }


def test_the_unknown_fields_of_a_row_are_those_of_its_record():
    """Of a conversation item, its call's or message's; of a line of a transcript, the line's; none are None."""
    extra = {"a": 1}
    call, message = Call(id="1", extra=extra), Message(extra=extra)
    rows: list[Any] = [
        call,
        ConversationItem(call=call),
        ConversationItem(message=message),
        ConversationItem(extra=extra),
    ]
    rows += [ConversationItem(call=call, extra={"b": 2}), (CALL, 0, TranscriptLine(extra=extra))]

    assert [columns.extra_of(row) for row in rows] == [extra] * len(rows)
    assert [columns.extra_of(row) for row in (CALL, ConversationItem(call=CALL, extra=extra), 5, None)] == [None] * 4
    assert [columns.line_id(line) for line in (Number(number=LINE, name="n"), Number(name="n"))] == [LINE, "sender:n"]
