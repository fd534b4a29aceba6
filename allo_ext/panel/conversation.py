"""A contact's details and conversation, and the form to send an SMS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from allo_ext.hooks import Query, use_contact, use_query
from allo_ext.hooks._screen import Element, component
from allo_ext.panel._figures.dialogue import bubbles, is_newest_first, newest_first
from allo_ext.panel._figures.people import display_name
from allo_ext.panel._parts import clock, notice
from allo_ext.panel._parts.html import element
from allo_ext.panel._parts.state import use_state
from allo_ext.panel._parts.templates import Chat, Head, ignoring
from allo_ext.panel._views.composer import Composer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import tzinfo

    from allo_ext import AsyncAlloClient
    from allo_ext.records import Contact, ConversationItem, Number

AT_ONCE: Final = 30


@component
def Conversation(
    contact_id: str,
    numbers: Sequence[Number],
    zone: tzinfo,
    on_back: Callable[[], None] | None = None,
    above: Collection[str] = (),
) -> Element:
    """Show a contact's calls and messages, and the form to send an SMS.

    Args:
        contact_id: The contact ID.
        numbers: The lines to send from.
        zone: The time zone for dates and times.
        on_back: Called by the back button; None hides the button.
        above: The titles of problems that are already shown on the page.
    """
    count, set_count = use_state(AT_ONCE)
    contact = use_contact(contact_id)
    items = use_query("conversation", _newest, contact_id, count + 1, keep_previous=True)
    said = notice.waiting_for(items, "Loading the conversation…")
    known = items.data or ()
    shown = known[:count]
    head = _head(contact, on_back)
    parts = [*([head] if head else []), *notice.problems(contact, items, above=above), *([said] if said else [])]
    if items.data is not None:
        parts.append(_chat(items, shown, zone, is_more=len(known) > count, on_more=lambda: set_count(count + AT_ONCE)))
    if contact.data is not None and contact.data.numbers:
        parts.append(Composer(who=contact_id, receivers=contact.data.numbers, numbers=numbers, items=shown))
    elif contact.data is not None:
        parts.append(notice.empty("This contact has no phone number.", "Add a number in Allo, then reload this page."))
    return element("section", parts, "allo-card allo-conversation", aria_label="Conversation")


def _chat(
    items: Query[list[ConversationItem]],
    shown: Sequence[ConversationItem],
    zone: tzinfo,
    *,
    is_more: bool,
    on_more: Callable[[], None],
) -> Element:
    if not shown:
        return notice.empty("No calls or messages yet.", "Send the first message below.")
    drawn = bubbles(shown, clock.now().astimezone(zone).date(), zone)
    return Chat(
        items=drawn,
        newest=str(drawn[-1]["key"]) + str(drawn[-1]["text"]),
        earlier=is_more,
        busy=items.is_previous,
        event_extend=ignoring(on_more),
    )


def _head(contact: Query[Contact], on_back: Callable[[], None] | None) -> Element | None:
    said = notice.waiting_for(contact, "Loading the contact…")
    if said:
        return said
    person = contact.data
    if person is None:
        return None
    company = person.company.name if person.company else None
    about = " · ".join(part for part in (person.job_title, company) if part)
    reach = " · ".join((*(person.numbers or ()), *(person.emails or ())))
    lines = [text for text in (about, reach) if text]
    leave = on_back or _stay
    return Head(name=display_name(person), lines=lines, alone=on_back is None, event_back=ignoring(leave))


def _stay() -> None:
    """Do nothing: there is no back button."""


async def _newest(allo: AsyncAlloClient, contact_id: str, count: int) -> list[ConversationItem]:
    """Return the newest items of a conversation, newest first, from as many pages as needed.

    The API does not document its order, so reading stops early only while the items are sorted newest first.
    """
    found: list[ConversationItem] = []
    if count < 1:
        return found
    items = allo.contacts.iter_conversation(contact_id, limit=count, size=min(max(count, 10), 100))
    try:
        async for item in items:
            found.append(item)
            if len(found) >= count and is_newest_first(found):
                break
    finally:
        await items.aclose()
    return newest_first(found)[:count]
