"""`allo listen`: receive webhooks on this machine and show them."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from allo_ext import ConfigurationError
from allo_ext._webhooks import SECRET_VARIABLE, TOKEN_VARIABLE
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.earlier import Earlier


class LiveFormat(StrEnum):
    """Output formats for events."""

    TABLE = "table"
    JSONL = "jsonl"


def listen(
    run: Run,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port; 0 picks a free port.")] = 8000,
    number: Annotated[
        list[str] | None,
        typer.Option("--line", "-n", help="Only events of this line. Repeatable. Default: all lines of the account."),
        Earlier("--number"),
    ] = None,
    forward: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Forward every event to this URL, with its bytes and signature unchanged; a failure there is returned "
            "to Allo.",
        ),
    ] = None,
    secret: Annotated[
        list[str] | None,
        typer.Option(
            help="The signing secret of a version 2 webhook; signed events are verified. Repeatable. Visible to other "
            "users; prefer ALLO_WEBHOOK_SECRET."
        ),
    ] = None,
    save: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Append every event to this file, for `allo events resend`.")
    ] = None,
    simulate: Annotated[bool, typer.Option("--simulate", help="Receive one event of each kind from a mock.")] = False,
    simulate_v2: Annotated[
        bool, typer.Option("--simulate-v2", help="Receive signed events of version 2 from a mock.")
    ] = False,
    limit: Annotated[int | None, typer.Option("--limit", "-l", min=1, help="Stop after this many events.")] = None,
    format: Annotated[  # noqa: A002 (the option's name)
        LiveFormat | None,
        typer.Option("--format", "-f", help="Default: table on a terminal, otherwise jsonl (raw events)."),
    ] = None,
) -> None:
    """Receive webhooks of both versions on this machine and show them until Ctrl-C.

    Allo delivers only to public https URLs: start a tunnel to this port, and create a webhook with the tunnel's URL
    plus the printed path. The last part of the path is a secret, from ALLO_WEBHOOK_TOKEN or random. Every delivery is
    shown, repeated ones too.
    """
    from allo_ext.cli._listen.delivery import Tapped, received
    from allo_ext.cli._listen.every import EveryDelivery
    from allo_ext.cli._listen.forwarding import Forwarder
    from allo_ext.cli._listen.printing import Printer
    from allo_ext.cli._listen.recording import Recording
    from allo_ext.cli._listen.server import serve
    from allo_ext.cli._listen.simulation import Simulation
    from allo_ext.receiver import WebhookReceiver, new_token

    token = os.environ.get(TOKEN_VARIABLE) or new_token()
    simulation = Simulation(version_2=simulate_v2) if simulate or simulate_v2 else None
    secrets = secret or [os.environ.get(SECRET_VARIABLE, "")]
    if simulation is not None:
        secrets = [simulation.secret or ""]
    as_lines = format is LiveFormat.TABLE or (format is None and run.terminal.shows_data)
    printer = Printer(run.terminal, as_lines=as_lines, limit=limit)
    with ExitStack() as stack:
        post = stack.enter_context(Forwarder(forward, run.terminal)) if forward else None
        file = Recording(save) if save else None
        numbers = _numbers(run, stack, number, simulate=simulation is not None)
        # The tunnel terminates TLS, so requests arrive as plain http.
        receiver = WebhookReceiver(token, numbers, secret=secrets, require_https=False, store=EveryDelivery())

        @receiver.on("*")
        def take(event: Any) -> None:  # pyright: ignore[reportUnusedFunction] (the receiver calls it)
            printer.show(event)
            delivery = received()
            if file is not None:
                file.add(delivery)
            if post is not None:
                post.send(delivery)
            printer.count()

        # The forwarder reports errors in one line.
        log = logging.getLogger("allo_ext.receiver")
        stack.callback(log.setLevel, log.level)
        log.setLevel(logging.CRITICAL)
        address = stack.enter_context(serve(Tapped(receiver.asgi()), port))
        run.terminal.say(f"Listening on {address}/allo/{'…' if simulation else token}, until Ctrl-C.")
        if simulation is not None:
            simulation.send(f"{address}/allo/{token}")
        else:
            run.terminal.say(
                f"Create a webhook: allo webhooks create --url https://YOUR-TUNNEL/allo/{token} --line … --topic …"
            )
        printer.wait()


def _numbers(
    run: Run, stack: ExitStack, given: list[str] | None, *, simulate: bool
) -> frozenset[str] | Callable[[], frozenset[str]] | None:
    """Return the lines whose events are accepted: the given ones. Default: all lines of the account."""
    if given:
        return frozenset(given)
    if simulate:
        return None
    if run.settings.key is None:
        run.terminal.warn("no API key, so events cannot be limited to your lines: all events are shown.")
        return None
    allo = stack.enter_context(run.client())
    owned = allo.numbers.owned()
    if not owned:
        raise ConfigurationError("This account has no lines. Pass --line.")
    return allo.numbers.owned
