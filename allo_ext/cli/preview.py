"""--dry-run: the request as it would leave, stopped at the door."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

import httpx

from allo_ext import AlloClient
from allo_ext.cli.text import printable

if TYPE_CHECKING:
    from allo_ext.cli.command import Run


class _StoppedError(Exception):
    """Carries the request out of the transport."""

    def __init__(self, request: httpx.Request) -> None:
        super().__init__("stopped before sending")
        self.request = request


class _Door(httpx.BaseTransport):
    """A transport that lets nothing through."""

    def handle_request(self, request: httpx.Request) -> NoReturn:
        raise _StoppedError(request)


def write(
    run: Run, action: Callable[[AlloClient], None], *, question: str | None, yes: bool = False, dry_run: bool = False
) -> bool:
    """Carry out what changes something, once it may be.

    Args:
        run: The run.
        action: What to do.
        question: What to ask before; None for what needs no asking.
        yes: Whether it was answered beforehand.
        dry_run: Whether to show the request instead.

    Returns:
        Whether it was carried out.
    """
    if dry_run:
        _show(run, action)
        return False
    if question is not None and not yes and not run.terminal.ask(question, instead="--yes"):
        run.terminal.say("Nothing was sent.")
        return False
    with run.client() as allo:
        action(allo)
    return True


def _show(run: Run, action: Callable[[AlloClient], None]) -> None:
    """Print method, address and body to stdout, without the key."""
    try:
        with run.client(transport=_Door()) as allo:
            action(allo)
    except _StoppedError as stopped:
        request = stopped.request
        print(f"{request.method} {request.url}")  # noqa: T201 (the data of --dry-run)
        if body := request.read():
            text = json.dumps(json.loads(body), ensure_ascii=False, indent=2)
            print(printable(text))  # noqa: T201 (likewise)
        run.terminal.say("Nothing was sent.")
