"""The queries of version 2: what each asks, and that they behave as those of version 1."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from allo_ext import AlloClient, AsyncAlloClient, NotFoundError, PermissionDeniedError
from allo_ext.hooks import (
    use_analytics_outbound,
    use_analytics_overview,
    use_companies,
    use_company,
    use_conversations,
    use_deal,
    use_deals,
    use_dialing_queue,
    use_item,
    use_items,
    use_me,
    use_numbers_v2,
    use_people,
    use_person,
    use_summary_templates,
    use_tags,
    use_user,
    use_users,
    use_webhooks_v2,
)

LINE = "+12025550143"
DAYS = ("2026-02-01", "2026-02-28")

# name: the hook, the client's own answer, the method and path of the request
QUERIES = {
    "use_me": (lambda _: use_me(), lambda v2, _: v2.me(), "GET /me"),
    "use_users": (lambda _: use_users(status="BLOCKED"), lambda v2, _: v2.users.list(status="BLOCKED"), "GET /users"),
    "use_user": (lambda ids: use_user(ids["user"]), lambda v2, ids: v2.users.get(ids["user"]), "GET /users/{user}"),
    "use_tags": (lambda _: use_tags(), lambda v2, _: v2.tags.list(), "GET /tags"),
    "use_numbers_v2": (lambda _: use_numbers_v2(), lambda v2, _: v2.numbers.list(), "GET /numbers"),
    "use_items": (
        lambda _: use_items(allo_number=LINE, type="CALL", tags=["spam"], date=DAYS, unresponded=True, page=2, size=5),
        lambda v2, _: v2.items.search(
            allo_number=LINE, type="CALL", tags=["spam"], date=DAYS, unresponded=True, page=2, size=5
        ),
        "POST /conversations/items/search",
    ),
    "use_item": (
        lambda ids: use_item(ids["item"], transcript=True),
        lambda v2, ids: v2.items.get(ids["item"], transcript=True),
        "GET /conversations/items/{item}",
    ),
    "use_conversations": (
        lambda _: use_conversations(allo_number=LINE, size=3),
        lambda v2, _: v2.conversations.list(allo_number=LINE, size=3),
        "GET /conversations",
    ),
    "use_people": (
        lambda _: use_people(search="a", size=4),
        lambda v2, _: v2.people.search(search="a", size=4),
        "POST /crm/people/search",
    ),
    "use_person": (
        lambda ids: use_person(ids["person"]),
        lambda v2, ids: v2.people.get(ids["person"]),
        "GET /crm/people/{person}",
    ),
    "use_companies": (
        lambda _: use_companies(name="a", size=4),
        lambda v2, _: v2.companies.search(name="a", size=4),
        "POST /crm/companies/search",
    ),
    "use_company": (
        lambda ids: use_company(ids["company"]),
        lambda v2, ids: v2.companies.get(ids["company"]),
        "GET /crm/companies/{company}",
    ),
    "use_deals": (
        lambda _: use_deals(search="a", size=4),
        lambda v2, _: v2.deals.search(search="a", size=4),
        "POST /crm/deals/search",
    ),
    "use_deal": (
        lambda ids: use_deal(ids["deal"]),
        lambda v2, ids: v2.deals.get(ids["deal"]),
        "GET /crm/deals/{deal}",
    ),
    "use_dialing_queue": (
        lambda ids: use_dialing_queue(user_id=ids["user"]),
        lambda v2, ids: v2.dialing_queue.get(user_id=ids["user"]),
        "GET /dialing-queues/current",
    ),
    "use_summary_templates": (
        lambda _: use_summary_templates(),
        lambda v2, _: v2.summary_templates.list(),
        "GET /summary_templates",
    ),
    "use_analytics_overview": (
        lambda _: use_analytics_overview(date=DAYS, allo_numbers=[LINE]),
        lambda v2, _: v2.analytics.overview(date=DAYS, allo_numbers=[LINE]),
        "POST /analytics/overview",
    ),
    "use_analytics_outbound": (
        lambda _: use_analytics_outbound(date=DAYS, tags=["spam"], granularity="WEEK"),
        lambda v2, _: v2.analytics.outbound(date=DAYS, tags=["spam"], granularity="WEEK"),
        "POST /analytics/outbound",
    ),
    "use_webhooks_v2": (lambda _: use_webhooks_v2(), lambda v2, _: v2.webhooks.list(), "GET /webhooks"),
}


@pytest.fixture
def ids(mock) -> dict[str, str]:
    """The ids of a record of each kind."""
    with AlloClient(mock.api_key, transport=mock.transport, pace=None) as allo:
        v2 = allo.v2
        found = {
            "user": v2.users.list()[0].id,
            "item": next(iter(v2.items.search(type="CALL", size=1))).id,
            "person": next(iter(v2.people.search(size=1))).id,
            "company": v2.companies.create(name="Oak & Sons").id,
            "deal": v2.deals.create(name="A fleet of vans").id,
        }
    mock.requests.clear()
    return found


async def _directly(mock, ask, ids) -> Any:
    async with AsyncAlloClient(mock.api_key, transport=mock.transport, pace=None) as allo:
        return await ask(allo.v2, ids)


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_gives_what_the_client_gives(name, screen, mock, ids):
    """First nothing and is_loading, then the answer of the client's method; one request, with the same arguments."""
    hook, ask, request = QUERIES[name]
    probe = screen.show(hook, argument=ids)
    screen.until(lambda: not probe.now.is_loading)

    first, last = probe.seen[0], probe.now
    expected = asyncio.run(_directly(mock, ask, ids))
    ours, theirs = mock.requests
    assert (first.data, first.is_loading, first.is_fetching, first.error) == (None, True, True, None)
    assert (last.is_loading, last.is_fetching, last.error) == (False, False, None)
    method, path = request.format(**ids).split()
    assert (ours.method, ours.path, ours.params, ours.json) == (method, f"/v2/api{path}", theirs.params, theirs.json)
    assert last.data == expected


@pytest.mark.parametrize(
    "hook",
    [
        lambda _: use_item(None),
        lambda _: use_person(None),
        lambda _: use_company(None),
        lambda _: use_deal(None),
        lambda _: use_user(None),
        lambda _: use_conversations(),
        lambda _: use_analytics_overview(date=None),
        lambda _: use_analytics_outbound(date=None),
        lambda _: use_items(enabled=False),
    ],
    ids=["item", "person", "company", "deal", "user", "conversations", "overview", "outbound", "disabled"],
)
def test_nothing_chosen_yet_asks_nothing(hook, screen, mock):
    """Without an id, a number or days there is no request, no data and no loading."""
    probe = screen.show(hook)

    assert (probe.now.data, probe.now.is_loading, probe.now.error, list(mock.requests)) == (None, False, None, [])


def test_a_missing_scope_is_an_error_and_not_a_crash(screen, mock):
    """The page is shown, and the error has the API's code."""
    mock.add_key("only-calls", scopes=["CONVERSATIONS_READ"])
    client = AsyncAlloClient("only-calls", transport=mock.transport, pace=None, retry=None)
    probe = screen.show(lambda _: use_people(), client=client)
    got = probe.settle()

    assert isinstance(got.error, PermissionDeniedError)
    assert (got.error.status, got.data, got.is_loading) == (403, None, False)


def test_an_error_goes_away_when_it_is_asked_again(screen, mock, ids):
    """What is not found is an error; with another argument there is data."""
    probe = screen.show(use_person, argument="per-0000000000000000")
    lost = probe.settle()
    probe.change(ids["person"])
    screen.until(lambda: probe.now.data is not None)

    assert isinstance(lost.error, NotFoundError)
    assert (probe.now.data.id, probe.now.error) == (ids["person"], None)


def test_the_previous_page_is_kept_until_the_next_one_is_there(screen, gate):
    """With keep_previous a table does not disappear between two pages."""
    probe = screen.show(lambda page: use_items(page=page, size=5, keep_previous=True), argument=1)
    first = probe.settle()
    gate.held.add("/items")
    probe.change(2)
    screen.until(lambda: probe.now.is_previous)
    between = probe.now
    gate.held.clear()
    screen.until(lambda: not probe.now.is_previous)

    assert between.data == first.data
    assert (len(probe.now.data.results), between.is_loading) == (5, False)
    assert {item.id for item in probe.now.data}.isdisjoint(item.id for item in first.data)
