"""Appending numbers to the dialing queue in several requests: what to send next, and what became of each number."""

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
    """An append under way.

    Args:
        entries: What to append, as it is sent.
        size: How many numbers the queue has; None where the API does not say.
    """

    def __init__(self, entries: Sequence[dict[str, Any]], size: int | None) -> None:
        self._left = list(entries)
        self._room = CAPACITY - (size or 0)
        self._added: list[QueueNumber] = []
        self._skipped: list[SkippedNumber] = []

    def next(self) -> list[dict[str, Any]]:
        """Return what to send next; nothing where all was sent or the queue is full."""
        return self._left[: max(0, min(_BATCH, self._room))]

    def took(self, sent: Sequence[dict[str, Any]], answer: AppendResult) -> None:
        """Note the answer to a request."""
        del self._left[: len(sent)]
        skipped = answer.skipped or ()
        added = len(sent) - len(skipped) if answer.added is None else len(answer.added)
        self._room -= max(added, 0)
        self._added += answer.added or ()
        self._skipped += skipped

    def result(self) -> AppendResult:
        """Return what became of every number; those that were not sent are skipped, because the queue is full."""
        unsent = (SkippedNumber(number=entry["number"], reason=_FULL) for entry in self._left)
        return AppendResult(added=tuple(self._added), skipped=(*self._skipped, *unsent))

    def so_far(self) -> AppendResult:
        """Return what became of the numbers of the requests that succeeded."""
        return AppendResult(added=tuple(self._added), skipped=tuple(self._skipped))
