"""Where a query stands, and what moves it on: pure functions from one status to the next.

    nothing yet ── begun ──▶ loading ── answered ──▶ known ── begun ──▶ known, fetching ──▶ …
                                └────── failed ────▶ failed ── begun ──▶ loading

Each request has a number; the answer to any but the last is dropped.
"""

from __future__ import annotations

from typing import Generic, TypeVar

import attrs

from allo_ext.errors import AlloError

T = TypeVar("T")


@attrs.frozen
class Status(Generic[T]):
    """Where a query stands.

    Attributes:
        data: The last answer.
        is_known: Whether there was one.
        error: Why the last request failed.
        is_fetching: Whether a request is under way.
        again: Whether to ask once more when it is done, as something has changed since it left.
        run: The number of the last request.
    """

    data: T | None = None
    is_known: bool = False
    error: AlloError | None = None
    is_fetching: bool = False
    again: bool = False
    run: int = 0

    @property
    def is_loading(self) -> bool:
        """Whether a request is under way and there is nothing to show yet."""
        return self.is_fetching and not self.is_known


def begun(status: Status[T]) -> Status[T]:
    """A request leaves. What was known stays; an error stays only beside what was known."""
    error = status.error if status.is_known else None
    return attrs.evolve(status, error=error, is_fetching=True, again=False, run=status.run + 1)


def refetched(status: Status[T]) -> Status[T]:
    """Somebody wants to know: a request under way is joined."""
    return status if status.is_fetching else begun(status)


def outdated(status: Status[T]) -> Status[T]:
    """What is known is no longer so. A request under way may have left before: it is followed by another.

    It is not cancelled: were changes to come faster than answers, there would never be one.
    """
    return attrs.evolve(status, again=True) if status.is_fetching else begun(status)


def answered(status: Status[T], run: int, data: T) -> Status[T]:
    """An answer has come; another one leaves at once where something has changed meanwhile."""
    if run != status.run:
        return status
    known = attrs.evolve(status, data=data, is_known=True, error=None, is_fetching=False)
    return begun(known) if status.again else known


def failed(status: Status[T], run: int, error: AlloError) -> Status[T]:
    """A request has failed: what was known stays beside the error."""
    if run != status.run:
        return status
    over = attrs.evolve(status, error=error, is_fetching=False)
    return begun(over) if status.again else over
