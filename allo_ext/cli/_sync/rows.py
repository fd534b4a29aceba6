"""Conversion of records to table rows, with SQLite types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from allo_ext._wire.columns import Kind
from allo_ext.cli._display.column import EXTRA, in_one_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

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


def reader_of(
    columns: Iterable[Column[T]], *, without: Collection[str] = (), extra: bool = True
) -> Callable[[T], dict[str, Any]]:
    """Return a function that reads a record as a row; lists and objects become JSON.

    Args:
        columns: The columns of the row.
        without: The names of the columns to leave out.
        extra: Whether the last column has the fields that this version does not know.
    """
    kept = [column for column in columns if column.name not in without] + ([EXTRA] if extra else [])
    reads = [(column.name, column.read) for column in kept]
    # Most values are stored as they are read: only the others take a call.
    conversions = [(column.name, convert) for column in kept if (convert := _conversion(column)) is not None]

    def read(record: T) -> dict[str, Any]:
        row = {name: of(record) for name, of in reads}
        for name, convert in conversions:
            value = row[name]
            if value is not None:
                row[name] = convert(value)
        return row

    return read


def _conversion(column: Column[Any]) -> Callable[[Any], Any] | None:
    to_json = column.conversion()
    if column.kind not in _IN_ONE_TEXT:
        return to_json
    return in_one_text if to_json is None else lambda value: in_one_text(to_json(value))
