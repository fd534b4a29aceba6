"""One request for all who ask the same; none for what nobody wants any more; another when something has changed."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from allo_ext import AsyncAlloClient
from allo_ext.hooks import use_contact, use_contacts, use_numbers, use_query, use_refresh
from allo_ext.hooks._store import Store


def _asked(mock) -> list[str]:
    return [f"{request.path.removeprefix('/v1/api/')}?{request.query}".rstrip("?") for request in mock.requests]


def test_two_components_share_a_request(screen, mock):
    """They ask the same, so it is asked once, and both have the same answer."""
    one, other = screen.show(lambda _: use_numbers(), lambda _: use_numbers())
    data = one.settle().data

    assert data is other.settle().data
    assert _asked(mock) == ["numbers"]


def test_other_arguments_are_another_request(screen, mock):
    """Only what is quite the same is shared."""
    one, other = screen.show(lambda _: use_contacts(page=0, size=5), lambda _: use_contacts(page=1, size=5))

    assert one.settle().data != other.settle().data
    assert sorted(_asked(mock)) == ["contacts?page=0&size=5", "contacts?page=1&size=5"]


def test_other_functions_are_another_request(screen):
    """Two questions of one's own are told apart by their functions, whatever the topic."""

    async def three(_allo: AsyncAlloClient) -> int:
        return 3

    async def four(_allo: AsyncAlloClient) -> int:
        return 4

    one, other = screen.show(lambda _: use_query("mine", three), lambda _: use_query("mine", four))

    assert (one.settle().data, other.settle().data) == (3, 4)


def test_refetch_serves_all_who_share_it(screen, mock, gate):
    """Both ask again at once: one request, and both have its answer."""
    one, other = screen.show(lambda _: use_numbers(), lambda _: use_numbers())
    data = one.settle().data
    other.settle()
    gate.held.add("numbers")
    one.now.refetch()
    other.now.refetch()
    gate.held.clear()
    screen.until(lambda: one.now.data is not data and other.now.data is not data)

    assert one.settle().data is other.settle().data
    assert len(mock.requests) == 2


def test_a_changed_argument_cancels_the_old_request(screen, mock, gate):
    """The old request is cancelled before it reaches the account, and the new one is answered."""
    gate.held.add("page=0")
    probe = screen.show(lambda page: use_contacts(page=page, size=5), argument=0)
    screen.until(lambda: gate.waiting)
    probe.change(1)
    screen.until(lambda: gate.cancelled)

    assert probe.settle().data.current_page == 1
    assert gate.cancelled == ["/v1/api/contacts?page=0&size=5"]
    assert _asked(mock) == ["contacts?page=1&size=5"]


def test_a_late_answer_is_dropped(screen, mock, gate):
    """Even an answer that comes although its request was cancelled is never shown for the new arguments."""
    gate.held.add("page=0")
    gate.ignores_cancelling = True
    probe = screen.show(lambda page: use_contacts(page=page, size=5), argument=0)
    screen.until(lambda: gate.waiting)
    probe.change(1)
    new = probe.settle().data
    gate.held.clear()
    screen.until(lambda: len(mock.requests) == 2)
    probe.now.refetch()
    screen.until(lambda: len(mock.requests) == 3)
    probe.settle()

    assert {None, new} == {query.data for query in probe.seen}
    assert _asked(mock)[1] == "contacts?page=0&size=5"


def test_leaving_the_screen_cancels(screen, gate):
    """When the last component that wants it leaves, the request is cancelled."""
    gate.held.add("numbers")
    _, leaves = screen.show(lambda _: use_contacts(), lambda _: use_numbers())
    screen.until(lambda: gate.waiting)
    seen = len(leaves.seen)
    screen.keep(1)
    screen.until(lambda: gate.cancelled)

    assert gate.cancelled == ["/v1/api/numbers"]
    assert len(leaves.seen) == seen


def test_who_stays_keeps_the_request(screen, gate, mock):
    """One of two leaves: the other has its answer."""
    gate.held.add("numbers")
    stays, _ = screen.show(lambda _: use_numbers(), lambda _: use_numbers())
    screen.until(lambda: gate.waiting)
    screen.keep(1)
    gate.held.clear()

    assert stays.settle().data
    assert gate.cancelled == []
    assert _asked(mock) == ["numbers"]


def test_what_nobody_shows_is_forgotten(screen, mock):
    """An answer lives as long as somebody shows it: who comes back sees the account as it is then."""
    _, comes_back = screen.show(lambda _: use_contacts(), lambda _: use_numbers())
    comes_back.settle()
    screen.keep(1)
    screen.keep(2)
    screen.until(lambda: _asked(mock).count("numbers") == 2)

    assert comes_back.settle().data


def test_who_comes_later_has_the_answer_at_once(screen, mock):
    """A component that appears beside one with the answer asks nothing and is not loading."""
    stays, comes = screen.show(lambda _: use_numbers(), lambda _: use_numbers())
    data = stays.settle().data
    screen.keep(1)
    comes.seen.clear()
    screen.keep(2)

    assert comes.seen[0].data is data
    assert not comes.seen[0].is_loading
    assert _asked(mock) == ["numbers"]


def test_what_changes_while_a_component_is_rendered_is_seen(screen, monkeypatch):
    """An answer that comes between a component's first rendering and its being on the screen is not lost on it."""
    watch = Store.watch

    def late(store: Store, asked: Any, changed: Any) -> Any:
        """Let the answer come first."""
        if not late.old:
            return watch(store, asked, changed)
        store.refetch(asked)
        screen.until(lambda: store.status(asked).data is not late.old)
        return watch(store, asked, changed)

    late.old = None
    monkeypatch.setattr(Store, "watch", late)
    stays, comes = screen.show(lambda _: use_numbers(), lambda _: use_numbers())
    late.old = stays.settle().data
    comes.settle()
    screen.keep(1)
    screen.keep(2)

    screen.until(lambda: stays.now.data is not late.old and comes.now.data is stays.now.data)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param((), ["contact", "contacts", "numbers"], id="everything"),
        pytest.param(("numbers",), ["numbers"], id="a topic"),
        pytest.param(("numbers", "contacts"), ["contacts", "numbers"], id="topics"),
        pytest.param(("calls",), [], id="nothing on the screen"),
    ],
)
def test_refresh_asks_again_what_has_changed(said, expected, screen, mock):
    """A thread that hears of a change, such as one that receives webhooks, says so: it is asked again."""
    refresh, *queries = screen.show(
        lambda _: use_refresh(), lambda _: use_numbers(), lambda _: use_contacts(), lambda _: use_contact("cnt_nobody")
    )
    for query in queries:
        query.settle()
    mock.requests.clear()
    thread = threading.Thread(target=refresh.now, args=said)
    thread.start()
    thread.join()
    screen.until(lambda: len(mock.requests) == len(expected))
    for query in queries:
        query.settle()

    assert expected == sorted(request.path.split("/")[3] for request in mock.requests)


def test_refresh_can_be_about_one_thing(screen, mock):
    """Only the queries with this argument are asked again."""
    refresh, *queries = screen.show(
        lambda _: use_refresh(), lambda _: use_contact("cnt_one"), lambda _: use_contact("cnt_other")
    )
    for query in queries:
        query.settle()
    mock.requests.clear()
    refresh.now("contact", about="cnt_one")
    screen.until(lambda: mock.requests)
    queries[0].settle()

    assert _asked(mock) == ["contact/cnt_one"]


def test_a_change_during_a_request_has_it_asked_once_more(screen, mock, gate):
    """The request may have left before the change: one more follows, however many changes there were."""
    gate.held.add("numbers")
    refresh, numbers = screen.show(lambda _: use_refresh(), lambda _: use_numbers())
    screen.until(lambda: gate.waiting)
    for _ in range(3):
        refresh.now("numbers")
    gate.held.clear()
    screen.until(lambda: len(mock.requests) == 2)

    assert numbers.settle().data
    assert gate.cancelled == []
    assert _asked(mock) == ["numbers", "numbers"]
