"""The end of a call in time: set around an attempt, read by whoever waits for the network in this thread."""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Generator

_END: Final[ContextVar[float | None]] = ContextVar("allo_ext.deadline", default=None)
_SHORTEST: Final = 0.001
"""A socket takes a timeout of 0 for "do not wait", which ends in another error than a timeout."""


@contextmanager
def within(seconds: float | None) -> Generator[None]:
    """Bound all waiting inside the block, together, to so many seconds; None for no bound."""
    token = _END.set(None if seconds is None else time.monotonic() + seconds)
    try:
        yield
    finally:
        _END.reset(token)


def at_most(timeout: float | None) -> float | None:
    """Return how long one operation may take: its own timeout, or less where the deadline is near."""
    end = _END.get()
    if end is None:
        return timeout
    left = max(end - time.monotonic(), _SHORTEST)
    return left if timeout is None else min(timeout, left)


def is_over() -> bool:
    """Return whether the deadline has passed."""
    end = _END.get()
    return end is not None and time.monotonic() >= end
