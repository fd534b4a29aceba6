"""Whole lists of version 2: windows of time, ends, items that arrive meanwhile."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import httpx
import pytest

from allo_ext import UnexpectedResponseError

LINE = "+12025550143"
START = datetime(2026, 1, 1, tzinfo=UTC)


class Server:
    """Items of the item search, one every six hours; honours the days of `date`, or ignores them as live."""

    def __init__(self, count: int, *, honours: bool, total: bool = True, more: bool = True) -> None:
        self.items = [self.item(number) for number in range(count)]
        self.honours, self.total, self.more = honours, total, more
        self.asked: list[dict[str, Any]] = []
        self.served: list[str] = []

    def item(self, number: int) -> dict[str, Any]:
        when = START + timedelta(hours=6 * (number // 2 * 2))  # two items share a moment
        return {"id": f"cll-{number:04}", "type": "CALL", "date": when.isoformat().replace("+00:00", "Z")}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        self.asked.append(body)
        days = body.get("date") if self.honours else None
        chosen = [item for item in self.items if not days or days["from"] <= item["date"][:10] <= days["to"]]
        if body.get("sort") != "DATE_ASC":
            chosen.reverse()
        first = (body["page"] - 1) * body["size"]
        shown = chosen[first : first + body["size"]]
        self.served += [item["date"][:10] for item in shown]
        pagination: dict[str, Any] = {"page": body["page"], "size": body["size"]}
        if self.total:
            pagination |= {"total_count": len(chosen), "total_pages": -(-len(chosen) // body["size"])}
        if self.more:
            pagination["has_more"] = first + body["size"] < len(chosen)
        return httpx.Response(200, json={"data": shown, "pagination": pagination})


WINDOWS: list[dict[str, Any]] = [
    {},
    {"since": date(2026, 2, 1)},
    {"until": date(2026, 2, 1)},
    {"since": date(2026, 1, 20), "until": date(2026, 1, 25)},
    {"since": START + timedelta(days=30, hours=12), "until": START + timedelta(days=30, hours=12, seconds=1)},
    {"since": datetime(2026, 1, 10), "until": datetime(2026, 1, 10)},  # noqa: DTZ001 (naive on purpose)
    {"since": date(2030, 1, 1)},
    {"until": date(2020, 1, 1)},
    {"since": date.min, "until": date.max},
    {"since": datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))},
]


@pytest.mark.parametrize("told", ["all", "no-total", "no-more", "nothing"])
@pytest.mark.parametrize("honours", [True, False], ids=["honoured", "ignored"])
@pytest.mark.parametrize("sort", ["DATE_ASC", "DATE_DESC"])
def test_a_window_is_exact(make, scripted, honours, sort, told):
    """The items of the window, each once, in order, on both kinds of server, whatever is said about pages."""
    wrong = {}
    for window in WINDOWS:
        server = Server(317, honours=honours, total=told in {"all", "no-more"}, more=told in {"all", "no-total"})
        found = [item.id for item in make(scripted(server)).v2.items.iter(**window, sort=sort, size=20)]
        since, until = (_moment(window.get(name)) for name in ("since", "until"))
        expected = [
            item["id"]
            for item in (server.items if sort == "DATE_ASC" else reversed(server.items))
            if (since is None or item["date"] >= since) and (until is None or item["date"] < until)
        ]
        if found != expected:
            wrong[str(window)] = (len(found), len(expected))

    assert wrong == {}


def _moment(value: date | None) -> str | None:
    if value is None:
        return None
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return moment.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")


def test_only_the_window_is_read_where_the_server_honours_it(make, scripted):
    """The days of the window and one on each side, and no page more."""
    server = Server(1_000, honours=True)
    found = list(make(scripted(server)).v2.items.iter(since=date(2026, 3, 1), until=date(2026, 3, 3), size=5))

    assert (len(found), server.asked[0]["date"]) == (8, {"from": "2026-02-28", "to": "2026-03-04"})
    assert (min(server.served), max(server.served)) == ("2026-02-28", "2026-03-04")
    assert len(server.served) == len({"2026-02-28", "2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"}) * 4


def test_reading_stops_behind_the_window_where_the_server_ignores_it(make, scripted):
    """Sorted lists need not be read to the end."""
    server = Server(1_000, honours=False)
    list(make(scripted(server)).v2.items.iter(until=date(2026, 1, 10), size=20))

    assert len(server.asked) <= 4


def test_items_that_arrive_meanwhile_are_read_last(make, scripted):
    """Oldest first, so that they do not shift the pages."""
    server = Server(40, honours=False)
    found = []
    for item in make(scripted(server)).v2.items.iter(size=10):
        found.append(item.id)
        if len(server.items) < 60:
            server.items.append(server.item(len(server.items)))

    assert found == [item["id"] for item in server.items]


def test_newest_first_drops_what_comes_twice(make, scripted):
    """New items push known ones to the next page."""
    server = Server(40, honours=False)
    before = [item["id"] for item in reversed(server.items)]
    found = []
    for item in make(scripted(server)).v2.items.iter(size=10, sort="DATE_DESC"):
        found.append(item.id)
        if len(server.items) < 45:
            server.items.append(server.item(len(server.items)))

    assert found == before


def test_a_limit_ends_an_iteration(make, scripted):
    """With no more pages than that takes."""
    server = Server(100, honours=True)
    found = [item.id for item in make(scripted(server)).v2.items.iter(size=10, limit=15)]

    assert (found, len(server.asked)) == ([item["id"] for item in server.items[:15]], 2)


def entries(resource: str, start: int, count: int) -> list[dict[str, Any]]:
    key = "contact_number" if resource == "conversations" else "id"
    return [{key: f"+1202555{number:04}"} for number in range(start, start + count)]


@pytest.mark.parametrize("resource", ["conversations", "people", "companies", "deals", "items"])
def test_a_list_ends_by_evidence(make, scripted, resource):
    """`has_more` or, without it, a short page; never by a default of one page. Pages are counted from 1."""
    first, second = entries(resource, 0, 100), entries(resource, 100, 30)
    told = [
        ({"has_more": True}, {"has_more": False}, 2),
        ({}, {}, 2),
        ({"has_more": None}, {"total_pages": None}, 2),
        ({"has_more": False, "total_count": 130}, {"has_more": False, "total_count": 130}, 2),
        ({"has_more": False, "total_pages": 2}, {"has_more": False, "total_pages": 2}, 2),
        (None, None, 2),
    ]
    for one, two, requests in told:
        answers = [
            {"data": page, **({} if p is None else {"pagination": p})} for page, p in ((first, one), (second, two))
        ]
        transport = scripted(*answers, {"data": [], "pagination": {}})
        arguments = {"allo_number": LINE} if resource == "conversations" else {}
        found = list(getattr(make(transport).v2, resource).iter(**arguments))

        assert (len(found), len(transport.requests)) == (130, requests), (one, two)
        pages = [json.loads(r.content)["page"] if r.content else int(r.url.params["page"]) for r in transport.requests]
        assert pages == [1, 2]


def test_a_server_that_does_not_turn_pages_is_an_error(make, scripted):
    """`has_more` on the same page again and again: the rest cannot be read, and that is said."""
    transport = scripted({"data": entries("people", 0, 100), "pagination": {"has_more": True}})

    with pytest.raises(UnexpectedResponseError, match="ignores the page number"):
        list(make(transport).v2.people.iter())
    assert len(transport.requests) < 10


def test_a_page_says_what_the_server_says(make, scripted):
    """`total_count` and `has_more`, None where nothing is said; version 1 has neither."""
    told = {"page": 2, "size": 1, "total_count": 7, "total_pages": 7, "has_more": True}
    page = make(scripted({"data": [{"id": "per-1"}], "pagination": told})).v2.people.search(page=2, size=1)
    bare = make(scripted({"data": []})).v2.people.search(page=3)
    old = make(scripted({"data": {"results": [], "metadata": {"current_page": 0}}})).contacts.search()

    assert (page.current_page, page.total_count, page.has_more, len(page)) == (2, 7, True, 1)
    assert (bare.current_page, bare.total_count, bare.has_more, len(bare)) == (3, None, None, 0)
    assert (old.current_page, old.total_count, old.has_more) == (0, None, None)


class Book:
    """People; honours `filters.phone_number`, or ignores it."""

    def __init__(self, people: list[dict[str, Any]], *, honours: bool) -> None:
        self.people, self.honours = people, honours
        self.asked: list[dict[str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        self.asked.append(body)
        number = body.get("filters", {}).get("phone_number") if self.honours else None
        chosen = [person for person in self.people if number is None or number in person["numbers"]]
        first = (body["page"] - 1) * body["size"]
        more = first + body["size"] < len(chosen)
        return httpx.Response(
            200, json={"data": chosen[first : first + body["size"]], "pagination": {"has_more": more}}
        )


PEOPLE = [
    *({"id": f"per-{n}", "numbers": [f"+1202555{n:04}"]} for n in range(150)),
    {"id": "per-a", "numbers": ["+33639980001"]},
    {"id": "per-b", "numbers": ["+1 202-555-9999", "06 39 98 00 01"]},
]


def test_people_are_found_by_number(make, scripted):
    """The answer is checked, and the book read where the filter was ignored or another notation is stored."""
    for honours, number, region, ids, requests in [
        (True, "+33639980001", None, ["per-a"], 1),
        (True, "06 39 98 00 01", "FR", ["per-a"], 1),
        (False, "+33 6 39 98 00 01", None, ["per-a"], 3),
        (False, "06 39 98 00 01", "FR", ["per-a", "per-b"], 3),
        (True, "+12025559999", None, ["per-b"], 3),
        (True, "+12025557777", None, [], 3),
    ]:
        book = Book(PEOPLE, honours=honours)
        found = make(scripted(book)).v2.people.find(number, region=region)

        assert ([person.id for person in found], len(book.asked)) == (ids, requests), (honours, number)
        assert book.asked[0]["filters"]["phone_number"].startswith("+")
