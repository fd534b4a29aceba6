"""Error messages for users of the panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from allo_ext import errors
from allo_ext._error_codes import CODES
from allo_ext._facts import DOUBT

_WORDED_BELOW: Final = frozenset(
    {
        *("API_KEY_INSUFFICIENT_SCOPE", "API_KEY_INVALID", "API_KEY_QUOTA_EXCEEDED", "FORBIDDEN"),
        *("INTERNAL_SERVER_ERROR", "RATE_LIMITED", "RATE_LIMIT_EXCEEDED", "UNAUTHORIZED"),
    }
)
"""Codes whose advice is for programmers; the panel has its own messages for them."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An error message with advice."""

    title: str
    detail: str = ""
    commands: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The message as one line, for a form."""
        return " ".join(part for part in (self.title, self.detail) if part)


def problem_of(error: errors.AlloError) -> Problem:
    """Return the message for an error of a query."""
    match error:
        case errors.ConfigurationError(reason="no key"):
            return Problem(
                "There is no API key.",
                "Set it in the terminal, then restart the panel. The key is never sent to the browser.",
                ("export ALLO_API_KEY=…", "allo panel"),
            )
        case errors.AlloApiError():
            return _answer(error)
        case errors.AlloTimeoutError():
            return Problem(f"Allo did not respond in time{_at(error)}.", "Try again.")
        case errors.AlloConnectionError():
            return Problem(
                f"Allo cannot be reached{_at(error)}.",
                "Check this machine's network, and ALLO_BASE_URL or --base-url if you set one.",
            )
        case _:
            return Problem(error.message or "Something went wrong.")


def _answer(error: errors.AlloApiError) -> Problem:  # noqa: PLR0911 (one per kind of error)
    """Return the message for an API error: by its code, or by its class."""
    known = CODES.get(str(error.code))
    match error:
        case errors.PermissionDeniedError() if error.required_scopes:
            scopes = ", ".join(error.required_scopes)
            newer = " Not available for newer keys." if "CONTACTS_READ" in error.required_scopes else ""
            return Problem(
                f"The key lacks the scope {scopes}.",
                f"Add it to the key in Allo's settings, or start the panel with a key that has it.{newer}",
            )
        case errors.AlloApiError() if known is not None and error.code not in _WORDED_BELOW:
            return Problem(_sentence(known.means), _sentence(known.do))
        case errors.PermissionDeniedError():
            return Problem("This key does not have permission.", "Run `allo doctor` to see the scopes of the key.")
        case errors.AuthenticationError():
            return Problem("The API key is invalid.", "Check that it was copied completely, or run `allo doctor`.")
        case errors.RateLimitError():
            return Problem("Rate limit reached.", _when(error.retry_after))
        case errors.ServerError():
            return Problem(f"Allo failed (status {error.status}).", "The error is on Allo's side. Try again later.")
        case _:
            return Problem(f"Allo rejected the request ({error.status}{f' {error.code}' if error.code else ''}).")


def mutation_problem(error: errors.AlloError | None) -> str:
    """Return the message for an error of a mutation, with a warning if the request may have succeeded."""
    if error is None:
        return ""
    said = problem_of(error).sentence
    return f"{said} {DOUBT}" if error.maybe_sent else said


def _at(error: errors.AlloError) -> str:
    """Return the scheme, host and port of the request, if known."""
    if error.request is None:
        return ""
    url = error.request.url
    return f" at {url.scheme}://{url.netloc.decode()}"


def _sentence(clause: str) -> str:
    return f"{clause[:1].upper()}{clause[1:]}{'' if clause.endswith('?') else '.'}"


def _when(seconds: float | None) -> str:
    if seconds is None:
        return "Try again in a minute."
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"Try again in {f'{hours} h {minutes} min' if hours else f'{minutes} min' if minutes else f'{rest} s'}."


def more(rest: int, step: int) -> str:
    """Return the label of the button that shows more rows; an empty string if all rows are shown.

    Args:
        rest: The number of hidden rows.
        step: The number of rows to show next.
    """
    if rest <= 0:
        return ""
    return f"Show {step} more of {rest}" if rest > step else f"Show {rest} more"
