"""The query cache of a provider, shared by the components below it."""

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
    from allo_ext.hooks._key import QueryKey
    from allo_ext.hooks._worker import Runner

T = TypeVar("T")

LOADING: Final[Status[Any]] = Status(is_fetching=True)
"""The initial status: the first request is sent on mount."""


class _Entry:
    """A query: its status, its watchers, and the function that cancels the pending request."""

    __slots__ = ("cancel", "status", "watchers")

    def __init__(self) -> None:
        self.status: Status[Any] = Status()
        self.watchers: dict[object, Callable[[], None]] = {}
        self.cancel: Callable[[], None] | None = None


class Store:
    """Queries by their keys. Thread-safe."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self._lock = threading.RLock()
        self._entries: dict[QueryKey[Any], _Entry] = {}

    def status(self, key: QueryKey[T]) -> Status[T]:
        """Return the status of a query."""
        with self._lock:
            entry = self._entries.get(key)
            return LOADING if entry is None else entry.status

    def watch(self, key: QueryKey[Any], changed: Callable[[], None]) -> Callable[[], None]:
        """Watch a query, and start it if it is new. Return a function that stops watching.

        Args:
            key: The query key.
            changed: Called after every change, through the runner's `tell`.
        """
        watcher = object()
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                entry = self._entries[key] = _Entry()
                self._move(key, entry, begun(entry.status))
            entry.watchers[watcher] = changed

        def leave() -> None:
            """Remove a watcher. Without watchers, the request is cancelled and the data is dropped."""
            with self._lock:
                entry.watchers.pop(watcher, None)
                if not entry.watchers and self._entries.get(key) is entry:
                    del self._entries[key]
                    if entry.cancel is not None:
                        entry.cancel()

        return leave

    def refetch(self, key: QueryKey[Any]) -> None:
        """Fetch again, unless a request is pending."""
        with self._lock:
            if (entry := self._entries.get(key)) is not None:
                self._move(key, entry, refetched(entry.status))

    def refresh(self, *topics: str, about: Hashable | None = None) -> None:
        """Refetch watched queries after a change.

        Args:
            topics: The topics that have changed. Default: all topics.
            about: Only queries with this argument, such as a contact ID.
        """
        with self._lock:
            for key, entry in self._entries.items():
                if key.is_about(topics, about):
                    self._move(key, entry, outdated(entry.status))

    def close(self) -> None:
        """Remove all queries without notifying watchers."""
        self.runner.close()

    def _move(self, key: QueryKey[Any], entry: _Entry, status: Status[Any]) -> None:
        """Set the next status of a query, start a request if needed, and notify watchers."""
        before, entry.status = entry.status, status
        if status.run != before.run:
            run = status.run

            def done(data: Any) -> None:
                with self._lock:
                    if self._entries.get(key) is entry:
                        self._move(key, entry, answered(entry.status, run, data))

            def broken(error: AlloError) -> None:
                with self._lock:
                    if self._entries.get(key) is entry:
                        self._move(key, entry, failed(entry.status, run, error))

            entry.cancel = self.runner.start(key, done, broken)
        if status is not before:
            for watcher in tuple(entry.watchers):
                self.runner.tell(partial(_tell, entry, watcher))


def _tell(entry: _Entry, watcher: object) -> None:
    """Notify a watcher, unless it has been removed."""
    if (changed := entry.watchers.get(watcher)) is not None:
        changed()
