"""`allo sync` while an account lives: things appear, change and are deleted, and runs are killed at any point."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import tempfile
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
from allo_ext.cli._program import command
from allo_ext.cli._sync import conversations, items, lines, schema
from allo_ext.testing import MockAllo

LINES, FRIEND = ("+12025550143", "+33199000042"), "+12125550188"
PAGE = 8
"""What the server puts on a page, and `allo sync` into a transaction: few calls are many pages."""
RECENT = timedelta(hours=40)
"""A sync reads the last 48 hours again."""
SETTINGS = settings(
    max_examples=int(os.environ.get("ALLO_EXAMPLES", "8")),
    stateful_step_count=8,
    deadline=None,
    derandomize="ALLO_EXAMPLES" not in os.environ,
    database=None,
    phases=[Phase.generate],  # a failure is reported as it was found: shrinking it takes minutes
    suppress_health_check=list(HealthCheck),
)
ORDERS: Final[dict[str, Callable[[list[Any]], list[Any]]]] = {
    "documented": lambda found: found,
    "turned": lambda found: found[::-1],
    "mixed": lambda found: sorted(found, key=lambda one: hashlib.sha1(_name(one).encode()).digest()),  # noqa: S324
}


class Killed(BaseException):
    """The process ends here."""


class Life:
    """What is left until the process is killed. Afterwards nothing that it does has an effect."""

    def __init__(self) -> None:
        self.left: dict[str, float] = {}

    def spend(self, kind: str) -> None:
        self.left[kind] = self.left.get(kind, float("inf")) - 1
        if min(self.left.values()) < 0:
            raise Killed


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
        here = slice((page - is_v2) * PAGE, (page - is_v2 + 1) * PAGE)
        total = -(-len(found) // PAGE)
        if is_v2:
            about = {"page": page, "size": PAGE, "total_count": len(found), "total_pages": total, "has_more": page < total}
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
        self.edits = 0
        kind = mortal(self.life)
        patch.setattr(sqlite3, "connect", lambda *given, **more: connect(*given, **more, factory=kind))
        patch.setattr(
            command, "AlloClient", lambda key, **more: AlloClient(key, **{**more, "transport": self.account})
        )

    @initialize(order=st.sampled_from(["documented", "documented", "documented", "turned", "mixed"]))
    def list_in(self, order: str) -> None:
        self.account.order = order

    # What happens in the account

    @rule(number=st.sampled_from(LINES), times=st.integers(1, 20), is_late=st.booleans())
    def call(self, number: str, times: int, is_late: bool) -> None:
        made = [self.mock.simulate_call(number, contact_number=FRIEND, transcript=[("USER", "Hi")]) for _ in range(times)]
        if is_late:
            self.late |= self._ids_of(made[0].id)
        self.account.changed()

    @rule(times=st.integers(1, 12), is_known=st.booleans())
    def write(self, times: int, is_known: bool) -> None:
        for number in range(times):
            to = self.owner.contacts.search().results[0].numbers[0] if is_known else FRIEND
            self.mock.simulate_sms(LINES[0], contact_number=to, content=f"Number {number}")
        self.account.changed()

    @rule(is_new=st.booleans())
    def meet(self, is_new: bool) -> None:
        known = list(self.owner.contacts.iter())
        if is_new:
            self.owner.contacts.create(name=f"New {len(known)}", numbers=[FRIEND, f"+1212555010{len(known) % 10}"])
        else:
            numbers = known[-1].numbers or ()
            self.owner.contacts.update(known[-1].id, name=f"{known[-1].name}!", numbers=numbers[1:] or [FRIEND])
        self.account.changed()

    @rule(place=st.integers(0, 7))
    def edit(self, place: int) -> None:
        recent = self._recent_calls()
        call = recent[place % len(recent)]
        self.edits += 1
        self.owner.v2.items.add_tags(call, [f"tag {self.edits}"])
        self.owner.v2.items.update_summary(call, content=f"Summary {self.edits}")
        self.account.changed()

    @rule(place=st.integers(0, 30), what=st.sampled_from(["calls", "calls", "contacts"]))
    def delete(self, place: int, what: str) -> None:
        there = sorted(one[0] for one in self._held_by_account()[what])
        if len(there) > 2:
            self.deleted |= {there[place % len(there)]}
            self.account.changed()

    @rule(minutes=st.integers(1, 180))
    def wait(self, minutes: int) -> None:
        self.mock.clock.advance(timedelta(minutes=minutes))

    # Runs

    @rule(after=st.integers(0, 40))
    def killed_at_a_request(self, after: int) -> None:
        self._run("requests", after)

    @rule(after=st.integers(0, 400))
    def killed_at_a_statement(self, after: int) -> None:
        self._run("statements", after)

    @rule(arrives_after=st.none() | st.integers(0, 20))
    def run(self, arrives_after: int | None) -> None:
        self.account.arrives_after = arrives_after
        self._run()
        self.check()

    def _run(self, kind: str = "", after: int = 0, *, path: Path | None = None, full: bool = False) -> None:
        self.account.hidden = self.deleted | self.late
        self.account.arrived.clear()
        self.account.changed()
        self.life.left = {kind: after} if kind else {}
        try:
            done = self.allo("--api", self.api, "-q", "sync", path or self.path, *["--full"] * full)
        except Killed:
            return
        finally:
            self.life.left = {}
        assert (done.code, done.err) == (0, "")

    def check(self) -> None:
        """Compare the file with the account."""
        held = self._held_by_file()
        there = self._held_by_account()
        new = {one for name in self.account.arrived for one in self._ids_of(name)}
        for name, found in there.items():
            expected = {row for row in found if row[0] not in new}
            assert expected <= set(held[name]), name
            assert len(set(held[name])) == len(held[name]), name
        self.account.arrives_after = None
        self.late.clear()

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is not None:
                return
            self.run(None)
            self._run()  # what was listed late
            before, told = self.path.read_bytes(), dump(self.path)
            self._run()
            assert dump(self.path) == told
            assert self.path.read_bytes() == before
            self.check()
            self._compare_with_a_new_file()
        finally:
            self.life.left = {}
            self.owner.close()
            self.folder.cleanup()

    def _compare_with_a_new_file(self) -> None:
        """What is in this file only was deleted, or belongs to something deleted."""
        new = Path(self.folder.name) / "new.db"
        self._run(path=new)
        ours, theirs = dump(self.path), dump(new)
        if not self.deleted:
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

    def _recent_calls(self) -> list[str]:
        calls = [item for item in self.owner.v2.items.iter() if item.type == "CALL" and item.date]
        newest = max(item.date for item in calls)
        return [item.id for item in calls if item.date > newest - RECENT]

    def _ids_of(self, call: str) -> set[str]:
        """Return the ids of a call in both versions."""
        key = call.partition("_")[2]
        return {f"call_{key}", f"cll-{key}"}

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
        return {
            "calls": {(one.id, one.summary, one.tag if self.api == "v1" else next(iter(one.tags), None)) for one in calls},
            "lines": {(one.id, at, line.text) for one in calls for at, line in enumerate(one.transcript or ())},
            "contacts": {(one.id, one.full_name) for one in contacts},
            "messages": {(content, number, date.isoformat().replace("+00:00", "Z")) for content, number, date in messages},
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
