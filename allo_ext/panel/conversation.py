"""One contact: who it is, what was said, and the box to answer."""

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
    """Show a contact's calls and messages, and let somebody write.

    Args:
        contact_id: The contact's id.
        numbers: The lines to send from.
        zone: Where moments are shown.
        on_back: Leads back to where the contact was chosen; None where it stands alone.
        above: The titles of problems that the page shows already.
    """
    count, set_count = use_state(AT_ONCE)
    contact = use_contact(contact_id)
    items = use_query("conversation", _newest, contact_id, count + 1, keep_previous=True)
    said = notice.waiting_for(items, "Reading the conversation…")
    known = items.data or ()
    shown = known[:count]
    head = _head(contact, on_back)
    parts = [*([head] if head else []), *notice.troubles(contact, items, above=above), *([said] if said else [])]
    if items.data is not None:
        parts.append(_chat(items, shown, zone, is_more=len(known) > count, on_more=lambda: set_count(count + AT_ONCE)))
    if contact.data is not None and contact.data.numbers:
        parts.append(Composer(who=contact_id, receivers=contact.data.numbers, numbers=numbers, items=shown))
    elif contact.data is not None:
        parts.append(notice.empty("This contact has no number to write to.", "Add one in Allo, then reload this page."))
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
        return notice.empty("No calls and no messages yet.", "Write the first one below.")
    drawn = bubbles(shown, clock.now().astimezone(zone).date(), zone)
    return Chat(
        items=drawn,
        newest=str(drawn[-1]["key"]) + str(drawn[-1]["text"]),
        earlier=is_more,
        busy=items.is_previous,
        event_extend=ignoring(on_more),
    )


def _head(contact: Query[Contact], on_back: Callable[[], None] | None) -> Element | None:
    said = notice.waiting_for(contact, "Reading the contact…")
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
    """Lead nowhere."""


async def _newest(allo: AsyncAlloClient, contact_id: str, count: int) -> list[ConversationItem]:
    """Return the newest items of a conversation, the newest first, over as many pages as that takes.

    That the API lists the newest first is not documented: reading stops early only while the dates go down.
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
