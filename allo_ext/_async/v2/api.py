"""Version 2 of the API: `allo.v2`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allo_ext._async.session import AsyncSession
    from allo_ext._async.v2.analytics import AsyncAnalytics
    from allo_ext._async.v2.companies import AsyncCompanies
    from allo_ext._async.v2.conversations import AsyncConversations
    from allo_ext._async.v2.deals import AsyncDeals
    from allo_ext._async.v2.dialing_queue import AsyncCurrentQueue
    from allo_ext._async.v2.items import AsyncItems
    from allo_ext._async.v2.numbers import AsyncNumbers
    from allo_ext._async.v2.partner_accounts import AsyncPartnerAccounts
    from allo_ext._async.v2.people import AsyncPeople
    from allo_ext._async.v2.summary_templates import AsyncSummaryTemplates
    from allo_ext._async.v2.tags import AsyncTags
    from allo_ext._async.v2.users import AsyncUsers
    from allo_ext._async.v2.webhooks import AsyncWebhooks
    from allo_ext.v2 import Me


class AsyncV2:
    """Version 2 of the API, with the client's key, connections, pace and retries. It has no SMS: use `allo.sms`."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def me(self) -> Me:
        """Return the API key's scopes, limits and team.

        Raises:
            AlloError: See `allo_ext.errors`. The key needs no scope.

        Examples:
            >>> me = await allo.v2.me()
            >>> me.missing("CONVERSATIONS_READ", "CRM_READ")

        Wraps `GET /me`.
        """
        from allo_ext._wire.envelope import one
        from allo_ext.v2 import Me
        from allo_v2.api.me import get_me

        return await self._session.call(get_me, one(Me))

    @cached_property
    def analytics(self) -> AsyncAnalytics:
        """Call statistics."""
        from allo_ext._async.v2.analytics import AsyncAnalytics

        return AsyncAnalytics(self._session)

    @cached_property
    def companies(self) -> AsyncCompanies:
        """The companies of the CRM."""
        from allo_ext._async.v2.companies import AsyncCompanies

        return AsyncCompanies(self._session)

    @cached_property
    def conversations(self) -> AsyncConversations:
        """Conversations with outside numbers."""
        from allo_ext._async.v2.conversations import AsyncConversations

        return AsyncConversations(self._session)

    @cached_property
    def deals(self) -> AsyncDeals:
        """The deals of the CRM."""
        from allo_ext._async.v2.deals import AsyncDeals

        return AsyncDeals(self._session)

    @cached_property
    def dialing_queue(self) -> AsyncCurrentQueue:
        """The Power Dialer queue."""
        from allo_ext._async.v2.dialing_queue import AsyncCurrentQueue

        return AsyncCurrentQueue(self._session)

    @cached_property
    def items(self) -> AsyncItems:
        """Calls and messages."""
        from allo_ext._async.v2.items import AsyncItems

        return AsyncItems(self._session)

    @cached_property
    def numbers(self) -> AsyncNumbers:
        """The account's phone numbers and sender ids."""
        from allo_ext._async.v2.numbers import AsyncNumbers

        return AsyncNumbers(self._session)

    @cached_property
    def partner_accounts(self) -> AsyncPartnerAccounts:
        """Accounts of a reseller's customers."""
        from allo_ext._async.v2.partner_accounts import AsyncPartnerAccounts

        return AsyncPartnerAccounts(self._session)

    @cached_property
    def people(self) -> AsyncPeople:
        """The people of the CRM."""
        from allo_ext._async.v2.people import AsyncPeople

        return AsyncPeople(self._session)

    @cached_property
    def summary_templates(self) -> AsyncSummaryTemplates:
        """Templates for AI summaries."""
        from allo_ext._async.v2.summary_templates import AsyncSummaryTemplates

        return AsyncSummaryTemplates(self._session)

    @cached_property
    def tags(self) -> AsyncTags:
        """The team's tags."""
        from allo_ext._async.v2.tags import AsyncTags

        return AsyncTags(self._session)

    @cached_property
    def users(self) -> AsyncUsers:
        """The members of the team."""
        from allo_ext._async.v2.users import AsyncUsers

        return AsyncUsers(self._session)

    @cached_property
    def webhooks(self) -> AsyncWebhooks:
        """Webhook endpoints."""
        from allo_ext._async.v2.webhooks import AsyncWebhooks

        return AsyncWebhooks(self._session)
