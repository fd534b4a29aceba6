"""Protection against double submission of a form, by a double click, a held key or a slow network."""

from __future__ import annotations

import secrets
import threading
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Hashable


class Composition:
    """The turns of a form. Each submission names the current turn, and each turn accepts one submission.

    A turn ends when its result is known, so submissions made before the result was shown are ignored. Thread-safe.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turn = _new_turn()
        self._taken = False
        self._content: Hashable = None
        self._key = ""
        self._done = 0

    @property
    def turn(self) -> dict[str, str | int]:
        """The current turn for the browser: its ID and the number of successful submissions."""
        with self._lock:
            return {"id": self._turn, "done": self._done}

    @property
    def is_taken(self) -> bool:
        """Return whether a submission is pending."""
        with self._lock:
            return self._taken

    def take(self, turn: str, content: Hashable = None) -> str | None:
        """Return the idempotency key of a submission, or None if it is a duplicate.

        After a failure, the same content keeps its key, so that the API can recognize a repeated request.
        """
        with self._lock:
            if self._taken or turn != self._turn:
                return None
            self._taken = True
            if not self._key or content != self._content:
                self._content, self._key = content, str(uuid4())
            return self._key

    def succeeded(self) -> None:
        """End the turn after a success. The form is cleared."""
        with self._lock:
            self._turn, self._taken, self._key = _new_turn(), False, ""
            self._done += 1

    def failed(self) -> None:
        """End the turn after a failure. The form keeps its content."""
        with self._lock:
            self._turn, self._taken = _new_turn(), False


def _new_turn() -> str:
    return secrets.token_hex(8)
