"""The loop of a worker: claim deliveries, handle them in threads, store the results."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import attrs

from allo_ext.durable import _deliveries as deliveries
from allo_ext.durable._deliveries import Schedule
from allo_ext.durable._errors import StorageError
from allo_ext.durable._file import File
from allo_ext.durable._lease import Lease
from allo_ext.receiver import parse
from allo_ext.receiver._core.failure import describe

if TYPE_CHECKING:
    from allo_ext.durable._deliveries import Claimed
    from allo_ext.receiver import Event

_logger: Final = logging.getLogger("allo_ext.durable")
_LOOK_EVERY: Final = 0.5
"""The number of seconds between looks at the file, for deliveries that other processes store."""
_CLEAN_EVERY: Final = 60.0


@attrs.frozen(kw_only=True)
class Working:
    """The settings of the loop.

    Attributes:
        file: The file.
        schedule: The attempts and waits.
        keep: The number of seconds to keep deliveries that are done.
        keep_dead: The same for dead letters.
        lease: The number of seconds after which a silent worker is dead.
        clock: Returns the time of day in seconds.
        wake: Set when this process stores a delivery.
    """

    file: File
    schedule: Schedule
    keep: float
    keep_dead: float
    lease: float
    clock: Callable[[], float]
    wake: threading.Event

    def work(self, perform: Callable[[Event], object], *, workers: int, stop: threading.Event, drain: bool) -> None:
        """Handle deliveries until `stop` is set; with `drain`, until none is due or being handled.

        Args:
            perform: Runs the handlers of an event; raises if one fails.
            workers: The number of threads.
            stop: Set to end the loop after the deliveries that are being handled.
            drain: True to return when nothing is left to do now.

        Raises:
            BaseException: A handler raised something that is not an Exception.
        """
        with (
            Lease(self.file, self.lease) as lease,
            ThreadPoolExecutor(workers, thread_name_prefix="allo-inbox") as pool,
        ):
            running: set[Future[None]] = set()
            next_clean = 0.0
            while not stop.is_set():
                self.wake.clear()
                ended = {one for one in running if one.done()}
                running -= ended
                for one in ended:
                    one.result()
                if time.monotonic() >= next_clean:
                    self._clean()
                    next_clean = time.monotonic() + _CLEAN_EVERY
                claimed = self._claim(lease.owner, workers - len(running))
                for delivery in claimed:
                    one = pool.submit(self._handle, perform, delivery, lease.owner, stop)
                    one.add_done_callback(lambda _: self.wake.set())
                    running.add(one)
                if drain and not running and not self._is_busy():
                    return
                if not claimed or len(running) >= workers:
                    self.wake.wait(min(_LOOK_EVERY, self.lease))
            for one in running:
                one.result()

    def _claim(self, owner: str, most: int) -> list[Claimed]:
        if most < 1:
            return []
        job = partial(deliveries.claim, owner=owner, now=self.clock(), most=most, schedule=self.schedule)
        try:
            return self.file.run(job)
        except StorageError as error:
            _logger.error("No delivery could be claimed: %s", error)  # noqa: TRY400 (the traceback adds nothing)
            return []

    def _is_busy(self) -> bool:
        return self.file.read(partial(deliveries.busy, now=self.clock(), schedule=self.schedule))

    def _clean(self) -> None:
        now = self.clock()
        job = partial(deliveries.forget, done_before=now - self.keep, dead_before=now - self.keep_dead)
        try:
            while self.file.run(job):
                pass
        except StorageError as error:
            _logger.error("Old deliveries could not be deleted: %s", error)  # noqa: TRY400

    def _handle(self, perform: Callable[[Event], object], delivery: Claimed, owner: str, stop: threading.Event) -> None:
        own: dict[str, Any] = {"id": delivery.id, "owner": owner}
        try:
            perform(parse(delivery.body, received_at=datetime.fromtimestamp(delivery.received_at, UTC)))
        except Exception as error:  # noqa: BLE001 (a handler's)
            wait, why = self.schedule.wait(delivery.attempts), describe(error)
            _logger.error("Delivery %d failed, attempt %d: %s", delivery.id, delivery.attempts, why)  # noqa: TRY400
            self._store(partial(deliveries.fail, now=self.clock(), wait=wait, error=why, **own), stop)
        except BaseException:
            self._store(partial(deliveries.release, **own), stop)
            raise
        else:
            self._store(partial(deliveries.finish, now=self.clock(), **own), stop)

    def _store(self, job: Callable[[Any], object], stop: threading.Event) -> None:
        """Store a result, as often as it takes: the handlers are not called again in this process."""
        while True:
            try:
                self.file.run(job)
            except StorageError as error:
                _logger.error("A result could not be stored: %s", error)  # noqa: TRY400
                if stop.wait(_LOOK_EVERY):
                    return  # another worker handles the delivery again
            else:
                return
