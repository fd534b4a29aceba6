"""Leases that do not depend on the time of day.

Each worker counts up a number in the file. Others watch it, and each measures with its own monotonic clock how long the
number has not changed: if it is too long, the worker is dead, and its work is given back. A clock that is set forward
or back changes nothing.
"""

from __future__ import annotations

import threading
import time
import uuid
from functools import partial
from typing import TYPE_CHECKING, Final, Self

from allo_ext.durable._errors import StorageError

if TYPE_CHECKING:
    import sqlite3

    from allo_ext.durable._file import File

_BEATS: Final = 4
"""The number of times a worker counts up within a lease."""


class Lease:
    """A worker's sign of life, in a thread, while the context lasts."""

    def __init__(self, file: File, seconds: float) -> None:
        """Create a worker.

        Args:
            file: The file.
            seconds: The time without a sign of life after which a worker is dead.
        """
        self.owner: Final = uuid.uuid4().hex
        self._file, self._seconds = file, seconds
        self._seen: dict[str, tuple[int, float]] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat_on, name="allo-lease", daemon=True)

    def __enter__(self) -> Self:
        self._file.run(partial(_beat, owner=self.owner))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        try:
            self._file.run(partial(_give_back, owner=self.owner))
        except StorageError:
            pass  # others give the work back after the lease

    def _beat_on(self) -> None:
        while not self._stop.wait(self._seconds / _BEATS):
            try:
                self._give_back_lapsed(self._file.run(partial(_beat, owner=self.owner)))
            except StorageError:
                continue

    def _give_back_lapsed(self, others: dict[str, int]) -> None:
        now = time.monotonic()
        seen = {owner: self._seen.get(owner, (beat, now)) for owner, beat in others.items()}
        self._seen = {owner: seen[owner] if seen[owner][0] == beat else (beat, now) for owner, beat in others.items()}
        for owner, (beat, since) in self._seen.items():
            if now - since >= self._seconds:
                self._file.run(partial(_give_back, owner=owner, beat=beat))


def _beat(connection: sqlite3.Connection, owner: str) -> dict[str, int]:
    """Count up, and return the numbers of all other workers."""
    connection.execute("INSERT OR IGNORE INTO allo_worker VALUES (?, 0)", (owner,))
    connection.execute("UPDATE allo_worker SET beat = beat + 1 WHERE id = ?", (owner,))
    return dict(connection.execute("SELECT id, beat FROM allo_worker WHERE id <> ?", (owner,)).fetchall())


def _give_back(connection: sqlite3.Connection, owner: str, beat: int | None = None) -> None:
    """Give back the work of a worker that has ended, unless it has counted up since."""
    gone = connection.execute("DELETE FROM allo_worker WHERE id = ? AND beat = coalesce(?, beat)", (owner, beat))
    if gone.rowcount:
        connection.execute("UPDATE allo_inbox SET state = 'waiting', due = 0, owner = NULL WHERE owner = ?", (owner,))
        # It is not known whether the request left.
        connection.execute("UPDATE allo_outbox SET state = 'in doubt' WHERE owner = ? AND state = 'sending'", (owner,))
