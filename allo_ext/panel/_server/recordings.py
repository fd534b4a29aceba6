"""Recordings for the browser. They are downloaded by this process, because many need the API key."""

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
"""The maximum size of a recording in bytes: more than two hours of speech."""


class _TooLargeError(AlloError):
    """The recording is too large."""


class Recordings:
    """URLs of recordings of opened calls. No other URLs are downloaded."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._urls: OrderedDict[str, str] = OrderedDict()

    def note(self, call: Call) -> None:
        """Store the recording URL of an opened call."""
        if call.recording_url:
            with self._lock:
                self._urls[call.id] = call.recording_url
                self._urls.move_to_end(call.id)
                while len(self._urls) > _KEPT:
                    self._urls.popitem(last=False)

    async def fetch(self, call_id: str) -> bytes | None:
        """Download a recording; None if it cannot be read or is larger than 64 MiB."""
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
    """Stop a download that is too large, by its announced length or the bytes received."""
    if max(arrived, total or 0) > _LARGEST:
        raise _TooLargeError


RECORDED: Final = Recordings()
