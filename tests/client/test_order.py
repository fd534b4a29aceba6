"""No order of a list is promised, so only an order that was seen ends an iteration early."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from allo_ext import InvalidArgumentError

LINE, OTHER = "+12025550143", "+12025550144"
START = datetime(2026, 1, 1, tzinfo=UTC)


def dated(*days: int) -> list[dict[str, Any]]:
    return [{"id": f"day{day}", "start_date": (START + timedelta(days=day)).isoformat()} for day in days]


class Lines:
    """An account with a list of calls for each line, and one conversation."""

    def __init__(self, **calls: list[dict[str, Any]]) -> None:
        self.calls = calls
        self.asked: list[int] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/numbers"):
            return httpx.Response(200, json={"data": [{"number": f"+{line[1:]}"} for line in self.calls]})
        params = request.url.params
        page, size = int(params["page"]), int(params["size"])
        self.asked.append(page)
        items = self.calls["l" + params.get("allo_number", LINE)[1:]]
        if request.url.path.endswith("/conversation"):
            items = [{"type": "CALL", "call": item} for item in items]
        results = items[page * size : (page + 1) * size]
        return httpx.Response(
            200, json={"data": {"results": results, "metadata": {"total_pages": -(-len(items) // size)}}}
        )


def line(*days: int) -> Lines:
    return Lines(**{"l" + LINE[1:]: dated(*days)})


def orders() -> list[Any]:
    days = list(range(60))
    return [
        pytest.param(days, id="oldest-first"),
        pytest.param([0, *reversed(days[1:])], id="one-of-long-ago-first"),
        pytest.param([*days[30:], *days[:30]], id="two-halves"),
        *(pytest.param(random.Random(seed).sample(days, 60), id=f"shuffled-{seed}") for seed in range(6)),
    ]


@pytest.mark.parametrize("size", [5, 20, 100])
@pytest.mark.parametrize("days", orders())
def test_since_finds_every_call_in_a_list_of_any_order(make, scripted, days, size):
    """Only a list that has been newest first so far ends at a page that is older."""
    found = [c.id for c in make(scripted(line(*days))).calls.iter(since=START + timedelta(days=40), size=size)]

    assert found == [f"day{day}" for day in days if day >= 40]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_few_calls_in_order_prove_nothing(make, scripted, size):
    """Three of many are in order by chance."""
    days = [9, 1, 0, 8, 7, 6, 5, 4, 3, 2]
    found = [c.id for c in make(scripted(line(*days))).calls.iter(since=START + timedelta(days=5), size=size)]

    assert found == ["day9", "day8", "day7", "day6", "day5"]


@pytest.mark.parametrize("limit", [1, 7, 200])
@pytest.mark.parametrize("days", orders())
def test_the_newest_calls_are_the_newest_in_a_list_of_any_order(make, scripted, days, limit):
    """`limit` gives the newest, sorted; the same for a conversation."""
    allo = make(scripted(line(*days)))
    expected = [f"day{day}" for day in range(59, -1, -1)][:limit]

    assert [call.id for call in allo.calls.iter(limit=limit, size=10)] == expected
    assert [item.call.id for item in allo.contacts.iter_conversation("cnt_1", limit=limit, size=10)] == expected


def test_the_newest_calls_of_several_lines_are_compared(make, scripted):
    """One line is listed oldest first, the other newest first."""
    account = Lines(**{"l" + LINE[1:]: dated(*range(0, 60, 2)), "l" + OTHER[1:]: dated(*range(59, 0, -2))})
    found = [call.id for call in make(scripted(account)).calls.iter(limit=10, size=10)]

    assert found == [f"day{day}" for day in range(59, 49, -1)]


def test_the_newest_of_a_sorted_list_take_one_request(make, scripted):
    """The order is seen on the first page."""
    account = line(*range(59, -1, -1))
    found = [call.id for call in make(scripted(account)).calls.iter(allo_number=LINE, limit=10, size=10)]

    assert (len(found), account.asked) == (10, [0])


@pytest.mark.parametrize("options", [{"limit": 0}, {"limit": "3"}, {"limit": 3, "consistent": True}])
def test_a_limit_that_cannot_be_kept_is_refused(make, scripted, options):
    """By name, with nothing sent."""
    account = line(1)
    with pytest.raises(InvalidArgumentError) as caught:
        list(make(scripted(account)).calls.iter(allo_number=LINE, **options))

    assert (caught.value.field, account.asked) == ("limit", [])
