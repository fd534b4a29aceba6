"""Columns of tables and files, derived from a record's fields.

Each field of a record becomes a column in JSON, CSV, Parquet and SQLite. `columns_of` takes the display options of
some fields, in order. The other fields follow, except those excluded by name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import partial
from itertools import chain, islice
from typing import Any, Final, Generic, TypeVar, cast

import attrs

from allo_ext._wire import columns as _fields
from allo_ext._wire.columns import Kind
from allo_ext.cli._display.text import iso

T = TypeVar("T")

FIRST: Final = 100
"""A page of a list."""


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One value of a record.

    Attributes:
        name: The name in JSON and CSV.
        read: Reads the value from the record.
        heading: The heading in tables; an empty string hides the column.
        shown: Formats the value for tables. Default: `value` as a string.
        rank: On a narrow terminal, columns with the highest rank are hidden first; 0 is never hidden.
        stretches: Whether the column takes the remaining width and is truncated if needed.
        kind: The kind of value; determines the type in Parquet and SQLite.
        parts: For `Kind.RECORDS`, the columns of each record.
        zone: For `Kind.MOMENT`, the time zone. Default: UTC.
        folds: Whether a table shows the whole text on several lines, instead of truncating it.
    """

    name: str
    read: Callable[[T], Any]
    heading: str = ""
    shown: Callable[[T], str] | None = None
    rank: int = 0
    stretches: bool = False
    kind: Kind = Kind.TEXT
    parts: tuple[Column[Any], ...] = ()
    zone: tzinfo | None = None
    folds: bool = False

    def value(self, record: T) -> Any:
        """Return the value as a JSON type."""
        found = self.read(record)
        if found is None:
            return None
        convert = self.conversion()
        return found if convert is None else convert(found)

    def conversion(self) -> Callable[[Any], Any] | None:
        """Return the function that converts what was read to a JSON type; None if nothing has to be converted."""
        if self.zone is not None:
            return partial(iso, zone=self.zone)
        return self._records if self.kind is Kind.RECORDS else _JSON.get(self.kind)

    def _records(self, found: Iterable[Any]) -> list[dict[str, Any]]:
        return [{part.name: part.value(one) for part in self.parts} for one in found]

    def text(self, record: T) -> str:
        """Return the value as shown in a table."""
        if self.shown is not None:
            return self.shown(record)
        value = self.value(record)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if self.kind is Kind.TEXTS:
            return ", ".join(value or ())
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Shown(Generic[T]):
    """Display options of a field or property.

    Attributes:
        name: The column name: the field name, with the suffix `_seconds` if the field is a duration.
        heading: See `Column`.
        text: See `Column.shown`.
        rank: See `Column`.
        stretches: See `Column`.
        read: Returns a string from the record, instead of the field's value.
    """

    name: str
    heading: str = ""
    text: Callable[[T], str] | None = None
    rank: int = 0
    stretches: bool = False
    read: Callable[[T], Any] | None = None


def columns_of(cls: type[T], *shown: Shown[T], without: Collection[str] = ()) -> tuple[Column[T], ...]:
    """Return a column for each field of a record, except `extra`.

    Args:
        cls: The record's class.
        *shown: The fields and properties to put first, in this order.
        without: The fields to exclude.
    """
    fields = {_name(found): found for found in _fields.fields_of(cls, without=without)}
    first: list[Column[T]] = []
    for one in shown:
        found = fields.pop(one.name, None) or _fields.property_of(cls, one.name)
        kind, read = (found.kind, found.read) if one.read is None else (Kind.TEXT, one.read)
        first.append(Column(one.name, read, one.heading, one.text, one.rank, one.stretches, kind))
    rest: list[Column[T]] = [Column(name, found.read, kind=found.kind) for name, found in fields.items()]
    return (*first, *rest)


EXTRA: Final[Column[Any]] = Column("extra", _fields.extra_of, kind=Kind.OBJECT)
"""The fields of a record that this version does not know."""


def with_extra(records: Iterable[T], columns: Sequence[Column[T]]) -> tuple[Iterable[T], Sequence[Column[T]]]:
    """Return records and columns, with `extra` as the last column if one of the first records has unknown fields.

    So a file has the columns that it always had, until the API sends fields that this version does not know.
    """
    source = iter(records)
    first = list(islice(source, FIRST))
    kept = (*columns, EXTRA) if any(map(_fields.extra_of, first)) else columns
    return chain(first, source), kept


def whole_seconds(span: timedelta | None) -> int | None:
    """Return a duration in seconds."""
    return None if span is None else round(span.total_seconds())


def plain(value: Any) -> Any:
    """Return a value of a record as a JSON type."""
    cls: type[Any] = value.__class__
    if attrs.has(cls):
        return {field.name: plain(getattr(value, field.name)) for field in attrs.fields(cls)}
    if isinstance(value, Mapping):
        entries: Mapping[Any, Any] = value  # pyright: ignore[reportUnknownVariableType] (JSON)
        return {str(key): plain(one) for key, one in entries.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in cast("Collection[Any]", value)]
    if isinstance(value, datetime):
        return iso(value)
    return value.total_seconds() if isinstance(value, timedelta) else value


def in_one_text(value: Any) -> str | None:
    """Return a list or object as a JSON string, for formats without lists; None if it is empty."""
    return json.dumps(value, ensure_ascii=False) if value else None


def _texts(values: Collection[Any]) -> list[str]:
    return [str(value) for value in values]


_JSON: Final[dict[Kind, Callable[[Any], Any]]] = {
    Kind.WORD: str,
    Kind.MOMENT: iso,
    Kind.SPAN: whole_seconds,
    Kind.TEXTS: _texts,
    Kind.OBJECT: plain,
}


def _name(found: _fields.Column) -> str:
    return f"{found.name}_seconds" if found.kind is Kind.SPAN else found.name
