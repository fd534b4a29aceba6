"""`allo calls`: list, show and export calls."""

from __future__ import annotations

from typing import Annotated

import typer

from allo_ext.cli import _export as export
from allo_ext.cli._commands.lookup import find_calls
from allo_ext.cli._display.columns import CALLS, TRANSCRIPT
from allo_ext.cli._display.output import (
    Format,
    FormatOption,
    chosen,
    show,
    show_one,
)
from allo_ext.cli._program.command import Run, command
from allo_ext.cli._program.options import (
    Limit,
    Number,
    Since,
    Strict,
    Until,
)

app = typer.Typer(help="List, show and export calls.", no_args_is_help=True)


@app.command("list", epilog="Example: allo calls list --since 2026-01-01 --limit 5")
@command
def list_calls(
    run: Run,
    number: Number = None,
    contact: Annotated[str | None, typer.Option(help="Only calls with this phone number.")] = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 20,
    strict: Strict = False,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """List calls, newest first."""
    with run.client() as allo:
        calls = allo.calls.iter(
            allo_number=number,
            contact_number=contact,
            since=since,
            until=until,
            limit=limit,
            size=min(max(limit, 10), 100),
            strict=strict,
        )
        try:
            show(calls, CALLS, format, run.terminal)
        finally:
            calls.close()


@app.command("show", epilog="Example: allo calls show call_abc123")
@command
def show_call(
    run: Run,
    call: Annotated[str, typer.Argument(metavar="CALL", help="The call ID, as shown by `allo calls list`.")],
    number: Number = None,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Show one call with its transcript.

    The API has no lookup by call ID, so this reads calls, newest first, until the call is found. Use --number to
    search one line only.
    """
    with run.client() as allo:
        found = find_calls(allo, [call], number)[call]
    if chosen(format, run.terminal) is Format.TABLE:
        from allo_ext.cli._display.dialogue import print_call

        print_call(found, run.terminal.console())
    elif format is Format.CSV:
        show([found], (*CALLS, export.TRANSCRIPT_TEXT), format, run.terminal)
    else:
        show_one(found, (*CALLS, TRANSCRIPT), format, run.terminal)


app.command("export", epilog="Example: allo calls export --since 2026-01-01 --format csv --out calls.csv")(
    command(export.export_calls)
)
