"""The status of a query, and pure functions for its transitions.

    nothing yet ── begun ──▶ loading ── answered ──▶ known ── begun ──▶ known, fetching ──▶ …
                                └────── failed ────▶ failed ── begun ──▶ loading

Requests are numbered; only the response to the last one is used.
"""

from __future__ import annotations

from typing import Generic, TypeVar

import attrs

from allo_ext.errors import AlloError

T = TypeVar("T")


@attrs.frozen
class Status(Generic[T]):
    """The status of a query.

    Attributes:
        data: The last data.
        is_known: Whether there is data.
        error: The error of the last request.
        is_fetching: Whether a request is pending.
        again: Whether to fetch again after the pending request, because something has changed since it was sent.
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
        """Return whether a request is pending and there is no data yet."""
        return self.is_fetching and not self.is_known


def begun(status: Status[T]) -> Status[T]:
    """Start a request. Data is kept; an error is kept only if there is data."""
    error = status.error if status.is_known else None
    return attrs.evolve(status, error=error, is_fetching=True, again=False, run=status.run + 1)


def refetched(status: Status[T]) -> Status[T]:
    """Start a request, unless one is pending."""
    return status if status.is_fetching else begun(status)


def outdated(status: Status[T]) -> Status[T]:
    """Start a request after a change. If one is pending, it may miss the change, so another one follows.

    The pending request is not cancelled: with frequent changes, no request would ever complete.
    """
    return attrs.evolve(status, again=True) if status.is_fetching else begun(status)


def answered(status: Status[T], run: int, data: T) -> Status[T]:
    """Store the data of a request. Start another one if something has changed in the meantime."""
    if run != status.run:
        return status
    known = attrs.evolve(status, data=data, is_known=True, error=None, is_fetching=False)
    return begun(known) if status.again else known


def failed(status: Status[T], run: int, error: AlloError) -> Status[T]:
    """Store the error of a request. Data is kept."""
    if run != status.run:
        return status
    over = attrs.evolve(status, error=error, is_fetching=False)
    return begun(over) if status.again else over
