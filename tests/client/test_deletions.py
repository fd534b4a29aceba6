"""Items that are deleted while their list is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from allo_ext import UnexpectedResponseError

LINE = "+12025550143"


class Account:
    """One list, under every path, in which something happens before some of the requests."""

    def __init__(self, count: int, happens: Callable[[list[int], int], None]) -> None:
        self.items = list(range(count))
        self.happens = happens
        self.requests = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        self.happens(self.items, self.requests)
        page, size = int(request.url.params["page"]), int(request.url.params["size"])
        results: list[dict[str, Any]] = [{"id": f"{item}"} for item in self.items[page * size : (page + 1) * size]]
        if request.url.path.endswith("/conversation"):
            results = [{"type": "TEXT_MESSAGE", "message": {"content": result["id"]}} for result in results]
        total = -(-len(self.items) // size)
        return httpx.Response(200, json={"data": {"results": results, "metadata": {"total_pages": total}}})


LISTS = {
    "calls": lambda allo, **options: [call.id for call in allo.calls.iter(allo_number=LINE, **options)],
    "contacts": lambda allo, **options: [contact.id for contact in allo.contacts.iter(**options)],
    "conversation": lambda allo, **options: [
        item.message.content for item in allo.contacts.iter_conversation("cnt_1", **options)
    ],
}


def deleting(items: list[int], request: int) -> None:
    if request == 2:
        del items[3]


@pytest.mark.parametrize("prefetch", [0, 2])
@pytest.mark.parametrize("name", LISTS)
def test_a_consistent_list_loses_nothing_to_a_deletion(make, scripted, name, prefetch):
    """What slipped past the page boundary is found by the next pass, and nothing comes twice."""
    found = LISTS[name](make(scripted(Account(35, deleting))), size=10, consistent=True, prefetch=prefetch)

    assert sorted(map(int, found)) == list(range(35))


@pytest.mark.parametrize("name", LISTS)
def test_without_it_the_item_at_the_boundary_is_missed(make, scripted, name):
    """The docstring says so."""
    found = LISTS[name](make(scripted(Account(35, deleting))), size=10)

    assert set(range(35)) - set(map(int, found)) == {10}


@pytest.mark.parametrize(("count", "requests"), [(9, 1), (35, 8)])
def test_a_list_of_one_page_is_read_once_and_another_twice(make, scripted, count, requests):
    """One answer has no boundary at which to lose an item."""
    account = Account(count, lambda *_: None)
    found = LISTS["contacts"](make(scripted(account)), size=10, consistent=True)

    assert (len(found), account.requests) == (count, requests)


def test_items_that_arrive_are_not_a_difference(make, scripted):
    """New ones come first, where no boundary is before them: two passes are enough."""
    account = Account(35, lambda items, request: items.insert(0, 1000 + request))
    found = LISTS["contacts"](make(scripted(account)), size=10, consistent=True)

    assert set(range(35)) <= set(map(int, found))
    assert account.requests <= 12


def test_a_list_that_never_stays_the_same_is_an_error(make, scripted):
    """After a few passes, not never."""
    account = Account(200, lambda items, _: items.pop(3))
    with pytest.raises(UnexpectedResponseError, match="changed"):
        LISTS["contacts"](make(scripted(account)), size=10, consistent=True)
