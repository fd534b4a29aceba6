"""Files of phone numbers for the dialing queue: CSV with a header, or one number per line."""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from allo_ext._wire.same_number import numbers_in
from allo_ext.errors import InvalidArgumentError

if TYPE_CHECKING:
    from pathlib import Path

_NUMBER: Final = ("number", "phone", "phone_number", "phone number", "mobile", "tel", "telephone")
_OTHERS: Final = ("name", "last_name", "company", "website", "job_title")
_LISTS: Final = {"email": "emails", "emails": "emails", "address": "addresses", "addresses": "addresses"}
_DELIMITERS: Final = ",;\t"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file.

    Attributes:
        line: The line in the file, from 1.
        entry: The entry for the queue; None if the row has no number.
        text: The row's number, or the row itself.
    """

    line: int
    entry: dict[str, Any] | None
    text: str


def read_rows(path: Path, region: str | None = None) -> list[Row]:
    """Return the rows of a file. Empty rows are left out.

    Args:
        path: The file; `-` is stdin.
        region: The country of numbers without a country code, two letters. Without it, the server decides.

    Raises:
        InvalidArgumentError: It is not UTF-8, or has no column of phone numbers.
    """
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidArgumentError(f"{path} is not UTF-8. Save it as CSV UTF-8.") from None
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    reader = csv.reader(lines, delimiter=max(_DELIMITERS, key=first.count))
    try:
        found = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        raise InvalidArgumentError(f"{path}, line {reader.line_num}: {error}.") from None
    found = [(line, cells) for line, cells in found if any(cells)]
    if not found:
        raise InvalidArgumentError(f"{path} has no rows.")
    heads = [cell.casefold() for cell in found[0][1]]
    number = next((heads.index(name) for name in _NUMBER if name in heads), None)
    if number is None and any(map(str.isdigit, found[0][1][0])):
        return [_row(line, cells, ["number"], 0, region) for line, cells in found]
    if number is None:
        raise InvalidArgumentError(f"{path} has no column {_NUMBER[0]}. Columns that are read: number, "
                                   f"{', '.join((*_OTHERS, 'emails', 'addresses'))}.")  # fmt: skip
    return [_row(line, cells, heads, number, region) for line, cells in found[1:]]


def _row(line: int, cells: list[str], heads: list[str], place: int, region: str | None) -> Row:
    number = cells[place] if place < len(cells) else ""
    if not number:
        return Row(line, None, ", ".join(filter(None, cells)))
    found = numbers_in(number, region) if region else ()
    number = found[0] if len(found) == 1 else number
    entry: dict[str, Any] = {"number": number}
    for head, cell in zip(heads, cells, strict=False):
        if cell and head in _OTHERS:
            entry[head] = cell
        elif cell and head in _LISTS:
            entry[_LISTS[head]] = [part.strip() for part in cell.split(";")] if ";" in cell else [cell]
    return Row(line, entry, number)
