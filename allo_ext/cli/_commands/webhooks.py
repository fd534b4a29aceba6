"""`allo webhooks`: where Allo reports events to."""

from __future__ import annotations

from typing import Annotated

import typer

from allo_ext import Webhook
from allo_ext.cli._display.columns import WEBHOOKS
from allo_ext.cli._display.output import FormatOption, show, show_one
from allo_ext.cli._program.command import Run, command
from allo_ext.cli._program.options import DryRun, Yes
from allo_ext.cli._program.writing import Change, write

app = typer.Typer(help="Where Allo reports events to.", no_args_is_help=True)


@app.command("list", epilog="Example: allo webhooks list")
@command
def list_webhooks(run: Run, format: FormatOption = None) -> None:  # noqa: A002 (the option's name)
    """Show the registrations. The API lists them without their ids."""
    with run.client() as allo:
        show(allo.webhooks.list(), WEBHOOKS, format, run.terminal)


@app.command(
    "create",
    epilog="Example: allo webhooks create --number +12025550143 --url https://example.com/allo --topic CALL_RECEIVED",
)
@command
def create_webhook(
    run: Run,
    number: Annotated[str, typer.Option("--number", "-n", help="The line of the account, E.164.")],
    url: Annotated[str, typer.Option(help="Where to deliver to; https.")],
    topic: Annotated[list[str], typer.Option(help="What to report, such as CALL_RECEIVED; may be repeated.")],
    disabled: Annotated[bool, typer.Option("--disabled", help="Deliver nothing yet.")] = False,
    dry_run: DryRun = False,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Have events of a line reported to a URL. Keep the id: it is told once, and deleting needs it."""

    def tell(hook: Webhook) -> None:
        run.terminal.say(f"Keep the id {hook.id}: the API does not tell it again.")
        show_one(hook, WEBHOOKS, format, run.terminal)

    change = Change(
        send=lambda allo: allo.webhooks.create(allo_number=number, url=url, topics=topic, enabled=not disabled),
        show=tell,
        noun="webhook",
        verb="created",
        identify=lambda hook: f"id {hook.id}",
    )
    write(run, change, dry_run=dry_run)


@app.command("delete", epilog="Example: allo webhooks delete web-abc123 --yes")
@command
def delete_webhook(
    run: Run,
    webhook: Annotated[str, typer.Argument(metavar="WEBHOOK", help="The id that `allo webhooks create` gave.")],
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Stop reporting."""
    change = Change(
        send=lambda allo: allo.webhooks.delete(webhook),
        show=lambda _: run.terminal.say(f"Deleted {webhook}."),
        noun="webhook",
        verb="deleted",
    )
    write(run, change, question=f"Delete the webhook {webhook}?", yes=yes, dry_run=dry_run)
