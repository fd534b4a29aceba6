"""A queue of the Power Dialer: what is in it and what may be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

CAPACITY = 1_000
"""The most numbers that a queue holds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A number in a queue; its position is where it is in the list."""

    number: str
    """In E.164."""
    created: int
    has_contact: bool = False


@dataclass(slots=True)
class Queue:
    """A queue of numbers."""

    id: str
    assignee_id: str
    creator_id: str
    created: int
    updated: int
    name: str | None = None
    voicemail_handling: str = "SKIP"
    do_not_disturb: str = "DISABLED"
    entries: list[Entry] = field(default_factory=list[Entry])

    @property
    def room(self) -> int:
        """The number of entries that can still be added."""
        return CAPACITY - len(self.entries)

    def remove(self, number: str | None, position: int | None) -> int | None:
        """Remove a number everywhere, what is at a position, or that occurrence of a number; None if it is not there.

        A number that is not in the queue is not an error: the result is 0.
        """
        if position is None:
            return self.remove_where(lambda entry: entry.number == number)
        if position >= len(self.entries) or number not in {None, self.entries[position].number}:
            return None
        del self.entries[position]
        return 1

    def remove_where(self, is_meant: Callable[[Entry], bool]) -> int:
        """Remove what is meant, and return how much it was."""
        kept = [entry for entry in self.entries if not is_meant(entry)]
        removed = len(self.entries) - len(kept)
        self.entries = kept
        return removed
