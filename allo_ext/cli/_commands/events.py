"""`allo events`: the deliveries in the file of an inbox."""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from allo_ext import ConfigurationError
from allo_ext.cli._commands import resend
from allo_ext.cli._display.column import Column
from allo_ext.cli._display.output import FormatOption, as_json, show
from allo_ext.cli._display.text import day_and_time, iso
from allo_ext.cli._program.command import Run, command
from allo_ext.cli._program.options import Limit, Yes, existing
from allo_ext.durable import DeliveryState, Inbox, StoredDelivery
from allo_ext.receiver import WebhookReceiver

app = typer.Typer(help="Look at stored webhook deliveries, handle them, replay them.", no_args_is_help=True)
app.command("resend", epilog="Example: allo events resend msg_2f --from events.jsonl --to http://127.0.0.1:8000/hooks")(
    command(resend.resend)
)

Db = Annotated[Path, typer.Option(help="The file of the inbox.")]
Id = Annotated[int, typer.Argument(metavar="ID", help="The number shown by `allo events list`.")]
_FILE: Final = Path("allo.db")
_COLUMNS: Final[tuple[Column[StoredDelivery], ...]] = (
    Column("id", lambda one: one.id, "id"),
    Column(
        "received_at", lambda one: iso(one.received_at), "received (UTC)", lambda one: day_and_time(one.received_at)
    ),
    Column("topic", lambda one: one.topic, "topic"),
    Column("state", lambda one: str(one.state), "state"),
    Column("attempts", lambda one: one.attempts, "attempts", rank=1),
    Column("due", lambda one: iso(one.due)),
    Column("error", lambda one: one.error, "error", stretches=True),
)


@app.command("list", epilog="Example: allo events list --state dead")
@command
def list_events(
    run: Run,
    db: Db = _FILE,
    state: Annotated[DeliveryState | None, typer.Option(help="Only deliveries in this state.")] = None,
    limit: Limit = 20,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """List deliveries, newest first, without their content."""
    with Inbox(existing(db)) as inbox:
        show(inbox.list(state, limit=limit), _COLUMNS, format, run.terminal)


@app.command("show", epilog="Example: allo events show 17")
@command
def show_event(run: Run, id: Id, db: Db = _FILE) -> None:  # noqa: A002, ARG001 (one signature for all)
    """Print the content of a delivery as JSON."""
    with Inbox(existing(db)) as inbox:
        body = _found(inbox, id).body
    sys.stdout.write(as_json(json.loads(body) if body else None, sys.stdout, indent=2) + "\n")


@app.command("replay", epilog="Example: allo events replay --dead")
@command
def replay_event(
    run: Run,
    id: Annotated[int | None, typer.Argument(metavar="[ID]", help="A number from `allo events list`.")] = None,  # noqa: A002
    dead: Annotated[bool, typer.Option("--dead", help="All dead letters.")] = False,
    db: Db = _FILE,
) -> None:
    """Have deliveries handled again, by the next worker."""
    if (id is None) != dead:
        raise typer.BadParameter("pass either an ID or --dead.")
    with Inbox(existing(db)) as inbox:
        if id is not None:
            _found(inbox, id)
        replayed = inbox.replay(id)
    run.terminal.say(f"{replayed} to be handled again.")


@app.command("drop", epilog="Example: allo events drop 17 --yes")
@command
def drop_event(run: Run, id: Id, yes: Yes = False, db: Db = _FILE) -> None:  # noqa: A002 (the argument's name)
    """Delete the content of a delivery for ever. It is not handled, and not stored again if Allo repeats it."""
    with Inbox(existing(db)) as inbox:
        _found(inbox, id)
        if not yes and not run.terminal.ask(f"Delete the content of delivery {id}?", instead="--yes"):
            run.terminal.say("Nothing was deleted.")
            return
        if not inbox.drop(id):
            raise ConfigurationError(f"Delivery {id} is being handled.")
    run.terminal.say(f"Deleted the content of delivery {id}.")


@app.command("work", epilog="Example: allo events work shop.webhooks:receiver")
@command
def work(
    run: Run,
    receiver: Annotated[
        str, typer.Argument(metavar="MODULE:RECEIVER", help="A WebhookReceiver with an inbox, such as app:receiver.")
    ],
    workers: Annotated[int, typer.Option(min=1, help="The number of deliveries to handle at the same time.")] = 4,
    drain: Annotated[bool, typer.Option("--drain", help="Stop when nothing is left to do now.")] = False,
) -> None:
    """Handle stored deliveries with the handlers of a receiver, until Ctrl-C or SIGTERM.

    What is being handled then is finished first. Several workers may run at the same time.
    """
    found = _receiver(receiver)
    inbox: Any = found.inbox
    if not isinstance(inbox, Inbox):
        raise ConfigurationError(f"{receiver} has no inbox. Pass inbox=Inbox(…) to WebhookReceiver.")
    with inbox:
        run.terminal.say(f"Handling the deliveries in {inbox.path}, until Ctrl-C.")
        inbox.run(found, workers=workers, drain=drain)


def _found(inbox: Inbox, id: int) -> StoredDelivery:  # noqa: A002 (the argument's name)
    delivery = inbox.get(id)
    if delivery is None:
        raise ConfigurationError(f"There is no delivery {id}.")
    return delivery


def _receiver(where: str) -> WebhookReceiver:
    module, _, name = where.partition(":")
    if not module or not name:
        raise ConfigurationError("Pass MODULE:RECEIVER, such as app:receiver.")
    sys.path.insert(0, os.getcwd())  # noqa: PTH109 (as `python -m` does)
    try:
        found = getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        if error.name is None or not module.startswith(error.name):
            raise
        raise ConfigurationError(f"There is no module {error.name} in this folder or on the path.") from None
    except AttributeError:
        raise ConfigurationError(f"{module} has no {name}.") from None
    if not isinstance(found, WebhookReceiver):
        raise ConfigurationError(f"{where} is not a WebhookReceiver.")
    return found
