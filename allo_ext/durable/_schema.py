"""The tables in the SQLite file, and how it is opened.

`allo sync` and other programs may use the same file: the names of these tables begin with `allo_`.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from typing import Final

from allo_ext.errors import ConfigurationError

VERSION: Final = 1
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS allo_durable (version INTEGER NOT NULL);
INSERT INTO allo_durable SELECT {version} WHERE NOT EXISTS (SELECT 1 FROM allo_durable);
CREATE TABLE IF NOT EXISTS allo_worker (id TEXT PRIMARY KEY, beat INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS allo_inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    topic TEXT NOT NULL,
    body BLOB NOT NULL,
    received_at REAL NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due REAL NOT NULL,
    owner TEXT,
    error TEXT,
    settled_at REAL
);
CREATE INDEX IF NOT EXISTS allo_inbox_due ON allo_inbox (state, due);
CREATE TABLE IF NOT EXISTS allo_inbox_key (
    key TEXT PRIMARY KEY,
    delivery INTEGER NOT NULL REFERENCES allo_inbox (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS allo_inbox_key_delivery ON allo_inbox_key (delivery);
CREATE INDEX IF NOT EXISTS allo_inbox_owner ON allo_inbox (owner) WHERE owner IS NOT NULL;
CREATE TABLE IF NOT EXISTS allo_outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    from_number TEXT,
    sender_id TEXT,
    to_number TEXT NOT NULL,
    message TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due REAL NOT NULL,
    owner TEXT,
    error TEXT,
    added_at REAL NOT NULL,
    sending_at REAL,
    settled_at REAL,
    checked_at REAL
);
CREATE INDEX IF NOT EXISTS allo_outbox_due ON allo_outbox (state, due);
CREATE INDEX IF NOT EXISTS allo_outbox_to ON allo_outbox (to_number);
CREATE INDEX IF NOT EXISTS allo_outbox_owner ON allo_outbox (owner) WHERE owner IS NOT NULL;
CREATE TABLE IF NOT EXISTS allo_suppressed (number TEXT PRIMARY KEY, since REAL NOT NULL, reason TEXT NOT NULL);
"""
_PRAGMAS: Final = (
    "PRAGMA synchronous = FULL",  # in WAL mode, every commit is one fsync; NORMAL would lose the latest commits
    "PRAGMA fullfsync = 1",  # macOS: fsync alone does not reach the disk there
    "PRAGMA checkpoint_fullfsync = 1",
    "PRAGMA foreign_keys = ON",  # the keys of a delivery are deleted with it
    "PRAGMA secure_delete = ON",  # deleted payloads are overwritten
)
_BUSY_PAUSE: Final = 0.02


def create(path: str, *, patience: float) -> None:
    """Create the file, readable by its owner only, and its tables.

    Raises:
        ConfigurationError: The file cannot be used.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        with closing(connect(path, patience=patience)) as connection:
            connection.executescript(f"BEGIN IMMEDIATE;{_TABLES.format(version=VERSION)}COMMIT;")
            (version,) = connection.execute("SELECT version FROM allo_durable").fetchone()
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror or error}") from None
    except sqlite3.Error as error:
        raise ConfigurationError(f"{path} cannot be used as a database: {error}") from None
    if version > VERSION:
        raise ConfigurationError(f"{path} was written by a later version of withallo-sdk.")


def connect(path: str, *, patience: float) -> sqlite3.Connection:
    """Open the file for a writer.

    Args:
        path: The file.
        patience: The number of seconds to wait while another process writes.

    Raises:
        sqlite3.Error: The file cannot be opened, or is locked.
    """
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
    try:
        _use_wal(connection, patience)
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def _use_wal(connection: sqlite3.Connection, patience: float) -> None:
    # SQLite does not wait for a lock when it changes the mode.
    until = time.monotonic() + patience
    while True:
        try:
            (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError:
            if time.monotonic() >= until:
                raise
            time.sleep(_BUSY_PAUSE)
            continue
        if mode != "wal":
            raise sqlite3.OperationalError("WAL mode is not available here (a network file system?)")
        return
