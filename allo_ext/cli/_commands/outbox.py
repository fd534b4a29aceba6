"""`allo sms outbox`: the messages in the file of an outbox, and what to do with those in doubt."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from allo_ext import ConfigurationError
from allo_ext.cli._display.column import Column
from allo_ext.cli._display.output import FormatOption, show
from allo_ext.cli._display.text import day_and_time, iso
from allo_ext.cli._program.command import Run, command
from allo_ext.cli._program.options import Yes, existing
from allo_ext.durable import MessageState, Outbox, OutboxMessage

app = typer.Typer(help="Look at the messages of `allo sms bulk`, and settle those in doubt.", no_args_is_help=True)

Db = Annotated[Path, typer.Option(help="The file of the outbox.")]
Key = Annotated[str, typer.Argument(metavar="KEY", help="The key shown by `allo sms outbox list`.")]
_FILE: Final = Path("allo.db")
_COLUMNS: Final[tuple[Column[OutboxMessage], ...]] = (
    Column("key", lambda one: one.key, "key"),
    Column("to_number", lambda one: one.to_number, "to"),
    Column("state", lambda one: str(one.state), "state"),
    Column("sending_at", lambda one: iso(one.sending_at), "sent at (UTC)", lambda one: day_and_time(one.sending_at)),
    Column("error", lambda one: one.error, "error", stretches=True),
)


@app.command("list", epilog='Example: allo sms outbox list --state "in doubt"')
@command
def list_messages(
    run: Run,
    db: Db = _FILE,
    state: Annotated[MessageState | None, typer.Option(help="Only messages in this state.")] = None,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """List messages, oldest first, without their content."""
    with Outbox(existing(db)) as outbox:
        show(outbox.list(state), _COLUMNS, format, run.terminal)


@app.command("retry", epilog="Example: allo sms outbox retry june/38")
@command
def retry(run: Run, key: Key, db: Db = _FILE, yes: Yes = False) -> None:
    """Plan a message again that failed, or that is in doubt: for when its recipient did not get it.

    The next `allo sms bulk` with its file sends it.
    """
    with Outbox(existing(db)) as outbox:
        message = _found(outbox, key, MessageState.FAILED, MessageState.IN_DOUBT)
        if message.state is MessageState.IN_DOUBT:
            if message.checked_at is None:
                raise ConfigurationError(f"{key} was not looked for yet. Run `allo sms bulk` again, which does.")
            question = f"{key} may have been sent. Send it again with the next `allo sms bulk`?"
            if not yes and not run.terminal.ask(question, instead="--yes"):
                run.terminal.say("Nothing was changed.")
                return
        outbox.retry(key)
    run.terminal.say(f"{key} is planned. Run `allo sms bulk` again to send it.")


@app.command("confirm", epilog="Example: allo sms outbox confirm june/38")
@command
def confirm(run: Run, key: Key, db: Db = _FILE) -> None:
    """Record that a message in doubt was sent: for when its recipient got it."""
    with Outbox(existing(db)) as outbox:
        _found(outbox, key, MessageState.IN_DOUBT)
        outbox.confirm(key)
    run.terminal.say(f"{key} is sent.")


def _found(outbox: Outbox, key: str, *states: MessageState) -> OutboxMessage:
    message = outbox.get(key)
    if message is None:
        raise ConfigurationError(f"There is no message {key}.")
    if message.state not in states:
        raise ConfigurationError(f"{key} is {message.state}, not {' or '.join(states)}.")
    return message
