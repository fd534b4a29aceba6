"""The card of missed calls that nobody has returned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from allo_ext.errors import AlloError
from allo_ext.followup import MissedCall, open_calls
from allo_ext.hooks import Query, use_query
from allo_ext.hooks._screen import Element, component
from allo_ext.panel._figures.outcome import outcome_name
from allo_ext.panel._parts import clock, notice
from allo_ext.panel._parts.html import card
from allo_ext.panel._parts.templates import Facts, MissedList
from allo_ext.receiver import SmsSent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, tzinfo

    from allo_ext import AsyncAlloClient
    from allo_ext.panel._figures.people import Names
    from allo_ext.receiver import Event
    from allo_ext.records import Call, Message

_CONTACTS: Final = 20
"""The number of conversations that are read: the API lists messages of one contact at a time."""
_MESSAGES: Final = 50


@component
def NotCalledBack(
    calls: Sequence[Call],
    events: Iterable[Event],
    names: Names,
    lines: Mapping[str, str],
    zone: tzinfo,
    today: date,
    days: int,
    messages: Sequence[Message] | None = None,
) -> Element:
    """Show the missed calls and voicemails that nobody has returned, newest first.

    Args:
        calls: The calls of the period.
        events: Events, for messages that were just sent.
        names: The contacts' names by number.
        lines: The names of the account's lines by number.
        zone: The time zone.
        today: The current day.
        days: The number of days of the period, for the text.
        messages: The messages of the period; None to read those with the contacts who called.
    """
    sent = [*(event.message for event in events if isinstance(event, SmsSent)), *(messages or ())]
    ids = contacts_of(open_calls(calls, sent), names) if messages is None else ()
    written = use_messages(ids)
    found = open_calls(calls, [*sent, *(written.data or ())])
    title = f"Not called back ({len(found)})" if found else "Not called back"
    if not found:
        return card(title, [notice.empty(f"Every missed call of the last {days} days was returned.")])
    return card(title, [MissedList(missed=rows(found, names, lines, zone, today))], "missed")


def use_messages(contact_ids: tuple[str, ...]) -> Query[list[Message]]:
    """Fetch the latest messages with some contacts."""
    return use_query("conversation", _messages, contact_ids, enabled=bool(contact_ids), keep_previous=True)


def contacts_of(missed: Iterable[MissedCall], names: Names) -> tuple[str, ...]:
    """Return the IDs of the contacts who called, those of the newest calls, in a stable order."""
    known = (names.contact(one.number) for one in reversed(list(missed)))
    ids = list(dict.fromkeys(contact.id for contact in known if contact is not None))
    return tuple(sorted(ids[:_CONTACTS]))


def rows(
    missed: Iterable[MissedCall], names: Names, lines: Mapping[str, str], zone: tzinfo, today: date
) -> list[Facts]:
    """Return the list entries, newest first."""
    return [row(one, names, lines, zone, today) for one in reversed(list(missed))]


def row(one: MissedCall, names: Names, lines: Mapping[str, str], zone: tzinfo, today: date) -> Facts:
    """Return the list entry of a missed call."""
    call = one.call
    name = names.name(one.number)
    day = clock.day_name(call.start_date.astimezone(zone).date(), today) if call.start_date else ""
    tried = f"tried {'once' if one.attempts == 1 else f'{one.attempts} times'}" if one.attempts else ""
    facts = (
        outcome_name(call),
        f"on {lines.get(call.allo_number or '', call.allo_number or '')}" if call.allo_number else "",
        tried,
        one.number if one.number and name != one.number else "",
    )
    return {
        "id": call.id,
        "day": day,
        "time": clock.clock_time(call.start_date, zone),
        "who": name,
        "about": " · ".join(fact for fact in facts if fact),
        "summary": call.summary or "",
    }


async def _messages(allo: AsyncAlloClient, contact_ids: tuple[str, ...]) -> list[Message]:
    """Return the messages of some contacts. A conversation that cannot be read is ignored."""
    found: list[Message] = []
    for contact in contact_ids:
        try:
            items = [item async for item in allo.contacts.iter_conversation(contact, limit=_MESSAGES)]
        except AlloError:
            continue
        found += [item.message for item in items if item.message is not None]
    return found
