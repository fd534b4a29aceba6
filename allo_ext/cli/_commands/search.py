"""`allo search`: full-text search in a database made by `allo sync`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from allo_ext.cli._display.column import Column
from allo_ext.cli._display.output import FormatOption, show
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.options import Limit

Found = dict[str, Any]

_FOUND: tuple[Column[Found], ...] = (
    Column("call_id", lambda row: row["call_id"], "id", rank=2),
    Column("start_date", lambda row: row["start_date"], "when (UTC)", lambda row: _minute(row["start_date"])),
    Column("contact", lambda row: row["contact"], "with", rank=1),
    Column("contact_number", lambda row: row["contact_number"]),
    Column("where", lambda row: row["place"], "in", rank=3),
    Column("snippet", lambda row: row["snippet"], "found", stretches=True),
)


def _minute(text: str | None) -> str:
    return (text or "").replace("T", " ")[:16]


def search(
    run: Run,
    words: Annotated[str, typer.Argument(metavar="WORDS", help='All words must match. Use "quotes" for a phrase.')],
    db: Annotated[Path, typer.Option(help="A database made by `allo sync`.")] = Path("allo.db"),
    limit: Limit = 20,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Search summaries and transcripts in a database made by `allo sync`, without using the API.

    Newest calls first. Accents are ignored. End a word with * to match a prefix. Exit code 1 if nothing matches.
    """
    from allo_ext.cli._sync import index

    found = index.search(db, words, limit)
    show(found, _FOUND, format, run.terminal)
    if not found:
        run.terminal.say("No matches.")
        raise typer.Exit(1)
