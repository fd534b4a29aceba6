"""`allo login`: the key into the system's keyring."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from allo_ext import AlloClient, AuthenticationError, InvalidArgumentError, PermissionDeniedError
from allo_ext._http.config import Secret
from allo_ext.cli._program import keyring
from allo_ext.cli._program.command import Run


def login(
    run: Run,
    forget: Annotated[bool, typer.Option("--forget", help="Remove the key from the keyring.")] = False,
    check: Annotated[bool, typer.Option("--check/--no-check", help="Try the key with a harmless read first.")] = True,
) -> None:
    """Keep the key in the system's keyring, for this address of the API alone.

    The key is asked for without being shown; without a terminal it is read from stdin.
    """
    address = run.settings.base_url
    if forget:
        run.terminal.say("Forgotten." if keyring.forget(address) else f"There was no key for {address}.")
        return
    key = _ask()
    if check:
        _try(run, key)
    run.terminal.say(f"The key for {address} is kept in {keyring.keep(address, key)}.")


def _ask() -> Secret:
    try:
        text = getpass.getpass("API key: ", stream=sys.stderr) if sys.stdin.isatty() else sys.stdin.readline()
    except UnicodeDecodeError:
        raise InvalidArgumentError("What was given on stdin is not text, and nothing was kept.") from None
    if not text.strip():
        raise InvalidArgumentError("No key was given, and nothing was kept.")
    return Secret(text.strip())


def _try(run: Run, key: Secret) -> None:
    with AlloClient(key.reveal(), base_url=run.settings.base_url, pace=run.settings.pace) as allo:
        try:
            allo.numbers.list()
        except PermissionDeniedError:
            pass  # a key without this scope is a key all the same
        except AuthenticationError:
            run.terminal.fail("The key was not kept.")
            raise
