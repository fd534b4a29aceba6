"""`allo queue`: the Power Dialer queue, over version 2."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple

import typer

from allo_ext.cli._display.column import Column
from allo_ext.cli._display.newer_columns import QUEUE
from allo_ext.cli._display.output import FormatOption, show
from allo_ext.cli._program.command import Run, command
from allo_ext.cli._program.failures import FAILED, MAYBE_DONE
from allo_ext.cli._program.generation import only_v2
from allo_ext.cli._program.options import DryRun, Region, Yes
from allo_ext.cli._program.writing import Change, write
from allo_ext.errors import InvalidArgumentError

if TYPE_CHECKING:
    from allo_ext import AlloClient
    from allo_ext.v2 import AppendResult, Cleared, DialingQueue

app = typer.Typer(help="Show, fill and clear the Power Dialer queue.", no_args_is_help=True)

Member = Annotated[
    str | None,
    typer.Option("--user", help="The member whose queue it is: ID, email address or name. Default: the key's owner."),
]
_NO_NUMBER: Final = "NO_NUMBER"


class Skipped(NamedTuple):
    """A row of the file that was not added."""

    line: int | None
    number: str
    reason: str


_SKIPPED: Final[tuple[Column[Skipped], ...]] = (
    Column("line", lambda row: row.line, "line"),
    Column("number", lambda row: row.number, "number", stretches=True),
    Column("reason", lambda row: row.reason, "reason"),
)


@app.command("show", epilog="Example: allo queue show")
@command
def show_queue(run: Run, user: Member = None, format: FormatOption = None) -> None:  # noqa: A002 (the option's name)
    """Show the numbers in the queue."""
    only_v2(run.settings.api)
    with run.client() as allo:
        queue = allo.v2.dialing_queue.get(**_whose(allo, user))
    if queue is None:
        run.terminal.say("There is no queue. Create one with `allo queue add FILE`.")
        return
    run.terminal.say(f"{queue.name or 'Queue'}: {len(queue.numbers or ())} numbers.")
    show(queue.numbers or (), QUEUE, format, run.terminal)


@app.command("add", epilog="Example: allo queue add prospects.csv")
@command
def add_numbers(
    run: Run,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A CSV file with a column `number`, and optionally name, last_name, company, website, job_title, "
            "emails, addresses; or one number per line. - for stdin.",
        ),
    ],
    region: Region = None,
    user: Member = None,
    dry_run: DryRun = False,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Add the numbers of a file to the end of the queue, in any notation.

    Rows that were not added go to stdout, with their line and the reason. Do not run the command again for the other
    rows: these people would be called twice. Exit code 3: some rows were added and some were not; 1: none was added.
    """
    from allo_ext.cli._reading.numbers_file import read_rows

    only_v2(run.settings.api)
    rows = read_rows(file, region)
    entries = [row.entry for row in rows if row.entry is not None]
    empty = [Skipped(row.line, row.text, _NO_NUMBER) for row in rows if row.entry is None]
    if not entries:
        raise InvalidArgumentError(f"{file} has no phone numbers.")
    lines: dict[str, list[int]] = {}
    for row in rows:
        lines.setdefault(row.text, []).append(row.line)
    codes: list[int] = []

    def tell(result: AppendResult) -> None:
        skipped = [
            *empty,
            *(
                Skipped(_next(lines, one.number or ""), one.number or "", one.reason or "")
                for one in result.skipped or ()
            ),
        ]
        added = len(entries) - len(result.skipped or ())
        run.terminal.say(f"{added} of {len(rows)} rows added.")
        if skipped:
            show(sorted(skipped, key=lambda row: row.line or 0), _SKIPPED, format, run.terminal)
            codes.append(MAYBE_DONE if added else FAILED)

    change = Change(
        send=lambda allo: allo.v2.dialing_queue.append_numbers(entries, **_whose(allo, user)),
        show=tell,
        noun="numbers",
        verb="added",
    )
    write(run, change, dry_run=dry_run)
    if codes:
        raise typer.Exit(codes[0])


@app.command("clear", epilog="Example: allo queue clear --yes")
@command
def clear_numbers(
    run: Run,
    number: Annotated[str | None, typer.Option("--number", "-n", help="Only this number, in any notation.")] = None,
    user: Member = None,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Remove numbers from the queue; without an option, all that have not been dialed yet."""
    only_v2(run.settings.api)
    given: dict[str, Any] = {"number": number} if number else {"unassigned": True}

    def tell(done: Cleared) -> None:
        run.terminal.say(f"Removed: {done.removed}.")

    change = Change(
        send=lambda allo: allo.v2.dialing_queue.clear_numbers(**given, **_whose(allo, user)),
        show=tell,
        noun="queue",
        verb="cleared",
    )
    what = f"the number {number}" if number else "all numbers that have not been dialed yet"
    write(run, change, question=f"Remove {what} from the queue?", yes=yes, dry_run=dry_run)


@app.command("reset", epilog="Example: allo queue reset --name Monday --yes")
@command
def reset_queue(
    run: Run,
    name: Annotated[str | None, typer.Option(help="The name of the new queue.")] = None,
    user: Member = None,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Start a new, empty queue. The old one can no longer be reached."""
    only_v2(run.settings.api)
    given: dict[str, Any] = {"name": name} if name else {}

    def tell(queue: DialingQueue) -> None:
        run.terminal.say(f"Started the queue {queue.name or queue.id}.")

    change = Change(
        send=lambda allo: allo.v2.dialing_queue.reset(**given, **_whose(allo, user)),
        show=tell,
        noun="queue",
        verb="started",
    )
    write(run, change, question="Start a new queue, without the numbers of the old one?", yes=yes, dry_run=dry_run)


def _whose(allo: AlloClient, user: str | None) -> dict[str, Any]:
    if not user:
        return {}
    if "@" in user:
        return {"email": user}
    from allo_ext.cli._reading.calls import user_id

    return {"user_id": user_id(allo, user)}


def _next(lines: dict[str, list[int]], number: str) -> int | None:
    left = lines.get(number)
    return left.pop(0) if left else None
