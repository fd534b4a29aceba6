"""The query hooks. Their arguments are those of the client's methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext._wire.given import NOT_GIVEN, given
from allo_ext.hooks._reading import use_one, use_query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext._async.client import AsyncAlloClient
    from allo_ext.hooks._query import Query
    from allo_ext.pages import Page
    from allo_ext.records import Call, Contact, ConversationItem, Number, Webhook


def use_numbers(*, enabled: bool = True) -> Query[list[Number]]:
    """Fetch the account's lines: `allo.numbers.list()`.

    Args:
        enabled: False disables the query.
    """
    return use_query("numbers", _numbers, enabled=enabled)


def use_webhooks(*, enabled: bool = True) -> Query[list[Webhook]]:
    """Fetch the webhooks: `allo.webhooks.list()`.

    Args:
        enabled: False disables the query.
    """
    return use_query("webhooks", _webhooks, enabled=enabled)


def use_calls(
    *,
    allo_number: str | None = None,
    contact_number: str | None = None,
    page: int = 0,
    size: int = 20,
    enabled: bool = True,
    keep_previous: bool = False,
) -> Query[Page[Call]]:
    """Fetch one page of a line's calls, newest first: `allo.calls.search()`.

    Args:
        allo_number: A line of the account, in E.164 format; None disables the query.
        contact_number: Only calls with this number, in E.164 format.
        page: The page number, from 0.
        size: Calls per page, 1 to 100.
        enabled: False disables the query.
        keep_previous: Whether to keep the previous page until the new one is loaded.
    """
    return use_one(
        "calls",
        _calls,
        allo_number,
        contact_number,
        page,
        size,
        enabled=enabled,
        keep_previous=keep_previous,
    )


def use_contacts(
    *, page: int = 0, size: int = 20, enabled: bool = True, keep_previous: bool = False
) -> Query[Page[Contact]]:
    """Fetch one page of contacts: `allo.contacts.search()`.

    Args:
        page: The page number, from 0.
        size: Contacts per page, 1 to 100.
        enabled: False disables the query.
        keep_previous: Whether to keep the previous page until the new one is loaded.
    """
    return use_query("contacts", _contacts, page, size, enabled=enabled, keep_previous=keep_previous)


def use_contact(
    contact_id: str | None, *, extend: Iterable[str] = (), enabled: bool = True, keep_previous: bool = False
) -> Query[Contact]:
    """Fetch a contact with its email addresses: `allo.contacts.get()`.

    Args:
        contact_id: The contact ID; None disables the query.
        extend: Additional data: "engagement", "activity", or both.
        enabled: False disables the query.
        keep_previous: Whether to keep the previous contact until this one is loaded.
    """
    return use_one(
        "contact",
        _contact,
        contact_id,
        (extend,) if isinstance(extend, str) else tuple(extend),
        enabled=enabled,
        keep_previous=keep_previous,
    )


def use_conversation(
    contact_id: str | None,
    *,
    allo_number: str | None = None,
    page: int = 0,
    size: int = 20,
    enabled: bool = True,
    keep_previous: bool = False,
) -> Query[Page[ConversationItem]]:
    """Fetch one page of calls and messages with a contact, newest first: `allo.contacts.conversation()`.

    Args:
        contact_id: The contact ID; None disables the query.
        allo_number: Only items on this line of the account, in E.164 format.
        page: The page number, from 0.
        size: Items per page, 1 to 100.
        enabled: False disables the query.
        keep_previous: Whether to keep the previous page until the new one is loaded.
    """
    return use_one(
        "conversation",
        _conversation,
        contact_id,
        allo_number,
        page,
        size,
        enabled=enabled,
        keep_previous=keep_previous,
    )


async def _numbers(allo: AsyncAlloClient) -> list[Number]:
    return await allo.numbers.list()


async def _webhooks(allo: AsyncAlloClient) -> list[Webhook]:
    return await allo.webhooks.list()


async def _calls(
    allo: AsyncAlloClient, allo_number: str, contact_number: str | None, page: int, size: int
) -> Page[Call]:
    return await allo.calls.search(
        allo_number=allo_number,
        contact_number=given(contact_number),
        page=page,
        size=size,
    )


async def _contacts(allo: AsyncAlloClient, page: int, size: int) -> Page[Contact]:
    return await allo.contacts.search(page=page, size=size)


async def _contact(allo: AsyncAlloClient, contact_id: str, extend: tuple[str, ...]) -> Contact:
    return await allo.contacts.get(contact_id, extend=extend or NOT_GIVEN)


async def _conversation(
    allo: AsyncAlloClient, contact_id: str, allo_number: str | None, page: int, size: int
) -> Page[ConversationItem]:
    return await allo.contacts.conversation(contact_id, allo_number=given(allo_number), page=page, size=size)
