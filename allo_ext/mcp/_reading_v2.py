"""Tools that read version 2 of the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from allo_ext._wire.given import NOT_GIVEN, given
from allo_ext.errors import InvalidArgumentError
from allo_ext.mcp import _rows
from allo_ext.mcp._arguments import (
    AlloNumber,
    AnyNumber,
    CallId,
    ContactNumber,
    Direction,
    FirstLine,
    Page,
    Since,
    Size,
    Until,
    UserId,
    Words,
)
from allo_ext.mcp._fencing import fenced
from allo_ext.mcp._reading import one_call
from allo_ext.mcp._tool import Tool

if TYPE_CHECKING:
    from allo_ext.client import AlloClient

_LONG_AGO = date(2000, 1, 1)
_FAR = date(2099, 12, 31)


class Reading:
    """The tools."""

    def __init__(self, allo: AlloClient) -> None:
        self._v2 = allo.v2

    def tools(self) -> tuple[Tool, ...]:
        """Return the tools."""
        return (
            Tool(self.get_account, "Account", "v2 get_me"),
            Tool(self.list_numbers, "Phone numbers", "v2 list_numbers"),
            Tool(self.list_users, "Team members", "v2 list_users"),
            Tool(self.list_tags, "Tags", "v2 list_tags"),
            Tool(self.list_calls, "Calls", "v2 search_all_conversations"),
            Tool(self.get_call, "Call with transcript", "v2 get_conversation_item"),
            Tool(self.read_conversation, "Conversation", "v2 search_all_conversations"),
            Tool(self.list_conversations, "Conversations", "v2 list_conversations"),
            Tool(self.find_contacts, "Contacts", "v2 search_people"),
            Tool(self.find_companies, "Companies", "v2 search_companies"),
            Tool(self.find_deals, "Deals", "v2 search_deals"),
            Tool(self.get_statistics, "Call statistics", "v2 get_team_metrics"),
            Tool(self.get_dialing_queue, "Dialing queue", "v2 get_current_dialing_queue"),
        )

    def get_account(self) -> str:
        """Return the team, and the scopes and limits of the API key."""
        me = self._v2.me()
        return fenced(
            "The account.",
            _rows.bare(_rows.row(team=me.team, scopes=me.scopes, rate_limits=me.rate_limits)),
        )

    def list_numbers(self) -> str:
        """List the account's phone numbers and sender ids; other tools call them allo_number or from_number."""
        rows = [
            _rows.row(
                number=one.number, name=one.name, country=one.country, type=one.type, capabilities=one.capabilities
            )
            for one in self._v2.numbers.list()
        ]
        return fenced(*_rows.listed(rows, "numbers"))

    def list_users(self) -> str:
        """List the active members of the team, with the ids that list_calls takes as user_id."""
        rows = [
            _rows.row(id=one.id, name=one.name, email=one.email, role=one.role, status=one.status)
            for one in self._v2.users.list()
        ]
        return fenced(*_rows.listed(rows, "users"))

    def list_tags(self) -> str:
        """List the team's tags for calls."""
        rows = [_rows.row(name=one.name, color=one.color) for one in self._v2.tags.list()]
        return fenced(*_rows.listed(rows, "tags"))

    def list_calls(
        self,
        words: Words | None = None,
        since: Since | None = None,
        until: Until | None = None,
        allo_number: AlloNumber | None = None,
        contact_number: ContactNumber | None = None,
        direction: Direction | None = None,
        result: Literal["ANSWERED", "VOICEMAIL", "TRANSFERRED"] | None = None,
        user_id: Annotated[str, Field(description="Only calls of this member; see list_users.")] | None = None,
        tags: Annotated[list[str], Field(max_length=20, description="Only calls with these tags.")] | None = None,
        unresponded: Annotated[bool, Field(description="Only calls that nobody has returned.")] = False,
        page: Page = 1,
        size: Size = 20,
    ) -> str:
        """List calls, newest first, with summaries; all filters are applied together. size=1 counts them."""
        found = self._v2.items.search(
            type="CALL",
            search=given(words),
            date=_days(since, until),
            allo_number=given(allo_number),
            contact_number=given(contact_number),
            direction=given(direction),
            result=given(result),
            user_id=given(user_id),
            tags=given(tags),
            unresponded=unresponded or NOT_GIVEN,
            page=page,
            size=size,
        )
        kept = [one for one in found if _is_in(one.date, since, until)]
        ignored = f" {len(found) - len(kept)} calls of other days are left out." if len(kept) < len(found) else ""
        return fenced(_rows.showing(found, "calls", page, size) + ignored, [_rows.item(one) for one in kept])

    def get_call(
        self,
        call_id: CallId,
        first_line: FirstLine = 1,
    ) -> str:
        """Return one call with its transcript; a long transcript in parts."""
        one = self._v2.items.get(call_id, transcript=True)
        return one_call(_rows.item(one), one.transcript, one.date, first_line)

    def read_conversation(
        self,
        contact_number: ContactNumber,
        allo_number: AlloNumber | None = None,
        only_messages: Annotated[bool, Field(description="Leave out calls.")] = False,
        page: Page = 1,
        size: Size = 20,
    ) -> str:
        """List the calls and messages with one number, newest first."""
        found = self._v2.items.search(
            contact_number=contact_number,
            allo_number=given(allo_number),
            type="SMS" if only_messages else "ALL",
            page=page,
            size=size,
        )
        return fenced(_rows.showing(found, "calls and messages", page, size), [_rows.item(one) for one in found])

    def list_conversations(
        self,
        allo_number: AlloNumber,
        unread: Annotated[bool, Field(description="Only conversations with unread items.")] = False,
        page: Page = 1,
        size: Size = 20,
    ) -> str:
        """List the conversations of one of the account's numbers, the latest first, each with its latest item."""
        found = self._v2.conversations.list(allo_number=allo_number, unread=unread or NOT_GIVEN, page=page, size=size)
        rows = [
            _rows.row(
                contact_number=one.contact_number,
                contacts=_rows.names(one.contacts),
                last_activity=one.last_activity,
                last_item=_rows.item(one.last_item) if one.last_item else None,
            )
            for one in found
        ]
        return fenced(_rows.showing(found, "conversations", page, size), rows)

    def find_contacts(
        self,
        words: Annotated[str, Field(description="Part of a name, number or e-mail address.")] | None = None,
        number: AnyNumber | None = None,
        page: Page = 1,
        size: Size = 20,
    ) -> str:
        """List contacts by words or by phone number; all of them without either."""
        if number is not None:
            rows = [_rows.person(one) for one in self._v2.people.find(number)]
            return fenced(*_rows.listed(rows, "contacts with this number"))
        found = self._v2.people.search(search=given(words), page=page, size=size)
        return fenced(_rows.showing(found, "contacts", page, size), [_rows.person(one) for one in found])

    def find_companies(
        self,
        name: Annotated[str, Field(description="Part of the name.")] | None = None,
        page: Page = 1,
        size: Size = 20,
    ) -> str:
        """List companies."""
        found = self._v2.companies.search(name=given(name), page=page, size=size)
        rows = [
            _rows.row(id=one.id, name=one.name, website=one.website, industry=one.industry, people=one.person_count)
            for one in found
        ]
        return fenced(_rows.showing(found, "companies", page, size), rows)

    def find_deals(
        self,
        words: Annotated[str, Field(description="Part of the name.")] | None = None,
        page: Page = 1,
        size: Size = 20,
    ) -> str:
        """List deals, with status and amount."""
        found = self._v2.deals.search(search=given(words), page=page, size=size)
        rows = [
            _rows.row(
                id=one.id,
                name=one.name,
                status=one.status,
                amount=one.amount,
                currency=one.currency,
                company=one.company.name if one.company else None,
                closed_at=one.closed_at,
            )
            for one in found
        ]
        return fenced(_rows.showing(found, "deals", page, size), rows)

    def get_statistics(self, since: Since, until: Until) -> str:
        """Return the team's number of calls, talk time and answer rate in a period, in all and by member."""
        found = self._v2.analytics.overview(date=(since, until))
        return fenced(
            "Statistics of the period.",
            _rows.bare(_rows.row(summary=found.summary, members=found.breakdown)),
        )

    def get_dialing_queue(
        self,
        user_id: UserId | None = None,
        page: Page = 1,
        size: Size = 20,
    ) -> str:
        """Return the dialing queue of a member, or of the key's owner, with the calls that were made."""
        queue = self._v2.dialing_queue.get(user_id=given(user_id), page=page, size=size)
        if queue is None:
            return "There is no dialing queue."
        rows = [
            _rows.row(number=one.number_to, position=one.position, called_at=one.call_start_date, call_id=one.call_id)
            for one in queue.numbers or ()
        ]
        after = f" For more: page={page + 1}." if len(rows) >= size else ""
        return fenced(f"{len(rows)} numbers, page {page}.{after}", _rows.row(name=queue.name, numbers=rows))


def _is_in(moment: datetime | None, since: date | None, until: date | None) -> bool:
    """Return whether a call is of these days: the API may ignore the range."""
    if moment is None:
        return True
    return (since is None or moment.date() >= since) and (until is None or moment.date() <= until)


def _days(since: date | None, until: date | None) -> Any:
    if since is None and until is None:
        return NOT_GIVEN
    first, last = since or _LONG_AGO, until or _FAR
    if first > last:
        raise InvalidArgumentError(field="until", problem="must not be before since")
    return (first, last)
