"""The companies of the CRM."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from allo_ext.testing._account.crm import Firm
from allo_ext.testing._v2 import crm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.testing._account.state import State
    from allo_ext.testing._engine.wire import Reply
    from allo_ext.testing._v2.asked import Asked


def _search_companies(asked: Asked) -> Reply:
    """Answer with a page of companies; there is no free-text search."""
    state, filters, (start, stop) = asked.state, crm.filters_of(asked), asked.window
    found = [firm for firm in state.crm.companies.values() if _passes(firm, filters)]
    keys: Mapping[str, Callable[[Firm], Any]] = {
        "DATE": lambda firm: _last_activity(state, firm) or 0,
        "NAME": lambda firm: firm.name.casefold(),
        "CREATED": lambda firm: firm.created,
    }
    page = crm.sorted_by(asked, found, keys)[start:stop]
    return asked.paged([_company(state, firm) for firm in page], len(found))


def _create_company(asked: Asked) -> Reply:
    state = asked.state
    now = state.tick()
    firm = Firm(state.new_id(""), asked.body["name"], None, None, now, now)
    return asked.data(_company(state, state.crm.save_firm(firm, asked.body)), 201)


def _get_company(asked: Asked) -> Reply:
    firm = crm.company_of(asked.state, asked.path["id"])
    return asked.data(_company(asked.state, firm)) if firm else asked.error("COMPANY_NOT_FOUND")


def _update_company(asked: Asked) -> Reply:
    """Change the fields that were given; its people show the new name too."""
    state = asked.state
    firm = crm.company_of(state, asked.path["id"])
    if firm is None:
        return asked.error("COMPANY_NOT_FOUND")
    changed = state.crm.save_firm(replace(firm, updated=state.tick()), asked.body)
    if changed.name != firm.name:
        state.rename_company(crm.reference(changed))
    return asked.data(_company(state, changed))


def _passes(firm: Firm, filters: Mapping[str, str]) -> bool:
    fields = {"name": firm.name, "website": firm.website, "industry": firm.industry}
    return all(crm.contains(filters[name], value) for name, value in fields.items() if name in filters)


def _last_activity(state: State, firm: Firm) -> int | None:
    known = (state.last_activity(contact) for contact in state.members(firm.key))
    return max((one for one in known if one is not None), default=None)


def _company(state: State, firm: Firm) -> dict[str, Any]:
    members = state.members(firm.key)
    return {
        "id": crm.company_id(firm.key),
        "name": firm.name,
        "website": firm.website,
        "industry": firm.industry,
        "person_count": len(members),
        "interactions": sum(state.conversation_count(contact, None) for contact in members),
        "last_activity_at": crm.written(_last_activity(state, firm)),
        "created_at": crm.written(firm.created),
        "updated_at": crm.written(firm.updated),
    }


HANDLERS: Mapping[str, Callable[[Asked], Reply]] = {
    "search_companies": _search_companies,
    "create_company": _create_company,
    "get_company": _get_company,
    "update_company": _update_company,
}
