"""`allo calls`: list, show and export calls."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

import typer

from allo_ext import Call, CallResult
from allo_ext._lists.paging import size_for
from allo_ext.cli import _export as export
from allo_ext.cli._commands.lookup import find_calls
from allo_ext.cli._display.columns import CALLS, TRANSCRIPT, USER
from allo_ext.cli._display.output import (
    Format,
    FormatOption,
    chosen,
    show,
    show_one,
)
from allo_ext.cli._export.columns import TRANSCRIPT_TEXT
from allo_ext.cli._program.command import Run, command
from allo_ext.cli._program.options import (
    Limit,
    Number,
    Since,
    Strict,
    Until,
)
from allo_ext.cli._program.period import Day, Last, Month, period
from allo_ext.cli._reading.calls import SCOPE, Filters, from_v2, reads_v2
from allo_ext.cli._reading.options import Direction, Tags, User, Words

app = typer.Typer(help="List, show and export calls.", no_args_is_help=True)


def _results(incomplete: str) -> list[str]:
    return [str(result) for result in CallResult if result.startswith(incomplete.upper())]


@app.command("list", epilog="Example: allo calls list --since 2026-01-01 --limit 5")
@command
def list_calls(
    run: Run,
    number: Number = None,
    contact: Annotated[str | None, typer.Option(help="Only calls with this phone number.")] = None,
    since: Since = None,
    until: Until = None,
    month: Month = None,
    day: Day = None,
    last: Last = None,
    result: Annotated[
        str | None,
        typer.Option(help="Only calls with this result, such as MISSED or VOICEMAIL.", autocompletion=_results),
    ] = None,
    direction: Direction = None,
    tag: Tags = None,
    user: User = None,
    words: Words = None,
    limit: Limit = 20,
    strict: Strict = False,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """List calls, newest first. For missed calls that nobody returned, see `allo missed`."""
    asked = period(since, until, month, day, last, run.zone)
    filters = Filters(
        number=number, contact=contact, period=asked, result=result, direction=direction, tags=tag, user=user,
        words=words,
    )  # fmt: skip
    with run.client() as allo:
        if reads_v2(run, allo, filters):
            found = from_v2(allo, filters, limit=limit, size=size_for(limit))
            try:
                show(found, (*CALLS, USER), format, run.terminal)
            finally:
                found.close()
            return
        calls = allo.calls.iter(
            allo_number=number,
            contact_number=contact,
            since=asked.since,
            until=asked.until,
            limit=limit if result is None else None,
            size=size_for(limit) if result is None else 100,
            strict=strict,
        )
        wanted = calls if result is None else (call for call in calls if call.result == result.upper())
        try:
            show(islice(wanted, limit), CALLS, format, run.terminal)
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

    Version 1 has no lookup by call ID, so this reads calls, newest first, until the call is found. Use --line to
    search one line only. Version 2 looks up its own IDs: allo calls show ID --api v2.
    """
    with run.client() as allo:
        if run.uses_v2(allo, SCOPE):
            from allo_ext._older import call_of

            found: Call = call_of(allo.v2.items.get(call, transcript=True))
        else:
            found = find_calls(allo, [call], number)[call]
    own = (*CALLS, USER) if hasattr(found, "user") else CALLS
    if chosen(format, run.terminal) is Format.TABLE:
        from allo_ext.cli._display.dialogue import print_call

        print_call(found, run.terminal.console(), run.zone)
    elif format is Format.CSV:
        show([found], (*own, TRANSCRIPT_TEXT), format, run.terminal)
    else:
        show_one(found, (*own, TRANSCRIPT), format, run.terminal)


app.command("export", epilog="Example: allo calls export --since 2026-01-01 --format csv --out calls.csv")(
    command(export.export_calls)
)
