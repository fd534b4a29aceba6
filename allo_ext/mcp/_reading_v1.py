"""Tools that read version 1 of the API, for keys that cannot use version 2 or lack its scopes."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from allo_ext._wire.given import given
from allo_ext.mcp import _rows
from allo_ext.mcp._arguments import AlloNumber, AnyNumber, CallId, ContactNumber, FirstLine, Page, Size
from allo_ext.mcp._fencing import fenced
from allo_ext.mcp._reading import one_call
from allo_ext.mcp._tool import Tool
from allo_ext.records import Message

if TYPE_CHECKING:
    from allo_ext.client import AlloClient

_MOST_CALLS = 500
"""The number of calls among which get_call looks: five requests."""


class Reading:
    """The tools."""

    def __init__(self, allo: AlloClient) -> None:
        self._allo = allo

    def tools(self) -> tuple[Tool, ...]:
        """Return the tools."""
        return (
            Tool(self.list_numbers, "Phone numbers", "v1 list_numbers"),
            Tool(self.list_calls, "Calls", "v1 search_calls"),
            Tool(self.get_call, "Call with transcript", "v1 search_calls"),
            Tool(self.find_contacts, "Contacts", "v1 search_contacts"),
            Tool(self.read_conversation, "Conversation", "v1 get_contact_conversation"),
        )

    def list_numbers(self) -> str:
        """List the account's phone numbers and sender ids; other tools call them allo_number or from_number."""
        rows = [
            _rows.row(number=one.number, name=one.name, country=one.country, shared=one.is_shared_number)
            for one in self._allo.numbers.list()
        ]
        return fenced(*_rows.listed(rows, "numbers"))

    def list_calls(
        self,
        allo_number: AlloNumber,
        contact_number: ContactNumber | None = None,
        page: Page = 1,
        size: Size = 20,
    ) -> str:
        """List the calls of one of the account's numbers, newest first, with summaries."""
        found = self._allo.calls.search(
            allo_number=allo_number,
            contact_number=given(contact_number),
            page=page - 1,
            size=size,
        )
        return fenced(_rows.showing(found, "calls", page, size), [_rows.call(one) for one in found])

    def get_call(
        self,
        call_id: CallId,
        allo_number: AlloNumber,
        first_line: FirstLine = 1,
    ) -> str:
        """Return one of the 500 newest calls of a number with its transcript; a long transcript in parts."""
        calls = self._allo.calls.iter(allo_number=allo_number, limit=_MOST_CALLS)
        one = next((call for call in calls if call.id == call_id), None)
        if one is None:
            return f"This call is not among the {_MOST_CALLS} newest of the number; check both with list_calls."
        return one_call(_rows.call(one), one.transcript, one.start_date, first_line)

    def find_contacts(
        self,
        number: AnyNumber | None = None,
        page: Page = 1,
        size: Size = 20,
    ) -> str:
        """List contacts, or those with a phone number, which reads the whole address book."""
        if number is not None:
            rows = [_rows.person(one) for one in self._allo.contacts.find(number)]
            return fenced(*_rows.listed(rows, "contacts with this number"))
        found = self._allo.contacts.search(page=page - 1, size=size)
        return fenced(_rows.showing(found, "contacts", page, size), [_rows.person(one) for one in found])

    def read_conversation(
        self,
        contact_id: Annotated[str, Field(description="The id of a contact, as in find_contacts.")],
        page: Page = 1,
        size: Size = 20,
    ) -> str:
        """List the calls and messages with one contact, newest first."""
        found = self._allo.contacts.conversation(contact_id, page=page - 1, size=size)
        rows = [
            _rows.call(one.call) if one.call else _rows.message(one.message or Message()) for one in islice(found, size)
        ]
        return fenced(_rows.showing(found, "calls and messages", page, size), rows)
