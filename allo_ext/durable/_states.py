"""States of deliveries and of messages: lists and counts by state."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from allo_ext.errors import InvalidArgumentError

if TYPE_CHECKING:
    import sqlite3

State = TypeVar("State", bound=StrEnum)


def in_state(state: str | None, states: type[StrEnum]) -> dict[str, Any]:
    """Return the arguments of `select` for one state; None for all.

    Raises:
        InvalidArgumentError: There is no such state.
    """
    known = [str(one) for one in states]
    if state is None:
        return {"where": "true", "values": ()}
    if state not in known:
        raise InvalidArgumentError(field="state", problem=f"must be one of {', '.join(known)}")
    return {"where": "state = ?", "values": (str(state),)}


def counted(connection: sqlite3.Connection, table: str, states: type[State]) -> dict[State, int]:
    """Return the number of rows of a table in each state."""
    counts = dict(connection.execute(f"SELECT state, count(*) FROM {table} GROUP BY state").fetchall())  # noqa: S608
    return {state: counts.get(state, 0) for state in states}
