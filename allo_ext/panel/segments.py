"""The length of an SMS: encoding and number of segments.

If all characters are in the GSM alphabet (3GPP TS 23.038), each takes 7 bits, or 14 bits if it needs an escape.
Otherwise the message is encoded in UCS-2, with 16 bits per UTF-16 unit. A message that does not fit into 140 bytes is
split into segments, each with a header of 6 bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Alphabet = Literal["GSM-7", "UCS-2"]

LONGEST: Final = 1000
"""The maximum number of characters that the API accepts."""

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
        characters: The number of characters, as counted by the API's limit of 1000.
        alphabet: The encoding.
        units: The number of GSM-7 septets, or of UTF-16 units in UCS-2.
        segments: The number of messages that are sent and billed.
        left: The number of units that still fit into the last segment.
        unusual: The characters that require UCS-2, in order, without duplicates.
    """

    characters: int
    alphabet: Alphabet
    units: int
    segments: int
    left: int
    unusual: str = ""

    @property
    def is_too_long(self) -> bool:
        """Return whether the message exceeds the API's limit."""
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
    """Return the number of segments and the length of the last one. Characters of two units are never split."""
    segments, filled = 1, 0
    for size in sizes:
        if filled + size > room:
            segments, filled = segments + 1, 0
        filled += size
    return segments, filled
