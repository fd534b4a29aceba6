"""One sync of a file at a time: a second one waits."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def alone(path: Path, waits: Callable[[], object]) -> Generator[None]:
    """Lock a file while the context lasts; the lock ends with the process, however it ends.

    It is a second lock beside SQLite's own, which allow several programs to read and write in turn. Without such locks
    (Windows, some network drives) nothing is locked.

    Args:
        path: The file; created if it does not exist.
        waits: Called before waiting for another process that has the lock.

    Raises:
        OSError: The file cannot be opened.
    """
    try:
        import fcntl
    except ImportError:  # pragma: no cover (Windows)
        yield
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_CREAT, 0o666)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waits()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError:  # this drive has no such locks
            pass
        yield
    finally:
        # After SQLite has closed the file: closing a descriptor ends the locks that this process has on it.
        os.close(descriptor)
