"""The two parties of a call or message, by its direction."""

from __future__ import annotations

from typing import Final

from allo_ext.enums import Direction

WITHHELD: Final = "anonymous"
"""The API's value for a number that was withheld."""


def is_withheld(number: str | None) -> bool:
    """Return whether a number was withheld."""
    return number is not None and number.lower() == WITHHELD


def other_party(direction: str | None, from_number: str | None, to_number: str | None) -> str | None:
    """Return the other party's number; None if it is withheld (`anonymous`) or the direction is unknown."""
    number = from_number if direction == Direction.INBOUND else to_number if direction == Direction.OUTBOUND else None
    return None if is_withheld(number) else number


def own_number(direction: str | None, from_number: str | None, to_number: str | None) -> str | None:
    """Return the account's number of the two; None if the direction is unknown."""
    return to_number if direction == Direction.INBOUND else from_number if direction == Direction.OUTBOUND else None
