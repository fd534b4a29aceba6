"""Parquet, through pyarrow (extra `[exports]`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

from allo_ext import ConfigurationError
from allo_ext.cli._display.columns import Column
from allo_ext.cli._display.text import encodable

T = TypeVar("T")

_ROWS: Final = 5_000
"""Rows that are held and written together."""
_MOMENTS: Final = frozenset({"start_date", "created_at", "updated_at", "last_activity_date"})
_LISTS: Final = frozenset({"tags", "numbers", "emails"})
_FLAGS: Final = frozenset({"is_archived", "is_whitelisted"})


def write_parquet(records: Iterable[T], columns: Sequence[Column[T]], path: Path) -> None:
    """Write records to a file, some thousand at a time.

    Raises:
        ConfigurationError: The extra is not installed.
    """
    arrow, parquet = _libraries()
    schema = arrow.schema([(column.name, _type(arrow, column.name)) for column in columns])
    source = iter(records)
    # A file and not its name: Arrow takes only names that are UTF-8.
    with path.open("wb") as file, parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while rows := [_row(record, columns) for record in islice(source, _ROWS)]:
            writer.write_table(arrow.Table.from_pylist(rows, schema=schema))


def _libraries() -> tuple[Any, Any]:
    try:
        return import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise ConfigurationError("Parquet needs an extra: pip install 'withallo-sdk[exports]'.") from None


def _type(arrow: Any, name: str) -> Any:
    moment = arrow.timestamp("us", tz="UTC")
    if name == "transcript":
        line = [("source", arrow.string()), ("start_seconds", arrow.float64()), ("end_seconds", arrow.float64())]
        return arrow.list_(arrow.struct([*line, ("time", moment), ("text", arrow.string())]))
    if name in _LISTS:
        return arrow.list_(arrow.string())
    if name in _FLAGS:
        return arrow.bool_()
    if name == "duration_seconds":
        return arrow.int64()
    return moment if name in _MOMENTS else arrow.string()


def _row(record: T, columns: Sequence[Column[T]]) -> dict[str, Any]:
    return {column.name: _value(column.name, column.value(record)) for column in columns}


def _value(name: str, value: Any) -> Any:
    """Return a value as the column's type wants it: moments, not their texts."""
    if isinstance(value, str):
        return datetime.fromisoformat(value) if name in _MOMENTS or name == "time" else encodable(value)
    if isinstance(value, list):
        items: list[Any] = value  # pyright: ignore[reportUnknownVariableType] (JSON)
        return [_value(name, item) for item in items]
    if isinstance(value, dict):
        entries: dict[str, Any] = value  # pyright: ignore[reportUnknownVariableType] (JSON)
        return {key: _value(key, item) for key, item in entries.items()}
    return value
