"""`allo trigger`: send one webhook event to an endpoint."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from typing import Annotated, Any

import typer

from allo_ext import v2
from allo_ext._webhooks import ID
from allo_ext.cli._display.output import as_json
from allo_ext.cli._listen.sending import Target, Token, tell
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.completing import all_topics
from allo_ext.cli._program.options import DryRun
from allo_ext.enums import Topic
from allo_ext.errors import InvalidArgumentError


class Generation(StrEnum):
    """The formats of events."""

    EVENT = "event"
    BODY = "body"
    CAMEL = "camel"
    SNAKE = "snake"
    V2 = "v2"


class Variant(StrEnum):
    """The fields of events."""

    FULL = "full"
    NULLS = "nulls"
    SPARSE = "sparse"


def trigger(
    run: Run,
    topic: Annotated[
        str,
        typer.Argument(
            metavar="TOPIC",
            help=f"A topic: {', '.join(map(str, (*Topic, *v2.Topic)))}.",
            autocompletion=all_topics,
        ),
    ],
    to: Annotated[str, typer.Option(metavar="URL", help="The endpoint.")],
    token: Token = None,
    secret: Annotated[
        str | None,
        typer.Option(
            help="The signing secret of version 2's events. Visible to other users; prefer ALLO_WEBHOOK_SECRET."
        ),
    ] = None,
    generation: Annotated[
        Generation | None, typer.Option("--generation", "-g", help="The format. Default: the current one of the topic.")
    ] = None,
    variant: Annotated[
        Variant, typer.Option(help="All fields, null where possible, or only the fields that are always there.")
    ] = Variant.FULL,
    fields: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="A field of the event; JSON or a string. Repeatable."),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Send one webhook event to an endpoint, as Allo sends it. No account is needed.

    Prints the topic and the status of the response. Exit code 1 unless it is a 2xx.
    """
    from allo_ext.testing import event

    is_signed = generation is Generation.V2 or (generation is None and "." in topic)
    if secret and not is_signed:
        raise InvalidArgumentError("Version 1's events are not signed, so --secret is for version 2's topics only.")
    target = Target.given(to, token, secret)
    over = dict(_field(given) for given in fields or ())
    payload = event(topic, generation=generation.value if generation else None, variant=variant.value, **over)
    body = json.dumps(payload, separators=(",", ":")).encode()
    if dry_run:
        sys.stdout.write(as_json(payload, sys.stdout) + "\n")
        return
    headers = target.signed(body) if is_signed else {}
    tell(run.terminal, target, payload.get("topic") or payload["event"], headers.get(ID), body, headers)


def _field(given: str) -> tuple[str, Any]:
    name, equals, text = given.partition("=")
    if not name or not equals:
        raise InvalidArgumentError(f"--set must be FIELD=VALUE, such as result=MISSED, not {given!r}.")
    if name in {"topic", "generation", "variant"}:
        raise InvalidArgumentError(f"--set cannot change {name}.")
    try:
        return name, json.loads(text)
    except (ValueError, RecursionError):
        return name, text
