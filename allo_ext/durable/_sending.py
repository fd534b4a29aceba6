"""Sending the messages of an outbox, and settling what is in doubt; for both clients."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from allo_ext import errors
from allo_ext.client import AsyncAlloClient
from allo_ext.durable import _messages as messages
from allo_ext.durable._file import File
from allo_ext.durable._lease import Lease
from allo_ext.durable._messages import MessageState, OutboxMessage
from allo_ext.receiver._core.steps import Flow, Step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext.client import AlloClient
    from allo_ext.v2 import Item

_logger: Final = logging.getLogger("allo_ext.durable")
_LONGEST_WAIT: Final = 60.0
_MOST_DOUBTS: Final = 3
"""The number of messages in doubt in a row after which sending stops: the API has a problem."""
_LOOK_EVERY: Final = 0.25
_CLOCKS_DIFFER: Final = timedelta(days=1)
"""The difference between this machine's clock and the API's that is allowed for in a conversation. A message that is
missed there could be sent twice by `retry`."""
_LIMITS: Final = ("SMS_LIMIT_REACHED", "DAILY_SMS_LIMIT_REACHED", "TRIAL_SMS_LIMIT_REACHED")


@attrs.frozen(kw_only=True)
class SendReport:
    """The result of `Outbox.send`.

    Attributes:
        sent: The number of messages that were sent in this run.
        failed: The number that the API refused in this run.
        in_doubt: The number of all messages in the outbox that may have been sent.
        planned: The number of all messages that remain planned, such as outside the send window.
    """

    sent: int
    failed: int
    in_doubt: int
    planned: int


class Verdict(NamedTuple):
    """The state of a message after a failed request."""

    state: MessageState
    wait: float = 0.0
    stops: bool = False
    """True if other messages would fail, too."""


def judge(error: errors.AlloError) -> Verdict:
    """Return the state of a message whose request failed."""
    if isinstance(error, errors.InvalidArgumentError):
        return Verdict(MessageState.FAILED)
    if error.maybe_sent:
        return Verdict(MessageState.IN_DOUBT)
    if isinstance(error, errors.RateLimitError):
        wait = error.retry_after if error.retry_after is not None else 1.0
        return Verdict(MessageState.PLANNED, wait, stops=error.code in _LIMITS or wait > _LONGEST_WAIT)
    if isinstance(error, (errors.AuthenticationError, errors.PermissionDeniedError)):
        return Verdict(MessageState.PLANNED, stops=True)
    if isinstance(error, errors.AlloApiError):
        return Verdict(MessageState.FAILED)
    return Verdict(MessageState.PLANNED, stops=True)


def reason(error: errors.AlloError) -> str:
    """Return the class and code of an error, without its message."""
    code = getattr(error, "code", None) or getattr(error, "field", None)
    return f"{type(error).__name__}{f' {code}' if code else ''}"


def is_found(message: OutboxMessage, items: Iterable[Item], sent: Iterable[OutboxMessage]) -> bool:
    """Return whether a message in doubt is in the conversation with its recipient.

    Each message there counts for one message of the outbox; those known to be sent come first.

    Args:
        message: The message in doubt.
        items: The outgoing messages of the conversation since the request.
        sent: The messages of the outbox to this recipient that were sent or found since then.
    """
    alike = [
        item
        for item in items
        if (item.content or "").strip() == message.message.strip()
        and (message.from_number is None or item.allo_number in (None, message.from_number))
    ]
    known = [one for one in sent if one.message == message.message and one.from_number == message.from_number]
    return len(alike) > len(known)


@attrs.frozen(kw_only=True)
class Sending:
    """The settings of an outbox."""

    file: File
    client: Any
    windows: Any
    lease: float
    clock: Callable[[], float]
    sleep: Callable[[float], Any] = time.sleep

    def send(
        self,
        *,
        keys: str | None,
        limit: int | None,
        per_minute: float | None,
        progress: Callable[[OutboxMessage], object] | None,
    ) -> Flow[SendReport]:
        """Send what is planned, and settle what is in doubt."""
        lease = Lease(self.file, self.lease)
        counts = {MessageState.SENT: 0, MessageState.FAILED: 0}
        yield Step(lease.__enter__)
        try:
            doubts = 0
            while limit is None or counts[MessageState.SENT] < limit:
                claim = partial(messages.claim, owner=lease.owner, now=self.clock(), windows=self.windows, keys=keys)
                message: OutboxMessage | None = yield Step(self.file.run, (claim,), whole=True)
                if message is None:
                    if not (yield Step(self.file.read, (partial(messages.others_send, keys=keys),))):
                        break
                    yield Step(self.sleep, (min(_LOOK_EVERY, self.lease),))
                    continue
                state = yield from self._send_one(message, lease.owner, last_doubt=doubts + 1 >= _MOST_DOUBTS)
                doubts = doubts + 1 if state is MessageState.IN_DOUBT else 0
                if state in counts:
                    counts[state] += 1
                if progress is not None:
                    itself = partial(messages.select, where="id = ?", values=(message.id,))
                    progress(*(yield Step(self.file.read, (itself,))))
                if per_minute is not None:
                    yield Step(self.sleep, (60.0 / per_minute,))
        finally:
            yield Step(lease.__exit__, (), whole=True)
        try:
            yield from self.settle(keys)
        except errors.AlloError as error:
            _logger.warning("Messages in doubt could not be settled: %s", reason(error))
        left = yield Step(self.file.read, (messages.count,))
        return SendReport(
            sent=counts[MessageState.SENT],
            failed=counts[MessageState.FAILED],
            in_doubt=left[MessageState.IN_DOUBT],
            planned=left[MessageState.PLANNED],
        )

    def _send_one(self, message: OutboxMessage, owner: str, *, last_doubt: bool) -> Flow[MessageState]:
        back = partial(messages.put_back, id=message.id, owner=owner)
        done = partial(messages.settle, id=message.id, owner=owner)
        try:
            yield Step(int, quick=True)  # a cancellation is raised here, before the request leaves
        except BaseException:
            yield self._store(partial(back, error=None, due=0.0))
            raise
        try:
            yield Step(self._request(message))
        except errors.AlloError as error:
            verdict, why = judge(error), reason(error)
            if verdict.state is MessageState.PLANNED:
                yield self._store(partial(back, error=why, due=0.0))
            else:
                yield self._store(partial(done, state=verdict.state, error=why, now=self.clock()))
            if verdict.stops or (last_doubt and verdict.state is MessageState.IN_DOUBT):
                raise
            if verdict.wait:
                yield Step(self.sleep, (verdict.wait,))
            return verdict.state
        except BaseException as error:
            if not getattr(error, "maybe_sent", True):  # the client marks an interruption before the request left
                yield self._store(partial(back, error=None, due=0.0))
                raise
            yield self._store(partial(done, state=MessageState.IN_DOUBT, error=type(error).__name__, now=self.clock()))
            raise
        yield self._store(partial(done, state=MessageState.SENT, error=None, now=self.clock()))
        return MessageState.SENT

    def _store(self, job: Callable[..., object]) -> Step:
        return Step(self.file.run, (job,), whole=True)

    def _request(self, message: OutboxMessage) -> Callable[[], Any]:
        # The same for every attempt, in case the API honours it.
        key = sha256(message.key.encode()).hexdigest()
        common = {"to": message.to_number, "message": message.message, "idempotency_key": key}
        if message.sender_id is not None:
            return partial(self.client.sms.send_france, sender_id=message.sender_id, **common)
        return partial(self.client.sms.send, from_=message.from_number, **common)

    def settle(self, keys: str | None = None) -> Flow[int]:
        """Look for the messages in doubt in the conversations with their recipients; return how many were found."""
        wanted = partial(messages.select, where=f"state = 'in doubt' AND {messages.AMONG}", values=(keys, keys))
        doubtful: list[OutboxMessage] = yield Step(self.file.read, (wanted,))
        settled = 0
        for message in doubtful:
            assert message.sending_at is not None  # noqa: S101 (it was sending before it was in doubt)
            since = message.sending_at - _CLOCKS_DIFFER
            read = _read_async if isinstance(self.client, AsyncAlloClient) else _read
            items = yield Step(read, (self.client, message.to_number, since))
            known = partial(
                messages.select,
                where="state = 'sent' AND to_number = ? AND sending_at >= ?",
                values=(message.to_number, since.timestamp()),
            )
            is_there = is_found(message, items, (yield Step(self.file.read, (known,))))
            yield self._store(partial(messages.found, id=message.id, is_there=is_there, now=self.clock()))
            settled += is_there
        return settled


def _read(allo: AlloClient, number: str, since: Any) -> list[Item]:
    return list(allo.v2.items.iter(contact_number=number, type="SMS", direction="OUTBOUND", since=since))


async def _read_async(allo: AsyncAlloClient, number: str, since: Any) -> list[Item]:
    found = allo.v2.items.iter(contact_number=number, type="SMS", direction="OUTBOUND", since=since)
    return [item async for item in found]
