"""Excel workbooks, through openpyxl (extra `[excel]`).

Rows are written as they are read, so memory does not grow with their number. Dates and durations are those of Excel,
everything else is text that no spreadsheet computes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeVar

from allo_ext._extras import needs
from allo_ext._wire.columns import Kind
from allo_ext.cli._display.column import Column, with_extra
from allo_ext.cli._display.output import as_cell
from allo_ext.cli._display.text import encodable, iso
from allo_ext.cli._display.zone import Zone

T = TypeVar("T")

_ROWS: Final = 1_048_576
"""The rows of a sheet, with the header."""
_LONGEST: Final = 32_767
"""The characters of a cell."""
_DATE, _SPAN, _TEXT = "yyyy-mm-dd hh:mm:ss", "[h]:mm:ss", "@"
_OLDEST: Final = 1900
_NUMBERS: Final = frozenset({Kind.REAL, Kind.COUNT, Kind.WHOLE, Kind.FLAG})
_WIDTHS: Final = {
    "id": 18.0, "call_id": 18.0, "line": 20.0, "contact": 26.0, "result": 20.0, "outcome": 12.0,
    "allo_number": 18.0, "contact_number": 18.0, "from_number": 18.0, "to_number": 18.0, "numbers": 30.0,
    "summary": 60.0, "snippet": 60.0, "transcript": 80.0, "content": 60.0, "extra": 20.0,
}  # fmt: skip
_WRAPPED: Final = "transcript"
_LEAST, _MOST = 10.0, 40.0


def write_workbook(records: Iterable[T], columns: Sequence[Column[T]], path: Path, title: str, zone: Zone) -> None:
    """Write records to a file, with a header that stays visible, and a filter.

    Args:
        records: The records.
        columns: The columns; see `for_spreadsheets`.
        path: The file.
        title: The name of the sheet. More rows than fit continue in `title 2`.
        zone: The time zone of the dates, which have none in Excel.

    Raises:
        ConfigurationError: The extra is not installed.
    """
    with needs("An Excel file", "openpyxl", extra="excel"):
        openpyxl: Any = import_module("openpyxl")
    records, columns = with_extra(records, columns)
    book = openpyxl.Workbook(write_only=True)
    make = _Cells(zone, is_tall=any(column.name == _WRAPPED for column in columns))
    sheets: list[Any] = []
    count = _ROWS
    for record in records:
        if count == _ROWS:
            name = f"{title} {len(sheets) + 1}" if sheets else title
            sheets.append(_sheet(book, columns, name, make))
            count = 1
        sheets[-1].append([make(sheets[-1], column, record) for column in columns])
        count += 1
    if not sheets:
        sheets.append(_sheet(book, columns, title, make))
        count = 1
    last = import_module("openpyxl.utils").get_column_letter(len(columns))
    for place, sheet in enumerate(sheets, 1):
        sheet.auto_filter.ref = f"A1:{last}{count if place == len(sheets) else _ROWS}"
    with path.open("wb") as file:
        book.save(file)


def _sheet(book: Any, columns: Sequence[Column[Any]], title: str, make: _Cells) -> Any:
    letter, bold = import_module("openpyxl.utils").get_column_letter, import_module("openpyxl.styles").Font(bold=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, 1):
        width = _WIDTHS.get(column.name, min(_MOST, max(_LEAST, len(column.name) * 1.2 + 4)))
        if column.kind is Kind.MOMENT:
            width = max(width, 20.0)
        sheet.column_dimensions[letter(place)].width = width
    heads = [make.text(sheet, column.name) for column in columns]
    for head in heads:
        head.font = bold
    sheet.append(heads)
    return sheet


class _Cells:
    """Makes the cells of a workbook."""

    def __init__(self, zone: Zone, *, is_tall: bool) -> None:
        self._zone = zone
        self._is_tall = is_tall
        self._cell: Any = import_module("openpyxl.cell").WriteOnlyCell
        self._cell_type: Any = import_module("openpyxl.cell.cell").Cell
        alignment: Any = import_module("openpyxl.styles").Alignment
        self._top, self._wrapped = alignment(vertical="top"), alignment(vertical="top", wrap_text=True)
        self._illegal: Any = import_module("openpyxl.cell.cell").ILLEGAL_CHARACTERS_RE

    def __call__(self, sheet: Any, column: Column[Any], record: Any) -> Any:
        """Return the cell of a record. Beside a transcript, which has many lines, all begin at the top."""
        made = self._made(sheet, column, record)
        if not self._is_tall or made is None:
            return made
        cell = made if isinstance(made, self._cell_type) else self._cell(sheet, value=made)
        cell.alignment = self._wrapped if column.name == _WRAPPED else self._top
        return cell

    def _made(self, sheet: Any, column: Column[Any], record: Any) -> Any:
        found = column.read(record)
        if found is None or found == "":
            return None
        if column.kind is Kind.MOMENT:
            return self._moment(sheet, found)
        if column.kind is Kind.SPAN:
            return self._span(sheet, found)
        if column.kind in _NUMBERS and isinstance(found, (bool, int, float)):
            return found
        return self.text(sheet, as_cell(column.value(record)))

    def text(self, sheet: Any, value: Any) -> Any:
        """Return a cell that is text, whatever it looks like: never a formula, a number or an error."""
        text = self._illegal.sub("\N{REPLACEMENT CHARACTER}", encodable(str(value)))
        if len(text) > _LONGEST:
            text = text[: _LONGEST - 1] + "…"
        cell = self._cell(sheet, value=text)
        cell.data_type = "s"
        cell.number_format = _TEXT
        cell.quotePrefix = True  # still text after somebody edits the cell
        return cell

    def _moment(self, sheet: Any, moment: datetime) -> Any:
        try:
            there = moment.astimezone(self._zone.info).replace(tzinfo=None)
        except OverflowError:
            there = moment.replace(tzinfo=None)
        if there.year < _OLDEST:
            return self.text(sheet, iso(moment))
        cell = self._cell(sheet, value=there)
        cell.number_format = _DATE
        return cell

    def _span(self, sheet: Any, span: timedelta) -> Any:
        if span < timedelta():
            return self.text(sheet, str(span))
        cell = self._cell(sheet, value=span)
        cell.number_format = _SPAN
        return cell
