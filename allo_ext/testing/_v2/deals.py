"""The deals of the CRM."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from allo_ext.testing._account.crm import Deal
from allo_ext.testing._engine.wire import Reply
from allo_ext.testing._v2 import crm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.testing._account.state import State
    from allo_ext.testing._v2.asked import Asked


def _search_deals(asked: Asked) -> Reply:
    """Answer with a page of deals; the filter `stage` compares with `status`."""
    state, (start, stop) = asked.state, asked.window
    stage, text = crm.filters_of(asked).get("stage"), asked.body.get("search")
    found = [
        deal
        for deal in state.crm.deals.values()
        if stage in {None, deal.status}
        and (not text or crm.contains(text, deal.name, (crm.company_ref(state, deal.company) or {}).get("name")))
    ]
    keys: Mapping[str, Callable[[Deal], Any]] = {
        "DATE": lambda deal: deal.updated,
        "NAME": lambda deal: deal.name.casefold(),
        "CREATED": lambda deal: deal.created,
    }
    page = crm.sorted_by(asked, found, keys)[start:stop]
    return asked.paged([_deal(state, deal) for deal in page], len(found))


def _create_deal(asked: Asked) -> Reply:
    fields = _fields(asked)
    if isinstance(fields, Reply):
        return fields
    now, key = asked.state.tick(), asked.state.new_id("")
    deal = Deal(key, asked.body["name"], None, None, None, None, None, now, now)
    return asked.data(_deal(asked.state, asked.state.crm.save_deal(deal, fields)), 201)


def _get_deal(asked: Asked) -> Reply:
    deal = crm.deal_of(asked.state, asked.path["id"])
    return asked.data(_deal(asked.state, deal)) if deal else asked.error("DEAL_NOT_FOUND")


def _update_deal(asked: Asked) -> Reply:
    """Change the fields that were given; an empty `company_id` detaches, as for people."""
    deal = crm.deal_of(asked.state, asked.path["id"])
    if deal is None:
        return asked.error("DEAL_NOT_FOUND")
    fields = _fields(asked)
    if isinstance(fields, Reply):
        return fields
    changed = asked.state.crm.save_deal(replace(deal, updated=asked.state.tick()), fields)
    return asked.data(_deal(asked.state, changed))


def _delete_deal(asked: Asked) -> Reply:
    deal = crm.deal_of(asked.state, asked.path["id"])
    if deal is None:
        return asked.error("DEAL_NOT_FOUND")
    del asked.state.crm.deals[deal.key]
    return Reply(204)


def _fields(asked: Asked) -> Mapping[str, Any] | Reply:
    """Return what was given, the company by its key."""
    # A key `company` is unknown to the API, so it is ignored.
    fields = {name: value for name, value in asked.body.items() if name != "company"}
    if "company_id" in fields:
        firm = crm.chosen_company(asked)
        if isinstance(firm, Reply):
            return firm
        fields["company"] = firm.key if firm else None
    return fields


def _deal(state: State, deal: Deal) -> dict[str, Any]:
    return {
        "id": crm.deal_id(deal.key),
        "name": deal.name,
        "status": deal.status,
        "amount": deal.amount,
        "currency": deal.currency,
        "closed_at": deal.closed_at,
        "company": crm.company_ref(state, deal.company),
        "created_at": crm.written(deal.created),
        "updated_at": crm.written(deal.updated),
    }


HANDLERS: Mapping[str, Callable[[Asked], Reply]] = {
    "search_deals": _search_deals,
    "create_deal": _create_deal,
    "get_deal": _get_deal,
    "update_deal": _update_deal,
    "delete_deal": _delete_deal,
}
