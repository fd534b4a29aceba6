"""The list of live events."""

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
    """Show live events, or how to enable them."""
    if not is_on:
        said = notice.empty(
            "Live events are off. ALLO_WEBHOOK_TOKEN is not set.",
            "Create a token, start the panel with it, and create a webhook to this panel.",
            HOW,
        )
    elif not events:
        said = notice.empty(
            "No events yet.",
            "Create a webhook to this panel under “Webhooks”, then call or text one of your numbers.",
        )
    else:
        said = EventList(arrived=[row(number, event, names, zone) for number, event in events])
    return card("Live", [said], "live")


def row(number: int, event: Event, names: Names, zone: tzinfo) -> Facts:
    """Return the list entry of an event."""
    head, text = headline(event, names)
    return {"key": number, "time": clock.clock_time(event.received_at, zone), "head": head, "text": text}


def headline(event: Event, names: Names) -> tuple[str, str]:
    """Return the title and the details of an event."""
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
