"""Received events, and subscriptions to them."""

from __future__ import annotations

import threading
from collections import deque
from queue import SimpleQueue
from typing import TYPE_CHECKING, Final

from allo_ext.hooks import use_refresh
from allo_ext.hooks._screen import use_effect, use_rendering
from allo_ext.receiver import CallReceived, ContactCreated, ContactUpdated, Event, SmsReceived, SmsSent

if TYPE_CHECKING:
    from collections.abc import Callable

_KEPT: Final = 50


class Feed:
    """The latest events of this process, newest first. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._events: deque[tuple[int, Event]] = deque(maxlen=_KEPT)
        self._listeners: dict[object, Callable[[Event], None]] = {}
        self._count = 0
        self.is_on = False
        """True if there is a receiver."""

    @property
    def events(self) -> tuple[tuple[int, Event], ...]:
        """The events with their numbers."""
        with self._lock:
            return tuple(self._events)

    def add(self, event: Event) -> None:
        """Add an event, and notify subscribers."""
        with self._lock:
            self._count += 1
            self._events.appendleft((self._count, event))
            listeners = tuple(self._listeners.values())
        for listener in listeners:
            listener(event)

    def listen(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call a function with every new event, in the receiver's thread. Return a function that unsubscribes."""
        token = object()
        with self._lock:
            self._listeners[token] = listener

        def leave() -> None:
            with self._lock:
                self._listeners.pop(token, None)

        return leave


FEED: Final = Feed()


def topics_of(event: Event) -> tuple[str, ...]:
    """Return the `use_refresh` topics that an event affects."""
    match event:
        case CallReceived():
            return ("calls", "conversation")
        case SmsReceived() | SmsSent():
            return ("conversation",)
        case ContactCreated() | ContactUpdated():
            return ("contacts", "contact")
        case _:
            return ()


def use_events(feed: Feed) -> tuple[tuple[int, Event], ...]:
    """Return the events. A new event renders the component again and refetches the queries it affects.

    The receiver's threads do not belong to a page, so a thread of this page handles the events.
    """
    refresh = use_refresh()
    render_again = use_rendering()

    def follow() -> Callable[[], None]:
        arrivals: SimpleQueue[Event | None] = SimpleQueue()
        leave = feed.listen(arrivals.put)

        def pass_on() -> None:
            while (event := arrivals.get()) is not None:
                if topics := topics_of(event):
                    refresh(*topics)
                render_again()

        threading.Thread(target=pass_on, name="allo-panel-events", daemon=True).start()

        def end() -> None:
            leave()
            arrivals.put(None)

        return end

    use_effect(follow, [feed])
    return feed.events
