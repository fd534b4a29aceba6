"""An error for people: the API's code, what it means, what to do; and the exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from allo_ext import errors

if TYPE_CHECKING:
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


class Advice(NamedTuple):
    """What a code means, and what to do about it."""

    means: str
    do: str


_SMS_QUOTA: Final = "wait until tomorrow, or have the limit raised by Allo"
_BY_CODE: Final[dict[str, Advice]] = {
    "A2P_NOT_ENABLED": Advice("this line may not send SMS to US numbers yet", "register it for A2P messages in Allo"),
    "API_KEY_INVALID": Advice(
        "Allo does not know this key", "check that it was copied whole; `allo doctor` shows more"
    ),
    "API_KEY_REVOKED": Advice("this key was revoked", "make a new one in Allo's settings, then `allo login`"),
    "API_KEY_TRIAL_NOT_ALLOWED": Advice("a trial plan has no access to the API", "choose a paid plan in Allo"),
    "API_KEY_QUOTA_EXCEEDED": Advice("the requests that this key has for a day are used up", "wait until it resets"),
    "CONTACT_NOT_FOUND": Advice("there is no contact with this id", "look for it: allo contacts list"),
    "DAILY_SMS_LIMIT_REACHED": Advice("no more messages can be sent today", _SMS_QUOTA),
    "FROM_NUMBER_NOT_FOUND": Advice("--from is no line of this account", "see its lines: allo numbers"),
    "INVALID_LENGTH": Advice("the message is empty or too long", "write 1 to 1000 characters"),
    "INVALID_SENDER_ID": Advice("this account has no such sender id", "see what it has: allo numbers"),
    "INVALID_TO_NUMBER": Advice("--to receives no SMS", "write it with its country code, such as +33639980001"),
    "LANDLINE_NUMBER_NOT_SUPPORTED": Advice("a landline receives no SMS", "send to a mobile number"),
    "MESSAGE_NOT_COMPLIANT": Advice("the text breaks the carriers' rules", "change the text"),
    "NUMBER_ALREADY_ASSIGNED": Advice("another contact has this number", "look for it: allo contacts find NUMBER"),
    "NUMBER_NOT_SMS_ENABLED": Advice("this line sends no SMS", "send from another one: allo numbers"),
    "PROVIDER_NOT_SUPPORTED": Advice("this line's carrier sends no SMS", "send from another one: allo numbers"),
    "SENDER_ID_NOT_ACTIVE": Advice("this sender id is not verified", "have it verified in Allo's settings"),
    "SENDER_ID_NOT_FOUND": Advice("this account has no such sender id", "see what it has: allo numbers"),
    "SMS_LIMIT_REACHED": Advice("no more messages can be sent", _SMS_QUOTA),
    "TO_NUMBER_COUNTRY_MISMATCH": Advice("--to is in another country than --from", "send from a line of that country"),
    "TRIAL_SMS_LIMIT_REACHED": Advice("the trial's messages are used up", "choose a paid plan in Allo"),
    "WEBHOOK_NOT_FOUND": Advice("there is no webhook with this id", "check the id that `allo webhooks create` gave"),
}
_BY_CLASS: Final[dict[type[errors.AlloApiError], Advice]] = {
    errors.AuthenticationError: _BY_CODE["API_KEY_INVALID"],
    errors.PermissionDeniedError: Advice("this key may not do that", "use a key that may; `allo doctor` shows scopes"),
    errors.NotFoundError: Advice("what was asked for is not there", "check the id, and the address (--base-url)"),
    errors.BadRequestError: Advice("Allo refuses what was asked for", "check what was given"),
    errors.RateLimitError: Advice("too many requests at once", "wait a moment, or lower --pace"),
    errors.ServerError: Advice("Allo failed, not you", "try again later"),
    errors.AlloApiError: Advice("Allo answers in a way that this version does not know", "check --base-url"),
}


def explain(error: errors.AlloError, terminal: Terminal, *, doubt: str = _DOUBT) -> int:
    """Say what went wrong and return the exit code.

    Args:
        error: What went wrong.
        terminal: Where to say it.
        doubt: What to say where a change may have been made all the same.
    """
    if isinstance(error, errors.InvalidArgumentError):
        name = error.field or ""
        option = _OPTIONS.get(name, f"--{name.replace('_', '-')}")
        says = error.message.startswith(f"{name} ")
        terminal.fail(error.message.replace(name, option, 1) if name and says else error.message)
        return USAGE
    if isinstance(error, errors.AlloApiError):
        for line in sentences(error):
            terminal.fail(line)
    else:
        terminal.fail(error.message)
    if error.maybe_sent and not _reads(error):
        terminal.fail(doubt)
        return MAYBE_DONE
    return USAGE if isinstance(error, errors.ConfigurationError) else FAILED


def sentences(error: errors.AlloApiError) -> list[str]:
    """Return what to say about an answer: the code, what it means, what to do."""
    operation = error.message.partition(" was answered")[0]
    advice = advise(error)
    lines = [f"{error.status}{f' {error.code}' if error.code else ''} ({operation})"]
    if isinstance(error, errors.PermissionDeniedError) and error.required_scopes:
        scopes = ", ".join(error.required_scopes)
        means, do = (
            f"the key lacks the scope {scopes}",
            "add it to the key in Allo's settings, or use a key that has it",
        )
        if "CONTACTS_READ" in scopes:
            do += " (newer keys cannot be given it)"
        advice = Advice(means, do)
    lines.append(f"  it means: {advice.means}")
    lines.extend(f"  {fault.field}: {fault.message}" for fault in error.field_errors if fault.field not in _NO_FIELDS)
    lines.append(f"  what to do: {advice.do}{_when(error)}")
    return lines


# The API puts these where the name of a field belongs.
_NO_FIELDS: Final = frozenset({"scope", "DAILY"})


def advise(error: errors.AlloApiError) -> Advice:
    """Return what an answer means and what to do about it: by its code, else by its class."""
    return _BY_CODE.get(str(error.code)) or next(_BY_CLASS[kind] for kind in type(error).__mro__ if kind in _BY_CLASS)


def _when(error: errors.AlloApiError) -> str:
    seconds = error.retry_after
    if seconds is None or not 0 <= seconds <= _LONGEST_WAIT:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    wait = f"{hours} h {minutes} min" if hours else f"{minutes} min" if minutes else f"{rest} s"
    return f" (Allo says: in {wait})"


def _reads(error: errors.AlloError) -> bool:
    return error.message.startswith("GET ")
