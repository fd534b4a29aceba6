"""`allo sync` against lists in any order, wrong dates, odd ids, and other writers in the file."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from allo_ext import AlloClient
from allo_ext.cli._program import command
from allo_ext.cli._sync import schema, store
from allo_ext.cli._sync.store import Store
from allo_ext.testing import MockAllo

LINE, CALLER = "+12025550143", "+12025550178"
START = datetime.now(UTC).replace(microsecond=0) - timedelta(days=400)


class Account(httpx.MockTransport):
    """An account that holds what a test puts into it, listed in the order in which it is there."""

    def __init__(self) -> None:
        super().__init__(self._answer)
        self.numbers = [LINE]
        self.calls: list[dict[str, Any]] = []
        self.contacts: list[dict[str, Any]] = []
        self.talk: list[dict[str, Any]] = []
        self.refused: set[str] = set()
        self.requests = 0

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        path, params = request.url.path, request.url.params
        if path.endswith("/numbers"):
            return _json({"data": [{"number": number} for number in self.numbers]})
        if params.get("allo_number") in self.refused:
            return httpx.Response(400, json={"code": "NO_SUCH_LINE"})
        items = next(
            items
            for end, items in [("/calls", self.calls), ("/contacts", self.contacts), ("/conversation", self.talk)]
            if path.endswith(end)
        )
        page, size = int(params["page"]), int(params["size"])
        metadata = {"total_pages": max(1, -(-len(items) // size))}
        return _json({"data": {"results": items[page * size : (page + 1) * size], "metadata": metadata}})


def _json(body: Any) -> httpx.Response:
    return httpx.Response(200, content=json.dumps(body))


def call(name: str, moment: datetime | str | None, **more: Any) -> dict[str, Any]:
    start = moment.isoformat() if isinstance(moment, datetime) else moment
    return {
        "id": f"call_{name}",
        "type": "INBOUND",
        "from_number": CALLER,
        "to_number": LINE,
        "start_date": start,
        **more,
    }


def sms(number: int) -> dict[str, Any]:
    sent = {"type": "INBOUND", "from_number": CALLER, "to_number": LINE, "content": f"n {number}"}
    sent["start_date"] = (START + timedelta(hours=number)).isoformat()
    return {"type": "TEXT_MESSAGE", "message": sent}


def person(**over: Any) -> dict[str, Any]:
    return {"id": "cnt_1", "name": "Ada", "numbers": [CALLER], **over}


@pytest.fixture
def account(allo, monkeypatch) -> Account:
    account = Account()
    monkeypatch.setattr(
        command, "AlloClient", lambda key, **options: AlloClient(key, **{**options, "transport": account})
    )
    return account


def rows(path: Path, query: str) -> list[Any]:
    with sqlite3.connect(path) as db:
        found = db.execute(query).fetchall()
    db.close()
    return [row[0] if len(row) == 1 else row for row in found]


def dump(path: Path) -> dict[str, list[Any]]:
    queries = {name: f"select * from {name} order by {', '.join(shape.pk)}" for name, shape in schema.TABLES.items()}
    return {name: rows(path, query) for name, query in queries.items()}


ORDERS: dict[str, Callable[[list[Any]], list[Any]]] = {
    "newest-first": lambda items: items[::-1],
    "oldest-first": lambda items: items,
    "shuffled": lambda items: random.Random(7).sample(items, len(items)),
}


@pytest.mark.slow
@pytest.mark.parametrize("count", [7, 250])
def test_the_order_of_the_lists_makes_no_difference(allo, account, tmp_path, count):
    """After each of three syncs, with something new before each, the files hold the same."""
    dumps: dict[str, list[Any]] = {}
    for name, order in ORDERS.items():
        dumps[name] = []
        for more in (0, 3, 6):
            last = START + timedelta(hours=count + more - 1)
            account.calls = order([call(str(n), START + timedelta(hours=n)) for n in range(count + more)])
            account.talk = order([sms(n) for n in range(count + more)])
            account.contacts = [person(last_activity_date=last.isoformat())]
            assert allo("sync", tmp_path / f"{name}.db", "--overlap", "1").code == 0
            dumps[name].append(dump(tmp_path / f"{name}.db"))

    assert dumps["newest-first"] == dumps["oldest-first"] == dumps["shuffled"]
    assert [len(one["calls"]) for one in dumps["shuffled"]] == [count, count + 3, count + 6]
    assert [len(one["messages"]) for one in dumps["shuffled"]] == [count, count + 3, count + 6]


WRONG = [
    pytest.param("2931-05-01T00:00:00", id="future"),
    pytest.param("9999-12-31T23:59:59", id="year-9999"),
    pytest.param("0001-01-01T00:00:00", id="year-1"),
    pytest.param("0001-01-01T00:00:00+14:00", id="before-year-1"),
    pytest.param("soon", id="no-date"),
    pytest.param(None, id="none"),
]


@pytest.mark.parametrize("place", ["first", "last"])
@pytest.mark.parametrize("wrong", WRONG)
def test_one_wrong_date_stops_nothing(allo, account, tmp_path, wrong, place):
    """New calls and messages arrive, in an account with one that has an impossible date."""
    path = tmp_path / "allo.db"
    usual = [call(str(n), START + timedelta(hours=n)) for n in range(150, 0, -1)]
    account.calls = [call("odd", wrong), *usual] if place == "first" else [*usual, call("odd", wrong)]
    account.talk = [sms(1)]
    account.contacts = [person(last_activity_date=wrong)]
    codes = [allo("sync", path).code]
    account.calls.insert(place == "first", call("new", START + timedelta(hours=200)))
    account.talk.insert(0, sms(2))
    codes += [allo("sync", path).code, allo("sync", path).code]

    assert codes == [0, 0, 0]
    assert {"call_new", "call_odd"} <= set(rows(path, "select id from calls"))
    assert len(rows(path, "select id from messages")) == 2


def test_a_deletion_during_the_first_sync_loses_no_call(allo, account, tmp_path):
    """The calls behind it moved over a page boundary; they are found by the next pass."""
    account.calls = [call(str(n), START + timedelta(hours=n)) for n in range(350, 0, -1)]
    answer = account.handler

    def deleting(request: httpx.Request) -> httpx.Response:
        if request.url.params.get("page") == "1" and len(account.calls) == 350:
            del account.calls[5]
        return answer(request)

    account.handler = deleting
    assert allo("sync", tmp_path / "allo.db").code == 0
    assert {one["id"] for one in account.calls} <= set(rows(tmp_path / "allo.db", "select id from calls"))


def test_an_unordered_list_that_was_cut_off_is_complete_after_the_next_sync(allo, account, tmp_path):
    """No date says how far it had come, so nothing is taken for read."""
    account.calls = [call(str(n), START + timedelta(hours=n)) for n in range(450)]
    answer = account.handler

    def failing(request: httpx.Request) -> httpx.Response:
        return httpx.Response(401) if request.url.params.get("page") == "3" else answer(request)

    account.handler = failing
    first = allo("sync", tmp_path / "allo.db")
    account.handler = answer
    second = allo("sync", tmp_path / "allo.db")

    assert (first.code, second.code) == (1, 0)
    assert len(rows(tmp_path / "allo.db", "select id from calls")) == 450


def test_a_sync_that_was_cut_off_goes_on_with_all_that_is_missing(allo, account, tmp_path):
    """What is new, what was listed late within the overlap, and the rest, without pages that there are not."""
    account.calls = [call(str(n), START - timedelta(minutes=10 * n)) for n in range(650)]
    answer = account.handler
    account.handler = lambda request: httpx.Response(401) if request.url.params.get("page") == "5" else answer(request)
    first = allo("sync", tmp_path / "allo.db")
    pages: list[int] = []

    def noting(request: httpx.Request) -> httpx.Response:
        pages.append(int(request.url.params.get("page", 0)))
        return answer(request)

    account.handler = noting
    account.calls.insert(121, call("late", START - timedelta(hours=20, minutes=5)))
    account.calls.insert(0, call("new", START + timedelta(hours=1)))
    before = len(rows(tmp_path / "allo.db", "select id from calls"))
    second = allo("sync", tmp_path / "allo.db")

    assert (first.code, before, second.code) == (1, 500, 0)
    assert max(pages) <= 7  # one after the last may be read ahead
    assert {one["id"] for one in account.calls} == {*rows(tmp_path / "allo.db", "select id from calls")}


def test_a_refused_line_is_named_and_the_others_are_synced(allo, account, tmp_path):
    """In a sync, an export and a list; a strict export fails, and leaves no file."""
    account.numbers, account.refused = [LINE, "32665", "Main office"], {"32665"}
    account.calls = [call("1", START)]
    done = [
        allo("sync", tmp_path / "allo.db"),
        allo("calls", "export", "--out", tmp_path / "calls.csv"),
        allo("calls", "list"),
    ]
    strict = allo("calls", "export", "--strict", "--out", tmp_path / "strict.csv")

    assert [(one.code, sum("32665" in line for line in one.err.splitlines())) for one in done] == [(0, 1)] * 3
    assert rows(tmp_path / "allo.db", "select id from calls") == ["call_1"]
    assert (strict.code, (tmp_path / "strict.csv").exists()) == (1, False)


ODD_IDS = ["c\ud800", "c\udc00\udc01", "a\0b", "../../sms", "..", "a?b#c%2e", "x" * 5000, "\N{PILE OF POO}", " "]


@pytest.mark.parametrize("odd", ODD_IDS)
def test_an_odd_id_is_a_row_like_any_other(allo, account, tmp_path, odd):
    """A contact that no path can name is named and its conversation left out; all else is there, and stays so."""
    path = tmp_path / "allo.db"
    account.calls = [
        call("1", START),
        {**call("", START), "id": odd, "summary": f"about {odd}", "transcript": [{"text": odd}]},
    ]
    account.contacts = [person(id=odd), person(id="cnt_2")]
    account.talk = [sms(1)]
    first = allo("sync", path)
    before = dump(path)
    second = allo("sync", path)

    assert (first.code, second.code, dump(path)) == (0, 0, before)
    counts = {name: len(found) for name, found in before.items()}
    assert (counts["calls"], counts["contacts"], counts["transcript_lines"], counts["messages"]) == (2, 2, 1, 1)


def test_two_ids_that_differ_in_half_a_character_are_two_calls(allo, account, tmp_path):
    """Neither is replaced by the other."""
    account.calls = [{**call("", START), "id": f"c{half}"} for half in ("\ud800", "\ud801")]
    allo("sync", tmp_path / "allo.db")

    assert len(rows(tmp_path / "allo.db", "select id from calls")) == 2


@pytest.mark.parametrize("part", ["contacts", "calls", "conversation"])
def test_a_part_that_cannot_be_read_does_not_end_the_sync(allo, account, tmp_path, part):
    """It is named, with exit code 1."""
    account.calls, account.contacts, account.talk = [call("1", START)], [person()], [sms(1)]
    answer = account.handler
    account.handler = lambda request: _json({"data": 5}) if request.url.path.endswith(part) else answer(request)
    done = allo("sync", tmp_path / "allo.db")
    counts = {name: len(found) for name, found in dump(tmp_path / "allo.db").items()}
    missing = {"contacts": (0, 1, 0), "calls": (1, 0, 1), "conversation": (1, 1, 0)}[part]

    assert (done.code, "incomplete" in done.err) == (1, True)
    assert (counts["contacts"], counts["calls"], counts["messages"]) == missing


@pytest.mark.parametrize("overlap", ["1e12", "inf", "1e300", "0"])
def test_any_overlap_is_possible(allo, account, tmp_path, overlap):
    """One that reaches back to before all calls reads all of them."""
    account.calls = [call(str(n), START + timedelta(hours=n)) for n in range(9, 0, -1)]

    assert [allo("sync", tmp_path / "allo.db", "--overlap", overlap).code for _ in range(2)] == [0, 0]


@pytest.mark.parametrize("version", [0, 1, schema.VERSION])
@pytest.mark.parametrize(
    "sql", ["create table calls (a int)", "create view contacts as select 1 as id", "create table timeline (a)"]
)
def test_the_file_of_another_program_is_left_alone(allo, account, tmp_path, sql, version):
    """Which has a table or a view of one of these names: one sentence, and the file as it was."""
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute(sql)
        db.execute(f"pragma user_version = {version}")
    db.close()
    before = path.read_bytes()
    done = allo("sync", path)

    assert (done.code, done.err.count("\n"), f"{path} has a" in done.err) == (2, 1, True)
    assert "of another program" in done.err
    assert path.read_bytes() == before


def test_what_a_list_leaves_out_is_kept_and_what_it_empties_is_not(allo, account, tmp_path):
    """Emails and numbers of contacts: lists may be without them, and that says nothing about the contact."""
    path = tmp_path / "new" / "folder" / "allo.db"
    found = []
    for one in (person(emails=["ada@example.com"]), {"id": "cnt_1", "name": "Ada"}, person(emails=[], numbers=[])):
        account.contacts = [one]
        allo("sync", path)
        found.append(rows(path, "select emails from contacts") + rows(path, "select number from contact_numbers"))

    assert found == [['["ada@example.com"]', CALLER], ['["ada@example.com"]', CALLER], [None]]


def test_a_transcript_that_is_added_later_counts_as_a_change(allo, account, tmp_path):
    """And one that a list leaves out is kept."""
    said = []
    for more in ({}, {"transcript": [{"text": "Hi"}]}, {}):
        account.calls = [call("1", START, **more)]
        said.append(allo("sync", tmp_path / "allo.db").err)

    assert [f"calls of {LINE}: {count} new or changed" in one for count, one in zip((1, 1, 0), said, strict=True)] == (
        [True] * 3
    )
    assert rows(tmp_path / "allo.db", "select text from transcript_lines") == ["Hi"]


def test_the_overlap_is_read_again(allo, account, tmp_path):
    """The last 48 hours, or as many as --overlap says; all calls with --full."""
    path, began = tmp_path / "allo.db", START - timedelta(days=30)

    def tagged(tag: str) -> set[int]:
        """Tag calls that are 40, 70, and 100 hours old, and return which of them a sync has noticed."""
        ages = (40, 70, 100)
        account.calls = [
            call(str(n), began - timedelta(minutes=20 * n), tag=tag if n in {3 * age for age in ages} else None)
            for n in range(400)
        ]
        arguments = {"b": ("--overlap", "72"), "c": ("--full",)}.get(tag, ())
        assert allo("sync", path, *arguments).code == 0
        return {age for age in ages if rows(path, f"select tag from calls where id = 'call_{3 * age}'") == [tag]}

    allo("sync", path)
    assert [tagged(tag) for tag in ("first", "a", "b", "c")] == [{40, 70, 100}, {40}, {40, 70}, {40, 70, 100}]


def test_conversations_are_read_again_where_something_may_be_new(allo, account, tmp_path):
    """Not if the last activity is known, settled, and no older than the messages."""
    path, answer = tmp_path / "allo.db", account.handler
    sent = START + timedelta(hours=1)
    dates = {"settled": sent, "call": sent + timedelta(days=1), "recent": datetime.now(UTC) - timedelta(days=1),
             "early": START, "none": None}  # fmt: skip
    account.talk = [sms(1)]
    account.contacts = [person(id=name, last_activity_date=date and date.isoformat()) for name, date in dates.items()]
    read: list[str] = []

    def noting(request: httpx.Request) -> httpx.Response:
        read.extend(name for name in dates if f"/{name}/" in request.url.path)
        return answer(request)

    account.handler = noting
    found = []
    for arguments in ((), (), ("--full",)):
        read.clear()
        assert allo("sync", path, *arguments).code == 0
        found.append(set(read))

    assert found == [{*dates}, {"recent", "early", "none"}, {*dates}]


def test_a_long_conversation_is_read_as_far_as_needed(allo, account, tmp_path):
    """Back to a day before the last known message; to its end with --full, or if it is not sorted."""
    path = tmp_path / "allo.db"
    newest = START + timedelta(days=60)

    def synced(minutes: int, more: dict[int, str], *arguments: str, turned: bool = False) -> set[str]:
        """Sync 150 messages and more at some places. Return which of these are in the file."""
        talk = [sms(0) for _ in range(150)]
        for place, one in enumerate(talk):
            one["message"]["start_date"] = (newest - timedelta(minutes=minutes * place)).isoformat()
        for place, content in more.items():
            one = sms(0)
            one["message"] |= {
                "content": content,
                "start_date": (newest - timedelta(minutes=minutes * place)).isoformat(),
            }
            talk.insert(place + 1, one)
        account.talk = talk[::-1] if turned else talk
        account.contacts = [person(last_activity_date=(newest + timedelta(seconds=len(more))).isoformat())]
        assert allo("sync", path, *arguments).code == 0
        return {*rows(path, "select content from messages")} - {"n 0"}

    synced(10, {})
    assert synced(10, {120: "20 hours"}) == {"20 hours"}
    path.unlink()
    synced(40, {})
    assert synced(40, {0: "new", 120: "80 hours"}) == {"new"}
    assert synced(40, {0: "new", 120: "80 hours"}, "--full") == {"new", "80 hours"}
    assert synced(40, {0: "new", 1: "newer", 121: "81 hours"}, turned=True) == {"new", "newer", "80 hours", "81 hours"}


def test_calls_and_messages_may_be_of_lines_that_are_gone(allo, account, tmp_path):
    """A row stands for the line, so that every reference leads somewhere."""
    account.calls, account.talk, account.contacts = [call("1", START, to_number="+12125550101")], [sms(1)], [person()]
    account.talk[0]["message"]["to_number"] = "+12125550102"
    allo("sync", tmp_path / "allo.db")

    assert {LINE, "+12125550101", "+12125550102"} == {*rows(tmp_path / "allo.db", "select number from numbers")}
    assert rows(tmp_path / "allo.db", "pragma foreign_key_check") == []


def test_if_all_lines_are_refused_the_sync_fails(allo, account, tmp_path):
    """Then it is not about one of them."""
    account.numbers = ["32665", "32666"]
    account.refused = {*account.numbers}
    done = allo("sync", tmp_path / "allo.db")

    assert (done.code, "NO_SUCH_LINE" in done.err) == (1, True)


def test_a_file_that_stays_locked_is_reported(allo, account, tmp_path, monkeypatch):
    """One sentence and exit code 1, after half a minute of waiting."""
    monkeypatch.setattr(store, "_PATIENCE", 0.01)
    path = tmp_path / "allo.db"
    allo("sync", path)
    account.calls = [call("1", START)]
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin immediate")
        done = allo("sync", path)

    assert (done.code, "another program is writing it; try again later" in done.err) == (1, True)


def test_one_sync_waits_for_another(tmp_path, monkeypatch):
    """It says so once, and goes on when the other has ended; a drive without such locks keeps nobody from working."""
    path, said = tmp_path / "allo.db", []
    path.touch()

    def waits() -> None:
        said.append("waits")
        fcntl.flock(first, fcntl.LOCK_UN)

    with path.open("rb") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        with Store.open(path, waits), pytest.raises(BlockingIOError):
            fcntl.flock(first, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(first, fcntl.LOCK_EX | fcntl.LOCK_NB)

        def refuse(*_: Any) -> None:
            raise OSError(errno.ENOLCK, "No locks available")

        monkeypatch.setattr(fcntl, "flock", refuse)
        with Store.open(path, waits) as opened:
            assert list(opened.query("select * from calls")) == []

    assert said == ["waits"]


def test_many_rows_are_compared_with_those_of_the_file(tmp_path):
    """More than SQLite takes in one query: what is there is not written again, and what is gone is removed."""
    tags = [{"id": str(number), "name": "n"} for number in range(900)]
    given = [{"call_id": "c", "tag": str(number)} for number in range(900)]
    with Store.open(tmp_path / "allo.db") as opened:
        written = [opened.put("tags", tags), opened.put("tags", tags), opened.put("tags", [{"id": "7", "name": "x"}])]
        opened.put("calls", [{"id": "c"}])
        replaced = [opened.replace("call_tags", "call_id", ["c"], some) for some in (given, given, given[:5])]

        assert (written, replaced) == ([900, 0, 1], [1, 0, 1])
        assert len(list(opened.query("select * from call_tags"))) == 5


@pytest.mark.slow
def test_a_sync_waits_for_another_writer(allo, account, tmp_path):
    """Also where it has read before it writes."""
    path = tmp_path / "allo.db"
    account.calls = [call("1", START)]
    allo("sync", path)
    account.calls.insert(0, call("2", START + timedelta(hours=1)))
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("begin immediate")
    timer = threading.Timer(1.5, lambda: other.execute("commit"))
    timer.start()
    done = allo("sync", path)
    timer.join()
    other.close()

    assert done.code == 0
    assert sorted(rows(path, "select id from calls")) == ["call_1", "call_2"]


@pytest.mark.slow
def test_two_syncs_of_one_file_at_once_both_end_well(tmp_path):
    """From the first moment on, when neither has made the tables yet."""
    mock = MockAllo(contacts=15, calls=300, seed=5, latency=0.01)
    with mock.serve() as served:
        environment = {**os.environ, "ALLO_BASE_URL": served.base_url, "ALLO_API_KEY": "key"}
        started = [
            subprocess.Popen(
                [sys.executable, "-m", "allo_ext.cli", "--pace", "off", "-q", "sync", str(tmp_path / "allo.db")],
                env=environment,
            )
            for _ in range(2)
        ]
        codes = [process.wait(timeout=60) for process in started]
    assert codes == [0, 0]
    assert len(rows(tmp_path / "allo.db", "select id from calls")) == 300
    assert rows(tmp_path / "allo.db", "pragma integrity_check") == ["ok"]
