"""The people of the CRM: the contacts of version 1 under another id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allo_ext.testing._account.events import Event
from allo_ext.testing._engine.wire import Reply
from allo_ext.testing._v2 import crm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from allo_ext.testing._account.people import Contact
    from allo_ext.testing._account.state import State
    from allo_ext.testing._v2.asked import Asked


def _search_people(asked: Asked) -> Reply:
    """Answer with a page of people. Which date DATE_ASC and DATE_DESC mean is unknown: here, the last activity."""
    state, (start, stop) = asked.state, asked.window
    filters, text, sort = crm.filters_of(asked), asked.body.get("search"), crm.sort_of(asked)
    if not filters and not text and sort.startswith("CREATED"):
        # The order that the address book is in: no other page than this one is made.
        total = state.contact_count
        if sort == "CREATED_DESC":
            found = state.contacts(start, stop)
        else:
            found = state.contacts(max(0, total - stop), max(0, total - start))[::-1]
    else:
        matching = _matching(state, filters, text)
        keys: Mapping[str, Callable[[Contact], Any]] = {
            "DATE": lambda contact: state.last_activity(contact) or 0,
            "NAME": _sorted_name,
            "CREATED": lambda contact: contact.created,
        }
        total = len(matching)
        found = crm.sorted_by(asked, matching[::-1], keys)[start:stop]
    return asked.paged([_person(state, contact) for contact in found], total)


def _create_person(asked: Asked) -> Reply:
    """Add a person, with 200 and not 201."""
    state, body = asked.state, asked.body
    firm = crm.chosen_company(asked)
    if isinstance(firm, Reply):
        return firm
    if not body.get("allow_duplicate_number"):
        for number in body["numbers"]:
            holders = state.contacts_with(number)
            if holders:
                return _assigned(asked, number, holders)
    company = crm.reference(firm) if firm else None
    contact = state.add_contact(body, company=company, address=body.get("address"))
    state.events.append(Event("contact.created", contact))
    return asked.data(_person(state, contact))


def _get_person(asked: Asked) -> Reply:
    contact = crm.person_of(asked.state, asked.path["id"])
    return asked.data(_person(asked.state, contact)) if contact else asked.error("PERSON_NOT_FOUND")


def _update_person(asked: Asked) -> Reply:
    """Change the fields that were given; lists are replaced whole."""
    state, body = asked.state, asked.body
    contact = crm.person_of(state, asked.path["id"])
    if contact is None:
        return asked.error("PERSON_NOT_FOUND")
    more = dict[str, Any]()
    if "company_id" in body:
        firm = crm.chosen_company(asked)
        if isinstance(firm, Reply):
            return firm
        more["company"] = crm.reference(firm) if firm else None
    if "address" in body:
        more["address"] = body["address"]
    changed = state.change_contact(contact, body, **more)
    state.events.append(Event("contact.updated", changed))
    return asked.data(_person(state, changed))


def _assigned(asked: Asked, number: str, holders: Sequence[Contact]) -> Reply:
    # The pages say that the answer has the ids, and not where.
    names = ", ".join(crm.person_id(asked.state, holder) for holder in holders)
    message = f"{number} is already assigned to {names}."
    return asked.error("NUMBER_ALREADY_ASSIGNED", message=message, param="numbers")


def _matching(state: State, filters: Mapping[str, str], text: str | None) -> list[Contact]:
    """Return the people who fit every filter and the search, newest first."""
    number = filters.get("phone_number")
    candidates = state.every_contact() if number is None else state.contacts_with(number)
    status = filters.get("deal_status")
    companies = {deal.company for deal in state.crm.deals.values() if deal.status == status} if status else None
    return [
        contact
        for contact in candidates
        if _passes(contact, filters)
        and (companies is None or (contact.company is not None and contact.company.key in companies))
        and (not text or crm.contains(text, *_searched(contact)))
    ]


def _passes(contact: Contact, filters: Mapping[str, str]) -> bool:
    fields = {
        "name": (contact.name,),
        "last_name": (contact.last_name,),
        "job_title": (contact.job_title,),
        "website": (contact.website,),
        "company": (contact.company.name if contact.company else None,),
        "email": contact.emails,
    }
    return all(crm.contains(filters[name], *values) for name, values in fields.items() if name in filters)


def _searched(contact: Contact) -> tuple[str | None, ...]:
    name = " ".join(filter(None, (contact.name, contact.last_name)))
    return (name, contact.company.name if contact.company else None, *contact.emails, *contact.numbers)


def _sorted_name(contact: Contact) -> tuple[str, str]:
    return ((contact.name or "").casefold(), (contact.last_name or "").casefold())


def _person(state: State, contact: Contact) -> dict[str, Any]:
    return {
        "id": crm.person_id(state, contact),
        "name": contact.name,
        "last_name": contact.last_name,
        "job_title": contact.job_title,
        "website": contact.website,
        "address": contact.address,
        "numbers": list(contact.numbers),
        "emails": list(contact.emails),
        "company": crm.shown_company(contact.company),
        "interactions": state.conversation_count(contact, None),
        "last_activity_at": crm.written(state.last_activity(contact)),
        "created_at": crm.written(contact.created),
        "updated_at": crm.written(contact.updated),
    }


HANDLERS: Mapping[str, Callable[[Asked], Reply]] = {
    "search_people": _search_people,
    "create_person": _create_person,
    "get_person": _get_person,
    "update_person": _update_person,
}
