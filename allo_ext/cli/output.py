"""Records on stdout: a table for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import IO, TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from allo_ext.cli.columns import Column
from allo_ext.cli.table import table

if TYPE_CHECKING:
    from allo_ext.cli.terminal import Terminal

T = TypeVar("T")


class Format(StrEnum):
    """How data is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


FormatOption = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="How to write it: table on a terminal, jsonl elsewhere.", show_default=False),
]


def chosen(given: Format | None, terminal: Terminal) -> Format:
    """Return the format asked for; else a table where a person looks, and JSON lines where a program reads."""
    return given or (Format.TABLE if terminal.shows_data else Format.JSONL)


def show(records: Iterable[T], columns: Sequence[Column[T]], given: Format | None, terminal: Terminal) -> None:
    """Write records to stdout."""
    match chosen(given, terminal):
        case Format.TABLE:
            console = terminal.console()
            console.print(table(columns, list(records), console.width))
        case Format.JSON:
            write_json(records, columns, sys.stdout)
        case Format.JSONL:
            write_lines(records, columns, sys.stdout)
        case Format.CSV:
            write_csv(records, columns, sys.stdout)


def as_object(record: T, columns: Iterable[Column[T]]) -> dict[str, Any]:
    """Return a record as JSON carries it."""
    return {column.name: column.value(record) for column in columns}


def as_json(value: Any) -> str:
    """Return JSON on one line, in the letters that were meant."""
    return json.dumps(value, ensure_ascii=False)


def write_json(records: Iterable[T], columns: Sequence[Column[T]], file: IO[str]) -> None:
    """Write one array, record by record."""
    before = "[\n  "
    for record in records:
        file.write(before + as_json(as_object(record, columns)))
        before = ",\n  "
    file.write("[]\n" if before.startswith("[") else "\n]\n")


def write_lines(records: Iterable[T], columns: Sequence[Column[T]], file: IO[str]) -> None:
    """Write one object a line."""
    for record in records:
        file.write(as_json(as_object(record, columns)) + "\n")


def write_csv(records: Iterable[T], columns: Sequence[Column[T]], file: IO[str]) -> None:
    """Write a heading, and one record a line."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    for record in records:
        writer.writerow([as_cell(column.value(record)) for column in columns])


def as_cell(value: Any) -> Any:
    """Return what stands in a cell of CSV: lists of texts are joined, whatever is deeper is JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        items: list[Any] = value  # pyright: ignore[reportUnknownVariableType] (JSON)
        return "; ".join(items) if all(isinstance(item, str) for item in items) else as_json(items)
    return value
