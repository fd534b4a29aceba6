"""`allo search`: full-text search in a database made by `allo sync`."""

from __future__ import annotations

import re
import shlex
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from allo_ext._wire.columns import Kind
from allo_ext.cli._display.column import Column
from allo_ext.cli._display.output import FormatOption
from allo_ext.cli._display.text import unmarked, with_brackets
from allo_ext.cli._export.formats import Excel
from allo_ext.cli._export.lists import ListOut, show_or_write, zone_of
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.options import Since, Until
from allo_ext.cli._program.period import Day, Last, Month, period

Found = dict[str, Any]

_SHOWN: Final = 20
"""Calls on a terminal, unless --limit is given."""
_TOKEN: Final = re.compile(r'"[^"]*"?|[^\s"()]+')
_OPERATORS: Final = {"or": "OR", "and": "AND", "not": "NOT", "|": "OR", "||": "OR", "&": "AND", "&&": "AND"}


class Where(StrEnum):
    """The texts of --in."""

    SUMMARY = "summary"
    TRANSCRIPT = "transcript"


_FOUND: tuple[Column[Found], ...] = (
    Column("call_id", lambda row: row["call_id"], "id", rank=2),
    Column("start_date", lambda row: _moment(row["start_date"]), "when (UTC)", kind=Kind.MOMENT),
    Column("contact", lambda row: row["contact"], "with", rank=1),
    Column("contact_number", lambda row: row["contact_number"]),
    Column("where", lambda row: row["place"], "in",
           lambda row: "both" if "," in row["place"] else row["place"], rank=3),
    Column("snippet", lambda row: unmarked(row["snippet"]), "found", lambda row: with_brackets(row["snippet"]),
           stretches=True),
)  # fmt: skip


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:  # another program has written it
        return None


def search(
    run: Run,
    words: Annotated[
        str,
        typer.Argument(
            metavar="WORDS",
            help='All words must match. Use "quotes", within those of the shell, for a phrase; OR, NOT, parentheses.',
        ),
    ],
    db: Annotated[Path, typer.Option(help="A database made by `allo sync`.")] = Path("allo.db"),
    since: Since = None,
    until: Until = None,
    month: Month = None,
    day: Day = None,
    last: Last = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            "-l",
            min=1,
            help="Maximum number of calls. Default: 20 on a terminal, otherwise all.",
            show_default=False,
        ),
    ] = None,
    within: Annotated[
        Where | None, typer.Option("--in", help="Search only this. Default: both.", show_default=False)
    ] = None,
    format: FormatOption = None,  # noqa: A002 (the option's name)
    out: ListOut = None,
    excel: Excel = False,
) -> None:
    """Search summaries and transcripts in a database made by `allo sync`, without using the API.

    Newest calls first, with the words that were found in brackets. Accents are ignored. End a word with * to match a
    prefix. OR and NOT, in capitals, apply to one summary or one line of a transcript, as in SQLite's full-text search.
    Exit code 1 if nothing matches.
    """
    from allo_ext.cli._sync import index

    # Times in the table of a search are those of --tz, otherwise UTC.
    zone = run.zone if out is None and not excel else zone_of(run, format, out, excel=excel)
    asked = period(since, until, month, day, last, zone)
    if limit is None and run.terminal.shows_data and out is None:
        limit = _SHOWN
    found = index.search(db, words, limit, asked.since, asked.until, place=within)
    show_or_write(run, found.rows, _FOUND, "search", format, out, zone, excel=excel)
    if found.rows:
        run.terminal.say(f"{len(found.rows):,} of {found.total:,} calls.")
    else:
        run.terminal.say(f"No matches.{_hint(words)}")
        raise typer.Exit(1)


def _hint(words: str) -> str:
    """Return a sentence about an operator that was written in small letters, so searched as a word."""
    tokens = _TOKEN.findall(words)
    wrong = [token for token in tokens if token in _OPERATORS or (token.lower() in _OPERATORS and not token.isupper())]
    if not wrong:
        return ""
    meant = _TOKEN.sub(lambda found: _OPERATORS.get(found[0].lower(), found[0]), words)
    operator = _OPERATORS[wrong[0].lower()]
    searched = "was searched as a word" if wrong[0].isalpha() else "is not an operator"
    return f" '{wrong[0]}' {searched}. Write {operator} in capitals: allo search {shlex.quote(meant)}."
