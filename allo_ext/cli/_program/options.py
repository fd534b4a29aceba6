"""The options that several commands have."""

from __future__ import annotations

import sys
from datetime import date
from typing import Annotated

import typer

from allo_ext.cli._display.text import read_moment


def _moment(text: str) -> date:
    try:
        return read_moment(text)
    except ValueError:
        raise typer.BadParameter("write it as 2026-01-31, or 2026-01-31T09:30:00+01:00.") from None


def _countable(limit: int) -> int:
    return min(limit, sys.maxsize)  # more than Python counts to is all there are


Number = Annotated[str | None, typer.Option("--number", "-n", help="One line of the account, E.164; all without it.")]
Since = Annotated[
    date | None,
    typer.Option(parser=_moment, metavar="DATE", help="From then on, such as 2026-01-01; UTC unless it names a zone."),
]
Until = Annotated[date | None, typer.Option(parser=_moment, metavar="DATE", help="Before then.")]
Limit = Annotated[
    int,
    typer.Option("--limit", "-l", min=1, callback=_countable, help="How many at most, the newest first."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the request and send nothing.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
Strict = Annotated[
    bool, typer.Option("--strict", help="Fail when the calls of a line cannot be read; only a warning without it.")
]
