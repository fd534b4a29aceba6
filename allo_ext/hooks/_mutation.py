"""Mutations: the value that a component gets, and the cell that allows one run at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

import attrs

from allo_ext.errors import AlloError

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from allo_ext._async.client import AsyncAlloClient
    from allo_ext.hooks._store import Store

T = TypeVar("T")
M = TypeVar("M")


@attrs.frozen
class MutationState(Generic[T]):
    """The state of a mutation."""

    data: T | None = None
    is_pending: bool = False
    is_success: bool = False
    error: AlloError | None = None


@attrs.frozen
class Mutation(Generic[M, T]):
    """A mutation, as seen by a component at one render.

    Attributes:
        mutate: Starts the mutation, with the arguments of the client's method. Returns immediately: True, or False if
            the last run is still pending.
        data: The result of the last run.
        is_pending: Whether it is running.
        is_success: Whether the last run succeeded. Methods that return None leave `data` empty.
        error: The error of the last run. Its `maybe_sent` says whether the request may have succeeded.
        reset: Clears `data` and `error`.
    """

    mutate: M = attrs.field(eq=False, repr=False)
    data: T | None
    is_pending: bool
    is_success: bool
    error: AlloError | None
    reset: Callable[[], None] = attrs.field(eq=False, repr=False)


class Cell(Generic[T]):
    """The mutation of a component. It runs once at a time. Thread-safe."""

    def __init__(self, store: Store) -> None:
        self.state: MutationState[T] = MutationState()
        self.on_success: Callable[[T], None] | None = None
        self._store = store
        self._lock = threading.Lock()
        self._changed: Callable[[], None] | None = None

    def attach(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Call a function on each change, until the returned function is called."""
        self._changed = changed

        def detach() -> None:
            self._changed = None

        return detach

    def act(
        self,
        work: Callable[[AsyncAlloClient], Awaitable[T]],
        changes: tuple[str, ...],
        *,
        of_one: tuple[str, str] | None = None,
    ) -> bool:
        """Start, unless the last run is still pending.

        Args:
            work: The function to run.
            changes: The topics to refetch afterwards.
            of_one: A topic and an ID: only the queries of this topic about this ID are refetched.
        """
        with self._lock:
            if self.state.is_pending:
                return False
            self.state = MutationState(is_pending=True)
        self._tell()

        def refresh() -> None:
            self._store.refresh(*changes)
            if of_one is not None:
                self._store.refresh(of_one[0], about=of_one[1])

        def done(data: T) -> None:
            self._settle(MutationState(data=data, is_success=True))
            refresh()
            self._store.runner.tell(lambda: self._succeeded(data))

        def failed(error: AlloError) -> None:
            self._settle(MutationState(error=error))
            if error.maybe_sent:  # then only a refetch shows whether it succeeded
                refresh()

        self._store.runner.start(work, done, failed, to_the_end=True)
        return True

    def reset(self) -> None:
        """Clear the last result. A pending run continues."""
        with self._lock:
            if self.state.is_pending:
                return
            self.state = MutationState()
        self._tell()

    def _settle(self, state: MutationState[T]) -> None:
        with self._lock:
            self.state = state
        self._store.runner.tell(self._tell)

    def _tell(self) -> None:
        if (changed := self._changed) is not None:
            changed()

    def _succeeded(self, data: T) -> None:
        if self._changed is not None and self.on_success is not None:
            self.on_success(data)
