"""Options that several commands share."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from allo_ext.cli._display.text import read_moment
from allo_ext.cli._program.completing import regions
from allo_ext.cli._program.earlier import Earlier
from allo_ext.errors import ConfigurationError


def _moment(text: str) -> date:
    try:
        return read_moment(text)
    except ValueError:
        raise typer.BadParameter("use a format like 2026-01-31 or 2026-01-31T09:30:00+01:00.") from None


def existing(db: Path) -> Path:
    """Return the file of --db.

    Raises:
        ConfigurationError: It does not exist.
    """
    if not db.exists():
        raise ConfigurationError(f"{db} does not exist. Pass --db.")
    return db


def _countable(limit: int) -> int:
    return min(limit, sys.maxsize)  # itertools.islice accepts no more


Number = Annotated[
    str | None,
    typer.Option("--line", "-n", help="A line of the account, in E.164 format. Default: all lines."),
    Earlier("--number"),
]
Region = Annotated[
    str | None,
    typer.Option(help="Two-letter country code, for numbers written without one.", autocompletion=regions),
]
Since = Annotated[
    date | None,
    typer.Option(
        parser=_moment,
        metavar="DATE",
        help="Start date or time, such as 2026-01-01. A day is one of --tz; a time is UTC unless it has an offset.",
    ),
]
Until = Annotated[
    date | None,
    typer.Option(
        parser=_moment, metavar="DATE", help="End date or time, not included: --until 2026-03-01 ends with 28 February."
    ),
]
Limit = Annotated[
    int,
    typer.Option("--limit", "-l", min=1, callback=_countable, help="Maximum number of results."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the request without sending it.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask for confirmation.")]
Strict = Annotated[
    bool, typer.Option("--strict", help="Fail if the calls of a line cannot be read. Default: warn and continue.")
]
