"""`allo search`: finding calls in what `allo sync` saved."""

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
    words: Annotated[str, typer.Argument(metavar="WORDS", help='All of them must be there; "in quotes", in a row.')],
    db: Annotated[Path, typer.Option(help="The file that `allo sync` made.")] = Path("allo.db"),
    limit: Limit = 20,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Find calls by their summaries and transcripts, in the file that `allo sync` made; nothing is asked of Allo.

    The newest call first. Accents do not matter, and a word may end in * . Exit code 1 when nothing is found.
    """
    from allo_ext.cli._sync import index

    found = index.search(db, words, limit)
    show(found, _FOUND, format, run.terminal)
    if not found:
        run.terminal.say("Nothing was found.")
        raise typer.Exit(1)
