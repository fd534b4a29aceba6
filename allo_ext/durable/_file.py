"""The SQLite file: one thread writes, and commits all waiting jobs in one transaction.

A commit costs an fsync. While one runs, other jobs queue up; the next transaction contains all of them (group commit).
"""

from __future__ import annotations

import os
import queue
import sqlite3
import threading
import weakref
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from allo_ext._http.fork import renew_in_child
from allo_ext.durable._errors import StorageError
from allo_ext.durable._schema import connect, create
from allo_ext.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")
_MOST: Final = 500
"""The maximum number of jobs in one transaction."""
_STOP_WITHIN: Final = 10.0


class Job(NamedTuple):
    """A function of the connection, and the future of its result."""

    call: Callable[[sqlite3.Connection], Any]
    future: Future[Any]


Jobs = queue.SimpleQueue[Job | None]


def check_positive(**values: float) -> None:
    """Check arguments.

    Raises:
        ConfigurationError: One is not above 0.
    """
    for name, value in values.items():
        if not value > 0:
            raise ConfigurationError(f"{name} must be above 0.")


class File:
    """The SQLite file of an inbox or outbox. Thread-safe; a forked process opens its own connections."""

    def __init__(self, path: str | os.PathLike[str], *, patience: float) -> None:
        """Open or create the file.

        Args:
            path: The file, on a local disk.
            patience: The number of seconds to wait while another process writes.

        Raises:
            ConfigurationError: The file cannot be used.
        """
        given = os.fspath(path)
        if not given or given == ":memory:" or given.startswith("file:"):
            raise ConfigurationError("path must be a file on a local disk.")
        self.path: Final = str(Path(given).absolute())
        self._patience = patience
        create(self.path, patience=patience)
        self.renew()
        renew_in_child(self)

    def renew(self) -> None:
        """Forget the writer of a parent process: SQLite's connections do not survive a fork."""
        self._lock = threading.Lock()
        self._jobs: Jobs | None = None
        self._stop: Callable[[], object] = int

    def submit(self, call: Callable[[sqlite3.Connection], Result]) -> Future[Result]:
        """Run a function in a transaction; its result is available after the commit.

        The future raises what the function raised, after undoing its changes, or a StorageError.
        """
        future = Future[Result]()
        with self._lock:
            if self._jobs is None:
                self._jobs = self._start()
            self._jobs.put(Job(call, future))
        return future

    def run(self, call: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run a function in a transaction, and return its result after the commit.

        Raises:
            StorageError: It was not stored.
        """
        return self.submit(call).result()

    def read(self, call: Callable[[sqlite3.Connection], Result]) -> Result:
        """Run a function that only reads; it does not wait for writers.

        Raises:
            StorageError: The file cannot be read.
        """
        try:
            with closing(sqlite3.connect(self.path, timeout=self._patience, isolation_level=None)) as connection:
                return call(connection)
        except sqlite3.Error as error:
            raise _failure(self.path, error) from error

    def close(self) -> None:
        """Finish the waiting jobs and close the connection. Later calls open it again."""
        with self._lock:
            stop, self._jobs, self._stop = self._stop, None, int
        stop()

    def _start(self) -> Jobs:
        jobs: Jobs = queue.SimpleQueue()
        thread = threading.Thread(
            target=_write, args=(self.path, self._patience, jobs), name="allo-durable", daemon=True
        )
        thread.start()
        self._stop = weakref.finalize(self, _end, thread, jobs, os.getpid())
        return jobs


def _end(thread: threading.Thread, jobs: Jobs, process: int) -> None:
    if os.getpid() == process:
        jobs.put(None)
        if thread is not threading.current_thread():
            thread.join(_STOP_WITHIN)


def _write(path: str, patience: float, jobs: Jobs) -> None:
    """Write until the queue ends."""
    connection: sqlite3.Connection | None = None
    ended = False
    while not ended:
        batch, ended = _next(jobs)
        if not batch:
            continue
        try:
            connection = connection or connect(path, patience=patience)
            results = _transaction(connection, batch)
        except sqlite3.Error as error:
            # After a failed fsync the state of the file is unknown to this connection.
            if connection is not None:
                connection.close()
            connection = None
            for job in batch:
                job.future.set_exception(_failure(path, error))
            continue
        for job, (result, failure) in zip(batch, results, strict=True):
            if failure is None:
                job.future.set_result(result)
            else:
                job.future.set_exception(failure)
        del batch, results  # the jobs may hold the last reference to a File
    if connection is not None:
        connection.close()


def _next(jobs: Jobs) -> tuple[list[Job], bool]:
    """Wait for a job, and return it with all others that wait; and whether the queue has ended."""
    batch: list[Job] = []
    job = jobs.get()
    while job is not None:
        if job.future.set_running_or_notify_cancel():
            batch.append(job)
        if len(batch) >= _MOST:
            return batch, False
        try:
            job = jobs.get_nowait()
        except queue.Empty:
            return batch, False
    return batch, True


def _transaction(connection: sqlite3.Connection, batch: list[Job]) -> list[tuple[Any, Exception | None]]:
    """Run jobs in one transaction; return the result or exception of each.

    Raises:
        sqlite3.Error: Nothing was stored.
    """
    connection.execute("BEGIN IMMEDIATE")
    results: list[tuple[Any, Exception | None]] = []
    for job in batch:
        connection.execute("SAVEPOINT job")
        try:
            results.append((job.call(connection), None))
        except sqlite3.Error:
            raise
        except Exception as error:  # noqa: BLE001 (raised again by the future)
            connection.execute("ROLLBACK TO job")
            results.append((None, error))
        connection.execute("RELEASE job")
    connection.execute("COMMIT")
    return results


def _failure(path: str, error: sqlite3.Error) -> StorageError:
    return StorageError(f"{Path(path).name} cannot be used: {error}.")
