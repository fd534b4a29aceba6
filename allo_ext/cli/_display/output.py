"""Records on stdout, as a table, JSON, JSON Lines or CSV."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import IO, TYPE_CHECKING, Annotated, Any, Final, TypeVar

import typer

from allo_ext.cli._display.column import EXTRA, Column, with_extra
from allo_ext.cli._display.text import escaped_json, printable
from allo_ext.cli._display.zone import Zone, in_zone

if TYPE_CHECKING:
    from allo_ext.cli._display.terminal import Terminal

T = TypeVar("T")


class Format(StrEnum):
    """Output formats."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format", "-f", help="Output format. Default: table on a terminal, otherwise jsonl.", show_default=False
    ),
]


def chosen(given: Format | None, terminal: Terminal) -> Format:
    """Return the given format. Default: table on a terminal, otherwise JSON Lines."""
    return given or (Format.TABLE if terminal.shows_data else Format.JSONL)


def show(
    records: Iterable[T],
    columns: Sequence[Column[T]],
    given: Format | None,
    terminal: Terminal,
    zone: Zone | None = None,
) -> None:
    """Write records to stdout, with times in a time zone; by default that of the terminal."""
    columns = in_zone(columns, zone or terminal.zone)
    match chosen(given, terminal):
        case Format.TABLE:
            from allo_ext.cli._display.table import table

            console = terminal.console()
            console.print(table(columns, list(records), console.width))
        case Format.JSON:
            write_json(records, columns, sys.stdout)
        case Format.JSONL:
            write_lines(records, columns, sys.stdout)
        case Format.CSV:
            write_csv(records, columns, sys.stdout, raw=terminal.raw)


def show_one(record: T, columns: Sequence[Column[T]], given: Format | None, terminal: Terminal) -> None:
    """Write one record to stdout; in JSON as an object, not an array."""
    kind = chosen(given, terminal)
    show([record], columns, Format.JSONL if kind is Format.JSON else kind, terminal)


def wrote_whole(record: Any, given: Format | None, terminal: Terminal) -> bool:
    """Write a record with the records inside it as JSON, unless a table or CSV is wanted; return whether it was."""
    if chosen(given, terminal) not in {Format.JSON, Format.JSONL}:
        return False
    sys.stdout.write(as_json(record.to_dict(), sys.stdout) + "\n")
    return True


def as_object(record: T, columns: Iterable[Column[T]]) -> dict[str, Any]:
    """Return a record as JSON types."""
    found = {column.name: column.value(record) for column in columns}
    extra = EXTRA.value(record)
    return {**found, EXTRA.name: extra} if extra else found


def as_json(value: Any, file: IO[str] | None = None, *, indent: int | None = None) -> str:
    """Return JSON on one line, with characters outside ASCII unescaped where possible.

    Args:
        value: The value to encode.
        file: The output file. Characters that it cannot encode, and terminal control characters, are escaped.
        indent: Spaces per level; if given, the output has several lines.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if file is None:
        return text
    try:
        text.encode(getattr(file, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=indent)
    return escaped_json(text) if file.isatty() else text


def write_json(records: Iterable[T], columns: Sequence[Column[T]], file: IO[str]) -> None:
    """Write a JSON array, record by record."""
    before = "[\n  "
    for record in records:
        file.write(before + as_json(as_object(record, columns), file))
        before = ",\n  "
    file.write("[]\n" if before.startswith("[") else "\n]\n")


def write_lines(records: Iterable[T], columns: Sequence[Column[T]], file: IO[str]) -> None:
    """Write one object per line."""
    for record in records:
        file.write(as_json(as_object(record, columns), file) + "\n")


def write_csv(records: Iterable[T], columns: Sequence[Column[T]], file: IO[str], *, raw: bool = False) -> None:
    """Write a header line and one line per record.

    Args:
        records: The records to write.
        columns: The columns to write.
        file: The output file. Terminal control characters are removed.
        raw: Whether to keep cells that a spreadsheet would evaluate as formulas.
    """
    records, columns = with_extra(records, columns)
    writer = csv.writer(_Lines(file))
    writer.writerow([column.name for column in columns])
    for record in records:
        cells = ((column.name, as_cell(column.value(record))) for column in columns)
        writer.writerow([cell if raw else harmless(name, cell) for name, cell in cells])


class _Lines:
    """Writes LF line ends. csv.writer is set to CR LF, because before Python 3.12.3 it does not quote CR otherwise."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._is_terminal = file.isatty()

    def write(self, line: str) -> None:
        """Write one record."""
        line = line.removesuffix("\r\n")
        self._file.write((printable(line) if self._is_terminal else line) + "\n")


def as_cell(value: Any) -> Any:
    """Return the value of a CSV cell: lists of strings are joined, other lists and objects become JSON."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        items: list[Any] = value  # pyright: ignore[reportUnknownVariableType] (JSON)
        return "; ".join(items) if all(isinstance(item, str) for item in items) else as_json(items)
    return as_json(value) if isinstance(value, dict) else value


_PHONES: Final = frozenset(
    {"number", "numbers", "allo_number", "contact_number", "from_number", "to_number", "number_to"}
)
_PHONE: Final = re.compile(r"(?!\+[0-9.]+[+\-][0-9.+\-]*$)\+[0-9][0-9 ().\-\u00a0;+]*")
"""A phone number, but not the sum of two numbers: a spreadsheet would compute +1-202-5550178."""
_UNSEEN: Final = r"\s\x00-\x20\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
"""Spaces, control characters and marks that are not shown: some spreadsheets drop them at the start of a cell."""
_FORMULA: Final = re.compile(rf"[\t\r\n]|[{_UNSEEN}\"'\u2018-\u201f]*[=+\-@\uff1d\uff0b\uff0d\uff20]")


def harmless(name: str, cell: Any) -> Any:
    """Escape a cell that a spreadsheet would evaluate as a formula, with a leading apostrophe.

    Args:
        name: The column name. Phone number columns keep values that look like phone numbers.
        cell: The value of the cell.
    """
    if not isinstance(cell, str) or _FORMULA.match(cell) is None:
        return cell
    return cell if name in _PHONES and _PHONE.fullmatch(cell) else f"'{cell}"
