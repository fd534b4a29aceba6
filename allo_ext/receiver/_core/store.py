"""Stores of handled deliveries: claimed before the handlers run, confirmed after them, released if they fail."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Claim(Enum):
    """The result of a claim."""

    NEW = "new"
    """The key was free and is now claimed."""
    BUSY = "busy"
    """The key is claimed by another delivery."""
    DONE = "done"
    """The key was confirmed before."""


class Store(Protocol):
    """A store of deliveries. Implement it with a database to share it among processes.

    Each method may be a plain function or a coroutine function. A persistent store must expire claims, after longer
    than any handler takes, because the process that made a claim may have died.
    """

    def claim(self, key: str) -> Claim | Awaitable[Claim]:
        """Claim a key atomically.

        Args:
            key: 64 characters that identify a delivery.
        """
        ...

    def confirm(self, key: str) -> Awaitable[None] | None:
        """Mark a key as handled."""
        ...

    def release(self, key: str) -> Awaitable[None] | None:
        """Delete the claim of a key, because a handler failed; the next claim succeeds."""
        ...


class MemoryStore:
    """A store in this process's memory; thread-safe.

    It is empty after a restart, so a delivery may then be handled a second time, but none is lost.
    """

    def __init__(
        self, *, most: int = 20_000, seconds: float = 30 * 3600.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Create an empty store.

        Args:
            most: The maximum number of deliveries; the oldest is dropped first.
            seconds: The time to keep each; Allo retries for 27.5 hours.
            clock: Returns the time in seconds.
        """
        self._most, self._seconds, self._clock = most, seconds, clock
        self._busy: set[str] = set()
        self._done: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"MemoryStore(done={len(self._done)}, busy={len(self._busy)})"

    def claim(self, key: str) -> Claim:
        """Claim a key."""
        with self._lock:
            self._forget()
            if key in self._done:
                return Claim.DONE
            if key in self._busy:
                return Claim.BUSY
            self._busy.add(key)
            return Claim.NEW

    def confirm(self, key: str) -> None:
        """Mark a key as handled."""
        with self._lock:
            self._busy.discard(key)
            self._done[key] = self._clock() + self._seconds
            self._done.move_to_end(key)

    def release(self, key: str) -> None:
        """Delete a claim."""
        with self._lock:
            self._busy.discard(key)

    def _forget(self) -> None:
        now = self._clock()
        while self._done:
            oldest, until = next(iter(self._done.items()))
            if until > now and len(self._done) <= self._most:
                return
            del self._done[oldest]
