"""One line's calls in the file: where a walk goes on after it was cut off, and what is read again."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from allo_ext import AlloClient, Call, Page, TranscriptLine
from allo_ext._sync.v1.calls import Calls
from allo_ext.cli._sync import lines
from allo_ext.cli._sync.paging import page_of
from allo_ext.cli._sync.store import Store

START = datetime(2026, 3, 1, tzinfo=UTC)


class Account:
    """A line whose calls a test writes itself."""

    def __init__(self, calls: list[Call]) -> None:
        self.listed = calls

    def search(self, *, page: int = 0, size: int = 100, **_: object) -> Page[Call]:
        newest = sorted(self.listed, key=lambda call: call.start_date, reverse=True)
        return Page(tuple(newest[page * size : (page + 1) * size]), page, -(-len(newest) // size))


@pytest.fixture
def client(mock, monkeypatch) -> Callable[[Account], AlloClient]:
    def make(account: Account) -> AlloClient:
        monkeypatch.setattr(Calls, "search", lambda _, **arguments: account.search(**arguments))
        return AlloClient("key", transport=mock.transport, pace=None)

    return make


def call_at(minutes: float, **over: object) -> Call:
    return Call(id=f"call_{minutes}", start_date=START + timedelta(minutes=minutes), **over)


def ids_in(store: Store) -> set[str]:
    return {row["id"] for row in store.query("select id from calls")}


@pytest.mark.parametrize("full", [False, True], ids=["incremental", "full"])
@pytest.mark.parametrize("died_after", [1, 2, 3, 4, 7])
def test_a_walk_that_was_cut_off_goes_on_where_it_was(client, tmp_path, died_after, full):
    """Calls that came meanwhile are there too, and none is missing."""
    account = Account([call_at(n) for n in range(1000)])
    asked: list[int] = []
    original = account.search

    def search(*, page: int = 0, size: int = 100, **_: object) -> Page[Call]:
        asked.append(page)
        if len(asked) > died_after:
            raise KeyboardInterrupt
        return original(page=page, size=size)

    account.search = search
    allo = client(account)
    with Store.open(tmp_path / "allo.db") as store:
        with pytest.raises(KeyboardInterrupt):
            lines.sync(allo, store, "+12025550143", overlap=0, full=False)
        kept = ids_in(store)
        account.search = original
        account.listed += [call_at(n) for n in range(1000, 1250)]
        lines.sync(allo, store, "+12025550143", overlap=0, full=full)

        assert len(kept) < 1000
        assert ids_in(store) == {call.id for call in account.listed}
        assert store.get("sync_lines", "+12025550143")["complete_to"] == "2026-03-01T20:49:00Z"


def test_what_was_read_is_not_read_again(client, tmp_path):
    """A walk that was cut off near its end needs few requests to come to it: a day's quota may be a thousand."""
    account = Account([call_at(n) for n in range(4000)])
    asked: list[int] = []
    original = account.search

    def search(*, page: int = 0, size: int = 100, **_: object) -> Page[Call]:
        asked.append(page)
        if len(asked) == 36:
            raise KeyboardInterrupt
        return original(page=page, size=size)

    account.search = search
    allo = client(account)
    with Store.open(tmp_path / "allo.db") as store:
        with pytest.raises(KeyboardInterrupt):
            lines.sync(allo, store, "+12025550143", overlap=0, full=False)
        before = len(asked)
        lines.sync(allo, store, "+12025550143", overlap=0, full=False)

        assert len(ids_in(store)) == 4000
        assert len(asked) - before < 30


def test_a_long_call_that_ends_late_is_not_missed(client, tmp_path):
    """It appears below calls that began later: the overlap finds it, and a summary that came late."""
    account = Account([call_at(n) for n in range(300)])
    allo = client(account)
    with Store.open(tmp_path / "allo.db") as store:
        lines.sync(allo, store, "+12025550143", overlap=86_400, full=False)
        account.listed[299] = call_at(299, summary="It came late.")
        account.listed.append(call_at(250.5))
        changed = lines.sync(allo, store, "+12025550143", overlap=86_400, full=False)

        assert (changed, len(ids_in(store))) == (2, 301)
        assert store.get("calls", "call_299")["summary"] == "It came late."


def test_a_transcript_that_shrinks_leaves_nothing(client, tmp_path):
    """Lines that are gone are gone from the index too."""
    said = [TranscriptLine(source="USER", text=text) for text in ("zebra", "giraffe")]
    account = Account([call_at(1, transcript=tuple(said))])
    allo = client(account)
    path = tmp_path / "allo.db"
    with Store.open(path) as store:
        lines.sync(allo, store, "+12025550143", overlap=86_400, full=False)
        account.listed = [call_at(1, transcript=(TranscriptLine(source="USER", text="lion"),))]
        lines.sync(allo, store, "+12025550143", overlap=86_400, full=False)

    with sqlite3.connect(path) as db:
        texts = db.execute("select text from transcript_lines").fetchall()
        found = db.execute("select count(*) from transcript_lines_fts where transcript_lines_fts match 'giraffe'")
        assert (texts, found.fetchone()) == ([("lion",)], (0,))
    db.close()


@pytest.mark.parametrize("moment", [-5, 0, 1, 99, 100, 555, 999, 1500])
def test_the_page_of_a_moment_is_found(moment):
    """The first page that holds a call from then or earlier."""
    account = Account([call_at(n) for n in range(1000)])
    found = page_of(lambda page: account.search(page=page), START + timedelta(minutes=moment))
    oldest = [min(call.start_date for call in account.search(page=page)) for page in range(10)]
    expected = next((page for page in range(10) if oldest[page] <= START + timedelta(minutes=moment)), 10)

    assert found == expected
