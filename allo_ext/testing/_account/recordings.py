"""Recordings of calls, with deterministic content."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from allo_ext.testing._account.chance import dice, number_of

if TYPE_CHECKING:
    from allo_ext.testing._account.calls import Call

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


def recording_url(call: Call, origin: str | None) -> str | None:
    """Return where the recording of a call is said to lie: at an origin, or (None) on the API's own hosts."""
    if call.recording_url is None or origin is None:
        return call.recording_url
    return origin + urlsplit(call.recording_url).path
