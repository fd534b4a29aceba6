"""`allo sync` while an account lives: things appear, change and are deleted, and runs are killed at any point."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from allo_ext import AlloClient
from allo_ext.cli._display.text import iso
from allo_ext.cli._program import command
from allo_ext.cli._sync import conversations, items, lines, schema
from allo_ext.testing import MockAllo

LINES, FRIEND = ("+12025550143", "+33199000042"), "+12125550188"
PAGE, SHORT_PAGE = 6, 2
"""What the server puts on a page of calls or messages, and of contacts; few of them are many pages."""
RECENT = timedelta(hours=40)
"""A sync reads the last 48 hours again."""
SETTINGS = settings(
    max_examples=int(os.environ.get("ALLO_EXAMPLES", "4")),
    stateful_step_count=12,
    phases=[Phase.generate],  # a failure is reported as it was found: shrinking it takes minutes
    suppress_health_check=list(HealthCheck),
)
ORDERS: Final[dict[str, Callable[[list[Any]], list[Any]]]] = {
    "documented": lambda found: found,
    "turned": lambda found: found[::-1],
    "mixed": lambda found: sorted(found, key=lambda one: hashlib.sha1(_name(one).encode()).digest()),
}


NEWS: Final = st.lists(
    st.tuples(
        st.sampled_from(["call", "call_late", "write", "meet", "rename", "edit", "delete_call", "delete_contact"]),
        st.integers(1, 20),
    ),
    min_size=1,
    max_size=4,
)


class Killed(BaseException):
    """The process ends here."""


class Life:
    """Counts requests and SQL statements until the process is killed. What it does after that has no effect."""

    def __init__(self) -> None:
        self.used: Counter[str] = Counter()
        self.ends: dict[str, int] = {}

    def spend(self, kind: str) -> None:
        self.used[kind] += 1
        if any(self.used[kind] > most for kind, most in self.ends.items()):
            raise Killed


def ids_of(call: str) -> set[str]:
    """Return the ids of a call in both versions."""
    key = call.partition("_")[2]
    return {f"call_{key}", f"cll-{key}"}


def _name(record: dict[str, Any]) -> str:
    return record.get("id") or json.dumps(record)


class Account(httpx.BaseTransport):
    """A MockAllo with short pages, in which records can be deleted, and calls be listed late or during a run."""

    def __init__(self, life: Life) -> None:
        self.mock = MockAllo(contacts=4, calls=30, seed=2, numbers=LINES)
        self.life = life
        self.order = "documented"
        self.hidden: set[str] = set()
        self.arrives_after: int | None = None
        self.arrived: set[str] = set()
        self.leaves: set[str] = set()
        self._lists: dict[Any, list[Any]] = {}

    def changed(self) -> None:
        self._lists.clear()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.life.spend("requests")
        if self.arrives_after is not None:
            self.arrives_after -= 1
            if self.arrives_after < 0:
                self.arrives_after = None
                self.arrived.add(self.mock.simulate_call(LINES[0], contact_number=FRIEND, transcript=[]).id)
                self.hidden |= self.leaves
                self.changed()
        if any(name in request.url.path for name in self.hidden):
            return httpx.Response(404, json={"code": "CONTACT_NOT_FOUND"})
        asked = json.loads(request.read()) if request.method == "POST" else dict(request.url.params)
        if "page" not in asked:
            return self.mock.handle(request)
        page = int(asked.pop("page"))
        key = (request.url.path, json.dumps(asked))
        if key not in self._lists:
            self._lists[key] = ORDERS[self.order](self._whole(request, asked))
        found, is_v2 = self._lists[key], request.method == "POST"
        size = SHORT_PAGE if request.url.path.endswith("/contacts") else PAGE
        here = slice((page - is_v2) * size, (page - is_v2 + 1) * size)
        total = -(-len(found) // size)
        if is_v2:
            about = {"page": page, "size": size, "total_count": len(found), "total_pages": total}
            about["has_more"] = page < total
            return httpx.Response(200, json={"data": found[here], "pagination": about})
        return httpx.Response(200, json={"data": {"results": found[here], "metadata": {"total_pages": total}}})

    def _whole(self, request: httpx.Request, asked: dict[str, Any]) -> list[Any]:
        if self.order == "mixed":  # such a server knows neither windows nor kinds
            asked = {name: value for name, value in asked.items() if name not in {"date", "type"}}
        headers = {"Authorization": request.headers["authorization"]}
        found: list[Any] = []
        for page in count(request.method == "POST"):
            these = {**asked, "page": page, "size": 100}
            given: dict[str, Any] = {"json": these} if request.method == "POST" else {"params": these}
            url = request.url.copy_with(query=None)
            answer = self.mock.handle(httpx.Request(request.method, url, headers=headers, **given)).json()
            results = answer["data"] if isinstance(answer["data"], list) else answer["data"]["results"]
            found += [one for one in results if one.get("id") not in self.hidden]
            if len(results) < 100:
                return found
        raise AssertionError


def mortal(life: Life) -> type[sqlite3.Connection]:
    """Return a connection that a killed process leaves as it is."""

    class Connection(sqlite3.Connection):
        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            super().execute("pragma synchronous = off")  # a killed process, not a machine without power

        def execute(self, *arguments: Any) -> sqlite3.Cursor:
            life.spend("statements")
            return super().execute(*arguments)

        def executemany(self, *arguments: Any) -> sqlite3.Cursor:
            life.spend("statements")
            return super().executemany(*arguments)

        def commit(self) -> None:
            life.spend("statements")
            super().commit()

    return Connection


connect = sqlite3.connect


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(connect(path)) as db:
        return db.execute(query).fetchall()


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, in the order of the keys."""
    assert rows(path, "pragma foreign_key_check") == []
    assert rows(path, "pragma integrity_check") == [("ok",)]
    queries = {name: f"select * from {name} order by {', '.join(shape.pk)}" for name, shape in schema.TABLES.items()}
    return {name: rows(path, query) for name, query in queries.items()}


class SyncMachine(RuleBasedStateMachine):
    """After a run that ends well the file holds what the account holds, and a second run writes nothing."""

    def __init__(self, api: str, allo: Callable[..., Any], patch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.api, self.allo, self.life = api, allo, Life()
        self.account = Account(self.life)
        self.mock = self.account.mock
        self.owner = AlloClient("key", transport=self.mock.transport, pace=None)
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "allo.db"
        self.deleted: set[str] = set()
        self.late: set[str] = set()
        self.stale: set[str] = set()
        self.edits = 0
        self.longest = 400
        self.is_cut_off = False
        self.only_grew = True
        kind = mortal(self.life)
        patch.setattr(sqlite3, "connect", lambda *given, **more: connect(*given, **more, factory=kind))
        patch.setattr(command, "AlloClient", lambda key, **more: AlloClient(key, **{**more, "transport": self.account}))

    @initialize(order=st.sampled_from([*["documented"] * 4, "turned", "mixed"]))
    def list_in(self, order: str) -> None:
        self.account.order = order

    # What happens in the account

    def call(self, number: int) -> None:
        self.call_late(number, is_late=False)

    def call_late(self, number: int, *, is_late: bool = True) -> None:
        """Add calls, the first of which is not listed before the next run has ended."""
        for place in range(number):
            self.mock.clock.advance(timedelta(minutes=20))
            said = [("USER", f"Call {place}")] * (place % 3)
            made = self.mock.simulate_call(LINES[number % 2], contact_number=FRIEND, transcript=said)
            if is_late and place == 0:
                self.late |= ids_of(made.id)

    def write(self, number: int) -> None:
        known = self.owner.contacts.search().results[number % 3].numbers
        for place in range(number):
            to = (known or [FRIEND])[0] if number % 2 else FRIEND
            self.mock.simulate_sms(LINES[0], contact_number=to, content=f"Message {place}")

    def meet(self, number: int) -> None:
        self.owner.contacts.create(name=f"Person {number}", numbers=[FRIEND, f"+121255501{10 + number}"])

    def rename(self, number: int) -> None:
        known = list(self.owner.contacts.iter())
        one = known[number % len(known)]
        self.only_grew = False
        self.owner.contacts.update(one.id, name=f"{one.name}!", numbers=[*(one.numbers or ())][1:] or [FRIEND])

    def edit(self, number: int) -> None:
        """Change a call: only a sync with --full reads those again that are older than two days."""
        calls = [item for item in self.owner.v2.items.iter() if item.type == "CALL"]
        call = calls[number % len(calls)]
        self.edits += 1
        self.owner.v2.items.add_tags(call.id, [f"tag {self.edits}"])
        self.owner.v2.items.update_summary(call.id, content=f"Summary {self.edits}")
        if call.date < max(one.date for one in calls) - RECENT:
            self.stale |= ids_of(call.id)

    def delete_call(self, number: int) -> None:
        self._delete("calls", number)

    def delete_contact(self, number: int) -> None:
        self._delete("contacts", number)

    def _delete(self, what: str, number: int) -> None:
        there = sorted(one[0] for one in self._held_by_account()[what])
        if len(there) > 2:
            self.only_grew = False
            self.deleted.add(there[number % len(there)])

    # Runs

    @rule(news=NEWS, after=st.integers(0, 25), full=st.booleans())
    def killed_at_a_request(self, news: list[tuple[str, int]], after: int, full: bool) -> None:
        self._run(news, {"requests": after}, full=full)

    @rule(news=NEWS, percent=st.integers(0, 99), full=st.booleans())
    def killed_at_a_statement(self, news: list[tuple[str, int]], percent: int, full: bool) -> None:
        self._run(news, {"statements": self.longest * percent // 100}, full=full)

    @rule(news=NEWS, arrives_after=st.none() | st.integers(0, 20), full=st.booleans())
    def run(self, news: list[tuple[str, int]], arrives_after: int | None, full: bool) -> None:
        assert self._run(news, {}, arrives_after=arrives_after, full=full)

    def _run(
        self,
        news: list[tuple[str, int]],
        ends: dict[str, int],
        *,
        arrives_after: int | None = None,
        full: bool = False,
    ) -> bool:
        """Sync after some news. Return whether it was not killed, and compare the file with the account then."""
        for what, number in news:
            getattr(self, what)(number)
        self.account.arrives_after = arrives_after
        leaves = {max(one[0] for one in self._held_by_account()["contacts"])} if arrives_after is not None else set()
        self.account.leaves = leaves
        finished = self._sync(self.path, ends, full=full)
        self.deleted |= leaves
        self.only_grew = self.only_grew and not leaves
        if finished:
            if full and not self.is_cut_off:
                self.stale.clear()
            self.check()
            self.longest = max(self.longest, self.life.used["statements"])
        self.is_cut_off = not finished
        self.late.clear()
        self.account.arrives_after = None
        return finished

    def _sync(self, path: Path, ends: dict[str, int], *, full: bool = False) -> bool:
        self.account.hidden = self.deleted | self.late
        self.account.arrived.clear()
        self.account.changed()
        self.life.used.clear()
        self.life.ends = ends
        try:
            done = self.allo("--api", self.api, "-q", "sync", path, *["--full"] * full)
        except Killed:
            return False
        finally:
            self.life.ends = {}
        assert (done.code, done.err) == (0, "")
        return True

    def check(self) -> None:
        """Compare the file with the account."""
        held = self._held_by_file()
        there = self._held_by_account()
        new = {one for name in self.account.arrived for one in ids_of(name)}
        for name, found in there.items():
            expected = {row for row in found if row[0] not in new | self.stale}
            assert expected <= set(held[name]), name
            assert len(set(held[name])) == len(held[name]), name

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is not None:
                return
            assert self._run([], {})  # also what was listed late
            assert self._run([("edit", -1)], {}, full=True)
            before = self.path.read_bytes()
            assert self._run([], {})
            assert self.path.read_bytes() == before
            self._compare_with_a_new_file()
        finally:
            self.owner.close()
            self.folder.cleanup()

    def _compare_with_a_new_file(self) -> None:
        """What is in this file only was deleted, or belongs to something deleted."""
        new = Path(self.folder.name) / "new.db"
        assert self._sync(new, {})
        ours, theirs = dump(self.path), dump(new)
        tables = "select type, name, sql from sqlite_master order by 1, 2"
        assert rows(self.path, tables) == rows(new, tables)
        if self.only_grew:
            assert ours == theirs
            return
        owned = {"contact_id", "person_id", "call_id", "message_id", "id"}
        for name, shape in schema.TABLES.items():
            if name.startswith("sync_") or name == "messages":
                continue
            place = next(at for at, column in enumerate(shape.columns) if column in owned)
            assert [row for row in ours[name] if row[place] not in self.deleted] == [
                row for row in theirs[name] if row[place] not in self.deleted
            ], name

    # The two sides

    def _held_by_account(self) -> dict[str, set[tuple[Any, ...]]]:
        gone = self.deleted | self.late
        contacts: Iterable[Any]
        if self.api == "v1":
            calls = [call for call in self.owner.calls.iter() if call.id not in gone]
            contacts = [one for one in self.owner.contacts.iter() if one.id not in gone]
            said = [
                item.message
                for contact in contacts
                for item in self.owner.contacts.iter_conversation(contact.id)
                if item.message
            ]
            messages = {(one.content, one.contact_number, one.start_date) for one in said}
        else:
            both = list(self.owner.v2.items.iter(transcript=True))
            calls = [item for item in both if item.type == "CALL" and item.id not in gone]
            contacts = [one for one in self.owner.v2.people.iter() if one.id not in gone]
            messages = {(one.content, one.contact_number, one.date) for one in both if one.type == "SMS"}
        tag = (lambda one: one.tag) if self.api == "v1" else (lambda one: next(iter(one.tags), None))
        return {
            "calls": {(one.id, one.summary, tag(one)) for one in calls},
            "lines": {(one.id, at, line.text) for one in calls for at, line in enumerate(one.transcript or ())},
            "contacts": {(one.id, one.full_name) for one in contacts},
            "messages": {(content, number, iso(date)) for content, number, date in messages},
        }

    def _held_by_file(self) -> dict[str, list[tuple[Any, ...]]]:
        table = "contacts" if self.api == "v1" else "people"
        return {
            "calls": rows(self.path, "select id, summary, tag from calls"),
            "lines": rows(self.path, "select call_id, position, text from transcript_lines"),
            "contacts": rows(self.path, f"select id, name from {table}"),
            "messages": rows(self.path, "select content, contact_number, start_date from messages"),
        }


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_the_file_holds_what_the_account_holds(allo, monkeypatch, api):
    """Whatever happens between and during the runs: each thing once, as it is now, and no news means no writing."""
    for module, name in ((lines, "_TOGETHER"), (items, "_TOGETHER"), (conversations, "_SIZE")):
        monkeypatch.setattr(module, name, PAGE)
    run_state_machine_as_test(lambda: SyncMachine(api, allo, monkeypatch), settings=SETTINGS)
