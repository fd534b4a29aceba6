# Written by scripts/unasync.py from allo_ext/_async/v2/deals.py: change it there, then `make generate`.
"""The deals of the CRM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from allo_ext._sync.v2.walking import every
from allo_ext._wire.body import Body, moment
from allo_ext._wire.envelope import no_content, one, page_of
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.v2 import Deal

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import datetime

    from allo_ext._sync.session import Session
    from allo_ext.pages import Page

Text = str | None | NotGiven
Sort = Literal["DATE_DESC", "DATE_ASC", "NAME_ASC", "NAME_DESC", "CREATED_DESC", "CREATED_ASC"]


class Deals:
    """The deals of the CRM (https://help.withallo.com/en/api-reference/v2/crm/search-deals).

    The API's documentation contradicts itself on whether deals can be created, changed and deleted; if they cannot,
    expect a PermissionDeniedError or NotFoundError.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def search(
        self,
        *,
        search: str | NotGiven = NOT_GIVEN,
        stage: str | NotGiven = NOT_GIVEN,
        sort: Sort | NotGiven = NOT_GIVEN,
        page: int = 1,
        size: int = 20,
    ) -> Page[Deal]:
        """Return one page of deals; `iter` reads all pages.

        Args:
            search: The name of a deal or a company.
            stage: Only deals whose `status` is exactly this.
            sort: The order; the API's default is "DATE_DESC".
            page: The page number, from 1.
            size: Deals per page, 1 to 100.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloError: See `allo_ext.errors`. The key needs the scope CRM_READ.

        Examples:
            >>> page = allo.v2.deals.search(stage="open")

        Wraps `POST /crm/deals/search`.
        """
        from allo_v2.api.deals import search_deals

        filters = Body(stage=stage)
        chosen = filters.to_dict() if filters else NOT_GIVEN
        body = Body(filters=chosen, search=search, sort=sort, page=page, size=size)
        return self._session.call(search_deals, page_of(Deal, asked=page), body=body)

    def iter(
        self,
        *,
        search: str | NotGiven = NOT_GIVEN,
        stage: str | NotGiven = NOT_GIVEN,
        sort: Sort = "CREATED_ASC",
        limit: int | None = None,
        size: int = 100,
        prefetch: int = 0,
    ) -> Generator[Deal]:
        """Iterate over all deals, in the order of their creation, each once, to the end.

        Args:
            search: As for `search`.
            stage: As for `search`.
            sort: The order. In the default one, deals that are added during the iteration do not shift the pages.
            limit: The maximum number of deals.
            size: Deals per page, 1 to 100.
            prefetch: The number of pages to read ahead of the one being consumed, in threads.

        Raises:
            InvalidArgumentError: An argument breaks the rules above.
            AlloError: See `allo_ext.errors`. The key needs the scope CRM_READ.

        Examples:
            >>> for deal in allo.v2.deals.iter():
            ...     print(deal.name, deal.amount, deal.currency)

        Wraps `POST /crm/deals/search`.
        """

        def fetch(page: int) -> Page[Deal]:
            return self.search(search=search, stage=stage, sort=sort, page=page, size=size)

        found = every(fetch, size=size, prefetch=prefetch, limit=limit, key=lambda deal: deal.id)
        try:
            for deal in found:
                yield deal
        finally:
            found.close()

    def create(
        self,
        *,
        name: str,
        status: Text = NOT_GIVEN,
        amount: float | None | NotGiven = NOT_GIVEN,
        currency: Text = NOT_GIVEN,
        closed_at: datetime | str | None | NotGiven = NOT_GIVEN,
        company_id: Text = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> Deal:
        """Add a deal.

        Args:
            name: The name.
            status: The stage, as the CRM names it.
            amount: The amount in `currency`.
            currency: Three letters of ISO 4217, such as "EUR".
            closed_at: The closing date; a datetime without a zone means UTC.
            company_id: The id of the deal's company.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloError: See `allo_ext.errors`. The key needs the scope CRM_WRITE.

        Examples:
            >>> deal = allo.v2.deals.create(name="Spring order", status="open", amount=1200, currency="EUR")

        Wraps `POST /crm/deals`.
        """
        from allo_v2.api.deals import create_deal

        body = Body(
            name=name,
            status=status,
            amount=amount,
            currency=currency,
            closed_at=moment(closed_at),
            company_id=company_id,
        )
        return self._session.call(create_deal, one(Deal), idempotency_key=idempotency_key, body=body)

    def get(self, id: str) -> Deal:
        """Return a deal.

        Args:
            id: The deal's id.

        Raises:
            NotFoundError: There is no such deal.
            AlloError: See `allo_ext.errors`. The key needs the scope CRM_READ.

        Examples:
            >>> deal = allo.v2.deals.get("dea-44c0")

        Wraps `GET /crm/deals/{id}`.
        """
        from allo_v2.api.deals import get_deal

        return self._session.call(get_deal, one(Deal), id=id)

    def update(
        self,
        id: str,
        *,
        name: Text = NOT_GIVEN,
        status: Text = NOT_GIVEN,
        amount: float | None | NotGiven = NOT_GIVEN,
        currency: Text = NOT_GIVEN,
        closed_at: datetime | str | None | NotGiven = NOT_GIVEN,
        company_id: Text = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> Deal:
        """Change a deal. Arguments that are not given stay unchanged.

        It is not retried after a lost response; see `maybe_sent` of the error.

        Args:
            id: The deal's id.
            name: The name.
            status: The stage, as the CRM names it.
            amount: The amount in `currency`.
            currency: Three letters of ISO 4217, such as "EUR".
            closed_at: The closing date; a datetime without a zone means UTC.
            company_id: The id of the deal's company.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one. The API does not promise to honour it here.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            NotFoundError: There is no such deal.
            AlloError: See `allo_ext.errors`. The key needs the scope CRM_WRITE.

        Examples:
            >>> allo.v2.deals.update(deal.id, status="won")

        Wraps `PATCH /crm/deals/{id}`.
        """
        from allo_v2.api.deals import update_deal

        body = Body(
            name=name,
            status=status,
            amount=amount,
            currency=currency,
            closed_at=moment(closed_at),
            company_id=company_id,
        )
        return self._session.call(update_deal, one(Deal), idempotency_key=idempotency_key, id=id, body=body)

    def delete(self, id: str, *, idempotency_key: str | None = None) -> None:
        """Delete a deal.

        Args:
            id: The deal's id.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Raises:
            NotFoundError: There is no such deal.
            AlloError: See `allo_ext.errors`. The key needs the scope CRM_DELETE.

        Examples:
            >>> allo.v2.deals.delete(deal.id)

        Wraps `DELETE /crm/deals/{id}`.
        """
        from allo_v2.api.deals import delete_deal

        self._session.call(delete_deal, no_content, idempotency_key=idempotency_key, id=id)
