"""Recordings of calls, on both hosts where they have been seen: bytes that are the same each time, with ranges."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from allo_ext.testing._account.chance import dice, number_of
from allo_ext.testing._engine.wire import Incoming, Reply, error_reply

if TYPE_CHECKING:
    from allo_ext.testing._engine.keys import Keys

_KEPT_FROM_STRANGERS = "/v1/assets/recordings/"
_PUBLIC = "/recordings/"
_SUFFIX = ".mp3"
PATHS = (_KEPT_FROM_STRANGERS + "{name}", _PUBLIC + "{name}")
_RANGE = re.compile(r"bytes=([0-9]{1,12})-([0-9]{0,12})\Z")
_SIZES = (24_000, 96_000)


def serve_recording(request: Incoming, *, seed: int, keys: Keys) -> Reply | None:
    """Answer a request for a recording, None for any other path.

    The API's own host asks for the key and does not say what the bytes are; the storage host does neither.
    """
    kind: tuple[tuple[str, str], ...] = ()
    if request.path.startswith(_KEPT_FROM_STRANGERS):
        name = request.path.removeprefix(_KEPT_FROM_STRANGERS)
        if not keys.knows(request.headers.get("authorization")):
            return error_reply(401, "API_KEY_INVALID")
    elif request.path.startswith(_PUBLIC) and request.path.endswith(_SUFFIX):
        name, kind = request.path.removeprefix(_PUBLIC).removesuffix(_SUFFIX), (("content-type", "audio/mpeg"),)
    else:
        return None
    if request.method != "GET":
        return error_reply(405, "METHOD_NOT_ALLOWED", (), ("allow", "GET"))
    content = recording(name, seed)
    if content is None:
        return error_reply(404, "RECORDING_NOT_FOUND")
    return _ranged(content, request.headers.get("range"), (*kind, ("accept-ranges", "bytes")))


def recording(name: str, seed: int) -> bytes | None:
    """Return the bytes of a recording: an MP3 tag and noise; None where no call has such a recording."""
    number = number_of("rec", seed, name)
    if number is None:
        number = number_of("call_", seed, name)
    if number is None:
        return None
    rng = dice(seed, number)
    return b"ID3\x04\x00\x00\x00\x00\x00\x00" + rng.randbytes(rng.randrange(*_SIZES))


def _ranged(content: bytes, wanted: str | None, headers: tuple[tuple[str, str], ...]) -> Reply:
    found = _RANGE.match(wanted or "")
    if found is None:
        return Reply(200, content, headers)
    start = int(found[1])
    if start >= len(content):
        return Reply(416, b"", (*headers, ("content-range", f"bytes */{len(content)}")))
    stop = min(int(found[2]) + 1, len(content)) if found[2] else len(content)
    span = ("content-range", f"bytes {start}-{stop - 1}/{len(content)}")
    return Reply(206, content[start:stop], (*headers, span))
