"""Sending a delivery to an endpoint, and telling the result."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

import typer

from allo_ext import ConfigurationError
from allo_ext.cli._display.terminal import Terminal
from allo_ext.cli._display.text import on_one_line
from allo_ext.cli._listen.posting import client, is_accepted, origin, post
from allo_ext.cli._program.failures import FAILED


@dataclass(frozen=True, slots=True)
class Target:
    """An endpoint with its token and signing secret."""

    url: str = field(repr=False)
    token: str | None = field(default=None, repr=False)
    secret: str | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        """The URL with the token as the last part of its path."""
        return self.url if self.token is None else f"{self.url.rstrip('/')}/{self.token}"

    def signed(self, body: bytes, identifier: str | None = None) -> dict[str, str]:
        """Return the signature headers; none without a secret.

        Raises:
            ConfigurationError: The secret cannot be read.
        """
        from allo_ext.testing import sign

        if self.secret is None:
            return {}
        try:
            return sign(body, self.secret, id=identifier)
        except ValueError as error:
            raise ConfigurationError(f"The signature cannot be made: {error}.") from None


def tell(
    terminal: Terminal, target: Target, topic: str, identifier: str | None, body: bytes, headers: Mapping[str, str]
) -> None:
    """Send a delivery, and print its topic, id and the status.

    Raises:
        AlloError: There is no response.
        typer.Exit: The status is not a 2xx.
    """
    with client() as http:
        status = post(http, target.address, body, headers)
    line = f"{topic or '?'} {identifier or '-'} {status}"
    sys.stdout.write(f"{on_one_line(line)}\n")
    sys.stdout.flush()
    if not is_accepted(status):
        terminal.fail(f"{origin(target.url)} returned {status}")
        raise typer.Exit(FAILED)
