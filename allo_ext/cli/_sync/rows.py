"""Conversion of records to table rows, with SQLite types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from allo_ext._wire.columns import Kind
from allo_ext.cli._display.column import EXTRA, in_one_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from allo_ext.cli._display.column import Column

T = TypeVar("T")

_TYPES: Final[dict[Kind, type[Any]]] = {
    Kind.SPAN: int,
    Kind.COUNT: int,
    Kind.WHOLE: int,
    Kind.REAL: float,
    Kind.FLAG: bool,
}
_IN_ONE_TEXT: Final = frozenset({Kind.TEXTS, Kind.RECORDS, Kind.OBJECT})


def types_of(columns: Iterable[Column[Any]], *, without: Collection[str] = ()) -> dict[str, type[Any]]:
    """Return the columns of a table and their types."""
    return {column.name: _TYPES.get(column.kind, str) for column in columns if column.name not in without}


def types_with_extra(columns: Iterable[Column[Any]], *, without: Collection[str] = ()) -> dict[str, type[Any]]:
    """Return the columns of a table and their types, and `extra` as the last one."""
    return {**types_of(columns, without=without), EXTRA.name: str}


def row_of(record: T, columns: Iterable[Column[T]], *, without: Collection[str] = ()) -> dict[str, Any]:
    """Return a record as a row; lists and objects become JSON."""
    return {column.name: _value(record, column) for column in columns if column.name not in without}


def row_with_extra(record: T, columns: Iterable[Column[T]], *, without: Collection[str] = ()) -> dict[str, Any]:
    """Return a record as a row, with the fields that this version does not know as JSON."""
    return {**row_of(record, columns, without=without), EXTRA.name: _value(record, EXTRA)}


def _value(record: T, column: Column[T]) -> Any:
    value = column.value(record)
    return None if value is None else in_one_text(value) if column.kind in _IN_ONE_TEXT else value
