"""The reads of one process while Redis cannot be reached, so that all processes together stay below the limit."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from allo_ext._http.fork import renew_in_child
from allo_ext.pace import Pace

if TYPE_CHECKING:
    from collections.abc import Callable

_PAUSE: Final = 1.0
"""The seconds between two attempts to reach Redis, so that not every request waits for a timeout."""

_CAREFUL: Final = 5.0
"""The seconds after an outage in which other processes may still use their shares."""

_AHEAD: Final = 4
"""The number of places that a client may hold from before the outage."""


class Share:
    """A part of the limit."""

    def __init__(self, read_per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Create a share of so many reads per second."""
        self._own = Pace(read_per_second=read_per_second).limiter(clock)
        self._clock = clock
        self._down = False
        self._next_attempt = self._careful_until = float("-inf")
        self.renew()
        renew_in_child(self)

    def renew(self) -> None:
        """Replace the lock: after a fork, a thread of the parent process may hold it."""
        self._lock = threading.Lock()

    @property
    def alone(self) -> bool:
        """True while Redis is not asked."""
        return self._down and self._clock() < self._next_attempt

    def reserve(self) -> float:
        """Return the seconds to wait at least: 0, or the wait for a place of this process in and after an outage."""
        return self._own.reserve("read") if self._down or self._clock() < self._careful_until else 0.0

    def lost(self, wait: float) -> float:
        """Return the wait for the next read, because Redis could not be reached; `reserve` returned `wait`."""
        with self._lock:
            self._next_attempt = self._clock() + _PAUSE
            if not self._down:
                self._down = True
                for _ in range(_AHEAD):  # leave time for the places that Redis gave before
                    self._own.reserve("read")
        return wait or self._own.reserve("read")

    def reached(self) -> None:
        """Note that Redis was reached."""
        if self._down:
            with self._lock:
                self._down, self._careful_until = False, self._clock() + _CAREFUL
