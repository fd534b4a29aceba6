"""The people of the CRM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from allo_ext._async.v2.person_changes import AsyncPersonChanges
from allo_ext._async.v2.walking import every
from allo_ext._wire.body import Body
from allo_ext._wire.envelope import page_of
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.v2 import Person

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from allo_ext.pages import Page

Sort = Literal["DATE_DESC", "DATE_ASC", "NAME_ASC", "NAME_DESC", "CREATED_DESC", "CREATED_ASC"]


class AsyncPeople(AsyncPersonChanges):
    """The people of the CRM (https://help.withallo.com/en/api-reference/v2/crm/search-people)."""

    async def search(
        self,
        *,
        search: str | NotGiven = NOT_GIVEN,
        name: str | NotGiven = NOT_GIVEN,
        last_name: str | NotGiven = NOT_GIVEN,
        job_title: str | NotGiven = NOT_GIVEN,
        website: str | NotGiven = NOT_GIVEN,
        company: str | NotGiven = NOT_GIVEN,
        phone_number: str | NotGiven = NOT_GIVEN,
        email: str | NotGiven = NOT_GIVEN,
        deal_status: str | NotGiven = NOT_GIVEN,
        sort: Sort | NotGiven = NOT_GIVEN,
        page: int = 1,
        size: int = 20,
    ) -> Page[Person]:
        """Return one page of people; `iter` reads all pages, `find` searches by phone number.

        Args:
            search: A name, e-mail address, number or company.
            name: Only people whose first name contains this.
            last_name: Only people whose last name contains this.
            job_title: Only people whose job title contains this.
            website: Only people whose website contains this.
            company: Only people whose company's name contains this.
            phone_number: Only people with exactly this number, E.164.
            email: Only people with an address that contains this.
            deal_status: Only people with a deal that has this status.
            sort: The order; the API's default is "DATE_DESC".
            page: The page number, from 1.
            size: People per page, 1 to 100.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloError: See `allo_ext.errors`. The key needs the scope CRM_READ.

        Examples:
            >>> page = await allo.v2.people.search(company="Dupont", sort="NAME_ASC")

        Wraps `POST /crm/people/search`.
        """
        from allo_v2.api.people import search_people

        filters = Body(
            name=name,
            last_name=last_name,
            job_title=job_title,
            website=website,
            company=company,
            phone_number=phone_number,
            email=email,
            deal_status=deal_status,
        )
        chosen = filters.to_dict() if filters else NOT_GIVEN
        body = Body(filters=chosen, search=search, sort=sort, page=page, size=size)
        return await self._session.call(search_people, page_of(Person, asked=page), body=body)

    async def iter(
        self,
        *,
        search: str | NotGiven = NOT_GIVEN,
        name: str | NotGiven = NOT_GIVEN,
        last_name: str | NotGiven = NOT_GIVEN,
        job_title: str | NotGiven = NOT_GIVEN,
        website: str | NotGiven = NOT_GIVEN,
        company: str | NotGiven = NOT_GIVEN,
        phone_number: str | NotGiven = NOT_GIVEN,
        email: str | NotGiven = NOT_GIVEN,
        deal_status: str | NotGiven = NOT_GIVEN,
        sort: Sort = "CREATED_ASC",
        limit: int | None = None,
        size: int = 100,
        prefetch: int = 0,
    ) -> AsyncGenerator[Person]:
        """Iterate over all people, in the order of their creation, each once, to the end.

        Args:
            search: As for `search`.
            name: As for `search`.
            last_name: As for `search`.
            job_title: As for `search`.
            website: As for `search`.
            company: As for `search`.
            phone_number: As for `search`.
            email: As for `search`.
            deal_status: As for `search`.
            sort: The order. In the default one, people who are added during the iteration do not shift the pages.
            limit: The maximum number of people.
            size: People per page, 1 to 100.
            prefetch: The number of pages to read ahead of the one being consumed, in tasks.

        Raises:
            InvalidArgumentError: An argument breaks the rules above.
            AlloError: See `allo_ext.errors`. The key needs the scope CRM_READ.

        Examples:
            >>> async for person in allo.v2.people.iter():
            ...     print(person.full_name, person.numbers)

        Wraps `POST /crm/people/search`.
        """

        async def fetch(page: int) -> Page[Person]:
            return await self.search(
                search=search,
                name=name,
                last_name=last_name,
                job_title=job_title,
                website=website,
                company=company,
                phone_number=phone_number,
                email=email,
                deal_status=deal_status,
                sort=sort,
                page=page,
                size=size,
            )

        found = every(fetch, size=size, prefetch=prefetch, limit=limit, key=lambda person: person.id)
        try:
            async for person in found:
                yield person
        finally:
            await found.aclose()

    async def find(self, number: str, *, region: str | None = None) -> list[Person]:
        """Return the people who have a phone number.

        The API's filter is tried first. If it returns other people, or nobody, all people are read and compared: the
        server may ignore the filter, or store the number in another notation.

        Args:
            number: A phone number in any notation.
            region: The country of numbers without a country code, two letters.

        Raises:
            InvalidArgumentError: It is not a phone number, or it has no country code and `region` is missing.
            AlloError: See `allo_ext.errors`. The key needs the scope CRM_READ.

        Examples:
            >>> await allo.v2.people.find("06 39 98 00 01", region="FR")

        Wraps `POST /crm/people/search`.
        """
        from allo_ext.phone import parse, same

        wanted = parse(number, region)

        def has_it(person: Person) -> bool:
            return any(same(known, wanted, region) for known in person.numbers or ())

        found: list[Person] = []
        people = self.iter(phone_number=wanted)
        try:
            async for person in people:
                if not has_it(person):
                    found = []
                    break
                found.append(person)
        finally:
            await people.aclose()
        return found or [person async for person in self.iter() if has_it(person)]
