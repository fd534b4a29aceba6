"""A contact's details and conversation, and the form to send an SMS."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import attrs

from allo_ext.hooks import Query, use_execute_action, use_refresh
from allo_ext.hooks._screen import Element, component
from allo_ext.panel._figures.dialogue import bubbles
from allo_ext.panel._figures.people import display_name
from allo_ext.panel._parts import clock, notice
from allo_ext.panel._parts.html import element
from allo_ext.panel._parts.state import use_state
from allo_ext.panel._parts.templates import Chat, Head, ignoring
from allo_ext.panel._parts.wording import mutation_problem
from allo_ext.panel._sources.items import NUMBER
from allo_ext.panel._sources.reading import use_one, use_talk
from allo_ext.panel._sources.v1 import V1
from allo_ext.panel._views.composer import Composer

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import tzinfo

    from allo_ext.panel._sources.source import Source, Talk
    from allo_ext.records import Contact, ConversationItem, Number
    from allo_ext.v2 import ContactDeal

AT_ONCE: Final = 30


@component
def Conversation(
    contact_id: str,
    numbers: Sequence[Number],
    zone: tzinfo,
    on_back: Callable[[], None] | None = None,
    above: Collection[str] = (),
    source: Source = V1,
    *,
    is_unread: bool = False,
) -> Element:
    """Show a contact's calls and messages, and the form to send an SMS.

    Args:
        contact_id: The contact ID.
        numbers: The lines to send from.
        zone: The time zone for dates and times.
        on_back: Called by the back button; None hides the button.
        above: The titles of problems that are already shown on the page.
        source: The data of the account: version 1 or version 2 of the API.
        is_unread: Whether to offer to mark the conversation as read; only for a contact known by its number.
    """
    count, set_count = use_state(AT_ONCE)
    contact = use_one(source, contact_id)
    numbers_of = None if contact.data is None else contact.data.numbers or ()
    items = use_talk(source, contact_id, numbers_of, count + 1)
    is_lost = source.is_v2 and contact.error is not None
    said = None if is_lost else notice.waiting_for(items, "Loading the conversation…")
    known = items.data.items if items.data else ()
    shown = known[:count]
    reading = use_marking(contact_id.removeprefix(NUMBER))
    deals = items.data.deals if items.data else ()
    head = _head(contact, on_back, deals, reading if is_unread and source.can_mark else None)
    parts = [*([head] if head else []), *notice.problems(contact, items, above=above), *([said] if said else [])]
    if items.data is not None:
        parts.append(_chat(items, shown, zone, is_more=len(known) > count, on_more=lambda: set_count(count + AT_ONCE)))
    if contact.data is not None and contact.data.numbers:
        parts.append(Composer(who=contact_id, receivers=contact.data.numbers, numbers=numbers, items=shown))
    elif contact.data is not None:
        parts.append(notice.empty("This contact has no phone number.", "Add a number in Allo, then reload this page."))
    return element("section", parts, "allo-card allo-conversation", aria_label="Conversation")


def _chat(
    items: Query[Talk],
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


@attrs.frozen
class Marking:
    """The button that marks a conversation as read."""

    mark: Callable[[], None]
    problem: str
    busy: bool


def use_marking(number: str) -> Marking:
    """Use the function that marks the conversations with a number as read."""
    refresh = use_refresh()

    def done(_: None) -> None:
        refresh("conversation")

    read = use_execute_action(on_success=done)

    def mark() -> None:
        read.mutate(number, "READ")

    return Marking(mark, mutation_problem(read.error), busy=read.is_pending)


def _head(
    contact: Query[Contact],
    on_back: Callable[[], None] | None,
    deals: Sequence[ContactDeal],
    marking: Marking | None,
) -> Element | None:
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
    return Head(
        name=display_name(person),
        lines=lines,
        deals=[
            {"id": place, "name": deal.name or "Deal", "status": (deal.status or "").replace("_", " ").capitalize()}
            for place, deal in enumerate(deals)
        ],
        action="Mark as read" if marking else "",
        problem=marking.problem if marking else "",
        busy=marking.busy if marking else False,
        alone=on_back is None,
        event_back=ignoring(leave),
        event_act=ignoring(marking.mark if marking else _stay),
    )


def _stay() -> None:
    """Do nothing: there is no back button."""
