"""The inbox: deliveries are stored before they are acknowledged, and handled from the file."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Self

from allo_ext._serving.loop import in_asyncio, outcome
from allo_ext.durable import _deliveries as deliveries
from allo_ext.durable._deliveries import DeliveryState, Schedule, StoredDelivery
from allo_ext.durable._file import File, check_positive
from allo_ext.durable._states import in_state
from allo_ext.durable._working import Working
from allo_ext.errors import ConfigurationError, InvalidArgumentError

if TYPE_CHECKING:
    import os
    from collections.abc import Awaitable, Callable, Generator, Sequence
    from concurrent.futures import Future

    from allo_ext.receiver import Event, WebhookReceiver


class Inbox:
    """Deliveries in an SQLite file. Several processes may use one file; the disk must be local.

    Examples:
        >>> inbox = Inbox("allo.db")
        >>> receiver = WebhookReceiver(os.environ["ALLO_WEBHOOK_TOKEN"], numbers=None, inbox=inbox)
        >>> inbox.run(receiver)
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        attempts: int = 10,
        first_wait: float = 5.0,
        max_wait: float = 3600.0,
        keep: timedelta = timedelta(days=7),
        keep_dead: timedelta = timedelta(days=30),
        lease: float = 30.0,
        patience: float = 5.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Open the file, or create it, readable by its owner only.

        Args:
            path: The file.
            attempts: The maximum number of times that the handlers of a delivery are started; then it is a dead letter.
            first_wait: The wait before the second attempt, in seconds. Each later wait is four times as long …
            max_wait: … up to this one.
            keep: The time to keep deliveries that are done. Within it, repeated deliveries are recognised; Allo repeats
                them for 27.5 hours.
            keep_dead: The time to keep dead letters.
            lease: The time in seconds after which the deliveries of a process that was killed are handled by others.
            patience: The number of seconds to wait while another process writes to the file.
            clock: Returns the time of day in seconds.

        Raises:
            ConfigurationError: The file cannot be used, or an argument is not valid.
        """
        check_positive(first_wait=first_wait, max_wait=max_wait, lease=lease, patience=patience)
        if attempts < 1:
            raise ConfigurationError("attempts must be at least 1.")
        self._file = File(path, patience=patience)
        self._clock = clock
        self._working = Working(
            file=self._file,
            schedule=Schedule(attempts=attempts, first_wait=first_wait, max_wait=max_wait),
            keep=keep.total_seconds(),
            keep_dead=keep_dead.total_seconds(),
            lease=lease,
            clock=clock,
            wake=threading.Event(),
        )

    def __repr__(self) -> str:
        return f"Inbox({self.path!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, after the writes that are under way."""
        self._file.close()

    @property
    def path(self) -> str:
        """The absolute path of the file."""
        return self._file.path

    def put(self, keys: Sequence[str], topic: str, body: bytes) -> Awaitable[bool] | bool:
        """Store a delivery; the receiver calls this before it answers 200.

        In an asyncio event loop it returns an awaitable, elsewhere it blocks.

        Args:
            keys: The identities of the event; empty to store it in any case.
            topic: The topic.
            body: The body.

        Returns:
            True if it is new; False if the event is stored already.

        Raises:
            StorageError: It was not stored.
        """
        job = partial(deliveries.put, keys=keys, topic=topic, body=body, now=self._clock())
        stored = self._file.submit(job)
        stored.add_done_callback(lambda _: self._working.wake.set())
        return _awaited(stored) if in_asyncio() else stored.result()

    # Handling

    def run(
        self,
        receiver: WebhookReceiver,
        *,
        workers: int = 4,
        drain: bool = False,
        stop: threading.Event | None = None,
    ) -> None:
        """Handle deliveries with the handlers of a receiver, in threads, until `stop` is set or Ctrl-C.

        Deliveries that are being handled then are finished first.

        Args:
            receiver: The receiver with the handlers.
            workers: The number of deliveries to handle at the same time.
            drain: True to return when no delivery is due or being handled.
            stop: An event that ends the loop.

        Raises:
            StorageError: The file cannot be used.
            BaseException: A handler raised something that is not an Exception.
        """
        _check_workers(workers)
        self._working.work(receiver.run_handlers, workers=workers, stop=stop or threading.Event(), drain=drain)

    @contextmanager
    def running(self, receiver: WebhookReceiver, *, workers: int = 4) -> Generator[None]:
        """Handle deliveries in the background while the context lasts, as in `run`; for the process of a web server."""
        _check_workers(workers)
        stop = threading.Event()
        thread = threading.Thread(
            target=self.run, args=(receiver,), kwargs={"workers": workers, "stop": stop}, name="allo-inbox"
        )
        thread.start()
        try:
            yield
        finally:
            stop.set()
            self._working.wake.set()
            thread.join()

    async def run_async(self, receiver: WebhookReceiver, *, workers: int = 16, drain: bool = False) -> None:
        """Handle deliveries as tasks of this asyncio event loop, until cancelled.

        Plain handlers run in threads. Deliveries that are being handled at a cancellation are finished first.

        Args:
            receiver: As for `run`.
            workers: As for `run`.
            drain: As for `run`.

        Raises:
            StorageError: The file cannot be used.
            BaseException: A handler raised something that is not an Exception.
        """
        _check_workers(workers)
        loop, stop = asyncio.get_running_loop(), threading.Event()
        ended: asyncio.Future[None] = loop.create_future()

        def perform(event: Event) -> None:
            asyncio.run_coroutine_threadsafe(outcome(partial(receiver.run_handlers_async, event)), loop).result()()

        def work() -> None:
            try:
                self._working.work(perform, workers=workers, stop=stop, drain=drain)
            except BaseException as error:  # noqa: BLE001 (raised again by this coroutine)
                loop.call_soon_threadsafe(_fail, ended, error)
            else:
                loop.call_soon_threadsafe(_succeed, ended)

        threading.Thread(target=work, name="allo-inbox", daemon=True).start()
        cancelled = False
        while not ended.done():
            try:
                await asyncio.wait([ended])
            except asyncio.CancelledError:
                cancelled = True
                stop.set()
                self._working.wake.set()
        ended.result()
        if cancelled:
            raise asyncio.CancelledError

    # Looking

    def list(self, state: DeliveryState | str | None = None, *, limit: int = 100) -> list[StoredDelivery]:
        """Return deliveries, newest first.

        Args:
            state: Only deliveries in this state: "waiting", "handling", "done" or "dead".
            limit: The maximum number.

        Raises:
            InvalidArgumentError: There is no such state.
            StorageError: The file cannot be read.
        """
        return self._file.read(partial(deliveries.select, **in_state(state, DeliveryState), most=limit))

    def get(self, id: int) -> StoredDelivery | None:  # noqa: A002 (the field's name)
        """Return a delivery; None if there is none with this id.

        Raises:
            StorageError: The file cannot be read.
        """
        found = self._file.read(partial(deliveries.select, where="id = ?", values=(id,), most=1))
        return found[0] if found else None

    def counts(self) -> dict[DeliveryState, int]:
        """Return the number of deliveries in each state.

        Raises:
            StorageError: The file cannot be read.
        """
        return self._file.read(deliveries.count)

    # Changing

    def replay(self, id: int | None = None) -> int:  # noqa: A002
        """Have a delivery handled again, with all its attempts; it may be done, dead or waiting.

        Args:
            id: The delivery; None for all dead letters.

        Returns:
            The number of deliveries that wait now.

        Raises:
            StorageError: The file cannot be written.
        """
        replayed = self._file.run(partial(deliveries.replay, id=id, now=self._clock()))
        self._working.wake.set()
        return replayed

    def drop(self, id: int) -> bool:  # noqa: A002
        """Delete the content of a delivery for ever, such as when a person asks for it.

        The identity of the event stays until `keep` has passed, so that a repeated delivery is not stored again.

        Returns:
            False if there is no such delivery, or it is being handled.

        Raises:
            StorageError: The file cannot be written.
        """
        return self._file.run(partial(deliveries.drop, id=id)) > 0


async def _awaited(stored: Future[bool]) -> bool:
    return await asyncio.wrap_future(stored)


def _check_workers(workers: int) -> None:
    if workers < 1:
        raise InvalidArgumentError(field="workers", problem="must be at least 1")


def _succeed(ended: asyncio.Future[None]) -> None:
    ended.set_result(None)


def _fail(ended: asyncio.Future[None], error: BaseException) -> None:
    ended.set_exception(error)
