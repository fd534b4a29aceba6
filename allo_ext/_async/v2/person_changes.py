"""One person of the CRM: reading, adding and changing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext._wire.body import Body, texts
from allo_ext._wire.envelope import one
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.v2 import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext._async.session import AsyncSession

Text = str | None | NotGiven


class AsyncPersonChanges:
    """Reading, adding and changing one person: a part of `people`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def create(
        self,
        *,
        numbers: Iterable[str],
        name: Text = NOT_GIVEN,
        last_name: Text = NOT_GIVEN,
        job_title: Text = NOT_GIVEN,
        website: Text = NOT_GIVEN,
        address: Text = NOT_GIVEN,
        emails: Iterable[str] | None | NotGiven = NOT_GIVEN,
        company_id: Text = NOT_GIVEN,
        allow_duplicate_number: bool | NotGiven = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> Person:
        """Add a person.

        Args:
            numbers: The phone numbers, at least one, E.164.
            name: The first name. The API's pages ask for a name or a last name.
            last_name: The last name.
            job_title: The job title.
            website: The website.
            address: The postal address.
            emails: The e-mail addresses.
            company_id: The id of the person's company.
            allow_duplicate_number: True to add the person even if another one has the number.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloApiError: NUMBER_ALREADY_ASSIGNED (409), if another person has the number. For other errors see
                `allo_ext.errors`. The key needs the scope CRM_WRITE.

        Examples:
            >>> person = await allo.v2.people.create(numbers=["+33639980001"], name="Jean", last_name="Dupont")

        Wraps `POST /crm/people`.
        """
        from allo_v2.api.people import create_person

        body = Body(
            numbers=texts(numbers, "numbers"),
            name=name,
            last_name=last_name,
            job_title=job_title,
            website=website,
            address=address,
            emails=texts(emails, "emails"),
            company_id=company_id,
            allow_duplicate_number=allow_duplicate_number,
        )
        return await self._session.call(create_person, one(Person), idempotency_key=idempotency_key, body=body)

    async def get(self, id: str) -> Person:
        """Return a person.

        Args:
            id: The person's id.

        Raises:
            NotFoundError: There is no such person.
            AlloError: See `allo_ext.errors`. The key needs the scope CRM_READ.

        Examples:
            >>> person = await allo.v2.people.get("per-5d81c0aa")

        Wraps `GET /crm/people/{id}`.
        """
        from allo_v2.api.people import get_person

        return await self._session.call(get_person, one(Person), id=id)

    async def update(
        self,
        id: str,
        *,
        numbers: Iterable[str] | None | NotGiven = NOT_GIVEN,
        name: Text = NOT_GIVEN,
        last_name: Text = NOT_GIVEN,
        job_title: Text = NOT_GIVEN,
        website: Text = NOT_GIVEN,
        address: Text = NOT_GIVEN,
        emails: Iterable[str] | None | NotGiven = NOT_GIVEN,
        company_id: Text = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> Person:
        """Change a person. Arguments that are not given stay unchanged; a list replaces the whole list.

        Args:
            id: The person's id.
            numbers: The phone numbers, all of them, E.164.
            name: The first name.
            last_name: The last name.
            job_title: The job title.
            website: The website.
            address: The postal address.
            emails: The e-mail addresses, all of them.
            company_id: The id of the person's company; an empty string removes the person from the company.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        None is sent as `null`; its effect is not documented.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            NotFoundError: There is no such person.
            AlloError: See `allo_ext.errors`. The key needs the scope CRM_WRITE.

        Examples:
            >>> await allo.v2.people.update(person.id, emails=[*(person.emails or ()), "jean@example.com"])

        Wraps `PUT /crm/people/{id}`.
        """
        from allo_v2.api.people import update_person

        body = Body(
            numbers=texts(numbers, "numbers"),
            name=name,
            last_name=last_name,
            job_title=job_title,
            website=website,
            address=address,
            emails=texts(emails, "emails"),
            company_id=company_id,
        )
        return await self._session.call(update_person, one(Person), idempotency_key=idempotency_key, id=id, body=body)
