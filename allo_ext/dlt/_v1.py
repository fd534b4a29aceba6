"""The resources of version 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dlt

from allo_ext import NotFoundError
from allo_ext._wire.message_ids import MessageIds
from allo_ext.dlt._cursor import advance
from allo_ext.dlt._tables import CALLS, CONTACTS, MESSAGES, NUMBERS, TOGETHER, TRANSCRIPT_LINES, lines_of, some

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from allo_ext import AlloClient, Contact
    from allo_ext.dlt._clients import Clients
    from allo_ext.dlt._cursor import Begin
    from allo_ext.dlt._tables import Row


def resources(clients: Clients, begin: Begin) -> tuple[Any, ...]:
    """Return the resources."""

    def numbers() -> Iterator[list[Row]]:
        with clients.client() as allo:
            yield list(map(NUMBERS.row, allo.numbers.list()))

    def calls() -> Iterator[list[Row]]:
        state = dlt.current.resource_state().setdefault("complete_to", {})
        with clients.client() as allo:
            # The numbers exactly as the API wrote them, even if they are not valid E.164.
            every = allo.with_options(validate=False).calls.iter
            for line in sorted({line.number for line in allo.numbers.list() if line.number}):
                found = every(allo_number=line, since=begin.after(state.get(line)), consistent=True)
                for rows in some(map(CALLS.row, found)):
                    yield rows
                    advance(state, line, (row.record.start_date for row in rows))

    def transcript_lines(rows: list[Row]) -> Iterator[list[Row]]:
        yield [line for row in rows for line in lines_of(row.record, row.record.start_date)]

    def contacts() -> Iterator[list[Row]]:
        with clients.client() as allo:
            yield from some(map(CONTACTS.row, allo.contacts.iter(consistent=True)))

    conversations = _Conversations(begin)

    def messages(rows: list[Row]) -> Iterator[list[Row]]:
        with clients.client() as allo:
            for row in rows:
                yield conversations.messages(allo, row.record, dlt.current.resource_state())

    all_calls = dlt.resource(calls, **CALLS.hints)
    all_contacts = dlt.resource(contacts, **CONTACTS.hints)
    return (
        dlt.resource(numbers, **NUMBERS.hints),
        all_calls,
        dlt.transformer(transcript_lines, data_from=all_calls, **TRANSCRIPT_LINES.hints),
        all_contacts,
        dlt.transformer(messages, data_from=all_contacts, **MESSAGES.hints),
    )


class _Conversations:
    """The conversations of a run: those with something new, and those whose last activity is not known."""

    def __init__(self, begin: Begin) -> None:
        self._begin = begin
        self._floor: datetime | None = None
        self._started = False

    def messages(self, allo: AlloClient, contact: Contact, state: dict[str, Any]) -> list[Row]:
        """Return the messages of a contact that has been active since the last run, or was created or changed."""
        if not self._started:
            self._started, self._floor = True, self._begin.after(state.get("complete_to"))
        touched = [contact.last_activity_date, contact.created_at, contact.updated_at]
        advance(state, "complete_to", touched)
        changed = any(moment is not None and self._floor is not None and moment >= self._floor for moment in touched)
        if self._floor is not None and contact.last_activity_date is not None and not changed:
            return []
        ids, since = MessageIds(), self._begin.since
        try:
            items = allo.contacts.iter_conversation(contact.id, size=TOGETHER, consistent=True)
            sent = [(ids.of(item.message), item.message) for item in items if item.message is not None]
        except NotFoundError:
            return []  # the contact was deleted
        dated = (one for one in sent if since is None or one[1].start_date is None or one[1].start_date >= since)
        return list(map(MESSAGES.row, dated))
