"""The answer of an operation that returns nothing: whatever the body of a success holds, it is not looked at."""

from __future__ import annotations


def nothing(_: object) -> None:
    """Return None."""
