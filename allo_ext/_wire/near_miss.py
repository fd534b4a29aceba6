"""Warnings for unknown topics that look like typing errors."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

_ALIKE: Final = 0.85
"""The minimum similarity: CALL_RECIEVED matches CALL_RECEIVED, but CONTACT_DELETED does not match CONTACT_UPDATED."""


def warn_of_near_miss(topic: str, known: Collection[str], *, stacklevel: int) -> None:
    """Warn about an unknown topic that is similar to a known one; other unknown topics may be new.

    Args:
        topic: The given topic.
        known: The known topics.
        stacklevel: As for `warnings.warn`, counted from the caller.
    """
    if topic in known:
        return
    from difflib import get_close_matches

    words = {word.casefold(): word for word in sorted(known, reverse=True)}  # for PING and ping, the first
    close = get_close_matches(topic.casefold(), words, n=1, cutoff=_ALIKE)
    if close:
        message = f"Unknown topic {topic!r}: did you mean {words[close[0]]}?"
        warnings.warn(message, UserWarning, stacklevel=stacklevel + 1)
