"""`allo panel`: a web interface for the account."""

from __future__ import annotations

import threading
import webbrowser
from typing import Annotated, Any

import typer

from allo_ext._extras import needs
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.settings import NO_KEY

_PORT = 8765


def panel(
    run: Run,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port; 0 picks a free port.")] = _PORT,
    host: Annotated[
        str, typer.Option(help="The address to listen on. Anything but loopback is reachable from other machines.")
    ] = "127.0.0.1",
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A host name used by a reverse proxy that requires a login. Repeatable."),
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
) -> None:
    """Serve a web interface for numbers, calls, contacts, conversations and webhooks until Ctrl-C.

    Listens on loopback by default. The printed address contains a secret: anyone who has it can use the panel.
    If ALLO_WEBHOOK_TOKEN is set, the panel receives webhooks at /allo/TOKEN and shows them live.
    """
    serve, account = _parts()
    settings = run.settings
    account.use(settings.key.value if settings.key else None, base_url=settings.base_url, pace=settings.pace)
    with serve(host, port, allow_host or ()) as address:
        run.terminal.say(f"The panel is at {address} (Ctrl-C to stop)")
        if settings.key is None:
            run.terminal.warn(NO_KEY)  # the page stands, and says it too
        if run.terminal.quiet and not open_browser:
            typer.echo(address)  # printed even if quiet: the panel cannot be opened without it
        if open_browser:
            webbrowser.open(address)
        # In short waits: on Windows, a wait without a timeout cannot be interrupted.
        forever = threading.Event()
        while not forever.wait(1.0):
            pass


def _parts() -> tuple[Any, Any]:
    with needs("allo panel", "solara", "reacton", "ipyvue", "ipywidgets", "uvicorn", "starlette", extra="solara"):
        from allo_ext.panel._server.account import ACCOUNT
        from allo_ext.panel._server.server import serve
    return serve, ACCOUNT
