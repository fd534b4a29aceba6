"""Reading a file of contacts: CSV as spreadsheets write it, or the first sheet of an Excel workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from allo_ext import ConfigurationError
from allo_ext._extras import needs

_EXCEL: Final = frozenset({".xlsx", ".xlsm"})
_SEPARATORS: Final = ";\t,"


def read_table(path: Path) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a file, the header first.

    Args:
        path: The file. By its extension it is an Excel workbook (xlsx) or CSV, separated by commas, semicolons or tabs,
            in UTF-8 or in the encoding of Excel on Windows.

    Raises:
        ConfigurationError: It cannot be read as what its extension says, or the extra `excel` is not installed.
        OSError: It cannot be opened.
    """
    if path.suffix.lower() in _EXCEL:
        yield from _workbook(path)
        return
    raw = path.read_bytes()
    if raw[:4] == b"PK\x03\x04" or b"\x00" in raw[:1024]:
        raise ConfigurationError(f"{path} is not a CSV file. Save it as CSV UTF-8, or as xlsx with that extension.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    try:
        yield from map(tuple, csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise ConfigurationError(f"{path} is not a CSV file: {error}.") from None


def _workbook(path: Path) -> Iterator[tuple[Any, ...]]:
    with needs("An Excel file", "openpyxl", extra="excel"):
        openpyxl: Any = import_module("openpyxl")
    with path.open("rb") as file:
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            rows = list(book.worksheets[0].iter_rows(values_only=True))
        except (BadZipFile, KeyError, ValueError, IndexError) as error:
            raise ConfigurationError(f"{path} is not an Excel workbook ({type(error).__name__}).") from None
    yield from rows
