"""`allo sync`."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest

from allo_ext import AlloClient, ConversationItem, Message
from allo_ext._wire import message_ids
from allo_ext.cli._sync import conversations, schema
from allo_ext.testing import MockAllo

KILLS = int(os.environ.get("ALLO_KILLS", "3"))
START = datetime(2026, 3, 1, tzinfo=UTC)


def dump(path: Path) -> dict[str, list[tuple]]:
    """Return every row of every table, in the order of the keys, and what the indexes hold."""
    with sqlite3.connect(path) as db:
        rows = {
            name: db.execute(f"select * from {name} order by {', '.join(shape.pk)}").fetchall()
            for name, shape in schema.TABLES.items()
        }
        for name in ("calls", "transcript_lines", "messages"):
            db.execute(f"insert into {name}_fts({name}_fts) values ('integrity-check')")
        assert db.execute("pragma foreign_key_check").fetchall() == []
        assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
    db.close()
    return rows


def everything(mock: MockAllo) -> tuple[set[str], int, int, int]:
    """Return what an account holds: the ids of its calls, and how many lines, contacts and messages there are."""
    with AlloClient("key", transport=mock.transport, pace=None) as client:
        calls = list(client.calls.iter())
        contacts = list(client.contacts.iter())
        items = [item for contact in contacts for item in client.contacts.iter_conversation(contact.id)]
    said = [item.message for item in items if item.message is not None]
    messages = {(one.type, one.from_number, one.to_number, one.content, one.start_date) for one in said}
    return {call.id for call in calls}, sum(len(call.transcript or ()) for call in calls), len(contacts), len(messages)


def held(rows: dict[str, list[tuple]]) -> tuple[set[str], int, int, int]:
    ids = {row[0] for row in rows["calls"]}
    return ids, len(rows["transcript_lines"]), len(rows["contacts"]), len(rows["messages"])


def test_everything_is_brought_in_once(allo, mock, tmp_path):
    """Calls, lines, contacts, numbers and messages, as many as the account has."""
    done = allo("sync", tmp_path / "allo.db")
    rows = dump(tmp_path / "allo.db")

    assert (done.code, done.out) == (0, "")
    assert held(rows) == everything(mock)
    assert {row[0] for row in rows["numbers"]} == {*mock.numbers, f"sender:{mock.sender_id}"}


def test_again_changes_nothing(allo, tmp_path):
    """The file is the same to the byte: what has not changed is not written."""
    path = tmp_path / "allo.db"
    allo("sync", path)
    before, rows = path.read_bytes(), dump(path)
    again, full = allo("sync", path), allo("sync", path, "--full")

    assert (again.code, full.code) == (0, 0)
    assert dump(path) == rows
    assert path.read_bytes() == before


def test_what_is_new_is_added_and_little_is_read(allo, mock, tmp_path):
    """A call, a message and a contact that came since; old pages are left alone."""
    path = tmp_path / "allo.db"
    allo("sync", path)
    first = len(mock.requests)
    call = mock.simulate_call(contact_number="+12125550105", transcript=[("EXTERNAL", "About my zebra.")])
    mock.simulate_sms(contact_number="+12125550105", content="Thanks for the zebra!")
    done = allo("sync", path)

    second = len(mock.requests) - first

    assert held(dump(path)) == everything(mock)
    assert second < first
    assert f"calls of {mock.numbers[0]}: 1 new or changed" in done.err
    assert "messages: 1 new" in done.err
    assert [json.loads(line)["call_id"] for line in allo("search", "zebra", "--db", path).out.splitlines()] == [call.id]


def test_two_messages_that_say_the_same_are_two(mock, monkeypatch):
    """In one second, in one conversation: two rows, and the same two when it is read again."""
    same = Message(type="INBOUND", from_number="+12125550105", content="Ok", start_date=START)
    items = [ConversationItem(type="TEXT_MESSAGE", message=same)] * 2
    with AlloClient("key", transport=mock.transport) as client:
        monkeypatch.setattr(type(client.contacts), "iter_conversation", lambda *_, **__: (item for item in items))
        first, second = (conversations._read(client, "cnt_1", None) for _ in range(2))

    assert len({row["id"] for row in first}) == 2
    assert first == second


def test_the_same_message_has_the_same_id():
    """And a second one that says the same has another."""
    assert message_ids.digest("x", 1) == message_ids.digest("x", 1)
    assert len({message_ids.digest("x", 1), message_ids.digest("x", 2), message_ids.digest("y", 1)}) == 3


def test_a_key_that_may_not_read_contacts_still_gets_calls(allo, mock, monkeypatch, tmp_path):
    """It is said, with exit code 1; --skip contacts makes it right. Messages with known contacts are not asked for."""
    allo("sync", tmp_path / "a.db", "--skip", "messages")
    mock.requests.clear()
    mock.add_key("newer", scopes=["CONVERSATIONS_READ"])
    monkeypatch.setenv("ALLO_API_KEY", "newer")
    done, skipped = allo("sync", tmp_path / "a.db"), allo("sync", tmp_path / "b.db", "--skip", "contacts")

    assert (done.code, skipped.code) == (1, 0)
    assert "CONTACTS_READ" in done.err
    assert not any(one.path.endswith("/conversation") for one in mock.requests)
    assert dump(tmp_path / "a.db")["calls"] == dump(tmp_path / "b.db")["calls"] != []


@pytest.mark.parametrize(
    ("api", "skipped", "left"),
    [
        ("v1", {"contacts"}, {"calls", "numbers"}),
        ("v1", {"calls"}, {"contacts", "conversation", "numbers"}),
        ("v1", {"messages"}, {"calls", "contacts", "numbers"}),
        ("v2", {"users", "companies", "deals", "messages"}, {"tags", "people", "CALL", "numbers"}),
        ("v2", {"tags", "people", "calls"}, {"users", "companies", "deals", "SMS", "numbers"}),
    ],
    ids=lambda given: given if isinstance(given, str) else "-".join(sorted(given)),
)
def test_a_part_can_be_skipped(allo, mock, tmp_path, api, skipped, left):  # noqa: PLR0917
    """It is not asked for; in version 1, messages need the contacts."""
    done = allo("sync", tmp_path / "a.db", "--api", api, *(word for part in skipped for word in ("--skip", part)))
    names = [one.path.removesuffix("/search").rpartition("/")[2] for one in mock.requests]
    kinds = [one.json["type"] if name == "items" else name for one, name in zip(mock.requests, names, strict=True)]

    assert (done.code, {*kinds}) == (0, left)


@pytest.mark.parametrize(
    ("content", "says"), [(b"not a database" * 100, "not a database"), (None, "later version")], ids=["junk", "newer"]
)
def test_a_file_that_is_none_of_ours_is_left_alone(allo, tmp_path, content, says):
    """One sentence, and the file as it was."""
    path = tmp_path / "allo.db"
    if content is None:
        with sqlite3.connect(path) as db:
            db.execute(f"pragma user_version = {schema.VERSION + 1}")
        db.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    done = allo("sync", path)

    assert done.code in {1, 2}
    assert (says in done.err, str(path) in done.err) == (True, True)
    assert done.err.count("\n") == 1
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("+1\u202f212\u2011555\u20110188", id="typographic"),
        pytest.param("(212) 555-0188", id="national"),
        pytest.param("tel:+1-212-555-0188;ext=5", id="extension"),
        pytest.param("+1 212 555 0199 / +1 212 555 0188", id="two-in-a-field"),
    ],
)
def test_sql_compares_numbers_however_they_are_written(allo, mock, tmp_path, written):
    """The tables hold E.164, so a join by number finds what `calls.iter(contact_number=…)` finds."""
    mock.simulate_call(contact_number="+12125550188", summary="S")
    with AlloClient("key", transport=mock.transport) as client:
        contact = client.contacts.create(numbers=["+12125550187"], name="Zoe", last_name="Ash")
        kind = type(client.contacts)
        with pytest.MonkeyPatch.context() as patch:
            entry = attrs.evolve(contact, numbers=(written,))
            patch.setattr(kind, "iter", lambda *_, **__: (one for one in [entry]))
            allo("sync", tmp_path / "allo.db", "--skip", "messages")
    with sqlite3.connect(tmp_path / "allo.db") as db:
        found = db.execute("select contact from call_log where summary = 'S'").fetchall()
    db.close()

    assert found == [("Zoe Ash",)]


def test_views_put_names_to_numbers(allo, mock, tmp_path):
    """The log of calls, the dialogue and the timeline each know the contact."""
    with AlloClient("key", transport=mock.transport) as client:
        client.contacts.create(numbers=["+12125550188"], name="Zoe", last_name="Ash")
    mock.simulate_call(contact_number="+12125550188", transcript=[("EXTERNAL", "Hi."), ("USER", "Hello.")], summary="S")
    mock.simulate_sms(contact_number="+12125550188", content="M")
    allo("sync", tmp_path / "allo.db")
    with sqlite3.connect(tmp_path / "allo.db") as db:
        log = db.execute("select line, contact, summary from call_log limit 1").fetchone()
        said = db.execute("select clock, speaker, text from dialogue limit 2").fetchall()
        time = db.execute("select what, contact, content from timeline limit 2").fetchall()
    db.close()

    assert log == ("Head office", "Zoe Ash", "S")
    assert said == [("0:00", "Zoe Ash", "Hi."), ("0:04", "Team", "Hello.")]
    assert time == [("message", "Zoe Ash", "M"), ("call", "Zoe Ash", "S")]


@pytest.fixture
def large(monkeypatch):
    """An account that takes a second or two to read, so that there is something to kill."""
    mock = MockAllo(contacts=25, calls=1200, seed=5, latency=0.01)
    with mock.serve() as served:
        monkeypatch.setenv("ALLO_BASE_URL", served.base_url)
        monkeypatch.setenv("ALLO_API_KEY", "key")
        yield mock


@pytest.mark.slow
def test_killed_at_any_moment_it_ends_as_if_it_had_not_been(large, tmp_path):
    """SIGKILL at random moments, calls coming in meanwhile: the file ends equal to one that was never killed."""
    rng = random.Random(int(os.environ.get("ALLO_SEED", "6")))
    command = [sys.executable, "-m", "allo_ext.cli", "--pace", "off", "-q", "sync"]
    torn = tmp_path / "torn.db"
    killed = 0
    while killed < KILLS:
        with subprocess.Popen([*command, str(torn)]) as process:
            try:
                code = process.wait(timeout=0.3 + rng.random())
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                killed += 1
                large.simulate_call(large.numbers[killed % 5])
                continue
        # It had come to its end before that: begin anew.
        assert code == 0
        torn.unlink()
    large.latency = 0
    for path in (torn, tmp_path / "whole.db"):
        assert subprocess.run([*command, str(path)], check=False).returncode == 0

    assert dump(torn) == dump(tmp_path / "whole.db")
    assert held(dump(torn)) == everything(large)


@pytest.mark.slow
@pytest.mark.usefixtures("served")
def test_a_second_sync_says_that_it_waits(tmp_path):
    """One sentence about the first; it continues when that ends, and so both end well."""
    import fcntl

    path = tmp_path / "allo.db"
    path.touch()
    command = [sys.executable, "-m", "allo_ext.cli", "--pace", "off", "sync", str(path)]
    with path.open("rb") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as second:
            said = second.stderr.readline()
            fcntl.flock(first, fcntl.LOCK_UN)
            rest = second.stderr.read()
            code = second.wait(timeout=60)

    assert said.startswith(f"Another `allo sync` is writing {path}.")
    assert (code, "contacts: 12 new" in rest) == (0, True)
