"""What the components under one provider know: queries by what they ask, each shared by all who watch it."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from allo_ext.hooks._status import (
    Status,
    answered,
    begun,
    failed,
    outdated,
    refetched,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from allo_ext.errors import AlloError
    from allo_ext.hooks._ask import Ask
    from allo_ext.hooks._worker import Runner

T = TypeVar("T")

LOADING: Final[Status[Any]] = Status(is_fetching=True)
"""What a component sees before it is watched: its first request leaves as soon as it is on the screen."""


class _Entry:
    """One question: where it stands, who watches it, and what cancels the request under way."""

    __slots__ = ("cancel", "status", "watchers")

    def __init__(self) -> None:
        self.status: Status[Any] = Status()
        self.watchers: dict[object, Callable[[], None]] = {}
        self.cancel: Callable[[], None] | None = None


class Store:
    """Queries by what they ask. Any thread may call it."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self._lock = threading.RLock()
        self._entries: dict[Ask[Any], _Entry] = {}

    def status(self, ask: Ask[T]) -> Status[T]:
        """Return where a query stands."""
        with self._lock:
            entry = self._entries.get(ask)
            return LOADING if entry is None else entry.status

    def watch(self, ask: Ask[Any], changed: Callable[[], None]) -> Callable[[], None]:
        """Ask, unless somebody has; return what ends the watching.

        Args:
            ask: What to ask.
            changed: Called after every change, by the runner's `tell`.
        """
        watcher = object()
        with self._lock:
            entry = self._entries.get(ask)
            if entry is None:
                entry = self._entries[ask] = _Entry()
                self._move(ask, entry, begun(entry.status))
            entry.watchers[watcher] = changed

        def leave() -> None:
            """The last one to leave cancels the request and lets go of the answer."""
            with self._lock:
                entry.watchers.pop(watcher, None)
                if not entry.watchers and self._entries.get(ask) is entry:
                    del self._entries[ask]
                    if entry.cancel is not None:
                        entry.cancel()

        return leave

    def refetch(self, ask: Ask[Any]) -> None:
        """Ask again, unless a request is under way."""
        with self._lock:
            if (entry := self._entries.get(ask)) is not None:
                self._move(ask, entry, refetched(entry.status))

    def refresh(self, *topics: str, about: Hashable | None = None) -> None:
        """Ask again what has changed, as far as somebody watches it.

        Args:
            topics: What has changed; everything where nothing is named.
            about: Only queries with this argument, such as a contact's id.
        """
        with self._lock:
            for ask, entry in self._entries.items():
                if ask.is_about(topics, about):
                    self._move(ask, entry, outdated(entry.status))

    def close(self) -> None:
        """Nobody is left to be told anything."""
        self.runner.close()

    def _move(self, ask: Ask[Any], entry: _Entry, status: Status[Any]) -> None:
        """Bring an entry to its next status, ask where that says so, and tell who watches."""
        before, entry.status = entry.status, status
        if status.run != before.run:
            run = status.run

            def done(data: Any) -> None:
                with self._lock:
                    if self._entries.get(ask) is entry:
                        self._move(ask, entry, answered(entry.status, run, data))

            def broken(error: AlloError) -> None:
                with self._lock:
                    if self._entries.get(ask) is entry:
                        self._move(ask, entry, failed(entry.status, run, error))

            entry.cancel = self.runner.start(ask, done, broken)
        if status is not before:
            for watcher in tuple(entry.watchers):
                self.runner.tell(partial(_tell, entry, watcher))


def _tell(entry: _Entry, watcher: object) -> None:
    """Tell one who watches, unless they have left meanwhile."""
    if (changed := entry.watchers.get(watcher)) is not None:
        changed()
