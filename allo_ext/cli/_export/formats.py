"""The format and place of an export: --format and --out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from allo_ext import InvalidArgumentError


class FileFormat(StrEnum):
    """File formats."""

    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"
    XLSX = "xlsx"
    HTML = "html"
    MARKDOWN = "markdown"


FileFormatOption = Annotated[
    FileFormat | None,
    typer.Option("--format", "-f", help="File format. Default: from the extension of --out."),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", "-o", help="A file, whose extension decides the format, or a folder. Default: stdout."
    ),
]  # fmt: skip
Excel = Annotated[
    bool,
    typer.Option(
        "--excel", help="CSV for spreadsheets: with a byte order mark, names, and dates and durations they understand."
    ),
]

FOR_PEOPLE: Final = frozenset({FileFormat.XLSX, FileFormat.HTML, FileFormat.MARKDOWN})
"""Formats with names beside numbers, and dates in the local time zone."""
PAGES: Final = frozenset({FileFormat.HTML, FileFormat.MARKDOWN})
"""Formats with one page for each call."""
WITH_COLUMNS: Final = frozenset({FileFormat.CSV, FileFormat.PARQUET, FileFormat.XLSX})
"""Formats whose columns are decided by the first records."""
_BINARY: Final = frozenset({FileFormat.PARQUET, FileFormat.XLSX, *PAGES})
_ENDINGS: Final = {f".{kind}": kind for kind in FileFormat} | {
    ".md": FileFormat.MARKDOWN,
    ".htm": FileFormat.HTML,
    ".ndjson": FileFormat.JSONL,
}
_SUFFIXES: Final = {FileFormat.MARKDOWN: "md"}


@dataclass(frozen=True, slots=True)
class Place:
    """The format and the paths of an export.

    Attributes:
        kind: The format.
        path: The file; None for stdout.
        pages: For formats with pages, the folder of the pages; `path` is the index.
    """

    kind: FileFormat
    path: Path | None
    pages: Path | None = None

    @property
    def shown(self) -> Path | None:
        """The file, or the folder that holds the index and the pages."""
        return self.pages if self.path is not None and self.path.parent == self.pages else self.path


def place(given: FileFormat | None, out: Path | None, name: str, *, pages: bool, excel: bool = False) -> Place:
    """Return the format, and the file or folder to write to.

    Args:
        given: The option --format.
        out: The option --out.
        name: The name of a file in a folder.
        pages: Whether formats with pages are possible.
        excel: The option --excel.

    Raises:
        InvalidArgumentError: The options do not fit together.
    """
    found = _place(given, out, name, pages=pages)
    if excel and found.kind not in {FileFormat.CSV, FileFormat.XLSX}:
        raise InvalidArgumentError("--excel is for CSV. Pass --format csv, or an --out that ends in .csv or .xlsx.")
    return found


def _place(given: FileFormat | None, out: Path | None, name: str, *, pages: bool) -> Place:
    if out is None or str(out) == "-":
        printed = given or FileFormat.JSONL
        if printed in _BINARY:
            raise InvalidArgumentError(f"{printed} cannot be written to stdout. Pass a path with --out.")
        return Place(printed, None)
    kind = given or _ENDINGS.get(out.suffix.lower())
    if kind is None:
        raise InvalidArgumentError(f"Unknown file format. Pass --format {_spelt(pages=pages)}.")
    if kind not in PAGES:
        return Place(kind, out / f"{name}.{kind}" if out.is_dir() else out)
    if not pages:
        raise InvalidArgumentError(f"{name.capitalize()} can only be exported as {_spelt(pages=False)}.")
    if _ENDINGS.get(out.suffix.lower()) is kind and not out.is_dir():
        return Place(kind, out, out.with_name(f"{out.stem}_files"))
    if out.exists() and not out.is_dir():
        raise InvalidArgumentError(f"--out {out} is a file, but {kind} needs a folder.")
    return Place(kind, out / f"index.{_SUFFIXES.get(kind, kind)}", out)


def _spelt(*, pages: bool) -> str:
    names = [str(kind) for kind in FileFormat if pages or kind not in PAGES]
    return f"{', '.join(names[:-1])} or {names[-1]}"
