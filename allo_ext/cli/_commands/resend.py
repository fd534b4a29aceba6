"""`allo events resend`: send recorded deliveries again."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from allo_ext._webhooks import ID, SIGNING, TIMESTAMP, WINDOW
from allo_ext.cli._listen.delivery import Delivery
from allo_ext.cli._listen.recording import recorded
from allo_ext.cli._listen.sending import Target, Token, tell
from allo_ext.cli._program.command import Run
from allo_ext.errors import InvalidArgumentError


def resend(
    run: Run,
    file: Annotated[Path, typer.Option("--from", metavar="FILE", help="A file that `allo listen --save` wrote.")],
    to: Annotated[str, typer.Option(metavar="URL", help="The endpoint.")],
    identifier: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="The webhook-id of a delivery, or the id in its data. Default: all."),
    ] = None,
    token: Token = None,
    secret: Annotated[
        str | None,
        typer.Option(
            help="The signing secret: signed deliveries get a new time and signature, and keep their id. Visible to "
            "other users; prefer ALLO_WEBHOOK_SECRET."
        ),
    ] = None,
) -> None:
    """Send recorded deliveries to an endpoint again: the same bytes, oldest first.

    Prints topic, id and status of each. Ends with exit code 1 at the first response that is not a 2xx.
    """
    target = Target.given(to, token, secret)
    found = [one for one in recorded(file) if identifier in {None, one.id}]
    if not found:
        raise InvalidArgumentError(
            f"{file} is empty." if identifier is None else f"{file} has no delivery with the id {identifier}."
        )
    requests = [(delivery, _headers(delivery, target)) for delivery in found]
    if any(_is_stale(headers) for _, headers in requests):
        run.terminal.warn(
            f"signatures more than {WINDOW} seconds old are usually refused. Pass --secret to sign again."
        )
    for delivery, headers in requests:
        tell(run.terminal, target, delivery.topic, delivery.id, delivery.body, headers)


def _headers(delivery: Delivery, target: Target) -> dict[str, str]:
    identifier = delivery.headers.get(ID)
    if identifier is None or target.secret is None:
        return dict(delivery.headers)
    unsigned = {name: value for name, value in delivery.headers.items() if name not in SIGNING}
    return unsigned | target.signed(delivery.body, identifier)


def _is_stale(headers: dict[str, str]) -> bool:
    sent = headers.get(TIMESTAMP, "")
    return sent.isdecimal() and abs(time.time() - int(sent)) > WINDOW
