"""The query hooks of version 2 about the CRM: people, companies, deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext._wire.given import given
from allo_ext.hooks._reading import use_one, use_query

if TYPE_CHECKING:
    from allo_ext._async.client import AsyncAlloClient
    from allo_ext.hooks._query import Query
    from allo_ext.pages import Page
    from allo_ext.v2 import Company, Deal, Person


def use_people(
    *,
    search: str | None = None,
    phone_number: str | None = None,
    page: int = 1,
    size: int = 20,
    enabled: bool = True,
    keep_previous: bool = False,
) -> Query[Page[Person]]:
    """Fetch one page of people: `allo.v2.people.search()`.

    Args:
        search: Part of a name, company, number or e-mail address.
        phone_number: Only people with this number, in E.164 format.
        page: The page number, from 1.
        size: People per page, 1 to 100.
        enabled: False disables the query.
        keep_previous: Whether to keep the previous page until the new one is loaded.
    """
    return use_query("people", _people, search, phone_number, page, size, enabled=enabled, keep_previous=keep_previous)


def use_person(id: str | None, *, enabled: bool = True, keep_previous: bool = False) -> Query[Person]:
    """Fetch a person: `allo.v2.people.get()`.

    Args:
        id: The person's id; None disables the query.
        enabled: False disables the query.
        keep_previous: Whether to keep the previous person until this one is loaded.
    """
    return use_one("person", _person, id, enabled=enabled, keep_previous=keep_previous)


def use_companies(
    *, name: str | None = None, page: int = 1, size: int = 20, enabled: bool = True, keep_previous: bool = False
) -> Query[Page[Company]]:
    """Fetch one page of companies: `allo.v2.companies.search()`.

    Args:
        name: Only companies whose name contains this.
        page: The page number, from 1.
        size: Companies per page, 1 to 100.
        enabled: False disables the query.
        keep_previous: Whether to keep the previous page until the new one is loaded.
    """
    return use_query("companies", _companies, name, page, size, enabled=enabled, keep_previous=keep_previous)


def use_company(id: str | None, *, enabled: bool = True, keep_previous: bool = False) -> Query[Company]:
    """Fetch a company: `allo.v2.companies.get()`.

    Args:
        id: The company's id; None disables the query.
        enabled: False disables the query.
        keep_previous: Whether to keep the previous company until this one is loaded.
    """
    return use_one("company", _company, id, enabled=enabled, keep_previous=keep_previous)


def use_deals(
    *,
    search: str | None = None,
    stage: str | None = None,
    page: int = 1,
    size: int = 20,
    enabled: bool = True,
    keep_previous: bool = False,
) -> Query[Page[Deal]]:
    """Fetch one page of deals: `allo.v2.deals.search()`.

    Args:
        search: The name of a deal or a company.
        stage: Only deals whose `status` is exactly this.
        page: The page number, from 1.
        size: Deals per page, 1 to 100.
        enabled: False disables the query.
        keep_previous: Whether to keep the previous page until the new one is loaded.
    """
    return use_query("deals", _deals, search, stage, page, size, enabled=enabled, keep_previous=keep_previous)


def use_deal(id: str | None, *, enabled: bool = True, keep_previous: bool = False) -> Query[Deal]:
    """Fetch a deal: `allo.v2.deals.get()`.

    Args:
        id: The deal's id; None disables the query.
        enabled: False disables the query.
        keep_previous: Whether to keep the previous deal until this one is loaded.
    """
    return use_one("deal", _deal, id, enabled=enabled, keep_previous=keep_previous)


async def _people(
    allo: AsyncAlloClient, search: str | None, phone_number: str | None, page: int, size: int
) -> Page[Person]:
    return await allo.v2.people.search(
        search=given(search),
        phone_number=given(phone_number),
        page=page,
        size=size,
    )


async def _person(allo: AsyncAlloClient, id: str) -> Person:
    return await allo.v2.people.get(id)


async def _companies(allo: AsyncAlloClient, name: str | None, page: int, size: int) -> Page[Company]:
    return await allo.v2.companies.search(name=given(name), page=page, size=size)


async def _company(allo: AsyncAlloClient, id: str) -> Company:
    return await allo.v2.companies.get(id)


async def _deals(allo: AsyncAlloClient, search: str | None, stage: str | None, page: int, size: int) -> Page[Deal]:
    return await allo.v2.deals.search(
        search=given(search),
        stage=given(stage),
        page=page,
        size=size,
    )


async def _deal(allo: AsyncAlloClient, id: str) -> Deal:
    return await allo.v2.deals.get(id)
