"""`allo sync --api v2`, and files that both versions write."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from allo_ext import AlloClient
from allo_ext.cli._program import command
from allo_ext.cli._sync import schema
from allo_ext.testing import MockAllo

KILLS = int(os.environ.get("ALLO_KILLS", "4"))
STRANGER = "+12125550188"


def rows(path: Path, query: str) -> list[Any]:
    with sqlite3.connect(path) as db:
        found = db.execute(query).fetchall()
    db.close()
    return [row[0] if len(row) == 1 else row for row in found]


def dump(path: Path) -> dict[str, list[Any]]:
    """Return every row of every table, in the order of the keys."""
    assert rows(path, "pragma foreign_key_check") == []
    assert rows(path, "pragma integrity_check") == ["ok"]
    queries = {name: f"select * from {name} order by {', '.join(shape.pk)}" for name, shape in schema.TABLES.items()}
    return {name: rows(path, query) for name, query in queries.items()}


def account(mock: MockAllo) -> dict[str, set[Any]]:
    """Return what an account holds, by version 2."""
    with AlloClient("key", transport=mock.transport, pace=None) as client:
        items = list(client.v2.items.iter(transcript=True))
        calls = [item for item in items if item.type == "CALL"]
        return {
            "calls": {item.id for item in calls},
            "messages": {item.id for item in items if item.type == "SMS"},
            "transcript_lines": {(item.id, n) for item in calls for n in range(len(item.transcript or ()))},
            "call_tags": {(item.id, tag) for item in calls for tag in item.tags or ()},
            "call_users": {(item.id, item.user.id) for item in calls if item.user},
            "people": {one.id for one in client.v2.people.iter()},
            "companies": {one.id for one in client.v2.companies.iter()},
            "deals": {one.id for one in client.v2.deals.iter()},
            "tags": {one.id for one in client.v2.tags.list()},
            "users": {one.id for state in ("ACTIVE", "BLOCKED") for one in client.v2.users.list(status=state)},
        }


def held(path: Path, names: Any) -> dict[str, set[Any]]:
    return {name: set(rows(path, f"select {', '.join(schema.TABLES[name].pk)} from {name}")) for name in names}


def test_everything_of_version_2_is_copied(allo, mock, tmp_path):
    """Calls with transcripts, tags and users, messages also with strangers, the team and the CRM."""
    mock.simulate_sms(contact_number=STRANGER, content="Who is this?")
    path = tmp_path / "allo.db"
    done = allo("sync", path, "--api", "v2")
    whole = account(mock)

    assert (done.code, done.out) == (0, "")
    assert held(path, whole) == whole
    assert rows(path, "select content from messages where contact_number = '+12125550188'") == ["Who is this?"]


def test_a_second_run_changes_nothing_and_reads_little(allo, mock, tmp_path):
    """The file stays the same to the byte, and its rows also after `--full`."""
    path = tmp_path / "allo.db"
    allo("sync", path, "--api", "v2")
    before, rows_before, first = path.read_bytes(), dump(path), len(mock.requests)
    again = allo("sync", path, "--api", "v2")
    second, bytes_after = len(mock.requests) - first, path.read_bytes()
    full = allo("sync", path, "--api", "v2", "--full")

    assert (again.code, full.code) == (0, 0)
    assert second <= first
    assert bytes_after == before
    assert dump(path) == rows_before


def test_new_items_are_asked_for_by_date(allo, mock, tmp_path):
    """The next run sends a date window to the server, and adds the new call."""
    path = tmp_path / "allo.db"
    allo("sync", path, "--api", "v2")
    first = len(mock.requests)
    mock.simulate_call(contact_number=STRANGER, transcript=[("EXTERNAL", "About my zebra.")])
    done = allo("sync", path, "--api", "v2")
    searches = [one.json for one in list(mock.requests)[first:] if one.path.endswith("/items/search")]
    found = [json.loads(line) for line in allo("search", "zebra", "--db", path).out.splitlines()]

    assert "calls: 1 new or changed" in done.err
    assert all(set(body["date"]) == {"from", "to"} for body in searches)
    assert len(found) == 1


def test_views_and_search_know_the_people(allo, mock, tmp_path):
    """A name of the CRM is beside its number, and the user beside the call."""
    with AlloClient("key", transport=mock.transport) as client:
        client.v2.people.create(numbers=[STRANGER], name="Zoe", last_name="Ash")
    mock.simulate_call(contact_number=STRANGER, transcript=[("EXTERNAL", "Hi."), ("USER", "Hello.")], summary="Quince")
    path = tmp_path / "allo.db"
    allo("sync", path, "--api", "v2")
    log = rows(path, "select line, contact, summary from call_log limit 1")
    said = rows(path, "select clock, speaker, text from dialogue limit 2")
    found = json.loads(allo("search", "quince", "--db", path).out)

    assert log == [("Head office", "Zoe Ash", "Quince")]
    assert [(speaker, text) for _, speaker, text in said] == [("Zoe Ash", "Hi."), ("Team", "Hello.")]
    assert said[0][0] == "0:00"
    assert found["contact"] == "Zoe Ash"


@pytest.mark.parametrize("order", [("v1", "v2"), ("v2", "v1"), ("v2", "v1", "v2", "v1")], ids="-".join)
def test_a_call_that_both_versions_return_is_one_row(allo, mock, tmp_path, order):
    """It keeps its first id. Two calls in one second stay two, and strangers' messages are added."""
    for content in ("One", "Two"):
        mock._state._seconds = 0
        mock.simulate_call(contact_number=STRANGER, summary=content, transcript=[("EXTERNAL", "Hi.")])
    mock.simulate_sms(contact_number=STRANGER, content="Who is this?")
    path, alone = tmp_path / "both.db", tmp_path / "alone.db"
    for api in order:
        assert allo("sync", path, "--api", api).code == 0
    allo("sync", alone, "--api", order[0])
    whole = account(mock)
    both, first = dump(path), dump(alone)
    texts = "select count(*), count(distinct call_id) from transcript_lines"

    assert (len(both["calls"]), len(both["messages"])) == (len(whole["calls"]), len(whole["messages"]))
    assert {row[0] for row in first["calls"]} == {row[0] for row in both["calls"]}
    assert {row[0] for row in first["messages"]} <= {row[0] for row in both["messages"]}
    assert rows(path, texts) == rows(alone, texts)
    assert len(both["call_ids"]) == len(whole["calls"]) * (2 if order[0] == "v2" else 1)


def test_messages_of_one_second_are_told_apart_by_their_words(allo, mock, tmp_path):
    """Each id of version 2 belongs to the row with its content, which version 1 wrote."""
    with AlloClient("key", transport=mock.transport, pace=None) as client:
        known = next(number for contact in client.contacts.iter() for number in contact.numbers)
        for content in ("One", "Two", "Three"):
            mock._state._seconds = 0
            mock.simulate_sms(contact_number=known, content=content)
        contents = {item.id: item.content for item in client.v2.items.iter(type="SMS")}
    for api in ("v1", "v2"):
        assert allo("sync", tmp_path / "allo.db", "--api", api).code == 0
    query = "select i.id, content from message_ids i join messages m on m.id = message_id where api = 'v2'"

    assert dict(rows(tmp_path / "allo.db", query)) == contents


def test_version_2_keeps_what_version_1_knows(allo, tmp_path):
    """The columns of version 1's rows, and the exact times of its lines, are as they were."""
    path, alone = tmp_path / "both.db", tmp_path / "alone.db"
    allo("sync", alone)
    allo("sync", path)
    allo("sync", path, "--api", "v2")
    columns = "id, title, start_date, direction, from_number, to_number, duration_seconds, result, tag, recording_url"

    for query in (f"select {columns} from calls order by id", "select * from transcript_lines order by 1, 2"):
        assert rows(path, query) == rows(alone, query)


def test_auto_prefers_version_2(allo, mock, tmp_path):
    """It asks for the scopes of the key once."""
    done = allo("sync", tmp_path / "allo.db", "--api", "auto")

    assert done.code == 0
    assert sum(one.path.endswith("/v2/api/me") for one in mock.requests) == 1
    assert len(rows(tmp_path / "allo.db", "select id from people")) > 0


@pytest.mark.parametrize("status", [401, 403, 404])
def test_auto_falls_back_to_version_1(allo, mock, monkeypatch, tmp_path, status):
    """Quietly, if version 2 does not know the key: the output is that of version 1."""
    refused = httpx.Response(status, json={"error": {"code": "FORBIDDEN"}})

    def answer(request: httpx.Request) -> httpx.Response:
        return refused if request.url.path.startswith("/v2/") else mock.handle(request)

    expected = allo("sync", tmp_path / "v1.db")
    transport = httpx.MockTransport(answer)
    monkeypatch.setattr(command, "AlloClient", lambda key, **more: AlloClient(key, **{**more, "transport": transport}))
    done = allo("sync", tmp_path / "auto.db", "--api", "auto")

    assert done == expected
    assert dump(tmp_path / "auto.db") == dump(tmp_path / "v1.db")


def test_a_part_without_scope_is_reported(allo, mock, monkeypatch, tmp_path):
    """With exit code 1; --skip makes it right."""
    mock.add_key("narrow", scopes=["CONVERSATIONS_READ", "PHONE_NUMBERS_READ", "USERS_READ", "TAGS_READ"])
    monkeypatch.setenv("ALLO_API_KEY", "narrow")
    skip = [word for part in ("companies", "people", "deals") for word in ("--skip", part)]
    done, skipped = (
        allo("sync", tmp_path / "a.db", "--api", "v2"),
        allo("sync", tmp_path / "b.db", "--api", "v2", *skip),
    )

    assert (done.code, skipped.code) == (1, 0)
    assert done.err.count("API_KEY_INSUFFICIENT_SCOPE") == 3
    assert "Pass --skip people" in done.err
    assert rows(tmp_path / "a.db", "select id from calls") == rows(tmp_path / "b.db", "select id from calls") != []


def test_a_key_that_may_not_read_calls_is_refused(allo, mock, monkeypatch, tmp_path):
    """A sync without calls is hardly meant: it ends there, with exit code 1."""
    mock.add_key("narrow", scopes=["PHONE_NUMBERS_READ", "USERS_READ", "TAGS_READ", "CRM_READ"])
    monkeypatch.setenv("ALLO_API_KEY", "narrow")
    done = allo("sync", tmp_path / "a.db", "--api", "v2")

    assert (done.code, done.err.count("API_KEY_INSUFFICIENT_SCOPE"), "skipped" in done.err) == (1, 1, False)


def test_the_overlap_is_read_again(allo, mock, tmp_path):
    """The last 48 hours, or as many as --overlap says; all items with --full. A tag that is removed is removed."""
    path, found = tmp_path / "allo.db", []
    allo("sync", path, "--api", "v2")
    with AlloClient("key", transport=mock.transport) as client:
        calls = [one for one in client.v2.items.iter(type="CALL", sort="DATE_DESC") if not one.tags]
        last = rows(path, "select max(start_date) from calls")[0]
        ages = [(datetime.fromisoformat(last) - one.date).total_seconds() / 3600 for one in calls]
        edited = [calls[next(n for n, age in enumerate(ages) if age > least)].id for least in (20, 49, 75)]
        for arguments in ((), ("--overlap", "75"), ("--full",)):
            for call in edited:
                client.v2.items.add_tags(call, [f"tag{len(found)}"])
            allo("sync", path, "--api", "v2", *arguments)
            for call in edited:
                client.v2.items.remove_tag(call, f"tag{len(found)}")
            query = f"select call_id from call_tags where tag = 'tag{len(found)}'"
            found.append([call in rows(path, query) for call in edited])
    allo("sync", path, "--api", "v2", "--full")

    assert found == [[True, False, False], [True, True, False], [True, True, True]]
    assert rows(path, "select tag from call_tags where tag like 'tag_'") == []


def test_a_sync_that_was_cut_off_goes_on_where_it_was(allo, monkeypatch, tmp_path):
    """The dates before that are not asked for again."""
    path, mock, refused = tmp_path / "allo.db", MockAllo(contacts=2, calls=850), [401]

    def answer(request: httpx.Request) -> httpx.Response:
        is_seventh = b'"page":7' in request.read()  # the calls are written 500 at a time
        return httpx.Response(refused.pop()) if is_seventh and refused else mock.handle(request)

    transport = httpx.MockTransport(answer)
    monkeypatch.setattr(command, "AlloClient", lambda key, **more: AlloClient(key, **{**more, "transport": transport}))
    first = allo("sync", path, "--api", "v2")
    mock.requests.clear()
    second = allo("sync", path, "--api", "v2")
    calls = [one.json for one in mock.requests if one.path.endswith("/items/search") and one.json["type"] == "CALL"]

    assert (first.code, second.code) == (1, 0)
    assert all("date" in asked for asked in calls)
    assert rows(path, "select count(*) from calls") == [850]


def test_wrong_items_do_no_harm(allo, mock, monkeypatch, tmp_path):
    """A date in the future, a user without id, a line that is not listed, an item of another kind."""
    path = tmp_path / "allo.db"
    strange = []

    def answer(request: httpx.Request) -> httpx.Response:
        given = mock.handle(request)
        if request.url.path.endswith("/numbers"):
            return httpx.Response(200, json={"data": []})
        if not request.url.path.endswith("/items/search"):
            return given
        body = given.json()
        if body["data"] and not strange:
            strange.append(body["data"][-1]["id"])
        for item in body["data"]:
            if item["id"] in strange:
                item["date"], item["user"] = "2931-05-01T00:00:00Z", {"id": "", "name": "Nobody"}
        kinds = {"CALL": "SMS", "SMS": "CALL"}
        other = {**body["data"][0], "id": f"other-{request.content!r}"} if body["data"] else None
        if other:
            other["type"] = kinds[other["type"]]
        return httpx.Response(200, json={**body, "data": [*body["data"], *filter(None, [other])]})

    transport = httpx.MockTransport(answer)
    monkeypatch.setattr(command, "AlloClient", lambda key, **more: AlloClient(key, **{**more, "transport": transport}))
    first = allo("sync", path, "--api", "v2", "--skip", "users")
    mock.requests.clear()
    mock.simulate_call(contact_number=STRANGER, summary="New")
    mock.simulate_sms(contact_number=STRANGER, content="New")
    second = allo("sync", path, "--api", "v2", "--skip", "users")
    searches = [one.json for one in mock.requests if one.path.endswith("/items/search")]

    assert (first.code, second.code) == (0, 0)
    assert all("date" in body for body in searches)
    assert rows(path, "select count(*) from calls where summary = 'New'") == [1]
    assert rows(path, "select id from users where id = '' or name = 'Nobody'") == []
    assert not any(row.startswith("other") for row in rows(path, "select id from calls union select id from messages"))
    assert rows(path, "pragma foreign_key_check") == []


def test_a_file_of_the_version_before_is_extended(allo, tmp_path):
    """Without the tables of version 2: they are added, the rows stay."""
    path = tmp_path / "allo.db"
    allo("sync", path)
    before = rows(path, "select id from calls order by id")
    with sqlite3.connect(path) as db:
        for name in ("call_log", "dialogue", "timeline"):
            db.execute(f"drop view {name}")
        for name in reversed(["users", "tags", "companies", "people", "person_numbers", "deals", "call_users",
                              "call_tags", "call_ids", "message_ids", "sync_items"]):  # fmt: skip
            db.execute(f"drop table {name}")
        db.execute("pragma user_version = 2")
    db.close()
    old = allo("search", "the", "--db", path)
    done = allo("sync", path, "--api", "v2")

    assert (old.code, done.code) == (0, 0)
    assert rows(path, "select id from calls order by id") == before


def test_datasette_gets_metadata(allo, tmp_path):
    """For each table and view, with columns that there are."""
    allo("sync", tmp_path / "allo.db", "--api", "v2", "--metadata", tmp_path / "allo.json")
    tables = json.loads((tmp_path / "allo.json").read_text())["databases"]["allo"]["tables"]
    there = set(rows(tmp_path / "allo.db", "select name from sqlite_master where type in ('table', 'view')"))
    wrong = []
    for name, about in tables.items():
        columns = {row[1] for row in rows(tmp_path / "allo.db", f"pragma table_info({name})")}
        named = [*about.get("columns", ()), *about.get("facets", ()), *about.get("units", ())]
        named += [about[key] for key in ("label_column", "sort_desc") if key in about]
        wrong += [(name, column) for column in named if column not in columns]

    assert wrong == []
    assert set(tables) == {*schema.TABLES, "call_log", "dialogue", "timeline"} <= there


@pytest.fixture
def large(monkeypatch):
    """An account that takes seconds to read, so that there is something to kill."""
    mock = MockAllo(contacts=25, calls=1500, seed=5, latency=0.02)
    with mock.serve() as served:
        monkeypatch.setenv("ALLO_BASE_URL", served.base_url)
        monkeypatch.setenv("ALLO_API_KEY", "key")
        yield mock


@pytest.mark.slow
def test_killed_many_times_it_ends_as_if_it_had_not_been(large, tmp_path):
    """SIGKILL at random moments, calls coming in meanwhile: the file ends equal to one that was never killed."""
    rng = random.Random(int(os.environ.get("ALLO_SEED", "6")))
    command = [sys.executable, "-m", "allo_ext.cli", "--pace", "off", "-q", "--api", "v2", "sync"]
    torn = tmp_path / "torn.db"
    killed, partial = 0, 0
    for _ in range(KILLS * 5):
        if killed == KILLS:
            break
        with subprocess.Popen([*command, str(torn)]) as process:
            try:
                code = process.wait(timeout=0.6 + rng.random() * 2)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                killed += 1
                large.simulate_call(large.numbers[killed % 5])
                continue
        # It had come to its end before that: begin anew.
        assert code == 0
        partial += 1
        torn.unlink()
    large.latency = 0
    for path in (torn, tmp_path / "whole.db"):
        assert subprocess.run([*command, str(path)], check=False).returncode == 0
    whole = account(large)

    assert killed == KILLS
    assert dump(torn) == dump(tmp_path / "whole.db")
    assert held(torn, whole) == whole
