"""Lists are read to their end, whatever the server says about it, each item once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import httpx
import pytest

from allo_ext import AlloClient, AlloConnectionError, ServerError, UnexpectedResponseError

LINE = "+12025550143"


class Server:
    """A list behind a server that caps sizes, and says what it likes about the number of pages."""

    def __init__(self, items: list[Any], *, metadata: Any = None, cap: int = 100, beyond: str = "empty") -> None:
        self.items = items
        self.metadata = metadata
        self.cap = cap
        self.beyond = beyond
        self.asked: list[int] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        page, size = int(request.url.params["page"]), min(int(request.url.params["size"]), self.cap)
        self.asked.append(page)
        results = self.items[page * size : (page + 1) * size]
        if not results and self.beyond == "last" and self.items:
            last = (len(self.items) - 1) // size
            results = self.items[last * size :]
        total = -(-len(self.items) // size)
        data: dict[str, Any] = {"results": results}
        if self.metadata is not None:
            data["metadata"] = self.metadata(total) if callable(self.metadata) else self.metadata
        return httpx.Response(200, json={"data": data})


def contacts(count: int) -> list[dict[str, Any]]:
    return [{"id": f"cnt_{number}"} for number in range(count)]


LIES = {
    "flat": lambda total: {"total_pages": total, "current_page": 0},
    "nested": lambda total: {"pagination": {"total_pages": total, "current_page": 0}},
    "null": lambda _: None,
    "absent": None,
    "empty-object": lambda _: {},
    "always-one": lambda _: {"total_pages": 1},
    "always-zero": lambda _: {"pagination": {"total_pages": 0}},
    "one-too-few": lambda total: {"total_pages": total - 1},
    "one-too-many": lambda total: {"total_pages": total + 1},
    "far-too-many": lambda _: {"total_pages": 999},
    "text": lambda _: {"total_pages": "many"},
    "negative": lambda _: {"total_pages": -1},
}


@pytest.mark.parametrize("lie", LIES)
def test_the_end_is_reached_whatever_the_metadata_says(make, scripted, lie):
    """Flat, nested, null, absent or wrong: every item comes, once, and there is an end."""
    for count in (0, 1, 9, 10, 11, 20, 25, 40):
        server = Server(contacts(count), metadata=LIES[lie])
        found = [contact.id for contact in make(scripted(server)).contacts.iter(size=10)]

        assert [f"cnt_{number}" for number in range(count)] == found
        assert len(server.asked) <= -(-count // 10) + 3


@pytest.mark.parametrize(
    "lie", ["flat", "nested", "null", "absent", "always-one", "always-zero", "one-too-few", "far-too-many"]
)
def test_a_server_that_gives_fewer_than_it_was_asked_for_hides_nothing(make, scripted, lie):
    """A capped page is not taken for the last one, also where the total was counted with another size."""
    hidden = []
    for count, cap in product((7, 10, 50, 60, 100, 110), (10, 25, 50)):
        server = Server(contacts(count), metadata=LIES[lie], cap=cap)
        found = [contact.id for contact in make(scripted(server)).contacts.iter(size=100)]
        if found != [f"cnt_{number}" for number in range(count)]:
            hidden.append((count, cap, len(found)))

    assert hidden == []


def test_a_total_counted_with_the_size_that_was_asked_for_is_not_believed(make, scripted):
    """33 a page where 100 were asked for, and 3 pages promised for 250: all 250 come."""
    server = Server(contacts(250), metadata={"total_pages": 3}, cap=33)
    found = [contact.id for contact in make(scripted(server)).contacts.iter(size=100)]

    assert [f"cnt_{number}" for number in range(250)] == found


@pytest.mark.parametrize("count", [11, 20, 25, 40])
@pytest.mark.parametrize("lie", ["flat", "null", "absent", "always-one"])
def test_a_server_that_gives_its_last_page_again_is_left(make, scripted, lie, count):
    """Past the end some servers give the last page over and over: each item comes once, and it ends."""
    server = Server(contacts(count), metadata=LIES[lie], beyond="last")
    found = [contact.id for contact in make(scripted(server)).contacts.iter(size=10)]

    assert [f"cnt_{number}" for number in range(count)] == found


@pytest.mark.parametrize("metadata", [None, {"total_pages": 3}], ids=["absent", "promised"])
def test_a_server_that_never_turns_the_page_is_an_error(make, scripted, metadata):
    """The first page for ever, with more to come by all that is known: the rest cannot be had, and that is said."""
    body = {"data": {"results": contacts(10), "metadata": metadata}}
    allo = make(scripted(body))
    found = []

    with pytest.raises(UnexpectedResponseError, match="ignores the page number"):
        found.extend(contact.id for contact in allo.contacts.iter(size=10))


def test_pages_that_go_round_in_circles_end(make, scripted):
    """A server that begins again after its last page keeps no one for ever."""
    server = Server(contacts(30))

    def circling(request: httpx.Request) -> httpx.Response:
        page = int(request.url.params["page"]) % 3
        return server(httpx.Request("GET", request.url.copy_set_param("page", page)))

    found = [contact.id for contact in make(scripted(circling)).contacts.iter(size=10)]

    assert [f"cnt_{number}" for number in range(30)] == found


@pytest.mark.parametrize("size", [2, 7, 10])
@pytest.mark.parametrize("arrivals", [1, 2, 3, 7])
def test_calls_that_arrive_while_paging_bring_no_duplicate_and_lose_nothing(allo, mock, size, arrivals):
    """New calls push the others to later pages: each comes once, and none is left out."""
    line = mock.numbers[0]
    before = [call.id for call in allo.calls.iter(allo_number=line)]
    found = []
    left = 4
    for number, call in enumerate(allo.calls.iter(allo_number=line, size=size)):
        found.append(call.id)
        if number % size == 0 and left:
            left -= 1
            for _ in range(min(arrivals, size)):
                mock.simulate_call(line)

    assert before == found


def test_pages_that_only_shifted_are_not_the_end(make, scripted):
    """As many new calls as one or two pages hold make the next ones equal the last ones: reading goes on."""

    def found(arrivals: int) -> list[str]:
        server = Server(contacts(8))

        def shifting(request: httpx.Request) -> httpx.Response:
            response = server(request)
            if len(server.asked) == 2:  # between the second and the third page
                server.items = [*({"id": f"new_{number}"} for number in range(arrivals)), *contacts(8)]
            return response

        return [contact.id for contact in make(scripted(shifting)).contacts.iter(size=2)]

    assert found(2) == found(4) == [item["id"] for item in contacts(8)]


def test_the_same_id_twice_on_a_page_is_one_item(make, scripted):
    """An id names one item, however often the server gives it."""
    body = {"data": {"results": [{"id": "1"}, {"id": "1"}, {"id": "2"}], "metadata": {"total_pages": 1}}}

    assert [contact.id for contact in make(scripted(body)).contacts.iter()] == ["1", "2"]


def test_equal_messages_of_one_page_are_all_kept(make, scripted):
    """Messages have no id: two that say the same were two; and what cannot be read is not thrown together."""
    message = {"type": "TEXT_MESSAGE", "message": {"content": "Hi", "start_date": "2026-01-15T10:30:00"}}
    pages = [[message, message, {"type": "FAX", "n": 1}], [{"type": "FAX", "n": 2}]]

    def answer(request: httpx.Request) -> Any:
        return httpx.Response(
            200, json={"data": {"results": pages[int(request.url.params["page"])], "metadata": {"total_pages": 2}}}
        )

    found = list(make(scripted(answer)).contacts.iter_conversation("cnt_1", size=3))

    assert [item.extra for item in found] == [{}, {}, {"n": 1}, {"n": 2}]


@pytest.mark.parametrize("prefetch", [0, 3])
@pytest.mark.parametrize(
    ("answer", "error"),
    [(500, ServerError), (httpx.ReadError, AlloConnectionError), ({"data": "?"}, UnexpectedResponseError)],
    ids=["500", "lost", "rubbish"],
)
def test_an_error_in_the_middle_raises_after_the_pages_before_it(make, scripted, answer, error, prefetch):
    """A page that cannot be had ends the list with its error, never quietly; what came before it was given."""
    server = Server(contacts(50))

    def failing(request: httpx.Request) -> Any:
        if request.url.params["page"] == "2":
            if isinstance(answer, type):
                raise answer("as asked for")
            return httpx.Response(answer) if isinstance(answer, int) else httpx.Response(200, json=answer)
        return server(request)

    found = []
    with pytest.raises(error):  # noqa: PT012 (what came before the error counts)
        for contact in make(scripted(failing), retry=None).contacts.iter(size=10, prefetch=prefetch):
            found.append(contact.id)  # noqa: PERF401 (a comprehension would lose it)

    assert [f"cnt_{number}" for number in range(20)] == found


@pytest.fixture
def los_angeles(monkeypatch) -> Iterator[None]:
    """A machine in another time zone."""
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "America/Los_Angeles")
        time.tzset()
        yield
    time.tzset()


def day(number: int) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)


def dated(*days: int) -> list[dict[str, Any]]:
    return [{"id": f"day{number}", "start_date": day(number).isoformat()} for number in days]


@pytest.mark.parametrize(
    ("since", "until", "expected", "pages"),
    [
        pytest.param(day(25), None, range(30, 24, -1), 3, id="since"),
        pytest.param(day(26), None, range(30, 25, -1), 2, id="since-the-first-of-a-page"),
        pytest.param(None, day(3), range(2, 0, -1), 7, id="until"),
        pytest.param(day(20), day(23), (22, 21, 20), 4, id="both"),
        pytest.param(date(2026, 1, 26), None, range(30, 24, -1), 3, id="a-date"),
        pytest.param(datetime(2026, 1, 26), None, range(30, 24, -1), 3, id="naive-means-utc"),  # noqa: DTZ001
        pytest.param(day(20), day(20), (), 4, id="no-time-at-all"),
        pytest.param(day(99), None, (), 1, id="nothing-yet"),
        pytest.param(None, None, range(30, 0, -1), 7, id="everything"),
    ],
)
@pytest.mark.usefixtures("los_angeles")
def test_a_window_stops_reading_early(make, scripted, since, until, expected, pages):  # noqa: PLR0917 (fixtures)
    """`since` is inclusive, `until` exclusive; the first page that is older throughout is the last one read.

    The time zone of the machine does not matter.
    """
    server = Server(dated(*range(30, 0, -1)))
    found = [c.id for c in make(scripted(server)).calls.iter(allo_number=LINE, since=since, until=until, size=5)]

    assert [f"day{number}" for number in expected] == found
    assert pages == len(server.asked)


def test_a_window_stops_reading_ahead(make, scripted):
    """Once a page is older throughout, no other one is asked for."""
    server = Server(dated(*range(30, 0, -1)), metadata=LIES["flat"])
    list(make(scripted(server)).calls.iter(allo_number=LINE, since=day(99), size=5, prefetch=3))

    assert server.asked == [0]


def test_calls_without_a_date_are_in_every_window(make, scripted):
    """What has no readable date is never left out, and does not end the reading."""
    items = [*dated(9), {"id": "undated"}, {"id": "rubbish", "start_date": "soon"}, *dated(8, 7)]
    server = Server(items)
    found = [c.id for c in make(scripted(server)).calls.iter(allo_number=LINE, since=day(8), size=1)]

    assert found == ["day9", "undated", "rubbish", "day8"]


@pytest.mark.parametrize(("between", "times"), [(9_000, 1), (20_500, 2)], ids=["remembered", "forgotten"])
def test_the_memory_of_what_was_seen_is_bounded(scripted, key, between, times):
    """The last 10,000 ids are remembered, and at most 20,000: an item that comes again after more comes twice."""
    server = Server([*contacts(between), {"id": "cnt_0"}])
    with AlloClient(key, transport=scripted(server), pace=None) as allo:
        found = [contact.id for contact in allo.contacts.iter(size=100)]

    assert (found.count("cnt_0"), len(found)) == (times, between + times - 1)


def test_a_page_is_a_sequence_of_its_results(allo, mock):
    """A page has a length, can be gone through and indexed, and says which it is."""
    page = allo.calls.search(allo_number=mock.numbers[0], page=1, size=3)

    assert (3, list(page), 1) == (len(page), [page[0], page[1], page[2]], page.current_page)
