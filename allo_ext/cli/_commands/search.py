"""`allo search`: full-text search in a database made by `allo sync`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from allo_ext._wire.columns import Kind
from allo_ext.cli._display.column import Column
from allo_ext.cli._display.output import FormatOption, show
from allo_ext.cli._display.text import unmarked, with_brackets
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.options import Limit, Since, Until
from allo_ext.cli._program.period import Day, Last, Month, period

Found = dict[str, Any]

_FOUND: tuple[Column[Found], ...] = (
    Column("call_id", lambda row: row["call_id"], "id", rank=2),
    Column("start_date", lambda row: _moment(row["start_date"]), "when (UTC)", kind=Kind.MOMENT),
    Column("contact", lambda row: row["contact"], "with", rank=1),
    Column("contact_number", lambda row: row["contact_number"]),
    Column("where", lambda row: row["place"], "in", rank=3),
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
            metavar="WORDS", help='All words must match. Use "quotes" for a phrase, and OR, NOT and parentheses.'
        ),
    ],
    db: Annotated[Path, typer.Option(help="A database made by `allo sync`.")] = Path("allo.db"),
    since: Since = None,
    until: Until = None,
    month: Month = None,
    day: Day = None,
    last: Last = None,
    limit: Limit = 20,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Search summaries and transcripts in a database made by `allo sync`, without using the API.

    Newest calls first, with the words that were found in brackets. Accents are ignored. End a word with * to match a
    prefix. OR and NOT, in capitals, apply to one summary or one line of a transcript, as in SQLite's full-text search.
    Exit code 1 if nothing matches.
    """
    from allo_ext.cli._sync import index

    asked = period(since, until, month, day, last, run.zone)
    found = index.search(db, words, limit, asked.since, asked.until)
    show(found.rows, _FOUND, format, run.terminal)
    if found.rows:
        run.terminal.say(f"{len(found.rows):,} of {found.total:,} calls.")
    else:
        run.terminal.say("No matches.")
        raise typer.Exit(1)
