"""Logging failures without any content of a delivery.

The message of an exception often contains data (a key, a row, a phone number), and a formatted traceback ends with it.
So the log contains the classes of the exceptions and the lines of code only.
"""

from __future__ import annotations

import logging
import traceback
from typing import Final

logger: Final = logging.getLogger("allo_ext.receiver")
_DEEPEST: Final = 12


def log_failure(what: str, error: BaseException, about: str = "") -> None:
    """Log a failure as an error.

    Args:
        what: A description of the failure.
        error: The exception; its message and values are not logged.
        about: What it is about, without content of the delivery, such as the id of the event.
    """
    logger.error("%s: %s%s\n%s", what, _classes(error), f" ({about})" if about else "", _lines(error))


def describe(error: BaseException) -> str:
    """Return the classes of an exception and its causes, and the line of code that raised it, without its message."""
    frames = traceback.extract_tb(error.__traceback__)[-1:]
    return _classes(error) + "".join(f" at {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)


def _classes(error: BaseException) -> str:
    """Return the classes of the exception and its causes."""
    names: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen and len(seen) < _DEEPEST:
        seen.add(id(current))
        names.append(type(current).__name__)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return " from ".join(names)


def _lines(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)[-_DEEPEST:]
    return "\n".join(f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames)
