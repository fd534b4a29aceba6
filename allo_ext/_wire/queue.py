"""Appending numbers to the dialing queue in several requests, without I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from allo_ext.v2 import AppendResult, QueueNumber, SkippedNumber

if TYPE_CHECKING:
    from collections.abc import Sequence

CAPACITY: Final = 1_000
"""The largest number of entries in a queue."""

_BATCH: Final = 500
_FULL: Final = "DIALING_QUEUE_LIMIT_REACHED"


class Append:
    """The state of an append.

    Args:
        entries: The entries to append, as they are sent.
        size: The number of entries in the queue; None if the API does not return it.
    """

    def __init__(self, entries: Sequence[dict[str, Any]], size: int | None) -> None:
        self._left = list(entries)
        self._room = CAPACITY - (size or 0)
        self._added: list[QueueNumber] = []
        self._skipped: list[SkippedNumber] = []

    def next(self) -> list[dict[str, Any]]:
        """Return the entries to send next; an empty list if all were sent or the queue is full."""
        return self._left[: max(0, min(_BATCH, self._room))]

    def took(self, sent: Sequence[dict[str, Any]], answer: AppendResult) -> None:
        """Record the response to a request."""
        del self._left[: len(sent)]
        skipped = answer.skipped or ()
        added = len(sent) - len(skipped) if answer.added is None else len(answer.added)
        self._room -= max(added, 0)
        self._added += answer.added or ()
        self._skipped += skipped

    def result(self) -> AppendResult:
        """Return the result for every number; numbers that were not sent are skipped, because the queue is full."""
        unsent = (SkippedNumber(number=entry["number"], reason=_FULL) for entry in self._left)
        return AppendResult(added=tuple(self._added), skipped=(*self._skipped, *unsent))

    def so_far(self) -> AppendResult:
        """Return the result for the numbers of the requests that succeeded."""
        return AppendResult(added=tuple(self._added), skipped=tuple(self._skipped))
