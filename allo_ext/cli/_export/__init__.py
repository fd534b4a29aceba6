"""`allo calls export` and `allo contacts export`: stream records to files, without partial files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from operator import attrgetter
from pathlib import Path
from typing import IO, Annotated, Final, TypeVar

import typer

from allo_ext import Call, InvalidArgumentError
from allo_ext.cli._display import output
from allo_ext.cli._display.column import Column
from allo_ext.cli._display.columns import (
    CALLS,
    CONTACTS,
    TRANSCRIPT,
)
from allo_ext.cli._display.transcripts import as_text
from allo_ext.cli._export.files import whole_file, whole_text
from allo_ext.cli._export.progress import Counted, counting
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.options import (
    Number,
    Since,
    Strict,
    Until,
)

T = TypeVar("T")

_AHEAD: Final = 3
_AHEAD_OF_EACH: Final = 1
"""Pages to prefetch: from a single line, and from each line when there are several."""

TRANSCRIPT_TEXT: Final[Column[Call]] = Column("transcript", lambda call: as_text(call.turns()))


class FileFormat(StrEnum):
    """File formats."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    MARKDOWN = "markdown"


FileFormatOption = Annotated[
    FileFormat | None,
    typer.Option("--format", "-f", help="File format. Default: from the extension of --out.", show_default=False),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="A file, or a folder for the file. Default: stdout.", show_default=False),
]


def export_calls(
    run: Run,
    since: Since = None,
    until: Until = None,
    number: Number = None,
    contact: Annotated[str | None, typer.Option(help="Only calls with this phone number.")] = None,
    format: FileFormatOption = None,  # noqa: A002 (the option's name)
    out: Out = None,
    transcripts: Annotated[bool, typer.Option("--transcripts", help="Add the transcript as the last column.")] = False,
    strict: Strict = False,
) -> None:
    """Export calls, newest first, without duplicates.

    CSV, JSON Lines and Parquet: one file with dates in UTC (ISO 8601). Markdown: a folder with an index and one page
    per call, including its transcript. A file is only created when it is complete.
    """
    kind, path = _where(format, out, "calls", markdown=True)
    with run.client() as allo:
        from allo_ext.cli._export.estimate import estimate

        whole = contact is None and until is None
        expected = estimate(allo, number, since, until, whole=whole) if run.terminal.shows_progress and path else None
        ahead = _AHEAD if number else _AHEAD_OF_EACH
        calls = allo.calls.iter(
            allo_number=number, contact_number=contact, since=since, until=until, prefetch=ahead, strict=strict
        )
        try:
            with counting(run.terminal, "calls", expected, when=attrgetter("start_date")) as counted:
                if kind is FileFormat.MARKDOWN:
                    from allo_ext.cli._export.markdown import write_pages

                    assert path is not None  # noqa: S101 (checked by _where)
                    write_pages(counted.each(calls), path)
                else:
                    _write(
                        counted.each(calls),
                        _call_columns(kind, transcripts=transcripts),
                        kind,
                        path,
                        raw=run.terminal.raw,
                    )
        finally:
            calls.close()
    _tell(run, counted, path)


def export_contacts(
    run: Run,
    format: FileFormatOption = None,  # noqa: A002 (the option's name)
    out: Out = None,
) -> None:
    """Export all contacts as CSV, JSON Lines or Parquet. The API lists contacts without email addresses."""
    kind, path = _where(format, out, "contacts", markdown=False)
    with run.client() as allo:
        contacts = allo.contacts.iter(prefetch=_AHEAD)
        try:
            with counting(run.terminal, "contacts", None, when=attrgetter("created_at")) as counted:
                _write(counted.each(contacts), CONTACTS, kind, path, raw=run.terminal.raw)
        finally:
            contacts.close()
    _tell(run, counted, path)


def _call_columns(kind: FileFormat, *, transcripts: bool) -> tuple[Column[Call], ...]:
    if not transcripts:
        return CALLS
    # CSV is opened in spreadsheets: readable text instead of JSON.
    return (*CALLS, TRANSCRIPT_TEXT if kind is FileFormat.CSV else TRANSCRIPT)


def _where(given: FileFormat | None, out: Path | None, name: str, *, markdown: bool) -> tuple[FileFormat, Path | None]:
    """Return the file format, and the file or folder to write to.

    Raises:
        InvalidArgumentError: The format and --out do not fit together.
    """
    if out is None or str(out) == "-":
        kind = given or FileFormat.JSONL
        if kind in {FileFormat.PARQUET, FileFormat.MARKDOWN}:
            raise InvalidArgumentError(f"{kind} cannot be written to stdout. Pass a path with --out.")
        return kind, None
    kind = given or _kind_of(out)
    if kind is FileFormat.MARKDOWN:
        if not markdown:
            raise InvalidArgumentError("Contacts can only be exported as csv, jsonl or parquet.")
        if out.exists() and not out.is_dir():
            raise InvalidArgumentError(f"--out {out} is a file, but markdown needs a folder.")
        return kind, out
    return kind, out / f"{name}.{kind}" if out.is_dir() else out


def _kind_of(out: Path) -> FileFormat:
    kind = _ENDINGS.get(out.suffix.lower())
    if kind is None:
        raise InvalidArgumentError("Unknown file format. Pass --format csv, jsonl, parquet or markdown.")
    return kind


_ENDINGS: Final = {f".{kind}": kind for kind in (FileFormat.CSV, FileFormat.JSONL, FileFormat.PARQUET)}


def _write(
    records: Iterable[T], columns: Sequence[Column[T]], kind: FileFormat, path: Path | None, *, raw: bool
) -> None:
    if path is None:
        _write_text(records, columns, kind, sys.stdout, raw=raw)
    elif kind is FileFormat.PARQUET:
        from allo_ext.cli._export.parquet import write_parquet

        with whole_file(path) as part:
            write_parquet(records, columns, part)
    else:
        with whole_text(path) as file:
            _write_text(records, columns, kind, file, raw=raw)


def _write_text(
    records: Iterable[T], columns: Sequence[Column[T]], kind: FileFormat, file: IO[str], *, raw: bool
) -> None:
    if kind is FileFormat.CSV:
        output.write_csv(records, columns, file, raw=raw)
    else:
        output.write_lines(records, columns, file)


def _tell(run: Run, counted: Counted, path: Path | None) -> None:
    where = f" to {path}" if path else ""
    run.terminal.say(f"{counted.count:,} {counted.noun} written{where} ({counted.rate:,.0f} per second).")
