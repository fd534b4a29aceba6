"""Recordings for the browser: fetched here, for many need the key, which does not leave this process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from io import BytesIO
from typing import TYPE_CHECKING, Final

from allo_ext.errors import AlloError
from allo_ext.panel.account import ACCOUNT

if TYPE_CHECKING:
    from allo_ext.records import Call

_KEPT: Final = 500


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
        """Return a recording; None where there is none that could be had."""
        with self._lock:
            url = self._urls.get(call_id)
        client = ACCOUNT.client()
        if url is None or client is None:
            return None
        recording = BytesIO()
        try:
            await client.calls.download_recording(url, recording)
        except AlloError:
            return None
        return recording.getvalue()


RECORDED: Final = Recordings()
