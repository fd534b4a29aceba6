"""Accounts that a reseller makes for its customers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from allo_ext.testing._account.names import TEAM
from allo_ext.testing._account.partners import PartnerAccount, free_number
from allo_ext.testing._engine.wire import Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.testing._account.state import State
    from allo_ext.testing._v2.asked import Asked


@dataclass(slots=True)
class _Partner:
    state: State
    accounts: dict[str, PartnerAccount] = field(default_factory=dict[str, PartnerAccount])

    def knows(self, email: str, mobile: str) -> bool:
        """Return whether this e-mail address or mobile number is already in use."""
        addresses = {user.email for user in TEAM} | {account.email for account in self.accounts.values()}
        return email.casefold() in addresses or mobile in {one.personal_mobile for one in self.accounts.values()}

    def taken(self) -> set[str]:
        """Return the numbers that are in use."""
        given = {number for account in self.accounts.values() for number in account.phone_numbers}
        return given | {line.number for line in self.state.lines}


def _create_partner_account(asked: Asked) -> Reply:
    """Make an account with a number; the answer alone has its API key."""
    state, body, partner = asked.state, asked.body, asked.kept.of(_Partner)
    if partner.knows(body["email"], body["personal_mobile"]):
        return asked.error("PARTNER_ACCOUNT_ALREADY_EXISTS")
    wanted = body["number_preference"]
    number = free_number(wanted["country"], wanted.get("prefix"), partner.taken())
    if number is None:
        return asked.error("NO_NUMBER_AVAILABLE")
    account = PartnerAccount(
        id=state.new_id("usr_"),
        email=body["email"].casefold(),
        personal_mobile=body["personal_mobile"],
        phone_numbers=(number,),
        partner_client_ref=body.get("partner_client_ref"),
    )
    partner.accounts[account.id] = account
    return asked.data(_account(account, api_key=state.new_id("ak_live_")), 201)


def _get_partner_account(asked: Asked) -> Reply:
    account = asked.kept.of(_Partner).accounts.get(asked.path["id"])
    return asked.data(_account(account)) if account else asked.error("PARTNER_ACCOUNT_NOT_FOUND")


def _delete_partner_account(asked: Asked) -> Reply:
    """End an account. The API is said to wait for the end of the paid period; here it is gone at once."""
    account = asked.kept.of(_Partner).accounts.pop(asked.path["id"], None)
    return Reply(204) if account else asked.error("PARTNER_ACCOUNT_NOT_FOUND")


def _account(account: PartnerAccount, *, api_key: str | None = None) -> dict[str, Any]:
    return {
        "id": account.id,
        "api_key": api_key,
        "phone_numbers": list(account.phone_numbers),
        "status": "ACTIVE",
        "activated": False,
        "partner_client_ref": account.partner_client_ref,
    }


HANDLERS: Mapping[str, Callable[[Asked], Reply]] = {
    "create_partner_account": _create_partner_account,
    "get_partner_account": _get_partner_account,
    "delete_partner_account": _delete_partner_account,
}
