"""`allo events`: webhook events that were received."""

from __future__ import annotations

import typer

from allo_ext.cli._commands import resend
from allo_ext.cli._program.command import command

app = typer.Typer(help="Webhook events that were received.", no_args_is_help=True)
app.command("resend", epilog="Example: allo events resend msg_2f --from events.jsonl --to http://127.0.0.1:8000/hooks")(
    command(resend.resend)
)
