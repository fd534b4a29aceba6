"""`allo login`: store the API key in the system keyring."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from allo_ext.cli._program import keyring
from allo_ext.cli._program.command import Run, client_class
from allo_ext.errors import AuthenticationError, InvalidArgumentError, PermissionDeniedError

if TYPE_CHECKING:
    from allo_ext._http.config import Secret


def __getattr__(name: str) -> Any:
    """Import the client when it is first used."""
    if name != "AlloClient":
        raise AttributeError(name)
    from allo_ext import AlloClient

    return AlloClient


def login(
    run: Run,
    forget: Annotated[bool, typer.Option("--forget", help="Remove the key from the keyring.")] = False,
    check: Annotated[bool, typer.Option("--check/--no-check", help="Check the key with a read request first.")] = True,
) -> None:
    """Store the API key in the system keyring, for the current base URL only.

    Prompts for the key without echoing it. Without a terminal, the key is read from stdin.
    """
    address = run.settings.base_url
    if forget:
        run.terminal.say("Key removed." if keyring.forget(address) else f"No key is stored for {address}.")
        return
    key = _ask()
    if check:
        _try(run, key)
    run.terminal.say(f"Stored the key for {address} in {keyring.keep(address, key)}.")


def _ask() -> Secret:
    try:
        text = getpass.getpass("API key: ", stream=sys.stderr) if sys.stdin.isatty() else sys.stdin.readline()
    except UnicodeDecodeError:
        raise InvalidArgumentError("stdin is not valid text. The key was not stored.") from None
    if not text.strip():
        raise InvalidArgumentError("No key given. Nothing was stored.")
    from allo_ext._http.config import Secret

    return Secret(text.strip())


def _try(run: Run, key: Secret) -> None:
    with client_class(__name__)(key.reveal(), base_url=run.settings.base_url, pace=run.settings.pace) as allo:
        try:
            allo.numbers.list()
        except PermissionDeniedError:
            pass  # the key is valid, it only lacks this scope
        except AuthenticationError:
            run.terminal.fail("The key was not stored.")
            raise
