"""Error messages (code, meaning, advice) and exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from allo_ext import errors
from allo_ext._error_codes import CODES, field_errors, meaning
from allo_ext._facts import DOUBT, facts_of

if TYPE_CHECKING:
    from allo_ext._error_codes import See
    from allo_ext.cli._display.terminal import Terminal

FAILED: Final = 1
USAGE: Final = 2
MAYBE_DONE: Final = 3
"""Something was or may have been sent or changed, but the command failed."""
_LONGEST_WAIT: Final = 86_400 * 366
_OPTIONS: Final = {
    "allo_number": "--line",
    "contact_id": "CONTACT",
    "emails": "--email",
    "from_": "--from",
    "numbers": "--number",
    "topics": "--topic",
    "webhook_id": "WEBHOOK",
    "call": "CALL",
}


_COMMANDS: Final[dict[See, str]] = {
    "contacts": "allo contacts list",
    "numbers": "allo numbers",
    "webhooks": "allo webhooks list",
}


class Advice(NamedTuple):
    """The meaning of an error, and how to fix it."""

    means: str
    do: str


def explain(error: errors.AlloError, terminal: Terminal, *, doubt: str = DOUBT) -> int:
    """Print an error and return the exit code.

    Args:
        error: The error.
        terminal: The terminal to print to.
        doubt: The sentence to add if a change may have been made.
    """
    if isinstance(error, errors.InvalidArgumentError):
        terminal.fail(f"{_option(error.field)} {error.problem}." if error.field and error.problem else error.message)
        return USAGE
    if isinstance(error, errors.AlloApiError):
        for line in sentences(error):
            terminal.fail(line)
    else:
        terminal.fail(error.message + _tries(error, before=" (", after=")"))
    if error.maybe_sent and error.method != "GET":
        terminal.fail(doubt)
        return MAYBE_DONE
    return USAGE if isinstance(error, errors.ConfigurationError) else FAILED


def _option(field: str) -> str:
    """Return the command-line option for an argument of the client."""
    return _OPTIONS.get(field, f"--{field.replace('_', '-')}")


def sentences(error: errors.AlloApiError) -> list[str]:
    """Return the lines to print for an API error: code, meaning, advice."""
    asked = f" ({error.operation}{_tries(error, before=', ')})" if error.operation else ""
    advice = advise(error)
    lines = [f"{error.status}{f' {error.code}' if error.code else ''}{asked}", f"  it means: {advice.means}"]
    lines.extend(f"  {fault.field}: {fault.message}" for fault in field_errors(error))
    if not error.in_doubt:  # then to check comes first, and `explain` says so
        lines.append(f"  what to do: {advice.do}{_when(error)}")
    return lines


def _tries(error: errors.AlloError, *, before: str, after: str = "") -> str:
    """Return the request id, and the number of attempts if there were several."""
    found = facts_of(error)
    parts = [f"request {found['request_id']}"] if "request_id" in found else []
    if error.attempts > 1:
        parts.append(f"{error.attempts} attempts")
    return f"{before}{', '.join(parts)}{after}" if parts else ""


def advise(error: errors.AlloApiError) -> Advice:
    """Return the advice for an API error, by its code or else by its class."""
    known = meaning(error)
    do = known.do if known.see is None else f"{known.do}: {_COMMANDS[known.see]}"
    if not isinstance(error, errors.PermissionDeniedError) or not error.required_scopes:
        return Advice(known.means, do)
    scopes = error.required_scopes
    newer = " (not available for newer keys)" if "CONTACTS_READ" in scopes else ""
    return Advice(f"the key lacks the scope {', '.join(scopes)}", f"{CODES['API_KEY_INSUFFICIENT_SCOPE'].do}{newer}")


def _when(error: errors.AlloApiError) -> str:
    seconds = error.retry_after
    if seconds is None or not 0 <= seconds <= _LONGEST_WAIT:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    wait = f"{hours} h {minutes} min" if hours else f"{minutes} min" if minutes else f"{rest} s"
    return f" (retry after {wait})"
