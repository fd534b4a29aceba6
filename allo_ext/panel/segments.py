"""How long an SMS is: in which alphabet it travels, and in how many parts.

A message whose characters are all in the GSM alphabet (3GPP TS 23.038) takes seven bits for each, two sevens for the
few that need an escape; any other message takes sixteen bits for every UTF-16 unit of it. A message that does not fit
into one part of 140 bytes is cut, and each part then gives up six bytes to say where it belongs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Alphabet = Literal["GSM-7", "UCS-2"]

LONGEST: Final = 1000
"""The most characters that the API takes."""

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED: Final = frozenset("\f^{}\\[~]|€")
_ONE: Final[dict[Alphabet, int]] = {"GSM-7": 160, "UCS-2": 70}
_OF_SEVERAL: Final[dict[Alphabet, int]] = {"GSM-7": 153, "UCS-2": 67}


@dataclass(frozen=True, slots=True)
class Length:
    """The length of a message.

    Attributes:
        characters: As people, and the API's bound of 1000, count them.
        alphabet: The one that it travels in.
        units: Sevens of GSM-7, or UTF-16 units of UCS-2.
        segments: How many messages it is sent, and billed, as.
        left: How many units still fit into the last of them.
        unusual: The characters that made it UCS-2, in order, each once.
    """

    characters: int
    alphabet: Alphabet
    units: int
    segments: int
    left: int
    unusual: str = ""

    @property
    def is_too_long(self) -> bool:
        """Whether the API would refuse it."""
        return self.characters > LONGEST


def measure(text: str) -> Length:
    """Return the length of a message."""
    unusual = "".join(dict.fromkeys(c for c in text if c not in _BASIC and c not in _ESCAPED))
    alphabet: Alphabet = "UCS-2" if unusual else "GSM-7"
    sizes = [_size(c, alphabet) for c in text]
    units = sum(sizes)
    if units <= _ONE[alphabet]:
        return Length(len(text), alphabet, units, 1 if text else 0, _ONE[alphabet] - units, unusual)
    segments, filled = _fill(sizes, _OF_SEVERAL[alphabet])
    return Length(len(text), alphabet, units, segments, _OF_SEVERAL[alphabet] - filled, unusual)


def _size(character: str, alphabet: Alphabet) -> int:
    if alphabet == "GSM-7":
        return 2 if character in _ESCAPED else 1
    return len(character.encode("utf-16-le", "surrogatepass")) // 2


def _fill(sizes: list[int], room: int) -> tuple[int, int]:
    """Return how many parts it takes and how full the last is: what takes two units is never cut between them."""
    segments, filled = 1, 0
    for size in sizes:
        if filled + size > room:
            segments, filled = segments + 1, 0
        filled += size
    return segments, filled
