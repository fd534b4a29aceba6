"""The companies of the CRM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from allo_ext._async.v2.walking import every
from allo_ext._wire.body import Body
from allo_ext._wire.envelope import one, page_of
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.v2 import Company

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from allo_ext._async.session import AsyncSession
    from allo_ext.pages import Page

Text = str | None | NotGiven
Sort = Literal["DATE_DESC", "DATE_ASC", "NAME_ASC", "NAME_DESC", "CREATED_DESC", "CREATED_ASC"]


class AsyncCompanies:
    """The companies of the CRM (https://help.withallo.com/en/api-reference/v2/crm/search-companies)."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def search(
        self,
        *,
        name: str | NotGiven = NOT_GIVEN,
        website: str | NotGiven = NOT_GIVEN,
        industry: str | NotGiven = NOT_GIVEN,
        sort: Sort | NotGiven = NOT_GIVEN,
        page: int = 1,
        size: int = 20,
    ) -> Page[Company]:
        """Return one page of companies; `iter` reads all pages. The API has no free-text search for companies.

        Args:
            name: Only companies whose name contains this.
            website: Only companies whose website contains this.
            industry: Only companies whose industry contains this.
            sort: The order; the API's default is "DATE_DESC".
            page: The page number, from 1.
            size: Companies per page, 1 to 100.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloError: See `allo_ext.errors`. The key needs the scope CRM_READ.

        Examples:
            >>> page = await allo.v2.companies.search(name="Dupont")

        Wraps `POST /crm/companies/search`.
        """
        from allo_v2.api.companies import search_companies

        filters = Body(name=name, website=website, industry=industry)
        body = Body(filters=filters.to_dict() if filters else NOT_GIVEN, sort=sort, page=page, size=size)
        return await self._session.call(search_companies, page_of(Company, asked=page), body=body)

    async def iter(
        self,
        *,
        name: str | NotGiven = NOT_GIVEN,
        website: str | NotGiven = NOT_GIVEN,
        industry: str | NotGiven = NOT_GIVEN,
        sort: Sort = "CREATED_ASC",
        limit: int | None = None,
        size: int = 100,
        prefetch: int = 0,
    ) -> AsyncGenerator[Company]:
        """Iterate over all companies, in the order of their creation, each once, to the end.

        Args:
            name: As for `search`.
            website: As for `search`.
            industry: As for `search`.
            sort: The order. In the default one, companies that are added during the iteration do not shift the pages.
            limit: The maximum number of companies.
            size: Companies per page, 1 to 100.
            prefetch: The number of pages to read ahead of the one being consumed, in tasks.

        Raises:
            InvalidArgumentError: An argument breaks the rules above.
            AlloError: See `allo_ext.errors`. The key needs the scope CRM_READ.

        Examples:
            >>> async for company in allo.v2.companies.iter():
            ...     print(company.name, company.person_count)

        Wraps `POST /crm/companies/search`.
        """

        async def fetch(page: int) -> Page[Company]:
            return await self.search(name=name, website=website, industry=industry, sort=sort, page=page, size=size)

        found = every(fetch, size=size, prefetch=prefetch, limit=limit, key=lambda company: company.id)
        try:
            async for company in found:
                yield company
        finally:
            await found.aclose()

    async def create(
        self,
        *,
        name: str,
        website: Text = NOT_GIVEN,
        industry: Text = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> Company:
        """Add a company. The API does not look for duplicates.

        Args:
            name: The name.
            website: The website.
            industry: The industry.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloError: See `allo_ext.errors`. The key needs the scope CRM_WRITE.

        Examples:
            >>> company = await allo.v2.companies.create(name="Dupont et Filles", industry="Furniture")

        Wraps `POST /crm/companies`.
        """
        from allo_v2.api.companies import create_company

        body = Body(name=name, website=website, industry=industry)
        return await self._session.call(create_company, one(Company), idempotency_key=idempotency_key, body=body)

    async def get(self, id: str) -> Company:
        """Return a company.

        Args:
            id: The company's id.

        Raises:
            NotFoundError: There is no such company.
            AlloError: See `allo_ext.errors`. The key needs the scope CRM_READ.

        Examples:
            >>> company = await allo.v2.companies.get("com-91be22f4")

        Wraps `GET /crm/companies/{id}`.
        """
        from allo_v2.api.companies import get_company

        return await self._session.call(get_company, one(Company), id=id)

    async def update(
        self,
        id: str,
        *,
        name: Text = NOT_GIVEN,
        website: Text = NOT_GIVEN,
        industry: Text = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> Company:
        """Change a company. Arguments that are not given stay unchanged.

        Args:
            id: The company's id.
            name: The name.
            website: The website.
            industry: The industry.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            NotFoundError: There is no such company.
            AlloError: See `allo_ext.errors`. The key needs the scope CRM_WRITE.

        Examples:
            >>> await allo.v2.companies.update(company.id, website="https://dupont.example")

        Wraps `PUT /crm/companies/{id}`.
        """
        from allo_v2.api.companies import update_company

        body = Body(name=name, website=website, industry=industry)
        return await self._session.call(update_company, one(Company), idempotency_key=idempotency_key, id=id, body=body)
