"""Words that nobody has to know, but that look like a slip of the keyboard for one that is known."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

_ALIKE: Final = 0.85
"""How alike: CALL_RECIEVED is, to CALL_RECEIVED; a CONTACT_DELETED that may come one day is not, to CONTACT_UPDATED."""


def warn_of_near_miss(topic: str, known: Collection[str], *, stacklevel: int) -> None:
    """Warn of a topic that is unknown and nearly a known one; any other may be one that is new.

    Args:
        topic: The topic as it was written.
        known: The topics that there are.
        stacklevel: Whose line to blame, counted from the caller as `warnings.warn` does.
    """
    if topic in known:
        return
    from difflib import get_close_matches

    words = {word.casefold(): word for word in sorted(known, reverse=True)}  # of PING and ping, the first
    close = get_close_matches(topic.casefold(), words, n=1, cutoff=_ALIKE)
    if close:
        message = f"No topic of that name is known: {topic!r}; did you mean {words[close[0]]}?"
        warnings.warn(message, UserWarning, stacklevel=stacklevel + 1)
