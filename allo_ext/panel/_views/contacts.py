"""The contacts view: contact search, and the conversation with the selected contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from allo_ext.hooks._screen import Element, component, use_memo
from allo_ext.panel._figures.people import display_name, in_order, initials
from allo_ext.panel._figures.search import matching
from allo_ext.panel._parts import clock, notice
from allo_ext.panel._parts.html import card, element
from allo_ext.panel._parts.state import use_state
from allo_ext.panel._parts.templates import (
    ContactList,
    Facts,
    as_text,
    ignoring,
)
from allo_ext.panel._parts.wording import more
from allo_ext.panel.conversation import Conversation

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, tzinfo

    from allo_ext.hooks import Query
    from allo_ext.records import Contact, Number

SHOWN: Final = 200


@component
def Contacts(
    people: Query[list[Contact]],
    numbers: Query[list[Number]],
    zone: tzinfo,
    chosen: str,
    on_choose: Callable[[str], None],
) -> Element:
    """Show the contacts and a conversation."""
    words, set_words = use_state("")
    shown, set_shown = use_state(SHOWN)
    found = use_memo(lambda: in_order(matching(people.data or (), words)), [people.data, words])
    said = notice.waiting_for(people, "Loading contacts…")
    wrong = notice.problems(people, numbers)

    def search(typed: str) -> None:
        set_words(typed)
        set_shown(SHOWN)

    parts = [*wrong, *([said] if said else [])]
    if people.data is not None and not people.data:
        parts.append(notice.empty("No contacts.", "Add contacts in Allo, then reload this page."))
    elif people.data is not None:
        today = clock.now().astimezone(zone).date()
        # A contact selected from search results is also in the full list.
        listed = max(shown, next((place for place, one in enumerate(found, 1) if one.id == chosen), 0))
        rest = len(found) - listed
        parts.append(
            ContactList(
                contacts=[row(contact, today, zone) for contact in found[:listed]],
                chosen=chosen,
                searched=words,
                status=status(len(found), len(people.data), words),
                more=more(rest, SHOWN),
                event_search=as_text(search),
                event_choose=as_text(on_choose),
                event_extend=ignoring(lambda: set_shown(listed + SHOWN)),
            )
        )
    if chosen:
        # A separate key for each contact, so that no state of the previous one is kept.
        open_one = Conversation(
            contact_id=chosen,
            numbers=numbers.data or (),
            zone=zone,
            on_back=lambda: on_choose(""),
            above=notice.titles(people, numbers),
        )
        beside = open_one.key(f"conversation-{chosen}")
    else:
        beside = card(
            "Conversation",
            [notice.empty("No contact selected.", "Select a contact to see calls and messages, and to send an SMS.")],
        )
    back = element("div", [beside], "allo-beside")
    return element("div", [card("Contacts", parts), back], f"allo-two {'chosen' if chosen else ''}")


def row(contact: Contact, today: date, zone: tzinfo) -> Facts:
    """Return the list entry of a contact."""
    company = contact.company.name if contact.company else None
    last = contact.last_activity_date
    numbers = contact.numbers or ()
    return {
        "id": contact.id,
        "initials": initials(contact),
        "name": display_name(contact),
        "number": "" if display_name(contact) in numbers[:1] else "".join(numbers[:1]),
        "others": f"and {len(numbers) - 1} more" if len(numbers) > 1 else "",
        "company": company or "",
        "when": clock.day_name(last.astimezone(zone).date(), today) if last else "",
    }


def status(found: int, of: int, words: str) -> str:
    """Return the number of matches as text."""
    everybody = "1 contact" if of == 1 else f"{of} contacts"
    if not words.strip():
        return everybody
    return (
        f"None of {everybody} matches “{words}”. Try part of the name or number."
        if not found
        else f"{found} of {everybody}"
    )
