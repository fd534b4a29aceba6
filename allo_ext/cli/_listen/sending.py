"""Sending a delivery to an endpoint, and telling the result."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Self

import typer

from allo_ext import ConfigurationError
from allo_ext._webhooks import SECRET_VARIABLE
from allo_ext.cli._display.terminal import Terminal
from allo_ext.cli._display.text import on_one_line
from allo_ext.cli._listen.posting import client, endpoint, is_accepted, origin, post
from allo_ext.cli._program.failures import FAILED

Token = Annotated[str | None, typer.Option(help="The token of a receiver; it becomes the last part of the path.")]


@dataclass(frozen=True, slots=True)
class Target:
    """An endpoint with its token and signing secret."""

    url: str = field(repr=False)
    token: str | None = field(default=None, repr=False)
    secret: str | None = field(default=None, repr=False)

    @classmethod
    def given(cls, to: str, token: str | None, secret: str | None) -> Self:
        """Return the target of the options --to, --token and --secret. Default of the secret: ALLO_WEBHOOK_SECRET.

        Raises:
            ConfigurationError: It is not an http or https URL.
        """
        return cls(endpoint(to, "--to"), token, secret or os.environ.get(SECRET_VARIABLE) or None)

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
