"""The deliveries of an inbox: the states and the changes between them, each in a transaction of its own.

    waiting → handling → done
       ↑         ├────→ dead     after the last attempt
       └─────────┘               a handler failed, or its worker ended

Times are seconds of the wall clock. A delivery whose next attempt is further in the future than the longest wait is
handled at once, because the clock must have been set back.
"""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import attrs

from allo_ext.durable._states import counted
from allo_ext.receiver import Event, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_GROWTH: Final = 4.0
_JITTER: Final = 0.1
_AT_ONCE: Final = 1_000
"""The maximum number of rows to delete in one transaction."""
LOST: Final = "The worker ended while it handled this delivery."

Connection = sqlite3.Connection


class DeliveryState(StrEnum):
    """The state of a delivery in the inbox."""

    WAITING = "waiting"
    HANDLING = "handling"
    DONE = "done"
    DEAD = "dead"


@attrs.frozen(kw_only=True)
class StoredDelivery:
    """A delivery in the inbox.

    Attributes:
        id: The number in the file.
        topic: The topic of the event.
        state: "waiting", "handling", "done" or "dead".
        attempts: The number of times that its handlers were started.
        received_at: The time of arrival, in UTC.
        due: The time of the next attempt, in UTC.
        error: The classes and the line of the latest failure, without its message; None if there was none.
        body: The body, as Allo sent it. Not shown in `repr`.
    """

    id: int
    topic: str
    state: DeliveryState
    attempts: int
    received_at: datetime
    due: datetime
    error: str | None = None
    body: bytes = attrs.field(repr=False)

    @property
    def event(self) -> Event:
        """The event.

        Raises:
            InvalidPayloadError: The body is not an event.
        """
        return parse(self.body, received_at=self.received_at)


class Claimed(NamedTuple):
    """A delivery that a worker handles now."""

    id: int
    body: bytes
    received_at: float
    attempts: int


@attrs.frozen(kw_only=True)
class Schedule:
    """The attempts and the waits between them, in seconds."""

    attempts: int
    first_wait: float
    max_wait: float

    def wait(self, attempt: int, chance: Callable[[], float] = random.random) -> float | None:
        """Return the wait after a failed attempt; None after the last one.

        Each wait is four times the previous one, up to the longest, and varies by 10 percent.
        """
        if attempt >= self.attempts:
            return None
        wait = min(self.first_wait * _GROWTH ** min(attempt - 1, 30), self.max_wait)
        return wait * (1 + _JITTER * (2 * chance() - 1))


def put(connection: Connection, *, keys: Sequence[str], topic: str, body: bytes, now: float) -> bool:
    """Store a delivery, and return whether it is new; one with any of its keys is the same event."""
    marks = ", ".join("?" * len(keys))
    known = connection.execute(f"SELECT delivery FROM allo_inbox_key WHERE key IN ({marks})", (*keys,)).fetchone()  # noqa: S608
    if known is None:
        stored = connection.execute(
            "INSERT INTO allo_inbox (topic, body, received_at, state, attempts, due) VALUES (?, ?, ?, 'waiting', 0, ?)",
            (topic, body, now, now),
        )
        delivery = stored.lastrowid
    else:
        (delivery,) = known
    connection.executemany("INSERT OR IGNORE INTO allo_inbox_key VALUES (?, ?)", [(key, delivery) for key in keys])
    return known is None


def claim(connection: Connection, *, owner: str, now: float, most: int, schedule: Schedule) -> list[Claimed]:
    """Claim deliveries that are due, those due first first."""
    latest = now + schedule.max_wait * (1 + _JITTER)
    due = "state = 'waiting' AND (due <= ? OR due > ?)"
    connection.execute(
        f"UPDATE allo_inbox SET state = 'dead', error = ?, settled_at = ? WHERE {due} AND attempts >= ?",  # noqa: S608
        (LOST, now, now, latest, schedule.attempts),
    )
    rows = connection.execute(
        f"SELECT id, body, received_at, attempts + 1 FROM allo_inbox WHERE {due} ORDER BY due, id LIMIT ?",  # noqa: S608
        (now, latest, most),
    ).fetchall()
    connection.executemany(
        "UPDATE allo_inbox SET state = 'handling', owner = ?, attempts = attempts + 1 WHERE id = ?",
        [(owner, row[0]) for row in rows],
    )
    return [Claimed(*row) for row in rows]


def finish(connection: Connection, *, id: int, owner: str, now: float) -> None:  # noqa: A002 (the column's name)
    """Mark a delivery as done, unless its worker lost it."""
    connection.execute(
        "UPDATE allo_inbox SET state = 'done', owner = NULL, error = NULL, settled_at = ? WHERE id = ? AND owner = ?",
        (now, id, owner),
    )


def fail(connection: Connection, *, id: int, owner: str, now: float, wait: float | None, error: str) -> None:  # noqa: A002
    """Store a failure: the delivery waits, or is dead if `wait` is None."""
    connection.execute(
        "UPDATE allo_inbox SET state = ?, owner = NULL, error = ?, settled_at = ?, due = ? WHERE id = ? AND owner = ?",
        ("dead" if wait is None else "waiting", error, now, now + (wait or 0), id, owner),
    )


def release(connection: Connection, *, id: int, owner: str) -> None:  # noqa: A002
    """Give a delivery back as if it had not been claimed, because the program ends."""
    connection.execute(
        "UPDATE allo_inbox SET state = 'waiting', owner = NULL, attempts = attempts - 1 WHERE id = ? AND owner = ?",
        (id, owner),
    )


def forget(connection: Connection, *, done_before: float, dead_before: float) -> int:
    """Delete old deliveries that are done or dead, some at a time; return the number."""
    gone = connection.execute(
        "DELETE FROM allo_inbox WHERE id IN (SELECT id FROM allo_inbox WHERE (state = 'done' AND settled_at < ?)"
        " OR (state = 'dead' AND settled_at < ?) LIMIT ?)",
        (done_before, dead_before, _AT_ONCE),
    )
    return gone.rowcount


def replay(connection: Connection, *, id: int | None, now: float) -> int:  # noqa: A002
    """Let one delivery, or all dead ones, be handled again; return the number."""
    which = "state = 'dead'" if id is None else "id = ? AND state IN ('done', 'dead', 'waiting')"
    again = connection.execute(
        f"UPDATE allo_inbox SET state = 'waiting', attempts = 0, due = ?, settled_at = NULL WHERE {which}",  # noqa: S608
        (now,) if id is None else (now, id),
    )
    return again.rowcount


def drop(connection: Connection, *, id: int) -> int:  # noqa: A002
    """Delete the content of a delivery that is not being handled; return the number.

    The row stays, as done and with an empty body, so that the same event is not stored again.
    """
    gone = connection.execute(
        "UPDATE allo_inbox SET state = 'done', body = x'', error = NULL, settled_at = coalesce(settled_at, due)"
        " WHERE id = ? AND state <> 'handling'",
        (id,),
    )
    return gone.rowcount


def select(connection: Connection, *, where: str, values: Sequence[Any], most: int) -> list[StoredDelivery]:
    """Return deliveries, newest first."""
    rows = connection.execute(
        "SELECT id, topic, state, attempts, received_at, due, error, body FROM allo_inbox"  # noqa: S608
        f" WHERE {where} ORDER BY id DESC LIMIT ?",
        (*values, most),
    )
    return [
        StoredDelivery(
            id=id_,
            topic=topic,
            state=DeliveryState(state),
            attempts=attempts,
            received_at=datetime.fromtimestamp(received_at, UTC),
            due=datetime.fromtimestamp(due, UTC),
            error=error,
            body=body,
        )
        for id_, topic, state, attempts, received_at, due, error, body in rows
    ]


def count(connection: Connection) -> dict[DeliveryState, int]:
    """Return the number of deliveries in each state."""
    return counted(connection, "allo_inbox", DeliveryState)


def busy(connection: Connection, *, now: float, schedule: Schedule) -> bool:
    """Return whether a delivery is due or being handled."""
    found = connection.execute(
        "SELECT 1 FROM allo_inbox WHERE state = 'handling' OR (state = 'waiting' AND (due <= ? OR due > ?)) LIMIT 1",
        (now, now + schedule.max_wait * (1 + _JITTER)),
    )
    return found.fetchone() is not None
