"""Which deliveries were seen: claimed before the work, confirmed after it, released when it fails."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Claim(Enum):
    """What a store answers to a claim."""

    NEW = "new"
    """Nobody has it: it is yours now."""
    BUSY = "busy"
    """Somebody is at work on it."""
    DONE = "done"
    """It was confirmed."""


class Store(Protocol):
    """Remembers deliveries; write one over a database, and several processes share one memory.

    Each method may be a plain one or a coroutine. A store that outlives its process must let a claim lapse, after
    longer than any handler takes: the process that held it may have died.
    """

    def claim(self, key: str) -> Claim | Awaitable[Claim]:
        """Take a key for yourself, in one step that no other can come between.

        Args:
            key: 64 characters that stand for a delivery.
        """
        ...

    def confirm(self, key: str) -> Awaitable[None] | None:
        """Remember that the work on a key is done."""
        ...

    def release(self, key: str) -> Awaitable[None] | None:
        """Forget the claim of a key, for the work has failed: the next claim is new."""
        ...


class MemoryStore:
    """Remembers deliveries in this process; safe to share between threads.

    A restart forgets everything, so a delivery may then be handled a second time, but none is lost.
    """

    def __init__(
        self, *, most: int = 20_000, seconds: float = 30 * 3600.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin with nothing.

        Args:
            most: How many deliveries to remember; the oldest is forgotten first.
            seconds: How long to remember each; Allo tries again for 27.5 hours.
            clock: What to measure that with.
        """
        self._most, self._seconds, self._clock = most, seconds, clock
        self._busy: set[str] = set()
        self._done: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"MemoryStore(done={len(self._done)}, busy={len(self._busy)})"

    def claim(self, key: str) -> Claim:
        """Take a key for yourself."""
        with self._lock:
            self._forget()
            if key in self._done:
                return Claim.DONE
            if key in self._busy:
                return Claim.BUSY
            self._busy.add(key)
            return Claim.NEW

    def confirm(self, key: str) -> None:
        """Remember that the work is done."""
        with self._lock:
            self._busy.discard(key)
            self._done[key] = self._clock() + self._seconds
            self._done.move_to_end(key)

    def release(self, key: str) -> None:
        """Forget a claim."""
        with self._lock:
            self._busy.discard(key)

    def _forget(self) -> None:
        now = self._clock()
        while self._done:
            oldest, until = next(iter(self._done.items()))
            if until > now and len(self._done) <= self._most:
                return
            del self._done[oldest]
