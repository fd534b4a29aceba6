"""What the log says of a failure: where, and of what kind, but nothing that was in a delivery.

The text of an exception often quotes what it failed on (a key, a row, a number), and a formatted traceback ends in that
text. So the log names the exceptions' classes and the lines of code that they came through.
"""

from __future__ import annotations

import logging
import traceback
from typing import Final

logger: Final = logging.getLogger("allo_ext.receiver")
_DEEPEST: Final = 12


def log_failure(what: str, error: BaseException) -> None:
    """Log a failure as an error.

    Args:
        what: What failed, in words of ours.
        error: The exception; neither its text nor any value is logged.
    """
    logger.error("%s: %s\n%s", what, _classes(error), _lines(error))


def _classes(error: BaseException) -> str:
    """Name the exception and what caused it."""
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
