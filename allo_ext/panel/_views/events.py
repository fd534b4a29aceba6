"""The live list: what has arrived while the panel is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext.panel._figures.outcome import outcome_name
from allo_ext.panel._figures.people import Names, display_name
from allo_ext.panel._parts import clock, notice
from allo_ext.panel._parts.html import card
from allo_ext.panel._parts.templates import EventList, Facts
from allo_ext.receiver import CallReceived, ContactCreated, ContactUpdated, Event, SmsReceived, SmsSent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from allo_ext.hooks._screen import Element

HOW = (
    "python -c 'from allo_ext.receiver import new_token; print(new_token())'",
    "export ALLO_WEBHOOK_TOKEN=…",
    "allo panel",
)


def live_events(events: Sequence[tuple[int, Event]], names: Names, zone: tzinfo, *, is_on: bool) -> Element:
    """Show what has arrived, or how to have it arrive."""
    if not is_on:
        said = notice.empty(
            "Live events are off: there is no token.",
            "Make one, start the panel with it, and register a webhook that leads here.",
            HOW,
        )
    elif not events:
        said = notice.empty(
            "Nothing has arrived yet.",
            "Create a webhook that leads here in the view “Webhooks”, then call or text one of your numbers.",
        )
    else:
        said = EventList(arrived=[row(number, event, names, zone) for number, event in events])
    return card("Live", [said], "live")


def row(number: int, event: Event, names: Names, zone: tzinfo) -> Facts:
    """Return an event as the list shows it."""
    head, text = headline(event, names)
    return {"key": number, "time": clock.clock_time(event.received_at, zone), "head": head, "text": text}


def headline(event: Event, names: Names) -> tuple[str, str]:
    """Return what has happened, and what it was about."""
    match event:
        case CallReceived():
            call = event.call
            way = "Call to" if call.direction == "OUTBOUND" else "Call from"
            who = names.name(call.contact_number)
            length = clock.spelt_length(call.duration)
            about = event.one_sentence_summary or call.summary or ""
            return f"{way} {who}", " · ".join(part for part in (outcome_name(call), length, about) if part)
        case SmsReceived() | SmsSent():
            sent = event.message
            way = "SMS to" if sent.direction == "OUTBOUND" else "SMS from"
            return f"{way} {names.name(sent.contact_number)}", sent.content or ""
        case ContactCreated() | ContactUpdated():
            verb = "added" if isinstance(event, ContactCreated) else "changed"
            return f"Contact {verb}: {display_name(event.contact)}", ", ".join(event.contact.numbers or ())
        case _:
            return str(event.topic), ""
