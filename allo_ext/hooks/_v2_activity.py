"""The query hooks of version 2 about calls and messages. Their arguments are those of the client's methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext._wire.given import NOT_GIVEN, given
from allo_ext.hooks._reading import use_one, use_query

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date as day

    from allo_ext._async.client import AsyncAlloClient
    from allo_ext._async.v2.analytics import Granularity
    from allo_ext._async.v2.items import Kind, Result, Sort, Way
    from allo_ext.hooks._query import Query
    from allo_ext.pages import Page
    from allo_ext.v2 import Conversation, Item, OutboundAnalytics, TeamMetrics

    Days = tuple[day | str, day | str]


def use_items(
    *,
    allo_number: str | None = None,
    contact_number: str | None = None,
    user_id: str | None = None,
    direction: Way | None = None,
    type: Kind | None = None,
    result: Result | None = None,
    tags: Iterable[str] = (),
    unread: bool | None = None,
    unresponded: bool | None = None,
    search: str | None = None,
    date: Days | None = None,
    sort: Sort | None = None,
    transcript: bool = False,
    page: int = 1,
    size: int = 20,
    enabled: bool = True,
    keep_previous: bool = False,
) -> Query[Page[Item]]:
    """Fetch one page of calls and messages, newest first: `allo.v2.items.search()`.

    Args:
        allo_number: Only items of this number of the account, in E.164 format.
        contact_number: Only items with this outside number, in E.164 format.
        user_id: Only items of this team member.
        direction: "INBOUND" or "OUTBOUND".
        type: "CALL", "SMS" or "ALL".
        result: Only calls with this result.
        tags: Only items with these tags, by name.
        unread: Only unread items.
        unresponded: Only items without a response.
        search: Words of the transcript, summary or message.
        date: The first and the last day.
        sort: "DATE_DESC", "DATE_ASC" or "RELEVANCE".
        transcript: Whether to load the transcripts.
        page: The page number, from 1.
        size: Items per page, 1 to 100.
        enabled: False disables the query.
        keep_previous: Whether to keep the previous page until the new one is loaded.
    """
    return use_query(
        "items",
        _items,
        allo_number,
        contact_number,
        user_id,
        direction,
        type,
        result,
        _several(tags),
        unread,
        unresponded,
        search,
        date,
        sort,
        transcript,
        page,
        size,
        enabled=enabled,
        keep_previous=keep_previous,
    )


def use_item(
    id: str | None, *, transcript: bool = False, enabled: bool = True, keep_previous: bool = False
) -> Query[Item]:
    """Fetch a call or a message: `allo.v2.items.get()`.

    Args:
        id: The id of the item; None disables the query.
        transcript: Whether to load the transcript.
        enabled: False disables the query.
        keep_previous: Whether to keep the previous item until this one is loaded.
    """
    return use_one("item", _item, id, transcript, enabled=enabled, keep_previous=keep_previous)


def use_conversations(
    *,
    allo_number: str | None = None,
    unread: bool | None = None,
    page: int = 1,
    size: int = 20,
    enabled: bool = True,
    keep_previous: bool = False,
) -> Query[Page[Conversation]]:
    """Fetch one page of a number's conversations, latest activity first: `allo.v2.conversations.list()`.

    Args:
        allo_number: A number of the account, in E.164 format; None disables the query.
        unread: True for unread conversations only.
        page: The page number, from 1.
        size: Conversations per page, 1 to 100.
        enabled: False disables the query.
        keep_previous: Whether to keep the previous page until the new one is loaded.
    """
    return use_one(
        "conversations",
        _conversations,
        allo_number,
        unread,
        page,
        size,
        enabled=enabled,
        keep_previous=keep_previous,
    )


def use_analytics_overview(
    *,
    date: Days | None,
    compare_date: Days | None = None,
    user_ids: Iterable[str] = (),
    allo_numbers: Iterable[str] = (),
    enabled: bool = True,
    keep_previous: bool = False,
) -> Query[TeamMetrics]:
    """Fetch the statistics of the team: `allo.v2.analytics.overview()`.

    Args:
        date: The first and the last day; None disables the query.
        compare_date: The days to compare with.
        user_ids: Only these members; not together with `allo_numbers`.
        allo_numbers: Only these numbers of the account, in E.164 format.
        enabled: False disables the query.
        keep_previous: Whether to keep the previous statistics until these are loaded.
    """
    return use_query(
        "analytics",
        _overview,
        date or ("", ""),
        compare_date,
        _several(user_ids),
        _several(allo_numbers),
        enabled=enabled and date is not None,
        keep_previous=keep_previous,
    )


def use_analytics_outbound(
    *,
    date: Days | None,
    compare_date: Days | None = None,
    user_ids: Iterable[str] = (),
    allo_numbers: Iterable[str] = (),
    tags: Iterable[str] = (),
    granularity: Granularity | None = None,
    enabled: bool = True,
    keep_previous: bool = False,
) -> Query[OutboundAnalytics]:
    """Fetch the funnel of outbound calls: `allo.v2.analytics.outbound()`.

    Args:
        date: The first and the last day; None disables the query.
        compare_date: The days to compare with.
        user_ids: Only these members; not together with `allo_numbers`.
        allo_numbers: Only these numbers of the account, in E.164 format.
        tags: The tags that mark a call as a conversion.
        granularity: "DAY", "WEEK" or "MONTH".
        enabled: False disables the query.
        keep_previous: Whether to keep the previous statistics until these are loaded.
    """
    return use_query(
        "analytics",
        _outbound,
        date or ("", ""),
        compare_date,
        _several(user_ids),
        _several(allo_numbers),
        _several(tags),
        granularity,
        enabled=enabled and date is not None,
        keep_previous=keep_previous,
    )


def _several(values: Iterable[str]) -> tuple[str, ...]:
    return (values,) if isinstance(values, str) else tuple(values)


async def _items(
    allo: AsyncAlloClient,
    allo_number: str | None,
    contact_number: str | None,
    user_id: str | None,
    direction: Way | None,
    type: Kind | None,
    result: Result | None,
    tags: tuple[str, ...],
    unread: bool | None,
    unresponded: bool | None,
    search: str | None,
    date: Days | None,
    sort: Sort | None,
    transcript: bool,
    page: int,
    size: int,
) -> Page[Item]:
    return await allo.v2.items.search(
        allo_number=given(allo_number),
        contact_number=given(contact_number),
        user_id=given(user_id),
        direction=given(direction),
        type=given(type),
        result=given(result),
        tags=tags or NOT_GIVEN,
        unread=given(unread),
        unresponded=given(unresponded),
        search=given(search),
        date=given(date),
        sort=given(sort),
        transcript=transcript,
        page=page,
        size=size,
    )


async def _item(allo: AsyncAlloClient, id: str, transcript: bool) -> Item:
    return await allo.v2.items.get(id, transcript=transcript)


async def _conversations(
    allo: AsyncAlloClient, allo_number: str, unread: bool | None, page: int, size: int
) -> Page[Conversation]:
    return await allo.v2.conversations.list(allo_number=allo_number, unread=given(unread), page=page, size=size)


async def _overview(
    allo: AsyncAlloClient,
    date: Days,
    compare_date: Days | None,
    user_ids: tuple[str, ...],
    allo_numbers: tuple[str, ...],
) -> TeamMetrics:
    return await allo.v2.analytics.overview(
        date=date,
        compare_date=given(compare_date),
        user_ids=user_ids or NOT_GIVEN,
        allo_numbers=allo_numbers or NOT_GIVEN,
    )


async def _outbound(
    allo: AsyncAlloClient,
    date: Days,
    compare_date: Days | None,
    user_ids: tuple[str, ...],
    allo_numbers: tuple[str, ...],
    tags: tuple[str, ...],
    granularity: Granularity | None,
) -> OutboundAnalytics:
    return await allo.v2.analytics.outbound(
        date=date,
        compare_date=given(compare_date),
        user_ids=user_ids or NOT_GIVEN,
        allo_numbers=allo_numbers or NOT_GIVEN,
        tags=tags or NOT_GIVEN,
        granularity=given(granularity),
    )
