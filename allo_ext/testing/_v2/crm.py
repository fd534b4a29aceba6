"""Ids, dates, filters and sorting shared by people, companies and deals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from allo_ext.testing._account.chance import number_of, opaque
from allo_ext.testing._account.people import Company
from allo_ext.testing._v2.dates import naive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from allo_ext.testing._account.crm import Deal, Firm
    from allo_ext.testing._account.people import Contact
    from allo_ext.testing._account.state import State
    from allo_ext.testing._engine.wire import Reply
    from allo_ext.testing._v2.asked import Asked

T = TypeVar("T")
_OTHER_IDS = 2
"""Added to the seed: the id of a person has other digits than that of the contact in version 1."""


def person_id(state: State, contact: Contact) -> str:
    """Return the id in version 2 of a contact of version 1."""
    return opaque("per-", state.account.seed + _OTHER_IDS, contact.index)


def person_of(state: State, identifier: str) -> Contact | None:
    """Return the contact whose id in version 2 this is."""
    index = number_of("per-", state.account.seed + _OTHER_IDS, identifier)
    return None if index is None else state.contact_at(index)


def company_id(key: str) -> str:
    """Return the id of a company."""
    return f"com-{key}"


def deal_id(key: str) -> str:
    """Return the id of a deal."""
    return f"dea-{key}"


def deal_of(state: State, identifier: str) -> Deal | None:
    """Return the deal with an id."""
    return state.crm.deals.get(identifier.removeprefix("dea-")) if identifier.startswith("dea-") else None


def company_of(state: State, identifier: str) -> Firm | None:
    """Return the company with an id."""
    return state.crm.companies.get(identifier.removeprefix("com-")) if identifier.startswith("com-") else None


def company_ref(state: State, key: str | None) -> dict[str, str] | None:
    """Return the id and name of the company with a key."""
    return shown_company(state.crm.companies.get(key) if key else None)


def shown_company(company: Company | Firm | None) -> dict[str, str] | None:
    """Return the id and name of a company."""
    return {"id": company_id(company.key), "name": company.name} if company else None


def reference(firm: Firm) -> Company:
    """Return a company as a contact keeps it."""
    return Company(firm.key, firm.name)


def chosen_company(asked: Asked) -> Firm | Reply | None:
    """Return the company that `company_id` names; None where it is null or empty, which detaches."""
    identifier = asked.body.get("company_id")
    if not identifier:
        return None
    firm = company_of(asked.state, identifier)
    if firm is None:
        message = f"There is no company {identifier}."
        return asked.error("INVALID_REQUEST_BODY", 422, message=message, param="company_id")
    return firm


def written(seconds: int | None) -> str | None:
    """Return a date as the CRM writes it: without a time zone."""
    return None if seconds is None else naive(seconds)


def contains(wanted: str, *values: str | None) -> bool:
    """Return whether one of the values contains a string, ignoring case."""
    folded = wanted.casefold()
    return any(folded in value.casefold() for value in values if value is not None)


def filters_of(asked: Asked) -> Mapping[str, str]:
    """Return the filters of a search; unknown ones are ignored, as live."""
    return asked.body.get("filters") or {}


def sorted_by(asked: Asked, oldest_first: Sequence[T], keys: Mapping[str, Callable[[T], Any]]) -> list[T]:
    """Return what was found in the order asked for: `keys` gives what each of DATE, NAME and CREATED compares.

    Descending is ascending backwards, also where two are equal: pages neither overlap nor leave anything out.
    """
    name, _, direction = sort_of(asked).partition("_")
    found = sorted(oldest_first, key=keys[name])
    return found[::-1] if direction == "DESC" else found


def sort_of(asked: Asked) -> str:
    """Return the order asked for."""
    return asked.body.get("sort") or "DATE_DESC"
