"""An SQLite file that the processes of one machine share for small facts: a place in the pace, a claim."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Generator

_PATIENCE: Final = 10.0
"""The seconds to wait while another process writes."""


@contextmanager
def transaction(path: str) -> Generator[sqlite3.Connection]:
    """Open the file for one transaction, because connections must not be used after a fork or in other threads.

    Raises:
        sqlite3.Error: The file cannot be read or written, or is locked for more than ten seconds.
    """
    import sqlite3

    database = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        database.execute("BEGIN IMMEDIATE")
        yield database
        database.execute("COMMIT")
    finally:
        database.close()
