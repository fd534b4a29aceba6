"""The store by itself: what it starts, cancels and tells, with a runner that only takes notes."""

from __future__ import annotations

import pytest

from allo_ext import AlloError
from allo_ext.hooks._key import QueryKey, query_key
from allo_ext.hooks._store import Store


class Notes:
    """A runner that runs nothing by itself."""

    def __init__(self) -> None:
        self.started: list = []
        self.cancelled: list[int] = []
        self.news: list = []
        self.closed = False

    def start(self, work, done, failed, *, to_the_end=False):  # noqa: ARG002
        number = len(self.started)
        self.started.append((work, done, failed))
        return lambda: self.cancelled.append(number)

    def tell(self, news) -> None:
        self.news.append(news)

    def close(self) -> None:
        self.closed = True

    def tell_all(self) -> None:
        while self.news:
            self.news.pop(0)()


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def store(notes) -> Store:
    return Store(notes)


async def fetch(*_arguments: object) -> int:
    return 1


ONE, OTHER = query_key("numbers", fetch, [1]), query_key("numbers", fetch, [2])


def test_a_late_answer_of_an_entry_that_is_gone_is_dropped(store, notes):
    """Its request was cancelled, and nobody is told; a new watcher has a request of its own."""
    told = []
    leave = store.watch(ONE, lambda: told.append("old"))
    leave()
    store.watch(ONE, lambda: told.append("new"))
    notes.started[0][1]("late")
    notes.tell_all()

    assert notes.cancelled == [0]
    assert (told, store.status(ONE).data) == ([], None)
    notes.started[1][1]("fresh")
    notes.tell_all()
    assert (told, store.status(ONE).data) == (["new"], "fresh")


def test_who_left_before_the_news_is_not_told(store, notes):
    """The news was on its way when they left."""
    told = []
    leave = store.watch(ONE, lambda: told.append("left"))
    store.watch(ONE, lambda: told.append("stays"))
    notes.started[0][1](7)
    leave()
    notes.tell_all()

    assert told == ["stays"]


def test_leaving_twice_is_leaving_once(store, notes):
    """Another watcher's request is not cancelled by it."""
    leave = store.watch(ONE, lambda: None)
    store.watch(ONE, lambda: None)
    leave()
    leave()

    assert notes.cancelled == []


def test_the_first_request_is_no_news(store, notes):
    """Who begins to watch sees it as loading already: no rendering for nothing."""
    before = store.status(ONE)
    store.watch(ONE, lambda: None)

    assert (before.is_loading, store.status(ONE).is_loading, notes.news) == (True, True, [])


def test_a_failure_is_told(store, notes):
    """With its error."""
    told = []
    store.watch(ONE, lambda: told.append(store.status(ONE).error))
    error = AlloError("broken")
    notes.started[0][2](error)
    notes.tell_all()

    assert [error] == told


def test_what_nobody_watches_is_not_asked(store, notes):
    """Neither refetch nor refresh wakes it."""
    store.watch(ONE, lambda: None)()
    store.refetch(ONE)
    store.refresh()

    assert len(notes.started) == 1


def test_refresh_leaves_others_alone(store, notes):
    """About one argument: one query."""
    store.watch(ONE, lambda: None)
    store.watch(OTHER, lambda: None)
    for started in tuple(notes.started):
        started[1](7)
    store.refresh("numbers", about=2)

    assert [work for work, _, _ in notes.started[2:]] == [OTHER]


def test_closing_closes_the_runner(store, notes):
    """Nothing is left to be told."""
    store.close()

    assert notes.closed


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(query_key("a", fetch, [1]), query_key("a", fetch, [1]), True, id="same"),
        pytest.param(query_key("a", fetch, [1]), query_key("b", fetch, [1]), False, id="topic"),
        pytest.param(query_key("a", fetch, [1]), query_key("a", fetch, [2]), False, id="arguments"),
        pytest.param(
            query_key("a", fetch, [[1, [2]]]), query_key("a", fetch, [(1, (2,))]), True, id="lists are tuples"
        ),
    ],
)
def test_what_makes_two_questions_one(one, other, expected):
    """Topic, function and arguments."""
    assert expected == (one == other)


def test_a_function_made_anew_is_the_same_function():
    """A component defines it at each rendering."""

    def render() -> QueryKey[int]:
        async def fetch(_allo) -> int:
            return 1

        return query_key("a", fetch, [])

    assert render() == render()
    assert hash(render()) == hash(render())
