"""The deadline of a call: set around an attempt, read by the network code of the same thread."""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Generator

_END: Final[ContextVar[float | None]] = ContextVar("allo_ext.deadline", default=None)
_SHORTEST: Final = 0.001
"""A socket timeout of 0 means non-blocking mode, which raises another error than a timeout."""


@contextmanager
def within(seconds: float | None) -> Generator[None]:
    """Limit the total wait inside the block to a number of seconds; None for no limit."""
    token = _END.set(None if seconds is None else time.monotonic() + seconds)
    try:
        yield
    finally:
        _END.reset(token)


def at_most(timeout: float | None) -> float | None:
    """Return the timeout of one operation: its own, or the time to the deadline if that is shorter."""
    end = _END.get()
    if end is None:
        return timeout
    left = max(end - time.monotonic(), _SHORTEST)
    return left if timeout is None else min(timeout, left)


def is_over() -> bool:
    """Return whether the deadline has passed."""
    end = _END.get()
    return end is not None and time.monotonic() >= end
