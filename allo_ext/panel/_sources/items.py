"""The records of version 2 as those that the views show. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from allo_ext import _older
from allo_ext._parties import is_withheld
from allo_ext.enums import ConversationItemType
from allo_ext.panel._sources.sent import SENT
from allo_ext.records import Company, Contact, ConversationItem
from allo_ext.v2 import ItemType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext.records import Message
    from allo_ext.v2 import ContactDeal, Item, Person

NUMBER: Final = "tel:"
"""The prefix of the id of a contact that is known by its number only."""


def message_of(item: Item) -> Message:
    """Return a message. Version 2 does not return sender ids; those of messages sent here are known."""
    message = _older.message_of(item)
    if message.from_number:
        return message
    return attrs.evolve(message, sender_id=SENT.sender_id(message.to_number, message.content))


def entry_of(item: Item) -> ConversationItem:
    """Return an item of a conversation."""
    if item.type == ItemType.SMS:
        return ConversationItem(type=ConversationItemType.TEXT_MESSAGE, message=message_of(item))
    return ConversationItem(type=ConversationItemType.CALL, call=_older.call_of(item))


def contact_of(person: Person) -> Contact:
    """Return a person of the CRM as a contact."""
    company = person.company
    return Contact(
        id=person.id,
        name=person.name,
        last_name=person.last_name,
        numbers=person.numbers,
        emails=person.emails,
        company=Company(id=company.id, name=company.name) if company else None,
        job_title=person.job_title,
        website=person.website,
        last_activity_date=person.last_activity_at,
    )


def stranger(number: str) -> Contact:
    """Return a contact that is known by its number only."""
    return Contact(id=f"{NUMBER}{number}", numbers=(number,))


def callers_of(items: Iterable[Item]) -> tuple[Contact, ...]:
    """Return the other parties, each once, by their number and the name that the API returns with an item.

    Their date is that of the first of their items.
    """
    found: dict[str, Contact] = {}
    for item in items:
        number = item.contact_number
        if not number or is_withheld(number) or number in found:
            continue
        known = next(iter(item.contacts or ()), None)
        company = known.company if known else None
        found[number] = Contact(
            id=f"{NUMBER}{number}",
            name=known.name if known else None,
            numbers=(number,),
            company=Company(id=company.id, name=company.name) if company else None,
            last_activity_date=item.date,
        )
    return tuple(found.values())


def deals_of(items: Iterable[Item]) -> tuple[ContactDeal, ...]:
    """Return the deals of the contacts of a conversation, each once."""
    deals = [deal for item in items for contact in item.contacts or () for deal in contact.deals or ()]
    return tuple({deal.id or deal.name: deal for deal in deals}.values())
