# Written by scripts/unasync.py from allo_ext/_async/v1/contacts.py: change it there, then `make generate`.
"""The address book, and conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext._sync.v1.conversations import Conversations
from allo_ext._sync.walking import walk
from allo_ext._wire.envelope import one, page_of
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext._wire.request import given, listed
from allo_ext.errors import InvalidArgumentError
from allo_ext.records import Contact

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from allo_ext.pages import Page
    from allo_ext.phone import ContactIndex

Text = str | None | NotGiven


class Contacts(Conversations):
    """The address book, and conversations (https://help.withallo.com/en/api-reference/contacts/search-contacts)."""

    def search(self, *, page: int | NotGiven = NOT_GIVEN, size: int | NotGiven = NOT_GIVEN) -> Page[Contact]:
        """Return one page of the address book; `iter` reads all pages, and `find` searches by phone number.

        Args:
            page: The page number, from 0 (the API's default).
            size: Contacts per page, 1 to 100; the API's default is 10.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            PermissionDeniedError: The key lacks CONTACTS_READ, which newer keys cannot have.
            AlloError: See `allo_ext.errors`.

        Examples:
            >>> page = allo.contacts.search(page=0, size=20)

        Wraps `GET /contacts`.
        """
        from allo_v1.api.contacts import search_contacts

        return self._session.call(search_contacts, page_of(Contact, asked=page or 0), page=page, size=size)

    def iter(self, *, size: int = 100, prefetch: int = 0, consistent: bool = False) -> Generator[Contact]:
        """Iterate over the whole address book, each contact once, to the end.

        If a contact is deleted during the iteration, the contacts after it shift, and one of them can be missed at a
        page boundary. `consistent` prevents this.

        Args:
            size: Contacts per page, 1 to 100.
            prefetch: The number of pages to read ahead of the one being consumed, in threads.
            consistent: Read the list again until two passes find the same contacts, at most five times. Contacts that
                only a later pass finds are yielded last. A list of one page is read once.

        Raises:
            UnexpectedResponseError: A `consistent` iteration found no two passes that agree.
            AlloError: See `allo_ext.errors`. The key needs the scope CONTACTS_READ.

        Examples:
            >>> for contact in allo.contacts.iter():
            ...     print(contact.full_name, contact.numbers)

        Wraps `GET /contacts`.
        """

        def fetch(page: int) -> Page[Contact]:
            return self.search(page=page, size=size)

        contacts = walk(fetch, size=size, prefetch=prefetch, key=_key, consistent=consistent)
        try:
            for contact in contacts:
                yield contact
        finally:
            contacts.close()

    def get(self, contact_id: str, *, extend: Iterable[str] | NotGiven = NOT_GIVEN) -> Contact:
        """Return a contact, with the e-mail addresses that a search leaves out.

        Args:
            contact_id: The contact's id.
            extend: Additional fields: "engagement", "activity", or both.

        Raises:
            NotFoundError: There is no such contact.
            AlloError: See `allo_ext.errors`. The key needs the scope CONTACTS_READ.

        Examples:
            >>> contact = allo.contacts.get("cnt_abc123", extend=("engagement", "activity"))

        Wraps `GET /contact/{contact_id}`.
        """
        from allo_v1.api.contacts import get_contact

        asked: str | NotGiven = NOT_GIVEN
        if not isinstance(extend, NotGiven):
            # An empty list is not sent: the API cannot express it.
            words = listed(extend, "extend")
            if words is None:
                raise InvalidArgumentError("extend must be a list.", field="extend")
            asked = (words if isinstance(words, str) else ",".join(map(str, words))) or NOT_GIVEN
        return self._session.call(get_contact, one(Contact), contact_id=contact_id, extend=asked)

    def create(
        self,
        *,
        numbers: Iterable[str],
        name: Text = NOT_GIVEN,
        last_name: Text = NOT_GIVEN,
        job_title: Text = NOT_GIVEN,
        website: Text = NOT_GIVEN,
        emails: Iterable[str] | None | NotGiven = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> Contact:
        """Add a contact.

        Args:
            numbers: The phone numbers, at least one, E.164.
            name: The first name.
            last_name: The last name.
            job_title: The job title.
            website: The website.
            emails: The e-mail addresses.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one. Version 1 does not promise to honour it.

        Returns:
            The contact. Its `emails` is None, because the API's response omits the addresses.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloError: See `allo_ext.errors`. The key needs the scope CONTACTS_READ_WRITE.

        Examples:
            >>> contact = allo.contacts.create(numbers=["+33639980001"], name="Jean", last_name="Dupont")

        Wraps `POST /contacts`.
        """
        from allo_v1.api.contacts import create_contact
        from allo_v1.models import CreateContactRequest

        body = CreateContactRequest(
            numbers=listed(numbers, "numbers"),
            name=given(name),
            last_name=given(last_name),
            job_title=given(job_title),
            website=given(website),
            emails=listed(emails, "emails"),
        )
        return self._session.call(create_contact, one(Contact), idempotency_key=idempotency_key, body=body)

    def update(
        self,
        contact_id: str,
        *,
        numbers: Iterable[str] | None | NotGiven = NOT_GIVEN,
        name: Text = NOT_GIVEN,
        last_name: Text = NOT_GIVEN,
        job_title: Text = NOT_GIVEN,
        website: Text = NOT_GIVEN,
        emails: Iterable[str] | None | NotGiven = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> Contact:
        """Change a contact. Arguments that are not given stay unchanged; a list replaces the whole list.

        Args:
            contact_id: The contact's id.
            numbers: The phone numbers, all of them, E.164.
            name: The first name.
            last_name: The last name.
            job_title: The job title.
            website: The website.
            emails: The e-mail addresses, all of them. Only `get` returns the stored ones.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one. Version 1 does not promise to honour it.

        None is sent as `null`; its effect is not documented.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            NotFoundError: There is no such contact.
            AlloError: See `allo_ext.errors`. The key needs the scope CONTACTS_READ_WRITE.

        Examples:
            >>> allo.contacts.update("cnt_abc123", job_title="CEO")

        Wraps `PUT /contacts/{contact_id}`.
        """
        from allo_v1.api.contacts import update_contact
        from allo_v1.models import UpdateContactRequest

        body = UpdateContactRequest(
            numbers=listed(numbers, "numbers"),
            name=given(name),
            last_name=given(last_name),
            job_title=given(job_title),
            website=given(website),
            emails=listed(emails, "emails"),
        )
        return self._session.call(
            update_contact,
            one(Contact),
            idempotency_key=idempotency_key,
            contact_id=contact_id,
            body=body,
        )

    def find(self, number: str, *, region: str | None = None) -> list[Contact]:
        """Return the contacts that have a number. Reads the whole address book, because the API has no filter for it.

        For several look-ups, use `index`.

        Args:
            number: A phone number in any notation.
            region: The country of numbers without a country code, two letters; without it such numbers only match
                numbers in the same notation.

        Raises:
            InvalidArgumentError: It is not a phone number.
            AlloError: See `allo_ext.errors`. The key needs the scope CONTACTS_READ.

        Examples:
            >>> allo.contacts.find("06 39 98 00 01", region="FR")

        Wraps `GET /contacts`.
        """
        from allo_ext.phone import ContactIndex

        ContactIndex(region=region).all(number)  # raises for an invalid number before the address book is read
        index = self.index(region=region)
        return list(index.all(number))

    def index(self, *, region: str | None = None) -> ContactIndex:
        """Read the whole address book and return a mapping from phone number to contact.

        Args:
            region: The country of numbers without a country code, two letters.

        Raises:
            AlloError: See `allo_ext.errors`. The key needs the scope CONTACTS_READ.

        Examples:
            >>> by_number = allo.contacts.index(region="FR")
            >>> by_number["06 39 98 00 01"].full_name

        Wraps `GET /contacts`.
        """
        from allo_ext.phone import ContactIndex

        index = ContactIndex(region=region)
        for contact in self.iter():
            index.add(contact)
        return index


def _key(contact: Contact) -> str:
    return contact.id
