"""`allo calls export` and `allo contacts export`: everything into files, in flat memory, whole files only."""

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
"""How many pages are read ahead, of one line and of each of several: reading and writing overlap, memory stays flat."""

TRANSCRIPT_TEXT: Final[Column[Call]] = Column("transcript", lambda call: as_text(call.turns()))


class FileFormat(StrEnum):
    """What files are written as."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    MARKDOWN = "markdown"


FileFormatOption = Annotated[
    FileFormat | None,
    typer.Option("--format", "-f", help="What to write; told by the ending of --out otherwise.", show_default=False),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="A file, or a folder for the file; stdout without it.", show_default=False),
]


def export_calls(
    run: Run,
    since: Since = None,
    until: Until = None,
    number: Number = None,
    contact: Annotated[str | None, typer.Option(help="Only calls with this phone number.")] = None,
    format: FileFormatOption = None,  # noqa: A002 (the option's name)
    out: Out = None,
    transcripts: Annotated[bool, typer.Option("--transcripts", help="Add what was said as the last column.")] = False,
    strict: Strict = False,
) -> None:
    """Save calls, the newest first, each once.

    CSV, JSON lines or Parquet: one file, the same columns in the same order, dates by ISO 8601 in UTC. Markdown: a
    folder with one page for each call, its transcript in it, and an index. A file appears when it is whole.
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

                    assert path is not None  # noqa: S101 (_where saw to it)
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
    """Save the whole address book as CSV, JSON lines or Parquet. The API lists contacts without e-mail addresses."""
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
    # A cell of a spreadsheet is for people.
    return (*CALLS, TRANSCRIPT_TEXT if kind is FileFormat.CSV else TRANSCRIPT)


def _where(given: FileFormat | None, out: Path | None, name: str, *, markdown: bool) -> tuple[FileFormat, Path | None]:
    """Decide what to write, and to which file or folder.

    Raises:
        InvalidArgumentError: That cannot be written there.
    """
    if out is None or str(out) == "-":
        kind = given or FileFormat.JSONL
        if kind in {FileFormat.PARQUET, FileFormat.MARKDOWN}:
            raise InvalidArgumentError(f"{kind} cannot go to stdout: say where with --out.")
        return kind, None
    kind = given or _kind_of(out)
    if kind is FileFormat.MARKDOWN:
        if not markdown:
            raise InvalidArgumentError("Contacts are saved as csv, jsonl or parquet.")
        if out.exists() and not out.is_dir():
            raise InvalidArgumentError(f"--out {out} is a file, and markdown needs a folder.")
        return kind, out
    return kind, out / f"{name}.{kind}" if out.is_dir() else out


def _kind_of(out: Path) -> FileFormat:
    kind = _ENDINGS.get(out.suffix.lower())
    if kind is None:
        raise InvalidArgumentError("Say what to write with --format csv, jsonl, parquet or markdown.")
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
    run.terminal.say(f"{counted.count:,} {counted.noun} written{where} ({counted.rate:,.0f} a second).")
