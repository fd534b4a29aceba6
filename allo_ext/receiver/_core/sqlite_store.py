"""A store of handled deliveries in an SQLite file."""

from __future__ import annotations

import os
import time

from allo_ext._transaction import transaction
from allo_ext.receiver._core.store import Claim


class SqliteStore:
    """A store of deliveries that the processes of one machine share; pass it as `store=` to `WebhookReceiver`.

    The age of a claim is measured with `time.monotonic()`, which is the same for all processes of a machine and cannot
    be set. It restarts at boot, so a claim from the future is one from before the last boot, and has expired.

    Examples:
        >>> receiver = WebhookReceiver(token, numbers, store=SqliteStore("seen.db"))
    """

    def __init__(self, path: str | os.PathLike[str], *, lease: float = 600.0, most: int = 100_000) -> None:
        """Create the file if it does not exist.

        Args:
            path: The file, on a local disk.
            lease: The seconds after which another process may claim a delivery; longer than any handler takes.
            most: The maximum number of handled deliveries; the oldest is dropped first.

        Raises:
            sqlite3.Error: The file cannot be opened or written.
        """
        self._path, self._lease, self._most = os.fspath(path), lease, most
        with transaction(self._path) as database:
            database.execute("CREATE TABLE IF NOT EXISTS seen (key TEXT PRIMARY KEY, holder INTEGER, since REAL)")

    def __repr__(self) -> str:
        return f"SqliteStore({self._path!r})"

    def claim(self, key: str) -> Claim:
        """Claim a key for the length of a lease."""
        with transaction(self._path) as database:
            now = time.monotonic()  # read while locked, so every claim in the file is older
            row = database.execute("SELECT holder, since FROM seen WHERE key = ?", (key,)).fetchone()
            if row and row[0] is None:
                return Claim.DONE
            if row and 0 <= now - row[1] < self._lease:
                return Claim.BUSY
            database.execute("REPLACE INTO seen VALUES (?, ?, ?)", (key, os.getpid(), now))
            return Claim.NEW

    def confirm(self, key: str) -> None:
        """Mark a key as handled."""
        done = "INSERT INTO seen VALUES (?, NULL, NULL) ON CONFLICT (key) DO UPDATE SET holder = NULL"
        oldest = "DELETE FROM seen WHERE holder IS NULL AND rowid <= (SELECT max(rowid) - ? FROM seen)"
        with transaction(self._path) as database:
            database.execute(done, (key,))
            database.execute(oldest, (self._most,))

    def release(self, key: str) -> None:
        """Delete the claim of this process."""
        with transaction(self._path) as database:
            database.execute("DELETE FROM seen WHERE key = ? AND holder = ?", (key, os.getpid()))
