"""The two parties of a call or message, by its direction."""

from __future__ import annotations

from allo_ext.enums import Direction


def other_party(direction: str | None, from_number: str | None, to_number: str | None) -> str | None:
    """Return the other party's number; None if it is withheld (`anonymous`) or the direction is unknown."""
    number = from_number if direction == Direction.INBOUND else to_number if direction == Direction.OUTBOUND else None
    return None if number is None or number.lower() == "anonymous" else number


def own_number(direction: str | None, from_number: str | None, to_number: str | None) -> str | None:
    """Return the account's number of the two; None if the direction is unknown."""
    return to_number if direction == Direction.INBOUND else from_number if direction == Direction.OUTBOUND else None
