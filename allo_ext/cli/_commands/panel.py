"""`allo panel`: the account in the browser."""

from __future__ import annotations

import threading
import webbrowser
from typing import Annotated, Any

import typer

from allo_ext._extras import needs
from allo_ext.cli._program.command import Run

_PORT = 8765


def panel(
    run: Run,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port; 0 takes a free one.")] = _PORT,
    host: Annotated[
        str, typer.Option(help="The address to listen on; any but this machine's own lets others in.")
    ] = "127.0.0.1",
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A name that a proxy of yours, with a login, calls it by; may be repeated."),
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Whether to open a browser.")] = True,
) -> None:
    """Show the account in the browser: numbers, calls, contacts, conversations, webhooks, until Ctrl-C.

    It listens on this machine alone. The address that it prints holds a secret: whoever has the address may use the
    panel. With ALLO_WEBHOOK_TOKEN set it accepts deliveries at /allo/TOKEN, and shows them as they arrive.
    """
    serve, account = _parts()
    settings = run.settings
    account.use(settings.key.value if settings.key else None, base_url=settings.base_url, pace=settings.pace)
    with serve(host, port, allow_host or ()) as address:
        run.terminal.say(f"The panel is at {address} (Ctrl-C stops it)")
        if run.terminal.quiet and not open_browser:
            typer.echo(address)  # without it nobody could open the panel
        if open_browser:
            webbrowser.open(address)
        # In pieces: on Windows a wait without an end cannot be interrupted.
        forever = threading.Event()
        while not forever.wait(1.0):
            pass


def _parts() -> tuple[Any, Any]:
    with needs("allo panel", "solara", "reacton", "ipyvue", "ipywidgets", "uvicorn", "starlette", extra="solara"):
        from allo_ext.panel._server.account import ACCOUNT
        from allo_ext.panel._server.server import serve
    return serve, ACCOUNT
