"""The messages of an outbox: the states and the changes between them, each in a transaction of its own.

    planned → sending → sent
       ↑         ├────→ failed      the API refused it; it was not sent
       └─────────┤                  the request did not leave
                 └────→ in doubt    it may have been sent

Nothing leaves "in doubt" but by the conversation with the recipient, by the worker that sent it, or by `retry`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import attrs

from allo_ext.durable._errors import KeyConflictError
from allo_ext.durable._states import counted
from allo_ext.durable._window import LONGEST_WAIT, window_of
from allo_ext.errors import InvalidArgumentError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from allo_ext.durable._window import Windows

_COLUMNS: Final = (
    "id, key, from_number, sender_id, to_number, message, state, attempts, due, error, added_at, sending_at,"
    " settled_at, checked_at"
)
AMONG: Final = "(? IS NULL OR key IN (SELECT value FROM json_each(?)))"
"""The condition that a message has one of these keys, a JSON array, which is given twice; None for any key."""
SUPPRESSED: Final = "The number is on the suppression list."
NO_WINDOW: Final = "The send window does not open for this number."


Row = tuple[str, str | None, str | None, str, str]
"""Key, line, sender id, recipient, content."""


class MessageState(StrEnum):
    """The state of a message in the outbox."""

    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    IN_DOUBT = "in doubt"


@attrs.frozen(kw_only=True)
class OutboxMessage:
    """A message in the outbox. Its `repr` shows neither recipient nor content.

    Attributes:
        id: The number in the file.
        key: Your key.
        from_number: The line that sends it; None with a sender id.
        sender_id: The sender id, for SMS to France; None with a line.
        to_number: The recipient, E.164.
        message: The content.
        state: "planned", "sending", "sent", "failed" or "in doubt".
        attempts: The number of times that it was "sending".
        due: The time from which it may be sent, in UTC; None for at once.
        error: The reason for its state, without any content; None if there is none.
        added_at: The time of `add`, in UTC.
        sending_at: The time at which the latest request began, in UTC.
        settled_at: The time at which it was sent or failed, in UTC.
        checked_at: The time at which it was looked for in the conversation and not found, in UTC.
    """

    id: int
    key: str
    from_number: str | None
    sender_id: str | None
    to_number: str = attrs.field(repr=False)
    message: str = attrs.field(repr=False)
    state: MessageState
    attempts: int
    due: datetime | None
    error: str | None
    added_at: datetime | None
    sending_at: datetime | None
    settled_at: datetime | None
    checked_at: datetime | None


def _moment(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


_READ: Final[dict[str, Callable[[Any], Any]]] = {
    "state": MessageState,
    **dict.fromkeys(("due", "added_at", "sending_at", "settled_at", "checked_at"), _moment),
}


def _record(row: Sequence[Any]) -> OutboxMessage:
    named = zip(_COLUMNS.split(", "), row, strict=True)
    return OutboxMessage(**{name: _READ[name](value) if name in _READ else value for name, value in named})


def select(connection: sqlite3.Connection, *, where: str, values: Sequence[Any], most: int = -1) -> list[OutboxMessage]:
    """Return messages, oldest first."""
    query = f"SELECT {_COLUMNS} FROM allo_outbox WHERE {where} ORDER BY id LIMIT ?"  # noqa: S608
    return [_record(row) for row in connection.execute(query, (*values, most))]


def add(connection: sqlite3.Connection, *, rows: Sequence[Row], now: float) -> int:
    """Add messages, all or none, and return the number of those whose key is new.

    Raises:
        KeyConflictError: There is another message under a key.
    """
    new = 0
    for row in rows:
        added = connection.execute(
            "INSERT OR IGNORE INTO allo_outbox (key, from_number, sender_id, to_number, message, state, attempts, due,"
            " added_at) VALUES (?, ?, ?, ?, ?, 'planned', 0, 0, ?)",
            (*row, now),
        )
        new += added.rowcount
        if not added.rowcount:
            (known,) = select(connection, where="key = ?", values=row[:1])
            if row[1:] != (known.from_number, known.sender_id, known.to_number, known.message):
                raise KeyConflictError(field="key", problem=f"{row[0]!r} belongs to another message in the outbox")
    return new


def claim(
    connection: sqlite3.Connection, *, owner: str, now: float, windows: Windows | None, keys: str | None = None
) -> OutboxMessage | None:
    """Claim the next message, or the next under these keys, that may be sent now; it is "sending" from then on."""
    while True:
        found = select(
            connection,
            where="id = (SELECT id FROM allo_outbox WHERE state = 'planned' AND (due <= ? OR due > ?)"  # noqa: S608
            f" AND {AMONG} ORDER BY due, id LIMIT 1)",
            # A time further away than any window is from before the clock was set back.
            values=(now, now + LONGEST_WAIT + 1, keys, keys),
        )
        if not found:
            return None
        message = found[0]
        if is_suppressed(connection, number=message.to_number):
            settle(connection, id=message.id, state=MessageState.FAILED, error=SUPPRESSED, now=now)
            continue
        window = window_of(message.to_number, windows)
        at = datetime.fromtimestamp(now, UTC)
        opening = at if window is None else window.next_opening(message.to_number, at)
        if opening is None:
            settle(connection, id=message.id, state=MessageState.FAILED, error=NO_WINDOW, now=now)
        elif opening > at:
            connection.execute("UPDATE allo_outbox SET due = ? WHERE id = ?", (opening.timestamp(), message.id))
        else:
            connection.execute(
                "UPDATE allo_outbox SET state = 'sending', owner = ?, attempts = attempts + 1, sending_at = ?,"
                " error = NULL WHERE id = ?",
                (owner, now, message.id),
            )
            return message


def settle(
    connection: sqlite3.Connection,
    *,
    id: int,  # noqa: A002
    state: MessageState,
    error: str | None,
    now: float,
    owner: str | None = None,
) -> None:
    """Store the result of sending. With an owner, only if the message is still its own."""
    settled = now if state in {MessageState.SENT, MessageState.FAILED} else None
    connection.execute(
        "UPDATE allo_outbox SET state = ?, error = ?, settled_at = ?, due = 0, owner = NULL"
        " WHERE id = ? AND (? IS NULL OR owner = ?)",
        (state, error, settled, id, owner, owner),
    )


def put_back(connection: sqlite3.Connection, *, id: int, owner: str, error: str | None, due: float) -> None:  # noqa: A002
    """Plan a message again whose request did not leave."""
    connection.execute(
        "UPDATE allo_outbox SET state = 'planned', owner = NULL, error = ?, due = ? WHERE id = ? AND owner = ?",
        (error, due, id, owner),
    )


def found(connection: sqlite3.Connection, *, id: int, is_there: bool, now: float) -> None:  # noqa: A002
    """Store whether a message in doubt is in the conversation."""
    change = "state = 'sent', error = NULL, settled_at = ?, owner = NULL" if is_there else "checked_at = ?"
    connection.execute(f"UPDATE allo_outbox SET {change} WHERE id = ? AND state = 'in doubt'", (now, id))  # noqa: S608


def retry(connection: sqlite3.Connection, *, key: str) -> None:
    """Plan a message again that failed, or that is not in the conversation.

    Raises:
        InvalidArgumentError: The key is not in the outbox, or its message may not be sent again.
    """
    messages = select(connection, where="key = ?", values=(key,))
    if not messages:
        raise InvalidArgumentError(field="key", problem=f"{key!r} is not in the outbox")
    state, checked = messages[0].state, messages[0].checked_at
    if state is MessageState.IN_DOUBT and checked is None:
        raise InvalidArgumentError(field="key", problem=f"{key!r} may have been sent: call settle() first")
    if state not in {MessageState.FAILED, MessageState.IN_DOUBT}:
        raise InvalidArgumentError(field="key", problem=f"{key!r} is {state}: only failed messages can be sent again")
    connection.execute(
        "UPDATE allo_outbox SET state = 'planned', owner = NULL, due = 0, settled_at = NULL, checked_at = NULL"
        " WHERE key = ?",
        (key,),
    )


def confirm(connection: sqlite3.Connection, *, key: str, now: float) -> None:
    """Store that a message in doubt was sent.

    Raises:
        InvalidArgumentError: The key is not in the outbox, or its message is not in doubt.
    """
    messages = select(connection, where="key = ? AND state = 'in doubt'", values=(key,))
    if not messages:
        raise InvalidArgumentError(field="key", problem=f"{key!r} is not in doubt")
    found(connection, id=messages[0].id, is_there=True, now=now)


def others_send(connection: sqlite3.Connection, *, keys: str | None = None) -> bool:
    """Return whether a message, or one under these keys, is "sending"."""
    query = f"SELECT 1 FROM allo_outbox WHERE state = 'sending' AND {AMONG} LIMIT 1"  # noqa: S608
    return connection.execute(query, (keys, keys)).fetchone() is not None


def count(connection: sqlite3.Connection) -> dict[MessageState, int]:
    """Return the number of messages in each state."""
    return counted(connection, "allo_outbox", MessageState)


def suppress(connection: sqlite3.Connection, *, number: str, reason: str, now: float) -> None:
    """Add a number to the suppression list."""
    connection.execute("INSERT OR IGNORE INTO allo_suppressed VALUES (?, ?, ?)", (number, now, reason))


def unsuppress(connection: sqlite3.Connection, *, number: str) -> None:
    """Remove a number from the suppression list."""
    connection.execute("DELETE FROM allo_suppressed WHERE number = ?", (number,))


def is_suppressed(connection: sqlite3.Connection, *, number: str) -> bool:
    """Return whether a number is on the suppression list."""
    return connection.execute("SELECT 1 FROM allo_suppressed WHERE number = ?", (number,)).fetchone() is not None


def suppressed(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the suppression list."""
    return tuple(row[0] for row in connection.execute("SELECT number FROM allo_suppressed ORDER BY number"))


def forget(connection: sqlite3.Connection, *, before: float) -> int:
    """Delete recipient and content of old messages; the keys stay, so that nothing is sent twice."""
    gone = connection.execute(
        "UPDATE allo_outbox SET to_number = '', message = '' WHERE state IN ('sent', 'failed') AND settled_at < ?"
        " AND to_number <> ''",
        (before,),
    )
    return gone.rowcount
