"""Possible senders of a message: lines in the recipient's country, and sender IDs for France."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from allo_ext.enums import Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from allo_ext.records import ConversationItem, Number

OTHER: Final = "other"
"""The choice of a sender ID that is not in the account's list."""
RULE: Final = "3 to 11 letters and digits, at least one letter, no spaces; or a short code. Must be verified by Allo."

_FRANCE: Final = "+33"
# The API accepts messages only within the sender's country. For countries not listed here, all lines are offered and
# the API decides.
_CODES: Final = {
    "BE": "+32", "CA": "+1", "CH": "+41", "DE": "+49", "ES": "+34", "FR": "+33", "GB": "+44",
    "IE": "+353", "IT": "+39", "LU": "+352", "NL": "+31", "PT": "+351", "US": "+1",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sender:
    """A possible sender: a line's number, or a sender ID."""

    id: str
    name: str
    number: str | None = None
    sender_id: str | None = None


def senders(numbers: Iterable[Number], to: str) -> list[Sender]:
    """Return the possible senders for a number, best match first.

    Args:
        numbers: The account's lines; those without a number are sender IDs.
        to: The recipient's number, in E.164 format.
    """
    known = list(numbers)
    lines = [
        Sender(number.number, f"{number.name or 'Line'} · {number.number}", number=number.number)
        for number in known
        if number.number and _may_write(number, to)
    ]
    if not to.startswith(_FRANCE):
        return lines
    names = [
        Sender(f"name:{number.name}", f"{number.name} · sender ID", sender_id=number.name)
        for number in known
        if number.number is None and number.name
    ]
    return [*names, *lines, Sender(OTHER, "Another sender ID…")]


def usual(choices: Sequence[Sender], items: Iterable[ConversationItem]) -> str:
    """Return the sender used in the last item of a conversation, or the first choice.

    Args:
        choices: The possible senders.
        items: The conversation, newest first.
    """
    for item in items:
        message, call = item.message, item.call
        sender_id = message.sender_id if message and message.direction == Direction.OUTBOUND else None
        own = message.allo_number if message else call.allo_number if call else None
        for choice in choices:
            if (own and choice.number == own) or (sender_id and choice.sender_id == sender_id):
                return choice.id
    return choices[0].id if choices else ""


def _may_write(number: Number, to: str) -> bool:
    code = _CODES.get(number.country or "")
    return code is None or to.startswith(code)
