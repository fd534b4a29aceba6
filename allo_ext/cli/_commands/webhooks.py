"""`allo webhooks`: list, create and delete webhooks."""

from __future__ import annotations

from typing import Annotated

import typer

from allo_ext import Webhook
from allo_ext.cli._commands.endpoint import check
from allo_ext.cli._display.columns import WEBHOOKS
from allo_ext.cli._display.output import FormatOption, show, show_one
from allo_ext.cli._program.command import Run, command
from allo_ext.cli._program.completion import topics_of_v1
from allo_ext.cli._program.options import DryRun, Yes
from allo_ext.cli._program.writing import Change, write

app = typer.Typer(help="List, create and delete webhooks.", no_args_is_help=True)
app.command("check", epilog="Example: allo webhooks check http://127.0.0.1:8000/allo --token your-token")(
    command(check)
)


@app.command("list", epilog="Example: allo webhooks list")
@command
def list_webhooks(run: Run, format: FormatOption = None) -> None:  # noqa: A002 (the option's name)
    """List webhooks. The API does not include their IDs."""
    with run.client() as allo:
        show(allo.webhooks.list(), WEBHOOKS, format, run.terminal)


@app.command(
    "create",
    epilog="Example: allo webhooks create --number +12025550143 --url https://example.com/allo --topic CALL_RECEIVED",
)
@command
def create_webhook(
    run: Run,
    number: Annotated[str, typer.Option("--number", "-n", help="A number of the account in E.164 format.")],
    url: Annotated[str, typer.Option(help="The https URL that receives the events.")],
    topic: Annotated[
        list[str],
        typer.Option(help="An event topic, such as CALL_RECEIVED. Repeatable.", autocompletion=topics_of_v1),
    ],
    disabled: Annotated[bool, typer.Option("--disabled", help="Create the webhook without enabling it.")] = False,
    dry_run: DryRun = False,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Create a webhook for a number. Save the ID: it is shown only once and needed to delete the webhook."""

    def tell(hook: Webhook) -> None:
        run.terminal.say(f"Save the webhook ID {hook.id}. The API does not show it again.")
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
    webhook: Annotated[str, typer.Argument(metavar="WEBHOOK", help="The ID shown by `allo webhooks create`.")],
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Delete a webhook."""
    change = Change(
        send=lambda allo: allo.webhooks.delete(webhook),
        show=lambda _: run.terminal.say(f"Deleted {webhook}."),
        noun="webhook",
        verb="deleted",
    )
    write(run, change, question=f"Delete the webhook {webhook}?", yes=yes, dry_run=dry_run)
