"""`allo sms`: send messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from allo_ext import Message
from allo_ext.cli._commands import outbox
from allo_ext.cli._commands.bulk import bulk
from allo_ext.cli._display.columns import MESSAGES
from allo_ext.cli._display.output import Format, FormatOption, show_one
from allo_ext.cli._program.command import Run, command
from allo_ext.cli._program.options import DryRun, Yes
from allo_ext.cli._program.writing import Change, write

app = typer.Typer(help="Send SMS messages.", no_args_is_help=True)
app.add_typer(outbox.app, name="outbox")

To = Annotated[str, typer.Option("--to", help="The recipient's number in E.164 format.")]
Text = Annotated[str, typer.Option("--message", "-m", help="The message, 1 to 1000 characters.")]


@app.command("send", epilog='Example: allo sms send --from +12025550143 --to +12025550178 --message "On our way"')
@command
def send(
    run: Run,
    from_: Annotated[str, typer.Option("--from", help="A number of the account in E.164 format.")],
    to: To,
    message: Text,
    yes: Yes = False,
    dry_run: DryRun = False,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Send an SMS from a line of the account.

    Asks for confirmation on a terminal. Otherwise --yes is required. A request that may have succeeded is never
    retried. Exit code 3: the message was or may have been sent, but the command failed.
    """
    change = Change(
        send=lambda allo: allo.sms.send(from_=from_, to=to, message=message),
        show=_shower(run, format),
        noun="message",
        verb="sent",
    )
    write(run, change, question=f'Send "{message}" from {from_} to {to}?', yes=yes, dry_run=dry_run)


@app.command(
    "send-france", epilog="Example: allo sms send-france --sender-id MyCompany --to +33639980001 --message Bonjour"
)
@command
def send_france(
    run: Run,
    sender_id: Annotated[str, typer.Option(help="A verified sender ID: 3 to 11 letters and digits.")],
    to: To,
    message: Text,
    yes: Yes = False,
    dry_run: DryRun = False,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Send an SMS to a French number from a verified sender ID.

    Asks for confirmation on a terminal. Otherwise --yes is required. Exit code 3: the message was or may have been
    sent, but the command failed.
    """
    change = Change(
        send=lambda allo: allo.sms.send_france(sender_id=sender_id, to=to, message=message),
        show=_shower(run, format),
        noun="message",
        verb="sent",
    )
    write(run, change, question=f'Send "{message}" as {sender_id} to {to}?', yes=yes, dry_run=dry_run)


app.command(
    "bulk",
    epilog='Example: allo sms bulk patients.csv --key-column id --from +12025550143 --message "Hello {name}" --dry-run',
)(command(bulk))


def _shower(run: Run, format: Format | None) -> Callable[[Message], None]:  # noqa: A002 (the option's name)
    return lambda message: show_one(message, MESSAGES, format, run.terminal)
