"""The columns of exported calls: for programs as in every format, for spreadsheets with names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from allo_ext import Call
from allo_ext._wire.columns import Kind
from allo_ext.cli._display.column import Column
from allo_ext.cli._display.columns import CALLS, TRANSCRIPT, USER
from allo_ext.cli._display.names import Names
from allo_ext.cli._display.transcripts import as_text
from allo_ext.cli._display.zone import Zone, in_zone
from allo_ext.cli._export.formats import FileFormat

T = TypeVar("T")

TRANSCRIPT_TEXT: Final[Column[Call]] = Column("transcript", lambda call: as_text(call.turns()))
_DURATIONS: Final = "_seconds"


def call_columns(kind: FileFormat, *, transcripts: bool, user: bool = False) -> tuple[Column[Call], ...]:
    """Return the columns of a format, with the team member and the transcript as the last ones if wanted."""
    calls = (*CALLS, USER) if user else CALLS
    if not transcripts:
        return calls
    # CSV is opened in spreadsheets: readable text instead of JSON.
    return (*calls, TRANSCRIPT_TEXT if kind in {FileFormat.CSV, FileFormat.XLSX} else TRANSCRIPT)


def with_names(columns: Sequence[Column[Call]], names: Names) -> tuple[Column[Call], ...]:
    """Insert the name of the line and of the contact beside their numbers."""
    beside: dict[str, Column[Call]] = {
        "allo_number": Column("line", lambda call: names.line(call.allo_number)),
        "contact_number": Column("contact", lambda call: names.contact(call.contact_number)),
    }
    found: list[Column[Call]] = []
    for column in columns:
        found += [column, *([beside[column.name]] if column.name in beside else [])]
    return tuple(found)


def for_spreadsheets(columns: Sequence[Column[T]], zone: Zone) -> tuple[Column[T], ...]:
    """Name the time zone in the heading of dates; durations lose `_seconds`, because they are durations."""
    return tuple(_for_spreadsheets(column, zone) for column in columns)


def for_csv(columns: Sequence[Column[T]], zone: Zone) -> tuple[Column[T], ...]:
    """Turn dates and durations into texts that a spreadsheet reads as such when it opens the file."""
    return tuple(_as_text(column, zone) for column in for_spreadsheets(columns, zone))


def for_programs(columns: Sequence[Column[T]], zone: Zone | None) -> tuple[Column[T], ...]:
    """Return the columns with dates in the time zone of --tz, if it was given."""
    return tuple(columns) if zone is None else in_zone(columns, zone)


def _for_spreadsheets(column: Column[Any], zone: Zone) -> Column[Any]:
    if column.kind is Kind.MOMENT:
        return replace(column, name=f"{column.name} ({zone.name})")
    if column.kind is Kind.SPAN:
        return replace(column, name=column.name.removesuffix(_DURATIONS))
    return column


def _as_text(column: Column[Any], zone: Zone) -> Column[Any]:
    text: dict[Kind, Callable[[Any], str]] = {Kind.MOMENT: lambda moment: _moment(moment, zone), Kind.SPAN: _span}
    if column.kind not in text:
        return column
    spell, read = text[column.kind], column.read

    def said(record: Any) -> str | None:
        found = read(record)
        return None if found is None else spell(found)

    return replace(column, read=said, kind=Kind.TEXT, zone=None)


def _moment(moment: datetime, zone: Zone) -> str:
    try:
        return f"{moment.astimezone(zone.info):%Y-%m-%d %H:%M:%S}"
    except OverflowError:
        return f"{moment:%Y-%m-%d %H:%M:%S}"


def _span(span: timedelta) -> str:
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
