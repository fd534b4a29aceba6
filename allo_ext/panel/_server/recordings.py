"""Recordings for the browser: fetched here, for many need the key, which does not leave this process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from io import BytesIO
from typing import TYPE_CHECKING, Final

from allo_ext.errors import AlloError
from allo_ext.panel._server.account import ACCOUNT

if TYPE_CHECKING:
    from allo_ext.records import Call

_KEPT: Final = 500
_LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a recording that are held in memory: more than two hours of speech."""


class _TooLargeError(AlloError):
    """A recording is larger than that."""


class Recordings:
    """Where the recordings of opened calls lie. Only these are fetched: a stranger's URL is never asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._urls: OrderedDict[str, str] = OrderedDict()

    def note(self, call: Call) -> None:
        """Remember a call that somebody has opened."""
        if call.recording_url:
            with self._lock:
                self._urls[call.id] = call.recording_url
                self._urls.move_to_end(call.id)
                while len(self._urls) > _KEPT:
                    self._urls.popitem(last=False)

    async def fetch(self, call_id: str) -> bytes | None:
        """Return a recording; None if it cannot be read, or is larger than 64 MiB."""
        with self._lock:
            url = self._urls.get(call_id)
        client = ACCOUNT.client()
        if url is None or client is None:
            return None
        recording = BytesIO()
        try:
            await client.calls.download_recording(url, recording, progress=_bounded)
        except AlloError:
            return None
        return recording.getvalue()


def _bounded(arrived: int, total: int | None) -> None:
    """End a download that is too large as soon as that is known: by its length, or by what came."""
    if max(arrived, total or 0) > _LARGEST:
        raise _TooLargeError


RECORDED: Final = Recordings()
