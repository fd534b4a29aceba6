"""`allo calls export` and `allo contacts export`: stream records to files, without partial files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from operator import attrgetter
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Final, TypeVar

import typer

from allo_ext.cli._display import output
from allo_ext.cli._display.column import FIRST, Column
from allo_ext.cli._display.columns import CONTACTS
from allo_ext.cli._display.names import read_names
from allo_ext.cli._display.zone import Zone, spelt_days, spelt_period, yesterday
from allo_ext.cli._export.columns import call_columns, for_csv, for_programs, for_spreadsheets, with_names
from allo_ext.cli._export.files import whole_file, whole_text
from allo_ext.cli._export.formats import (
    FOR_PEOPLE,
    PAGES,
    WITH_COLUMNS,
    Excel,
    FileFormat,
    FileFormatOption,
    Out,
    Place,
    place,
)
from allo_ext.cli._export.progress import Counted, counting
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.options import (
    Number,
    Since,
    Strict,
    Until,
)
from allo_ext.cli._program.period import Day, Last, Month, period
from allo_ext.cli._reading.calls import SCOPE, Filters, from_v2
from allo_ext.cli._reading.options import Direction, Tags, User, Words

if TYPE_CHECKING:
    from allo_ext.cli._export.pages import Markup

T = TypeVar("T")

_AHEAD: Final = 3
_AHEAD_OF_EACH: Final = 1
"""Pages to prefetch: from a single line, and from each line when there are several."""
_MARK: Final = "\ufeff"
"""The byte order mark: without it, Excel reads UTF-8 as something else."""


def export_calls(
    run: Run,
    since: Since = None,
    until: Until = None,
    month: Month = None,
    day: Day = None,
    last: Last = None,
    number: Number = None,
    contact: Annotated[str | None, typer.Option(help="Only calls with this phone number.")] = None,
    format: FileFormatOption = None,  # noqa: A002 (the option's name)
    out: Out = None,
    transcripts: Annotated[bool, typer.Option("--transcripts", help="Add the transcript as the last column.")] = False,
    excel: Excel = False,
    strict: Strict = False,
    direction: Direction = None,
    tag: Tags = None,
    user: User = None,
    words: Words = None,
    result: Annotated[
        str | None, typer.Option(help="Only calls with this result, such as MISSED or VOICEMAIL. Version 2 only.")
    ] = None,
) -> None:
    """Export calls, newest first, without duplicates.

    CSV, JSON, JSON Lines and Parquet: one file for programs, with dates in UTC (ISO 8601) unless --tz is given. Excel
    (xlsx), and CSV with --excel: names beside numbers, dates in the local time zone. HTML and Markdown: an index and
    one page per call, including its transcript. A file is only created when it is complete.
    """
    where = place(format, out, "calls", pages=True, excel=excel)
    zone = _zone(run, where, excel=excel)
    asked = period(since, until, month, day, last, zone)
    filters = Filters(
        number=number, contact=contact, period=asked, result=result, direction=direction, tags=tag, user=user,
        words=words,
    )  # fmt: skip
    with run.client() as allo:
        from allo_ext.cli._export.estimate import estimate

        is_v2 = run.uses_v2(allo, SCOPE, only_v2=filters.need_v2 or result is not None)
        whole = contact is None and asked.until is None
        shows = run.terminal.shows_progress and where.path and not is_v2
        expected = estimate(allo, number, asked.since, asked.until, whole=whole) if shows else None
        unlisted = 0
        named = read_names(allo, run.terminal) if excel or where.kind in FOR_PEOPLE else None
        ahead = _AHEAD if number else _AHEAD_OF_EACH
        calls = (
            from_v2(allo, filters, transcript=transcripts or where.kind in PAGES, prefetch=_AHEAD)
            if is_v2
            else allo.calls.iter(
                allo_number=number, contact_number=contact, since=asked.since, until=asked.until, prefetch=ahead,
                strict=strict,
            )
        )  # fmt: skip
        replaced = False
        try:
            with counting(run.terminal, "calls", expected, when=attrgetter("start_date")) as counted:
                if where.kind in PAGES:
                    from allo_ext.cli._export.pages import Seen, write_pages

                    assert named is not None  # noqa: S101 (pages are for people)
                    unlisted = write_pages(counted.each(calls), where, _markup(where.kind), Seen(named, zone))
                else:
                    columns = call_columns(where.kind, transcripts=transcripts, user=is_v2)
                    columns = columns if named is None else with_names(columns, named)
                    replaced = write(run, counted.each(calls), columns, where, zone, excel=excel)
        finally:
            calls.close()
    _tell(run, counted, where.shown, zone, replaced=replaced)
    _tell_late(run, counted, where)
    _tell_unlisted(run, where, unlisted)
    _tell_end(run, until)


def export_contacts(
    run: Run,
    format: FileFormatOption = None,  # noqa: A002 (the option's name)
    out: Out = None,
    excel: Excel = False,
) -> None:
    """Export all contacts as CSV, JSON, JSON Lines, Parquet or Excel.

    The API lists contacts without email addresses.
    """
    where = place(format, out, "contacts", pages=False, excel=excel)
    zone = _zone(run, where, excel=excel)
    with run.client() as allo:
        contacts = allo.contacts.iter(prefetch=_AHEAD)
        try:
            with counting(run.terminal, "contacts", None, when=attrgetter("created_at")) as counted:
                replaced = write(run, counted.each(contacts), CONTACTS, where, zone, excel=excel)
        finally:
            contacts.close()
    _tell(run, counted, where.path, None, replaced=replaced)
    _tell_late(run, counted, where)


def _zone(run: Run, where: Place, *, excel: bool) -> Zone:
    return run.zone_for_people if excel or where.kind in FOR_PEOPLE else run.zone


def _markup(kind: FileFormat) -> Markup:
    if kind is FileFormat.HTML:
        from allo_ext.cli._export.html import Html

        return Html()
    from allo_ext.cli._export.markdown import Markdown

    return Markdown()


def write(
    run: Run, records: Iterable[T], columns: Sequence[Column[T]], where: Place, zone: Zone, *, excel: bool
) -> bool:
    """Write records to a file or stdout. Returns whether a file of that name was replaced."""
    kind, path = where.kind, where.path
    replaced = path is not None and path.is_file()
    if kind is FileFormat.XLSX:
        from allo_ext.cli._export.excel import write_workbook

        assert path is not None  # noqa: S101 (checked by `place`)
        with whole_file(path) as part:
            write_workbook(records, for_spreadsheets(columns, zone), part, path.stem[:20].capitalize(), zone)
        return replaced
    columns = for_csv(columns, zone) if excel else for_programs(columns, run.settings.zone)
    if path is None:
        _write_text(records, columns, kind, sys.stdout, raw=run.terminal.raw, excel=excel)
    elif kind is FileFormat.PARQUET:
        from allo_ext.cli._export.parquet import write_parquet

        with whole_file(path) as part:
            write_parquet(records, columns, part)
    else:
        with whole_text(path) as file:
            _write_text(records, columns, kind, file, raw=run.terminal.raw, excel=excel)
    return replaced


def _write_text(
    records: Iterable[T], columns: Sequence[Column[T]], kind: FileFormat, file: IO[str], *, raw: bool, excel: bool
) -> None:
    if kind is FileFormat.CSV:
        if excel:
            file.write(_MARK)
        output.write_csv(records, columns, file, raw=raw)
    elif kind is FileFormat.JSON:
        output.write_json(records, columns, file)
    else:
        output.write_lines(records, columns, file)


def _tell(run: Run, counted: Counted, path: Path | None, zone: Zone | None, *, replaced: bool) -> None:
    """Say how many records were written, and of which days."""
    where = f" to {path}" if path else ""
    days, noun = "", counted.noun.removesuffix("s") if counted.count == 1 else counted.noun
    if zone is not None and counted.first is not None and counted.last is not None:
        days = f": {spelt_period(counted.first, counted.last, zone)} ({zone.name})"
    before = spelt_replaced(is_true=replaced)
    run.terminal.say(f"{counted.count:,} {noun} written{where} ({counted.rate:,.0f} per second){days}.{before}")


def _tell_late(run: Run, counted: Counted, where: Place) -> None:
    """Say that the file has no column for fields that only later records have."""
    if counted.late and where.kind in WITH_COLUMNS:
        run.terminal.warn(
            f"{counted.late:,} {counted.noun} have fields that this version does not know, and the file has no column "
            f"for them, because the first {FIRST} have none. Export to JSON Lines (.jsonl) to keep them."
        )


def spelt_replaced(*, is_true: bool) -> str:
    """Return a sentence about the file that was there before; nothing without one."""
    return " The file that was there is replaced." if is_true else ""


def _tell_unlisted(run: Run, where: Place, count: int) -> None:
    """Say that earlier exports left pages that the index does not list."""
    if count:
        pages = "1 more page" if count == 1 else f"{count:,} more pages"
        run.terminal.warn(f"{where.pages} has {pages}, of earlier exports, which the index does not list.")


def _tell_end(run: Run, until: date | None) -> None:
    """Say that a day given as the end is not included: people expect that it is."""
    if until is None or isinstance(until, datetime) or until == date.min:
        return
    last = yesterday(until)
    run.terminal.say(f"The last day is {spelt_days(last, last)}: --until is not included.")
