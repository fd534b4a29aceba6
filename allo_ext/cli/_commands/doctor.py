"""`allo doctor`: check the installation, the connection and the key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, TYPE_CHECKING, Annotated, Final

import typer

from allo_ext import AlloError, PermissionDeniedError, RetryPolicy
from allo_ext._operations import granted
from allo_ext._version import __version__
from allo_ext.cli._commands.checkup import (
    Finding,
    State,
    clock_finding,
    probe,
)
from allo_ext.cli._display.output import as_json
from allo_ext.cli._display.text import printable
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.completing import scopes
from allo_ext.cli._program.failures import advise
from allo_ext.errors import AlloApiError, AuthenticationError

if TYPE_CHECKING:
    from allo_ext import AlloClient

_TIMEOUT: Final = 15.0
_COMMANDS: Final = ("CONVERSATIONS_READ", "CONTACTS_READ", "WEBHOOKS_READ_WRITE", "SMS_SEND", "CONTACTS_READ_WRITE")
"""The scopes that the commands need."""
_NOT_FOR_NEW_KEYS: Final = " (not available for newer keys)"
_HINTS: Final[dict[str, str]] = dict.fromkeys(("CONTACTS_READ", "CONTACTS_READ_WRITE"), _NOT_FOR_NEW_KEYS)
_UNCHECKED: Final = {
    "SMS_SEND": "cannot be checked without sending a message",
    "CONTACTS_READ_WRITE": "cannot be checked without changing a contact",
}
_MARKS: Final = {State.WELL: "ok", State.UNKNOWN: "??", State.WRONG: "NO"}
_STYLES: Final = {State.WELL: "green", State.UNKNOWN: "yellow", State.WRONG: "bold red"}


def doctor(
    run: Run,
    need: Annotated[
        list[str] | None,
        typer.Option(
            help="A required scope. Repeatable. Other missing scopes are then not reported as errors.",
            autocompletion=scopes,
        ),
    ] = None,
    shapes: Annotated[
        bool,
        typer.Option(
            "--shapes", help="Instead, read about 30 pages and report the forms of the API's responses, without values."
        ),
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="Write one JSON object per line; with --shapes, one object.")
    ] = False,
) -> None:
    """Check version, key, host, TLS, clock and scopes. Exit code 1 if a check fails.

    Version 2 of the API lists the scopes of the key. If it does not respond, scopes are checked by reading, and scopes
    that only allow changes are reported as unknown.

    --shapes writes a report for the authors of this package, in Markdown: which documented and undocumented forms this
    account gets. It has no names, numbers, texts or ids.
    """
    if shapes:
        from allo_ext.cli._shapes import show

        show(run, json=json)
        return
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
    """Run the checks one after the other and yield their findings."""
    yield Finding("version", State.WELL, f"withallo-sdk {__version__}")
    key = run.settings.key
    if key is None:
        yield Finding("key", State.WRONG, "missing: set ALLO_API_KEY, use --key-file, or run `allo login`")
    else:
        yield Finding("key", State.WELL, f"found in {key.source}")
    answer = yield from probe(run.settings.base_url, _TIMEOUT)
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
        if scope in granted(scopes):
            yield Finding("scope", State.WELL, f"{scope} granted")
        else:
            yield _missing(scope, scope, needed)


def _missing(scope: str, named: str, needed: frozenset[str]) -> Finding:
    state = State.WRONG if not needed or scope in needed else State.UNKNOWN
    return Finding("scope", state, f"{named} is missing: add it to the key in Allo's settings{_HINTS.get(scope, '')}")


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
            yield _missing(scope, ", ".join(error.required_scopes) or scope, needed)
        except AlloApiError as error:
            yield Finding("scope", State.WRONG, f"{scope}: {error.status} {error.code or ''}".rstrip())
        except AlloError as error:
            yield Finding("scope", State.WRONG, f"{scope}: {error}")
        else:
            yield Finding("scope", State.WELL, f"{scope} granted")
    for scope, why in _UNCHECKED.items():
        yield Finding("scope", State.UNKNOWN, f"{scope} unknown: {why}")
