"""The outbox: each message is sent once, whenever the program is killed."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Self

import attrs

from allo_ext.client import AsyncAlloClient
from allo_ext.durable import _messages as messages
from allo_ext.durable._file import File, check_positive
from allo_ext.durable._messages import MessageState, OutboxMessage
from allo_ext.durable._sending import Sending
from allo_ext.durable._states import in_state
from allo_ext.durable._suppression import Suppression
from allo_ext.errors import ConfigurationError, InvalidArgumentError
from allo_ext.phone import parse
from allo_ext.receiver._core.steps import run, run_async

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping

    from allo_ext.client import AlloClient
    from allo_ext.durable._sending import SendReport
    from allo_ext.durable._window import Windows


class Outbox(Suppression):
    """SMS in an SQLite file, each under a key of yours. Several processes may use one file; the disk must be local.

    Examples:
        >>> outbox = Outbox("allo.db", allo)
        >>> outbox.add(key="reminder-42", from_="+12025550143", to="+12025550178", message="See you at 5 pm")
        >>> outbox.send()
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        allo: AlloClient | AsyncAlloClient | None = None,
        *,
        window: Windows | None = None,
        lease: float = 30.0,
        patience: float = 5.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Open the file, or create it, readable by its owner only.

        Args:
            path: The file; it may be that of an inbox.
            allo: The client; None if this process does not send. Its pace limits the requests.
            window: The hours in which messages may be sent: a `SendWindow`, or one for each country, such as
                `{"FR": SendWindow()}` (`*` is any other country); None for any time.
            lease: The time in seconds after which the message that a killed process was sending is in doubt.
            patience: The number of seconds to wait while another process writes to the file.
            clock: Returns the time of day in seconds.

        Raises:
            ConfigurationError: The file cannot be used, or an argument is not valid.
        """
        check_positive(lease=lease, patience=patience)
        self._file = File(path, patience=patience)
        self._allo = allo
        self._sending = Sending(file=self._file, client=allo, windows=window, lease=lease, clock=clock)
        self._clock = clock

    def __repr__(self) -> str:
        return f"Outbox({self._file.path!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, after the writes that are under way. The client stays open."""
        self._file.close()

    # Messages

    def add(self, *, key: str, to: str, message: str, from_: str | None = None, sender_id: str | None = None) -> bool:
        """Plan a message. The same key is one message for ever.

        Args:
            key: Your key, such as `reminder-42`.
            to: The recipient's number, E.164.
            message: 1 to 1000 characters.
            from_: One of the account's numbers, E.164 …
            sender_id: … or a verified sender id, for SMS to France.

        Returns:
            True if the message is new; False if it is in the outbox already, in any state.

        Raises:
            KeyConflictError: There is another message under this key.
            InvalidArgumentError: An argument is not valid.
            StorageError: It was not stored.
        """
        return self.add_all([{"key": key, "to": to, "message": message, "from_": from_, "sender_id": sender_id}]) > 0

    def add_all(self, rows: Iterable[Mapping[str, str | None]]) -> int:
        """Plan messages, all or none.

        Args:
            rows: The arguments of `add` for each.

        Returns:
            The number of new messages.

        Raises:
            KeyConflictError: There is another message under a key.
            InvalidArgumentError: An argument is not valid.
            StorageError: They were not stored.
        """
        checked = [_checked(**row) for row in rows]
        return self._file.run(partial(messages.add, rows=checked, now=self._clock()))

    def get(self, key: str) -> OutboxMessage | None:
        """Return a message; None if there is none under this key.

        Raises:
            StorageError: The file cannot be read.
        """
        found = self._file.read(partial(messages.select, where="key = ?", values=(key,)))
        return found[0] if found else None

    def list(self, state: MessageState | str | None = None, *, limit: int = -1) -> list[OutboxMessage]:
        """Return messages, oldest first.

        Args:
            state: Only messages in this state: "planned", "sending", "sent", "failed" or "in doubt".
            limit: The maximum number; -1 for all.

        Raises:
            InvalidArgumentError: There is no such state.
            StorageError: The file cannot be read.
        """
        return self._file.read(partial(messages.select, **in_state(state, MessageState), most=limit))

    def counts(self) -> dict[MessageState, int]:
        """Return the number of messages in each state.

        Raises:
            StorageError: The file cannot be read.
        """
        return self._file.read(messages.count)

    # Sending

    def send(
        self,
        *,
        key: str | None = None,
        keys: Iterable[str] | None = None,
        limit: int | None = None,
        per_minute: float | None = None,
        progress: Callable[[OutboxMessage], object] | None = None,
    ) -> SendReport:
        """Send what is planned and may be sent now, one after the other; then `settle`.

        A message is "sending" in the file before its request leaves. If the program is killed then, the message is in
        doubt, and is not sent again.

        Args:
            key: Only the message under this key; None for all.
            keys: Only the messages under these keys, as a set or list; None for all.
            limit: The maximum number of messages to send.
            per_minute: The maximum number of messages per minute.
            progress: Called with each message and its new state.

        Returns:
            The numbers.

        Raises:
            ConfigurationError: The outbox has no client, or an asynchronous one.
            StorageError: The file cannot be used.
            AlloError: A failure that concerns all messages, such as an invalid key, no connection, an exhausted quota,
                or three messages in doubt in a row. The messages that were not sent remain planned.
        """
        if self._allo is None or isinstance(self._allo, AsyncAlloClient):
            raise ConfigurationError(
                "send() needs an Outbox with an AlloClient; with AsyncAlloClient use send_async()."
            )
        return run(self._sending.send(keys=_among(key, keys), **_limits(limit, per_minute), progress=progress))

    async def send_async(
        self,
        *,
        key: str | None = None,
        keys: Iterable[str] | None = None,
        limit: int | None = None,
        per_minute: float | None = None,
        progress: Callable[[OutboxMessage], object] | None = None,
    ) -> SendReport:
        """Send without blocking the event loop; see `send`. The outbox needs an AsyncAlloClient.

        The other methods wait for the disk: call them with `asyncio.to_thread` where that matters.
        """
        import anyio

        if not isinstance(self._allo, AsyncAlloClient):
            raise ConfigurationError("send_async() needs an Outbox with an AsyncAlloClient.")
        sending = attrs.evolve(self._sending, sleep=anyio.sleep)
        return await run_async(sending.send(keys=_among(key, keys), **_limits(limit, per_minute), progress=progress))

    def settle(self) -> int:
        """Look for the messages in doubt in the conversations with their recipients.

        What is found is sent; what is not found stays in doubt, and `retry` sends it again. Messages appear in the
        conversation with a delay: do not retry too early.

        Returns:
            The number of messages that were found.

        Raises:
            ConfigurationError: The outbox has no client, or an asynchronous one.
            AlloError: A conversation could not be read. The key needs the scope CONVERSATIONS_READ.
        """
        if self._allo is None or isinstance(self._allo, AsyncAlloClient):
            raise ConfigurationError("settle() needs an Outbox with an AlloClient; send_async() settles, too.")
        return run(self._sending.settle())

    def retry(self, key: str) -> None:
        """Plan a message again that failed, or that is in doubt and was not found by `settle`.

        Args:
            key: The key of the message.

        Raises:
            InvalidArgumentError: The key is not in the outbox, or its message was or may have been sent.
            StorageError: It was not stored.
        """
        self._file.run(partial(messages.retry, key=key))

    def confirm(self, key: str) -> None:
        """Record that a message in doubt was sent, because its recipient got it.

        Args:
            key: The key of the message.

        Raises:
            InvalidArgumentError: The key is not in the outbox, or its message is not in doubt.
            StorageError: It was not stored.
        """
        self._file.run(partial(messages.confirm, key=key, now=self._clock()))

    def forget(self, *, older_than: timedelta = timedelta(days=90)) -> int:
        """Delete recipient and content of messages that were sent or failed; their keys stay, and are never used again.

        Args:
            older_than: The time since they were sent or failed.

        Returns:
            The number of messages.

        Raises:
            StorageError: The file cannot be written.
        """
        return self._file.run(partial(messages.forget, before=self._clock() - older_than.total_seconds()))


def _checked(
    *, key: str | None, to: str | None, message: str | None, from_: str | None = None, sender_id: str | None = None
) -> messages.Row:
    if not key:
        raise InvalidArgumentError(field="key", problem="is missing")
    if not message:
        raise InvalidArgumentError(field="message", problem="is missing")
    if (from_ is None) == (sender_id is None):
        raise InvalidArgumentError("Pass either from_ or sender_id.", field="from_")
    if not to:
        raise InvalidArgumentError(field="to", problem="is missing")
    return (key, None if from_ is None else parse(from_), sender_id, parse(to), message)


def _among(key: str | None, keys: Iterable[str] | None) -> str | None:
    """Return the keys that are sent as a JSON array; None for all."""
    if isinstance(keys, str) or (key is not None and keys is not None):
        raise InvalidArgumentError("Pass either key, one key, or keys, a list of keys.", field="keys")
    given = keys if key is None else [key]
    return None if given is None else json.dumps([*given])


def _limits(limit: int | None, per_minute: float | None) -> dict[str, Any]:
    for name, value in (("limit", limit), ("per_minute", per_minute)):
        if value is not None and not value > 0:
            raise InvalidArgumentError(field=name, problem="must be above 0")
    return {"limit": limit, "per_minute": per_minute}
