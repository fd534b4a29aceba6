"""--dry-run: print the request instead of sending it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

import httpx

from allo_ext import AlloClient
from allo_ext.cli._display.output import as_json

if TYPE_CHECKING:
    from allo_ext.cli._program.command import Run


class _StoppedError(Exception):
    """Raised by the transport; carries the request."""

    def __init__(self, request: httpx.Request) -> None:
        super().__init__("stopped before sending")
        self.request = request


class _Door(httpx.BaseTransport):
    """A transport that raises instead of sending."""

    def handle_request(self, request: httpx.Request) -> NoReturn:
        raise _StoppedError(request)


def show_request(run: Run, send: Callable[[AlloClient], object]) -> None:
    """Print method, URL and body of the request to stdout, without the API key."""
    try:
        with run.client(transport=_Door()) as allo:
            send(allo)
    except _StoppedError as stopped:
        request = stopped.request
        sys.stdout.write(f"{request.method} {request.url}\n")
        if body := request.read():
            sys.stdout.write(as_json(json.loads(body), sys.stdout, indent=2) + "\n")
        run.terminal.say("Nothing was sent.")
