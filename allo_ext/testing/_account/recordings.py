"""Recordings of calls, with deterministic content."""

from __future__ import annotations

from allo_ext.testing._account.chance import dice, number_of

_SIZES = (24_000, 96_000)


def recording(name: str, seed: int) -> bytes | None:
    """Return the bytes of a recording: an MP3 tag and noise; None for an unknown recording."""
    number = number_of("rec", seed, name)
    if number is None:
        number = number_of("call_", seed, name)
    if number is None:
        return None
    rng = dice(seed, number)
    return b"ID3\x04\x00\x00\x00\x00\x00\x00" + rng.randbytes(rng.randrange(*_SIZES))
