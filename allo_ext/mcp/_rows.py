"""Records as the rows of results: what an agent needs, without links to recordings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allo_ext._dialogue import offset_of
from allo_ext._plain.jsonable import to_jsonable
from allo_ext._wire.json import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from allo_ext import records, v2
    from allo_ext.pages import Page

Row = dict[str, Any]


def row(**fields: Any) -> Row:
    """Return the fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None and value not in ("", (), [])}


def bare(value: Any) -> Any:
    """Return a record, or several, as JSON types without empty and unknown fields."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if is_object(value):
        fields = ((name, bare(one)) for name, one in value.items() if name != "extra")
        return {name: one for name, one in fields if one is not None}
    if is_array(value):
        return [bare(one) for one in value]
    return bare(to_jsonable(value))


def seconds(duration: timedelta | None) -> int | None:
    """Return a duration in whole seconds."""
    return None if duration is None else round(duration.total_seconds())


def item(one: v2.Item) -> Row:
    """Return the row of a call or message."""
    return row(
        id=one.id,
        type=one.type,
        direction=one.direction,
        date=one.date,
        contact_number=one.contact_number,
        contacts=names(one.contacts),
        allo_number=one.allo_number,
        user=one.user.name if one.user else None,
        duration_seconds=seconds(one.duration),
        result=one.result,
        tags=one.tags,
        summary=one.summary,
        content=one.content,
        status=one.status,
    )


def names(contacts: Iterable[v2.Contact] | None) -> list[Row]:
    """Return ids, names and companies of contacts."""
    return [row(id=one.id, name=one.name, company=one.company.name if one.company else None) for one in contacts or ()]


def call(one: records.Call) -> Row:
    """Return the row of a call of version 1."""
    return row(
        id=one.id,
        direction=one.direction,
        date=one.start_date,
        contact_number=one.other_party,
        allo_number=one.allo_number,
        duration_seconds=seconds(one.duration),
        result=one.result,
        tags=one.tags,
        summary=one.summary,
    )


def message(one: records.Message) -> Row:
    """Return the row of a message of version 1."""
    return row(
        direction=one.direction,
        date=one.start_date,
        contact_number=one.contact_number,
        allo_number=one.allo_number,
        sender_id=one.sender_id,
        content=one.content,
    )


def person(one: v2.Person | records.Contact) -> Row:
    """Return the row of a contact."""
    return row(
        id=one.id,
        name=one.full_name,
        numbers=one.numbers,
        emails=one.emails,
        company=one.company.name if one.company else None,
        job_title=one.job_title,
        website=one.website,
    )


def line(one: records.TranscriptLine, position: int, began: datetime | None) -> Row:
    """Return the row of a line of a transcript.

    Args:
        one: The line.
        position: Its number, from 1.
        began: The start of the call.
    """
    offset = offset_of(one, began)
    minutes, rest = divmod(int(offset.total_seconds()) if offset is not None else 0, 60)
    clock = None if offset is None else f"{minutes}:{rest:02d}"
    speakers = {"AGENT": "assistant", "USER": "team", "EXTERNAL": "caller"}
    return row(line=position, at=clock, speaker=speakers.get(str(one.source), one.source), text=one.text)


def showing(page: Page[Any], what: str, number: int, size: int) -> str:
    """Return the sentence about a page: how many there are, and how to read more.

    Args:
        page: The page.
        what: The plural of what it lists.
        number: The page's number, from 1.
        size: The items per page.
    """
    shown = len(page)
    if not shown:
        return f"No {what}." if number == 1 else f"No {what} on page {number}."
    total = f" of {page.total_count:,}" if page.total_count is not None else ""
    more = shown >= size if page.has_more is None else page.has_more
    after = f" For more: page={number + 1}." if more else " This is the last page."
    return f"{shown}{total} {what}, page {number}.{after}"


def listed(rows: Sequence[Row], what: str, *, most: int = 100) -> tuple[str, list[Row]]:
    """Return the sentence about a whole list, and its rows, at most so many."""
    left = f" The first {most} are shown." if len(rows) > most else ""
    return (f"{len(rows):,} {what}.{left}" if rows else f"No {what}."), list(rows[:most])
