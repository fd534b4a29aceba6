"""Sender ids of messages sent by this process. Version 2 lists messages without their sender ids."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Final

_KEPT: Final = 500


class SentMessages:
    """Sender ids, by receiver and text. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids: OrderedDict[tuple[str | None, str | None], str] = OrderedDict()

    def note(self, to_number: str | None, content: str | None, sender_id: str | None) -> None:
        """Store the sender id of a message."""
        if sender_id:
            with self._lock:
                self._ids[to_number, content] = sender_id
                while len(self._ids) > _KEPT:
                    self._ids.popitem(last=False)

    def sender_id(self, to_number: str | None, content: str | None) -> str | None:
        """Return the sender id of a message, if it was sent here."""
        with self._lock:
            return self._ids.get((to_number, content))


SENT: Final = SentMessages()
