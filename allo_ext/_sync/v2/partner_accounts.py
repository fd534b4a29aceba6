# Written by scripts/unasync.py from allo_ext/_async/v2/partner_accounts.py: change it there, then `make generate`.
"""Accounts of a reseller's customers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allo_ext._wire.body import Body
from allo_ext._wire.envelope import no_content, one
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.v2 import PartnerAccount

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allo_ext._sync.session import Session


class PartnerAccounts:
    """Accounts of a reseller's customers (https://help.withallo.com/en/api-reference/v2/partner/create-account)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def create(
        self,
        *,
        email: str,
        name: str,
        personal_mobile: str,
        number_preference: Mapping[str, Any],
        partner_client_ref: str | NotGiven = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> PartnerAccount:
        """Create an account for a customer. It costs a seat.

        Args:
            email: The customer's login.
            name: The customer's name.
            personal_mobile: The customer's mobile number, E.164.
            number_preference: A mapping with `country` (two capital letters) and, if you like, `prefix` (digits).
            partner_client_ref: Your own reference, which the account keeps.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Returns:
            The account. Keep its `api_key`: the API returns it only now.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloApiError: 402 where the seat cannot be charged, 409 where the customer has an account or no number is
                free. For other errors see `allo_ext.errors`. The key needs the scope PARTNER.

        Examples:
            >>> account = allo.v2.partner_accounts.create(
            ...     email="jean@example.com",
            ...     name="Jean Dupont",
            ...     personal_mobile="+33639980001",
            ...     number_preference={"country": "FR"},
            ... )

        Wraps `POST /partner/accounts`.
        """
        from allo_v2.api.partner_accounts import create_partner_account

        body = Body(
            email=email,
            name=name,
            personal_mobile=personal_mobile,
            number_preference=_copied(number_preference),
            partner_client_ref=partner_client_ref,
        )
        return self._session.call(
            create_partner_account, one(PartnerAccount), idempotency_key=idempotency_key, body=body
        )

    def get(self, id: str) -> PartnerAccount:
        """Return an account that this key created.

        Args:
            id: The account's id.

        Raises:
            NotFoundError: There is no such account, or another key created it.
            AlloError: See `allo_ext.errors`. The key needs the scope PARTNER.

        Examples:
            >>> account = allo.v2.partner_accounts.get("usr_7Hq2")

        Wraps `GET /partner/accounts/{id}`.
        """
        from allo_v2.api.partner_accounts import get_partner_account

        return self._session.call(get_partner_account, one(PartnerAccount), id=id)

    def delete(self, id: str, *, idempotency_key: str | None = None) -> None:
        """Cancel an account. It ends with the period that is paid for.

        Args:
            id: The account's id.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Raises:
            NotFoundError: There is no such account, or another key created it.
            AlloError: See `allo_ext.errors`. The key needs the scope PARTNER.

        Examples:
            >>> allo.v2.partner_accounts.delete("usr_7Hq2")

        Wraps `DELETE /partner/accounts/{id}`.
        """
        from allo_v2.api.partner_accounts import delete_partner_account

        self._session.call(delete_partner_account, no_content, idempotency_key=idempotency_key, id=id)


def _copied(preference: Mapping[str, Any]) -> Any:
    return {**preference} if hasattr(preference, "keys") else preference
