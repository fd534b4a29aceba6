"""An error for people: the API's code, what it means, what to do; and the exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from allo_ext import errors
from allo_ext._error_codes import CODES, field_errors, meaning

if TYPE_CHECKING:
    from allo_ext._error_codes import See
    from allo_ext.cli._display.terminal import Terminal

FAILED: Final = 1
USAGE: Final = 2
MAYBE_DONE: Final = 3
"""Something was sent or changed, or may have been, and the rest failed."""
_LONGEST_WAIT: Final = 86_400 * 366
_DOUBT: Final = "It may have been carried out all the same: look before you do it again."
_OPTIONS: Final = {
    "allo_number": "--number",
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
    """What an error means, and what to do about it."""

    means: str
    do: str


def explain(error: errors.AlloError, terminal: Terminal, *, doubt: str = _DOUBT) -> int:
    """Say what went wrong and return the exit code.

    Args:
        error: What went wrong.
        terminal: Where to say it.
        doubt: What to say where a change may have been made all the same.
    """
    if isinstance(error, errors.InvalidArgumentError):
        terminal.fail(f"{_option(error.field)} {error.problem}." if error.field and error.problem else error.message)
        return USAGE
    if isinstance(error, errors.AlloApiError):
        for line in sentences(error):
            terminal.fail(line)
    else:
        terminal.fail(error.message)
    if error.maybe_sent and error.method != "GET":
        terminal.fail(doubt)
        return MAYBE_DONE
    return USAGE if isinstance(error, errors.ConfigurationError) else FAILED


def _option(field: str) -> str:
    """Return the option that an argument of the client was given by."""
    return _OPTIONS.get(field, f"--{field.replace('_', '-')}")


def sentences(error: errors.AlloApiError) -> list[str]:
    """Return what to say about an answer: the code, what it means, what to do."""
    asked = f" ({error.operation})" if error.operation else ""
    advice = advise(error)
    lines = [f"{error.status}{f' {error.code}' if error.code else ''}{asked}", f"  it means: {advice.means}"]
    lines.extend(f"  {fault.field}: {fault.message}" for fault in field_errors(error))
    lines.append(f"  what to do: {advice.do}{_when(error)}")
    return lines


def advise(error: errors.AlloApiError) -> Advice:
    """Return what an answer means and what to do about it: by its code, else by its class."""
    known = meaning(error)
    do = known.do if known.see is None else f"{known.do}: {_COMMANDS[known.see]}"
    if not isinstance(error, errors.PermissionDeniedError) or not error.required_scopes:
        return Advice(known.means, do)
    scopes = error.required_scopes
    newer = " (newer keys cannot have it)" if "CONTACTS_READ" in scopes else ""
    return Advice(f"the key lacks the scope {', '.join(scopes)}", f"{CODES['API_KEY_INSUFFICIENT_SCOPE'].do}{newer}")


def _when(error: errors.AlloApiError) -> str:
    seconds = error.retry_after
    if seconds is None or not 0 <= seconds <= _LONGEST_WAIT:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    wait = f"{hours} h {minutes} min" if hours else f"{minutes} min" if minutes else f"{rest} s"
    return f" (Allo says: in {wait})"
