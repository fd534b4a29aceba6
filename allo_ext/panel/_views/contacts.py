"""The contacts view: contact search, and the conversation with the selected contact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

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
from allo_ext.panel._sources.reading import use_search, use_waiting
from allo_ext.panel._sources.v1 import V1
from allo_ext.panel.conversation import Conversation
from allo_ext.records import Contact

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, tzinfo

    from allo_ext.hooks import Query
    from allo_ext.panel._sources.source import Source, Waiting
    from allo_ext.records import Number

SHOWN: Final = 200


_FILTERS: Final = (
    {"id": "", "name": "All"},
    {"id": "unread", "name": "Unread"},
    {"id": "unresponded", "name": "Unresponded"},
)
_NOBODY: Final = {
    "": ("No contacts.", "Add contacts in Allo, then reload this page."),
    "unread": ("Nothing unread.", "Calls and messages that nobody has read appear here."),
    "unresponded": ("Nobody waits for a response.", "Missed calls and messages without a response appear here."),
}


@component
def Contacts(
    people: Query[list[Contact]],
    numbers: Query[list[Number]],
    zone: tzinfo,
    chosen: str,
    on_choose: Callable[[str], None],
    source: Source = V1,
) -> Element:
    """Show the contacts and a conversation."""
    words, set_words = use_state("")
    shown, set_shown = use_state(SHOWN)
    which, set_which = use_state("")
    searched_for, set_searched_for = use_state("")
    waits: Waiting | None = which if which in {"unread", "unresponded"} else None  # type: ignore[assignment]
    query, listing = use_listing(people, source, words, shown, waits, chosen, searched_for)
    said = notice.waiting_for(query, "Loading contacts…")
    wrong = notice.problems(query, numbers)

    def search(typed: str) -> None:
        set_words(typed)
        set_shown(SHOWN)

    def choose(contact_id: str) -> None:
        if words:
            set_searched_for(contact_id)
        on_choose(contact_id)

    parts = [*wrong, *([said] if said else [])]
    if listing is not None:
        parts.append(
            _list(
                listing,
                words,
                which,
                chosen,
                zone,
                filters=_FILTERS if source.is_v2 else (),
                on_search=search,
                on_choose=choose,
                on_filter=set_which,
                on_extend=lambda: set_shown(len(listing.contacts) + SHOWN),
            )
        )
        if not listing.of:
            parts.append(notice.empty(*_NOBODY[which]))
    if chosen:
        # A separate key for each contact, so that no state of the previous one is kept.
        open_one = Conversation(
            contact_id=chosen,
            numbers=numbers.data or (),
            zone=zone,
            on_back=lambda: on_choose(""),
            above=notice.titles(query, numbers),
            source=source,
            is_unread=which == "unread" and any(one.id == chosen for one in listing.contacts) if listing else False,
        )
        beside = open_one.key(f"conversation-{chosen}")
    else:
        beside = card(
            "Conversation",
            [notice.empty("No contact selected.", "Select a contact to see calls and messages, and to send an SMS.")],
        )
    back = element("div", [beside], "allo-beside")
    return element("div", [card("Contacts", parts), back], f"allo-two {'chosen' if chosen else ''}")


@attrs.frozen
class Listing:
    """The contacts to show, and the numbers of all matches and of all contacts."""

    contacts: Sequence[Contact]
    total: int
    of: int
    is_previous: bool = False


def use_listing(
    people: Query[list[Contact]],
    source: Source,
    words: str,
    count: int,
    waits: Waiting | None,
    chosen: str,
    searched_for: str,
) -> tuple[Query[Any], Listing | None]:
    """Search the contacts: all loaded contacts in version 1, on the server in version 2.

    Args:
        people: All contacts; only in version 1.
        source: The data of the account.
        words: The search.
        count: The number of contacts to show.
        waits: Only who is unread or unresponded.
        chosen: The ID of the selected contact.
        searched_for: The ID of a contact that was selected from search results, and is in the full list, too.

    Returns:
        The query, and the contacts once they are known.
    """
    found, everybody = use_search(source, words, count, searched_for)
    waiting = use_waiting(source, waits)
    held = use_memo(lambda: in_order(matching(people.data or (), words)), [people.data, words])
    if waits is not None:
        matches = matching(waiting.data or (), words)
        return waiting, None if waiting.data is None else Listing(matches, len(matches), len(waiting.data))
    if source.is_v2:
        if found.data is None:
            return found, None
        of = everybody.data.total if everybody.data else found.data.total
        return found, Listing(in_order(found.data.contacts), found.data.total, of, is_previous=found.is_previous)
    place = next((place for place, one in enumerate(held, 1) if one.id == chosen), 0)
    listed = held[: max(count, place)]
    return people, None if people.data is None else Listing(listed, len(held), len(people.data))


def _list(
    listing: Listing,
    words: str,
    which: str,
    chosen: str,
    zone: tzinfo,
    *,
    filters: Sequence[Facts],
    on_search: Callable[[str], None],
    on_choose: Callable[[str], None],
    on_filter: Callable[[str], None],
    on_extend: Callable[[], None],
) -> Element:
    today = clock.now().astimezone(zone).date()
    return ContactList(
        contacts=[row(contact, today, zone) for contact in listing.contacts],
        chosen=chosen,
        searched="" if listing.is_previous else words,
        status="Searching…" if listing.is_previous else status(listing.total, listing.of, words),
        more=more(listing.total - len(listing.contacts), SHOWN),
        filters=list(filters),
        chosen_filter=which,
        event_search=as_text(on_search),
        event_choose=as_text(on_choose),
        event_filter=as_text(on_filter),
        event_extend=ignoring(on_extend),
    )


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
