"""The resources of version 2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dlt

from allo_ext.dlt._cursor import advance
from allo_ext.dlt._tables import (
    TRANSCRIPT_LINES,
    V2_CALLS,
    V2_MESSAGES,
    V2_NUMBERS,
    V2_PEOPLE,
    lines_of,
    some,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from allo_ext.dlt._clients import Clients
    from allo_ext.dlt._cursor import Begin
    from allo_ext.dlt._tables import Row, Table


def resources(clients: Clients, begin: Begin) -> tuple[Any, ...]:
    """Return the resources."""

    def items(table: Table, kind: Literal["CALL", "SMS"], *, transcript: bool) -> Iterator[list[Row]]:
        state = dlt.current.resource_state()
        with clients.client() as allo:
            found = allo.v2.items.iter(type=kind, since=begin.after(state.get("complete_to")), transcript=transcript)
            for rows in some(map(table.row, found)):
                yield rows
                advance(state, "complete_to", (row.record.date for row in rows))

    def numbers() -> Iterator[list[Row]]:
        with clients.client() as allo:
            yield list(map(V2_NUMBERS.row, allo.v2.numbers.list()))

    def calls() -> Iterator[list[Row]]:
        yield from items(V2_CALLS, "CALL", transcript=True)

    def transcript_lines(rows: list[Row]) -> Iterator[list[Row]]:
        yield [line for row in rows for line in lines_of(row.record, row.record.date)]

    def people() -> Iterator[list[Row]]:
        with clients.client() as allo:
            yield from some(map(V2_PEOPLE.row, allo.v2.people.iter()))

    def messages() -> Iterator[list[Row]]:
        yield from items(V2_MESSAGES, "SMS", transcript=False)

    all_calls = dlt.resource(calls, **V2_CALLS.hints)
    return (
        dlt.resource(numbers, **V2_NUMBERS.hints),
        all_calls,
        dlt.transformer(transcript_lines, data_from=all_calls, **TRANSCRIPT_LINES.hints),
        dlt.resource(people, **V2_PEOPLE.hints),
        dlt.resource(messages, **V2_MESSAGES.hints),
    )
