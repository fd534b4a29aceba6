"""The queue of calls that wait for the pace, without waiting or I/O."""

from __future__ import annotations

import threading
from bisect import insort
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Ticket:
    """One call in the queue."""

    __slots__ = ("wake",)

    def __init__(self, wake: Callable[[], None]) -> None:
        self.wake = wake


class Line:
    """The waiting calls of one kind, and their shared reserved places.

    The order is first in, first out. After a call has given up, every second place goes to the newest call until the
    queue is empty, because in an overload the oldest calls are about to give up too.
    """

    def __init__(self, ahead: int) -> None:
        self._ahead = ahead
        self._lock = threading.Lock()
        self._waiting: deque[Ticket] = deque()
        self._places: list[float] = []
        self._asking = 0
        self._overloaded = False
        self._newest = False

    @property
    def empty(self) -> bool:
        """True if a call may reserve a place without queueing."""
        return not self._waiting and not self._places

    def enter(self, ticket: Ticket, now: float, place: float | None = None) -> None:
        """Join the queue, with a place if the call already has one."""
        with self._lock:
            if not self._waiting:  # drop expired places: using them now would make a burst
                self._places = [left for left in self._places if left >= now]
            self._waiting.append(ticket)
            if place is not None:
                insort(self._places, place)

    def step(self, ticket: Ticket, now: float) -> bool | float:
        """Return what a waiting call does next.

        Returns:
            True to send, False to reserve a place from the limiter, or the seconds to wait unless woken: until its
            place if it is known, otherwise 0.
        """
        with self._lock:
            if not self._places or ticket is not self._next():
                return False if self._may_ask() else 0.0
            wait = self._places[0] - now
            if wait > 0:
                return wait
            del self._places[0]
            self._remove(ticket)
            return True

    def asked(self, place: float | None) -> None:
        """Add the place that the limiter returned; None if it failed."""
        with self._lock:
            self._asking -= 1
            if place is not None:
                insort(self._places, place)
            self._wake_next()

    def give_up(self, ticket: Ticket) -> None:
        """Leave the queue before being released; does nothing after that."""
        with self._lock:
            if ticket not in self._waiting:
                return
            self._overloaded = True
            self._remove(ticket)

    def _next(self) -> Ticket:
        return self._waiting[-1 if self._newest else 0]

    def _may_ask(self) -> bool:
        asks = self._asking + len(self._places) < min(self._ahead, len(self._waiting))
        self._asking += asks
        return asks

    def _remove(self, ticket: Ticket) -> None:
        self._waiting.remove(ticket)
        self._overloaded = self._overloaded and bool(self._waiting)
        self._newest = self._overloaded and not self._newest
        self._wake_next()

    def _wake_next(self) -> None:
        if self._waiting:
            self._next().wake()
            if self._ahead > 1:
                self._waiting[min(self._ahead, len(self._waiting)) - 1].wake()  # to reserve a place
