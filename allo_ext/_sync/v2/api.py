# Written by scripts/unasync.py from allo_ext/_async/v2/api.py: change it there, then `make generate`.
"""Version 2 of the API: `allo.v2`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allo_ext._sync.session import Session
    from allo_ext._sync.v2.analytics import Analytics
    from allo_ext._sync.v2.companies import Companies
    from allo_ext._sync.v2.conversations import Conversations
    from allo_ext._sync.v2.deals import Deals
    from allo_ext._sync.v2.dialing_queue import CurrentQueue
    from allo_ext._sync.v2.items import Items
    from allo_ext._sync.v2.numbers import Numbers
    from allo_ext._sync.v2.partner_accounts import PartnerAccounts
    from allo_ext._sync.v2.people import People
    from allo_ext._sync.v2.summary_templates import SummaryTemplates
    from allo_ext._sync.v2.tags import Tags
    from allo_ext._sync.v2.users import Users
    from allo_ext._sync.v2.webhooks import Webhooks
    from allo_ext.v2 import Me


class V2:
    """Version 2 of the API, with the client's key, connections, pace and retries. It has no SMS: use `allo.sms`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def me(self) -> Me:
        """Return the API key's scopes, limits and team.

        Raises:
            AlloError: See `allo_ext.errors`. The key needs no scope.

        Examples:
            >>> me = allo.v2.me()
            >>> me.missing("CONVERSATIONS_READ", "CRM_READ")

        Wraps `GET /me`.
        """
        from allo_ext._wire.envelope import one
        from allo_ext.v2 import Me
        from allo_v2.api.me import get_me

        return self._session.call(get_me, one(Me))

    @cached_property
    def analytics(self) -> Analytics:
        """Call statistics."""
        from allo_ext._sync.v2.analytics import Analytics

        return Analytics(self._session)

    @cached_property
    def companies(self) -> Companies:
        """The companies of the CRM."""
        from allo_ext._sync.v2.companies import Companies

        return Companies(self._session)

    @cached_property
    def conversations(self) -> Conversations:
        """Conversations with outside numbers."""
        from allo_ext._sync.v2.conversations import Conversations

        return Conversations(self._session)

    @cached_property
    def deals(self) -> Deals:
        """The deals of the CRM."""
        from allo_ext._sync.v2.deals import Deals

        return Deals(self._session)

    @cached_property
    def dialing_queue(self) -> CurrentQueue:
        """The Power Dialer queue."""
        from allo_ext._sync.v2.dialing_queue import CurrentQueue

        return CurrentQueue(self._session)

    @cached_property
    def items(self) -> Items:
        """Calls and messages."""
        from allo_ext._sync.v2.items import Items

        return Items(self._session)

    @cached_property
    def numbers(self) -> Numbers:
        """The account's phone numbers and sender ids."""
        from allo_ext._sync.v2.numbers import Numbers

        return Numbers(self._session)

    @cached_property
    def partner_accounts(self) -> PartnerAccounts:
        """Accounts of a reseller's customers."""
        from allo_ext._sync.v2.partner_accounts import PartnerAccounts

        return PartnerAccounts(self._session)

    @cached_property
    def people(self) -> People:
        """The people of the CRM."""
        from allo_ext._sync.v2.people import People

        return People(self._session)

    @cached_property
    def summary_templates(self) -> SummaryTemplates:
        """Templates for AI summaries."""
        from allo_ext._sync.v2.summary_templates import SummaryTemplates

        return SummaryTemplates(self._session)

    @cached_property
    def tags(self) -> Tags:
        """The team's tags."""
        from allo_ext._sync.v2.tags import Tags

        return Tags(self._session)

    @cached_property
    def users(self) -> Users:
        """The members of the team."""
        from allo_ext._sync.v2.users import Users

        return Users(self._session)

    @cached_property
    def webhooks(self) -> Webhooks:
        """Webhook endpoints."""
        from allo_ext._sync.v2.webhooks import Webhooks

        return Webhooks(self._session)
