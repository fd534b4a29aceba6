"""Replies that mean: send me no more messages."""

from __future__ import annotations

import re
from typing import Final

from allo_ext._letters import folded

_WORDS: Final = (
    "stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "optout", "opt out", "revoke",
    "arret", "arreter", "desabonner", "desabonnement", "desinscrire", "desinscription", "desinscrivez moi",
)  # fmt: skip
_AROUND: Final = r"(?: (?:please|pls|thanks|thank you|sms|pub|svp|s il vous plait|merci|au \d{5}|\d{5}))*"
_STOP: Final = re.compile(rf"(?:please |merci de |sms )?(?:{'|'.join(_WORDS)}){_AROUND}")


def is_stop(content: str | None) -> bool:
    """Return whether a reply asks for no more messages.

    The whole reply must be such a word, in English or French, in any case and with or without accents. "Stop by at
    five?" is not one.

    Args:
        content: The reply.

    Examples:
        >>> is_stop("Stop SVP !")
        True
    """
    letters = "".join(one if one.isalnum() else " " for one in folded(content or ""))
    return _STOP.fullmatch(" ".join(letters.split())) is not None
