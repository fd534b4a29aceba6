"""Sync of the team and the CRM over version 2: lines, users, tags, companies, people, deals. All are read each time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from allo_ext._wire.columns import line_id
from allo_ext.cli._display import newer_columns as columns
from allo_ext.cli._reading.calls import members
from allo_ext.cli._sync.numbers import put_numbers
from allo_ext.cli._sync.rows import reader_of
from allo_ext.cli._sync.team_tables import NOT_IN_PEOPLE

if TYPE_CHECKING:
    from allo_ext import AlloClient
    from allo_ext.cli._sync.store import Store
    from allo_ext.v2 import Person

_user: Final = reader_of(columns.USERS)
_tag: Final = reader_of(columns.TAGS)
_company: Final = reader_of(columns.COMPANIES)
_deal: Final = reader_of(columns.DEALS, without={"company"})
_person: Final = reader_of(columns.PEOPLE, without=NOT_IN_PEOPLE)


def numbers(allo: AlloClient, store: Store) -> int:
    """Sync the lines, and return how many there are."""
    listed = allo.v2.numbers.list()
    rows = [{"id": line_id(line), "number": line.number, "name": line.name, "country": line.country} for line in listed]
    with store.whole():
        store.put("numbers", rows)
    return len(listed)


def users(allo: AlloClient, store: Store) -> int:
    """Sync the members of the team, also blocked ones, who may have made older calls."""
    found = {user.id: user for user in members(allo)}
    with store.whole():
        return store.put("users", [_user(user) for user in found.values()])


def tags(allo: AlloClient, store: Store) -> int:
    """Sync the tags."""
    rows = [_tag(tag) for tag in allo.v2.tags.list()]
    with store.whole():
        return store.put("tags", rows)


def companies(allo: AlloClient, store: Store) -> int:
    """Sync the companies of the CRM."""
    return store.put_all(
        allo.v2.companies.iter(prefetch=2),
        lambda some: store.put("companies", [_company(one) for one in some]),
    )


def people(allo: AlloClient, store: Store) -> int:
    """Sync the people of the CRM."""
    return store.put_all(allo.v2.people.iter(prefetch=2), partial(_put_people, store))


def deals(allo: AlloClient, store: Store) -> int:
    """Sync the deals of the CRM."""

    def put(some: list[Any]) -> int:
        _mention(store, some)
        return store.put(
            "deals",
            [{**_deal(deal), "company_id": columns.company_id(deal)} for deal in some],
        )

    return store.put_all(allo.v2.deals.iter(prefetch=2), put)


def _put_people(store: Store, some: list[Person]) -> int:
    _mention(store, some)
    rows = [
        {
            **_person(person),
            "name": person.full_name or None,
            "company_id": columns.company_id(person),
        }
        for person in some
    ]
    changed = store.put("people", rows)
    put_numbers(store, "person_numbers", "person_id", some)
    return changed


def _mention(store: Store, records: list[Any]) -> None:
    """Add missing rows for companies that people and deals refer to."""
    referred = {record.company.id: record.company.name for record in records if record.company and record.company.id}
    store.add("companies", [{"id": one, "name": name} for one, name in referred.items()])
