"""`allo doctor`: one line for each thing that must be well."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, Annotated, Final

import typer

from allo_ext import AlloError, PermissionDeniedError, RetryPolicy
from allo_ext._version import __version__
from allo_ext.cli._commands.checkup import (
    Finding,
    State,
    clock_finding,
    knock,
)
from allo_ext.cli._display.output import as_json
from allo_ext.cli._display.text import printable
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.failures import advise
from allo_ext.client import AlloClient
from allo_ext.errors import AlloApiError, AuthenticationError

_TIMEOUT: Final = 15.0
_COMMANDS: Final = ("CONVERSATIONS_READ", "CONTACTS_READ", "WEBHOOKS_READ_WRITE", "SMS_SEND", "CONTACTS_READ_WRITE")
"""The scopes that the commands need."""
_NOT_FOR_NEW_KEYS: Final = " (newer keys cannot be given it)"
_HINTS: Final[dict[str, str]] = dict.fromkeys(("CONTACTS_READ", "CONTACTS_READ_WRITE"), _NOT_FOR_NEW_KEYS)
_UNTRIED: Final = {
    "SMS_SEND": "only a message that is sent would tell",
    "CONTACTS_READ_WRITE": "only a contact that is changed would tell",
}
_MARKS: Final = {State.WELL: "ok", State.UNKNOWN: "??", State.WRONG: "NO"}
_STYLES: Final = {State.WELL: "green", State.UNKNOWN: "yellow", State.WRONG: "bold red"}


def doctor(
    run: Run,
    need: Annotated[
        list[str] | None,
        typer.Option(help="A scope that you need; may be repeated. Others that are missing are then no fault."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Look whether everything is well: version, key, host, TLS, clock, scopes. Exit code 1 where something is not.

    Version 2 of the API says which scopes the key has. Where it does not, scopes are tried by reading; those that only
    a change would show are then unknown.
    """
    findings: list[Finding] = []
    console = run.terminal.console()
    for finding in examine(run, frozenset(need or ())):
        findings.append(finding)
        if json:
            console.file.write(_line(finding, console.file) + "\n")
            continue
        console.print(f"{_MARKS[finding.state]}  ", style=_STYLES[finding.state], end="")
        console.print(f"{finding.check:<10} {printable(finding.says)}", soft_wrap=True)
    if any(finding.state is State.WRONG for finding in findings):
        raise typer.Exit(1)


def _line(finding: Finding, file: IO[str]) -> str:
    return as_json({"check": finding.check, "state": finding.state, "says": finding.says}, file)


def examine(run: Run, needed: frozenset[str]) -> Iterator[Finding]:
    """Yield what was found, one check after the other."""
    yield Finding("version", State.WELL, f"withallo-sdk {__version__}")
    key = run.settings.key
    if key is None:
        yield Finding("key", State.WRONG, "none: set ALLO_API_KEY, use --key-file, or run `allo login`")
    else:
        yield Finding("key", State.WELL, f"there is one, from {key.source}")
    answer = yield from knock(run.settings.base_url, _TIMEOUT)
    if answer is None:
        return
    yield clock_finding(answer.headers.get("date"), answer.elapsed)
    if key is not None:
        with run.client(timeout=_TIMEOUT, retry=RetryPolicy(attempts=2)) as allo:
            yield from scope_findings(allo, needed)


def scope_findings(allo: AlloClient, needed: frozenset[str]) -> Iterator[Finding]:
    """Return what is known about the scopes of the key."""
    scopes = _scopes_of_the_key(allo)
    return _tried(allo, needed) if scopes is None else _compared(scopes, needed)


def _scopes_of_the_key(allo: AlloClient) -> frozenset[str] | None:
    """Return what version 2 of the API says that the key can do; None where it does not say."""
    try:
        scopes = allo.v2.me().scopes
    except AlloError:
        return None
    return None if scopes is None else frozenset(scopes)


def _compared(scopes: frozenset[str], needed: frozenset[str]) -> Iterator[Finding]:
    """Compare the scopes that a key has with those that commands, or the user, need."""
    yield Finding("scopes", State.WELL, f"the key has {', '.join(sorted(scopes)) or 'none'}")
    for scope in (*_COMMANDS, *sorted(needed - set(_COMMANDS))):
        if scope in scopes or (scope == "CONTACTS_READ" and "CONTACTS_READ_WRITE" in scopes):
            yield Finding("scope", State.WELL, f"{scope} is there")
        else:
            state = State.WRONG if not needed or scope in needed else State.UNKNOWN
            hint = _HINTS.get(scope, "")
            yield Finding("scope", state, f"{scope} is missing: add it to the key in Allo's settings{hint}")


def _tried(allo: AlloClient, needed: frozenset[str]) -> Iterator[Finding]:
    reads: dict[str, Callable[[], object]] = {
        "CONVERSATIONS_READ": allo.numbers.list,
        "CONTACTS_READ": partial(allo.contacts.search, size=1),
        "WEBHOOKS_READ_WRITE": allo.webhooks.list,
    }
    for scope, read in reads.items():
        try:
            read()
        except AuthenticationError as error:
            yield Finding("scopes", State.WRONG, f"{error.status} {error.code or ''}: {advise(error).means}".strip())
            return
        except PermissionDeniedError as error:
            lacking = ", ".join(error.required_scopes) or scope
            state = State.WRONG if not needed or scope in needed else State.UNKNOWN
            hint = _HINTS.get(scope, "")
            yield Finding("scope", state, f"{lacking} is missing: add it to the key in Allo's settings{hint}")
        except AlloApiError as error:
            yield Finding("scope", State.WRONG, f"{scope}: {error.status} {error.code or ''}".rstrip())
        except AlloError as error:
            yield Finding("scope", State.WRONG, f"{scope}: {error}")
        else:
            yield Finding("scope", State.WELL, f"{scope} works")
    for scope, why in _UNTRIED.items():
        yield Finding("scope", State.UNKNOWN, f"{scope} is not known: {why}")
