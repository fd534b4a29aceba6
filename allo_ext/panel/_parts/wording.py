"""What went wrong, in words for the people in front of the panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from allo_ext import errors
from allo_ext._error_codes import CODES

_WORDED_BELOW: Final = frozenset(
    {
        *("API_KEY_INSUFFICIENT_SCOPE", "API_KEY_INVALID", "API_KEY_QUOTA_EXCEEDED", "FORBIDDEN"),
        *("INTERNAL_SERVER_ERROR", "RATE_LIMITED", "RATE_LIMIT_EXCEEDED", "UNAUTHORIZED"),
    }
)
"""Codes that say no more than their class; the panel knows better what to do about them."""
_IN_DOUBT: Final = "It may have been carried out all the same: look before you do it again."


@dataclass(frozen=True, slots=True)
class Problem:
    """What to say about an error."""

    title: str
    detail: str = ""
    commands: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """All of it on one line, for a form."""
        return " ".join(part for part in (self.title, self.detail) if part)


def problem_of(error: errors.AlloError) -> Problem:
    """Return what to say about an error of a query."""
    match error:
        case errors.ConfigurationError(reason="no key"):
            return Problem(
                "There is no API key.",
                "Set it where the panel is started, then start it again. It stays there: this page never sees it.",
                ("export ALLO_API_KEY=…", "allo panel"),
            )
        case errors.AlloApiError():
            return _answer(error)
        case errors.AlloTimeoutError():
            return Problem(f"Allo did not answer in time{_at(error)}.", "Try again.")
        case errors.AlloConnectionError():
            return Problem(
                f"Allo cannot be reached{_at(error)}.",
                "Check this machine's network, and ALLO_BASE_URL or --base-url if you set one.",
            )
        case _:
            return Problem(error.message or "Something went wrong.")


def _answer(error: errors.AlloApiError) -> Problem:  # noqa: PLR0911 (one for each kind of answer)
    """Return what to say about an answer: what its code means, or in the panel's own words."""
    known = CODES.get(str(error.code))
    match error:
        case errors.PermissionDeniedError() if error.required_scopes:
            scopes = ", ".join(error.required_scopes)
            newer = " Newer keys cannot be given it." if "CONTACTS_READ" in error.required_scopes else ""
            return Problem(
                f"The key lacks the scope {scopes}.",
                f"Add it to the key in Allo's settings, or start the panel with a key that has it.{newer}",
            )
        case errors.AlloApiError() if known is not None and error.code not in _WORDED_BELOW:
            return Problem(_sentence(known.means), _sentence(known.do))
        case errors.PermissionDeniedError():
            return Problem("This key may not do that.", "Use a key that may: `allo doctor` shows its scopes.")
        case errors.AuthenticationError():
            return Problem("Allo does not know this key.", "Was it copied whole? `allo doctor` shows more.")
        case errors.RateLimitError():
            return Problem("Allo has had enough requests from this key.", _when(error.retry_after))
        case errors.ServerError():
            return Problem(f"Allo failed (status {error.status}).", "That is not this panel's doing. Try again soon.")
        case _:
            return Problem(f"Allo refused this ({error.status}{f' {error.code}' if error.code else ''}).")


def problem_of_deed(error: errors.AlloError) -> str:
    """Return what to say about an error of a mutation; whether it may have happened all the same is said, too."""
    said = problem_of(error).sentence
    return f"{said} {_IN_DOUBT}" if error.maybe_sent else said


def _at(error: errors.AlloError) -> str:
    """Return where a request went, as far as that is known: scheme, host and port."""
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
    """Return the label of the button that shows more rows of a list; empty when it shows all of them.

    Args:
        rest: How many rows are not shown yet.
        step: How many it shows next.
    """
    if rest <= 0:
        return ""
    return f"Show {step} more of {rest}" if rest > step else f"Show the other {rest}" if rest > 1 else "Show one more"
