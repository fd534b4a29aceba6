"""Parquet, through pyarrow (extra `[exports]`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

from allo_ext._extras import needs
from allo_ext._wire.columns import Kind
from allo_ext.cli._display.column import Column, in_one_text, with_extra
from allo_ext.cli._display.text import encodable

T = TypeVar("T")

_ROWS: Final = 5_000
"""Rows per row group."""
_TYPES: Final = {
    Kind.FLAG: "bool_",
    Kind.REAL: "float64",
    Kind.SPAN: "int64",
    Kind.COUNT: "int64",
    Kind.WHOLE: "int64",
}


def write_parquet(records: Iterable[T], columns: Sequence[Column[T]], path: Path) -> None:
    """Write records to a file in row groups.

    Raises:
        ConfigurationError: The extra is not installed.
    """
    arrow, parquet = _libraries()
    records, columns = with_extra(records, columns)
    schema = arrow.schema([(column.name, _type(arrow, column)) for column in columns])
    source = iter(records)
    # A file object, because Arrow accepts only paths that are valid UTF-8.
    with path.open("wb") as file, parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while rows := [_row(record, columns) for record in islice(source, _ROWS)]:
            writer.write_table(arrow.Table.from_pylist(rows, schema=schema))


def _libraries() -> tuple[Any, Any]:
    with needs("Parquet", "pyarrow", extra="exports"):
        return import_module("pyarrow"), import_module("pyarrow.parquet")


def _type(arrow: Any, column: Column[Any]) -> Any:
    match column.kind:
        case Kind.RECORDS:
            return arrow.list_(arrow.struct([(part.name, _type(arrow, part)) for part in column.parts]))
        case Kind.TEXTS:
            return arrow.list_(arrow.string())
        case Kind.MOMENT:
            return arrow.timestamp("us", tz="UTC")
        case kind:
            return getattr(arrow, _TYPES.get(kind, "string"))()


def _row(record: T, columns: Sequence[Column[T]]) -> dict[str, Any]:
    return {column.name: _value(record, column) for column in columns}


def _value(record: Any, column: Column[Any]) -> Any:
    """Convert a value to the column's type: ISO 8601 strings become datetimes."""
    match column.kind:
        case Kind.RECORDS:
            return [_row(one, column.parts) for one in column.read(record) or ()]
        case Kind.MOMENT:
            moment = column.read(record)
            return moment and moment.astimezone(UTC)
        case Kind.TEXTS:
            texts = column.value(record)
            return None if texts is None else [encodable(text) for text in texts]
        case Kind.OBJECT:
            return encodable(in_one_text(column.value(record)) or "") or None
        case _:
            value = column.value(record)
            return encodable(value) if isinstance(value, str) else value
