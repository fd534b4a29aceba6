"""Recordings over HTTP, on both known hosts, with range requests."""

from __future__ import annotations

import re

from allo_ext.testing._account.recordings import recording
from allo_ext.testing._engine.wire import Incoming, Reply
from allo_ext.testing._v1.errors import error_reply

_KEPT_FROM_STRANGERS = "/v1/assets/recordings/"
_PUBLIC = "/recordings/"
_SUFFIX = ".mp3"
PATHS = (_KEPT_FROM_STRANGERS + "{name}", _PUBLIC + "{name}")
_RANGE = re.compile(r"bytes=([0-9]{1,12})-([0-9]{0,12})\Z")


def serve_recording(seed: int, request: Incoming, has_key: bool) -> Reply | None:  # noqa: FBT001 — see `Downloads`
    """Return the response for a recording; None for any other path.

    The API's own host requires the key and sends no Content-Type; the storage host does neither.
    """
    kind: tuple[tuple[str, str], ...] = ()
    if request.path.startswith(_KEPT_FROM_STRANGERS):
        name = request.path.removeprefix(_KEPT_FROM_STRANGERS)
        if not has_key:
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
