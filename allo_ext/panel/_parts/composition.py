"""One composed form is one submission: a double click, a held key or a slow network does not make it two."""

from __future__ import annotations

import secrets
import threading
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Hashable


class Composition:
    """The turns of a form. The browser names its turn when it submits, and each turn is taken once.

    A turn ends with its outcome, so what was submitted before the outcome was on the screen is ignored. Any thread may
    use it.
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
        """The current turn for the browser: its id, and how many submissions have succeeded."""
        with self._lock:
            return {"id": self._turn, "done": self._done}

    @property
    def is_taken(self) -> bool:
        """Whether a submission is pending."""
        with self._lock:
            return self._taken

    def take(self, turn: str, content: Hashable = None) -> str | None:
        """Return the idempotency key of a submission, or None if the submission is a repetition.

        After a failure, the same content keeps its key: if the first request did arrive, the API can tell.
        """
        with self._lock:
            if self._taken or turn != self._turn:
                return None
            self._taken = True
            if not self._key or content != self._content:
                self._content, self._key = content, str(uuid4())
            return self._key

    def succeeded(self) -> None:
        """End the turn; the next one begins with an empty form."""
        with self._lock:
            self._turn, self._taken, self._key = _new_turn(), False, ""
            self._done += 1

    def failed(self) -> None:
        """End the turn; the next one begins with the same form."""
        with self._lock:
            self._turn, self._taken = _new_turn(), False


def _new_turn() -> str:
    return secrets.token_hex(8)
