"""The query hooks of version 2 about the key, the team and its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext._wire.given import given
from allo_ext.hooks._reading import use_one, use_query

if TYPE_CHECKING:
    from allo_ext._async.client import AsyncAlloClient
    from allo_ext._async.v2.users import Role, Status
    from allo_ext.hooks._query import Query
    from allo_ext.v2 import DialingQueue, Me, Number, SummaryTemplate, Tag, User, Webhook


def use_me(*, enabled: bool = True) -> Query[Me]:
    """Fetch the scopes, limits and team of the key: `allo.v2.me()`.

    Args:
        enabled: False disables the query.
    """
    return use_query("me", _me, enabled=enabled)


def use_users(
    *, role: Role | None = None, status: Status | None = None, enabled: bool = True, keep_previous: bool = False
) -> Query[list[User]]:
    """Fetch the members of the team: `allo.v2.users.list()`.

    Args:
        role: Only members with this role.
        status: Only members with this status; by default active members.
        enabled: False disables the query.
        keep_previous: Whether to keep the previous members until these are loaded.
    """
    return use_query("users", _users, role, status, enabled=enabled, keep_previous=keep_previous)


def use_user(id: str | None, *, enabled: bool = True, keep_previous: bool = False) -> Query[User]:
    """Fetch a member of the team: `allo.v2.users.get()`.

    Args:
        id: The member's id; None disables the query.
        enabled: False disables the query.
        keep_previous: Whether to keep the previous member until this one is loaded.
    """
    return use_one("user", _user, id, enabled=enabled, keep_previous=keep_previous)


def use_tags(*, enabled: bool = True) -> Query[list[Tag]]:
    """Fetch the tags of the team: `allo.v2.tags.list()`.

    Args:
        enabled: False disables the query.
    """
    return use_query("tags", _tags, enabled=enabled)


def use_numbers_v2(*, enabled: bool = True) -> Query[list[Number]]:
    """Fetch the account's numbers and sender ids, with their members: `allo.v2.numbers.list()`.

    Args:
        enabled: False disables the query.
    """
    return use_query("numbers", _numbers, enabled=enabled)


def use_dialing_queue(
    *, user_id: str | None = None, email: str | None = None, enabled: bool = True, keep_previous: bool = False
) -> Query[DialingQueue | None]:
    """Fetch the Power Dialer queue of a member, None if there is none: `allo.v2.dialing_queue.get()`.

    Args:
        user_id: The member's id; by default the key's owner.
        email: The member's e-mail address, where no `user_id` is given.
        enabled: False disables the query.
        keep_previous: Whether to keep the previous queue until this one is loaded.
    """
    return use_query("dialing_queue", _queue, user_id, email, enabled=enabled, keep_previous=keep_previous)


def use_summary_templates(*, enabled: bool = True) -> Query[list[SummaryTemplate]]:
    """Fetch the summary templates: `allo.v2.summary_templates.list()`.

    Args:
        enabled: False disables the query.
    """
    return use_query("summary_templates", _templates, enabled=enabled)


def use_webhooks_v2(*, enabled: bool = True) -> Query[list[Webhook]]:
    """Fetch the webhook endpoints of version 2: `allo.v2.webhooks.list()`.

    Args:
        enabled: False disables the query.
    """
    return use_query("webhooks", _webhooks, enabled=enabled)


async def _me(allo: AsyncAlloClient) -> Me:
    return await allo.v2.me()


async def _users(allo: AsyncAlloClient, role: Role | None, status: Status | None) -> list[User]:
    return await allo.v2.users.list(role=given(role), status=given(status))


async def _user(allo: AsyncAlloClient, id: str) -> User:
    return await allo.v2.users.get(id)


async def _tags(allo: AsyncAlloClient) -> list[Tag]:
    return await allo.v2.tags.list()


async def _numbers(allo: AsyncAlloClient) -> list[Number]:
    return await allo.v2.numbers.list()


async def _queue(allo: AsyncAlloClient, user_id: str | None, email: str | None) -> DialingQueue | None:
    return await allo.v2.dialing_queue.get(user_id=given(user_id), email=given(email))


async def _templates(allo: AsyncAlloClient) -> list[SummaryTemplate]:
    return await allo.v2.summary_templates.list()


async def _webhooks(allo: AsyncAlloClient) -> list[Webhook]:
    return await allo.v2.webhooks.list()
