"""Deterministic pseudo-random numbers, which depend only on the seed and a position."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_IDS, _ID_DIGITS = 77, 10
_ID_SPACE: int = 16**_ID_DIGITS
# An odd factor permutes the numbers below a power of two: ids are unique and invertible without a table.
_FACTOR = 0x2545F4914F
_INVERSE: int = pow(_FACTOR, -1, _ID_SPACE)


def mix(seed: int, *positions: int) -> int:
    """Return 64 well-mixed bits of a seed and a position (the splitmix64 finaliser, once per position)."""
    z = seed & _MASK
    for position in positions:
        z = (z + _GOLDEN * (position + 1)) & _MASK
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        z ^= z >> 31
    return z


def dice(seed: int, *positions: int) -> Random:
    """Return a random generator for one item, so that items can be generated in any order."""
    return Random(mix(seed, *positions))


def opaque(prefix: str, seed: int, number: int) -> str:
    """Return an id like the API's (`call_9f3c…`), deterministic and unique for a number.

    The account stores ids without a prefix, as `key`; each version adds its own.
    """
    return f"{prefix}{(number * _FACTOR + _shift(seed)) % _ID_SPACE:010x}"


def number_of(prefix: str, seed: int, identifier: str) -> int | None:
    """Return the number of an opaque id; None for anything else."""
    digits = identifier.removeprefix(prefix)
    if not identifier.startswith(prefix) or len(digits) != _ID_DIGITS or not set(digits) <= set("0123456789abcdef"):
        return None
    return (int(digits, 16) - _shift(seed)) * _INVERSE % _ID_SPACE


@lru_cache(maxsize=64)
def _shift(seed: int) -> int:
    """Return the number by which the ids of a seed are shifted."""
    return mix(seed, _IDS)


def pick(rng: Random, choices: Sequence[T]) -> T:
    """Return a random choice; three times as fast as `choice`."""
    return choices[int(rng.random() * len(choices))]


def percent(rng: Random, share: int) -> bool:
    """Return True with a probability in percent."""
    return rng.random() * 100 < share
