"""What went wrong, in words for the people in front of the panel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import httpx

from allo_ext import errors

_SMS: Final = {
    "A2P_NOT_ENABLED": "This line may not send SMS to US numbers yet: register it for A2P messages in Allo.",
    "DAILY_SMS_LIMIT_REACHED": "No more messages can be sent today.",
    "FROM_NUMBER_NOT_FOUND": "The sender is no line of this account.",
    "INVALID_LENGTH": "A message has 1 to 1000 characters.",
    "INVALID_SENDER_ID": "This account has no such sender id.",
    "INVALID_TO_NUMBER": "This number receives no SMS.",
    "LANDLINE_NUMBER_NOT_SUPPORTED": "A landline receives no SMS.",
    "MESSAGE_NOT_COMPLIANT": "The text breaks the carriers' rules: change it.",
    "NUMBER_NOT_SMS_ENABLED": "This line sends no SMS: choose another sender.",
    "PROVIDER_NOT_SUPPORTED": "This line's carrier sends no SMS: choose another sender.",
    "SENDER_ID_NOT_ACTIVE": "This sender id is not verified: have it verified in Allo's settings.",
    "SENDER_ID_NOT_FOUND": "This account has no such sender id.",
    "SMS_LIMIT_REACHED": "No more messages can be sent.",
    "TO_NUMBER_COUNTRY_MISMATCH": "The sender is in another country than the receiver: choose another sender.",
    "WEBHOOK_NOT_FOUND": "There is no webhook with this id.",
}
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


def problem_of(error: errors.AlloError) -> Problem:  # noqa: PLR0911 (one for each kind of error)
    """Return what to say about an error of a query."""
    match error:
        case errors.ConfigurationError() if "no API key" in error.message:
            return Problem(
                "There is no API key.",
                "Set it where the panel is started, then start it again. It stays there: this page never sees it.",
                ("export ALLO_API_KEY=…", "allo panel"),
            )
        case errors.PermissionDeniedError() if error.required_scopes:
            scopes = ", ".join(error.required_scopes)
            newer = " Newer keys cannot be given it." if "CONTACTS_READ" in error.required_scopes else ""
            return Problem(
                f"The key lacks the scope {scopes}.",
                f"Add it to the key in Allo's settings, or start the panel with a key that has it.{newer}",
            )
        case errors.PermissionDeniedError():
            return Problem("This key may not do that.", "Use a key that may: `allo doctor` shows its scopes.")
        case errors.AuthenticationError():
            return Problem("Allo does not know this key.", "Was it copied whole? `allo doctor` shows more.")
        case errors.RateLimitError():
            return Problem("Allo has had enough requests from this key.", _when(error.retry_after))
        case errors.ServerError():
            return Problem(f"Allo failed (status {error.status}).", "That is not this panel's doing. Try again soon.")
        case errors.AlloTimeoutError():
            return Problem(f"Allo did not answer in time{_at(error)}.", "Try again.")
        case errors.AlloConnectionError():
            return Problem(
                f"Allo cannot be reached{_at(error)}.",
                "Check this machine's network, and ALLO_BASE_URL or --base-url if you set one.",
            )
        case errors.AlloApiError():
            code = str(error.code or "")
            known = _SMS.get(code)
            return (
                Problem(known) if known else Problem(f"Allo refused this ({error.status} {code}).".replace(" )", ")"))
            )
        case _:
            return Problem(error.message or "Something went wrong.")


def problem_of_deed(error: errors.AlloError) -> str:
    """Return what to say about an error of a mutation; whether it may have happened all the same is said, too."""
    said = problem_of(error).sentence
    return f"{said} {_IN_DOUBT}" if error.maybe_sent else said


def _at(error: errors.AlloError) -> str:
    """Return where a request went, as far as that is known: scheme, host and port."""
    cause = error.__cause__
    try:
        url = cause.request.url if isinstance(cause, httpx.RequestError) else None
    except RuntimeError:  # the exception has no request
        url = None
    return f" at {url.scheme}://{url.netloc.decode()}" if url else ""


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
    return f"Show {step} more of {rest}" if rest > step else f"Show {rest} more"
