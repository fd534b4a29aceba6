"""allo_ext.dlt: an account in a warehouse, each record once, with whatever happens in between."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import httpx
import pytest

from allo_ext import AlloClient, ConfigurationError, InvalidArgumentError, v2
from allo_ext.dlt import allo_source
from allo_ext.testing import MockAllo

pytestmark = pytest.mark.slow

A, B = "+12025550143", "+12025550178"
VERSIONS = ["v1", "v2"]


def expected(allo: AlloClient, api: str) -> dict[str, int]:
    """What the account has, read with the client alone."""
    if api == "v1":
        calls: list[Any] = list(allo.calls.iter())
        people: list[Any] = list(allo.contacts.iter())
        sent = {
            (item.message.start_date, item.message.content, item.message.contact_number)
            for one in people
            for item in allo.contacts.iter_conversation(one.id)
            if item.message is not None
        }
        numbers: list[Any] = allo.numbers.list()
    else:
        calls = list(allo.v2.items.iter(type="CALL", transcript=True))
        people = list(allo.v2.people.iter())
        sent = {item.id for item in allo.v2.items.iter(type="SMS")}
        numbers = allo.v2.numbers.list()
    return {
        "calls": len(calls),
        "transcript_lines": sum(len(call.transcript or ()) for call in calls),
        "contacts" if api == "v1" else "people": len(people),
        "messages": len(sent),
        "numbers": len(numbers),
    }


def of_resources(counts: dict[str, int]) -> dict[str, int]:
    """The counts without those of the tables of lists, such as `contacts__numbers`."""
    return {table: count for table, count in counts.items() if "__" not in table}


@pytest.mark.parametrize("api", VERSIONS)
def test_the_account_is_loaded_once_and_again_changes_nothing(allo, warehouse, api):
    """As many rows as records; the second run reads less and merges it by id."""
    into = warehouse()
    into.load(allo_source(allo, api=api))
    first, counts = into.content(), into.count()
    into.load(allo_source(allo, api=api))
    print(into.pipeline.destination.destination_name, api, "first run", counts, "second run", into.count())  # noqa: T201

    assert of_resources(counts) == expected(allo, api)
    assert into.content() == first


@pytest.mark.parametrize("api", VERSIONS)
def test_what_is_new_or_changed_is_added(allo, mock, duckdb, api):
    """A new call with its lines, a new message, and a contact that has another name."""
    into = duckdb()
    into.load(allo_source(allo, api=api))
    before = into.count()
    one = next(contact for contact in allo.contacts.iter() if contact.numbers)
    mock.simulate_call(A, contact_number=B, transcript=[("USER", "Hello"), ("EXTERNAL", "Hi")])
    mock.simulate_sms(A, contact_number=one.numbers[0], content="one more")
    allo.contacts.update(one.id, name="Changed")
    into.load(allo_source(allo, api=api))
    after = into.count()
    table = "contacts" if api == "v1" else "people"

    assert {name: after[name] - before[name] for name in ("calls", "transcript_lines", "messages")} == {
        "calls": 1,
        "transcript_lines": 2,
        "messages": 1,
    }
    assert of_resources(after) == expected(allo, api)
    assert into.rows(f"select count(*) from {table} where name = 'Changed'") == [(1,)]


def test_a_line_that_joins_later_is_read_from_the_beginning(allo, duckdb):
    """Progress is kept for each line: with one date for all, its earlier calls would be missed."""
    into = duckdb()
    source = allo_source(allo)
    into.load(source.with_resources("calls"))
    state = into.pipeline.state["sources"]["allo"]["resources"]["calls"]["complete_to"]

    assert set(state) == {call.allo_number for call in allo.calls.iter()} - {None}


def test_a_run_reads_the_overlap_and_no_more(mock, duckdb, key):
    """Version 2 is asked for items since the last one minus two days, the overlap of `allo sync`."""
    into = duckdb()
    with AlloClient(key, transport=mock.transport, pace=None) as allo:
        into.load(allo_source(allo, api="v2").with_resources("calls"))
        latest = max(item.date for item in allo.v2.items.iter(type="CALL"))
        asked = len(mock.requests)
        into.load(allo_source(allo, api="v2").with_resources("calls"))
    bodies = b"".join(request.body for request in list(mock.requests)[asked:])
    wanted = set(re.findall(r'"from": ?"([0-9-]{10})', bodies.decode()))

    # The client widens what it asks for by a day, and filters again.
    assert wanted == {(latest - timedelta(days=3)).date().isoformat()}


@pytest.mark.parametrize("api", VERSIONS)
def test_since_leaves_out_what_is_older(allo, duckdb, api):
    """In all tables with dates, and `full` reads all of the rest again."""
    since = sorted(call.start_date for call in allo.calls.iter())[20]
    into = duckdb()
    into.load(allo_source(allo, api=api, since=since))
    into.load(allo_source(allo, api=api, since=since, full=True))
    date = "start_date" if api == "v1" else "date"

    for table in ("calls", "messages"):
        oldest = into.rows(f"select min({date}) from {table}")[0][0]
        assert oldest is None or oldest >= since
    assert into.count()["calls"] == 20


@pytest.mark.parametrize("api", VERSIONS)
def test_columns_have_types(allo, duckdb, api):
    """Datetimes, numbers and flags are not text, also where a column is empty."""
    into = duckdb()
    into.load(allo_source(allo, api=api))
    query = "select column_name, data_type from information_schema.columns where table_name = 'calls'"
    kinds = dict(into.rows(query))
    date = "start_date" if api == "v1" else "date"

    assert (kinds[date], kinds["duration_seconds"]) == ("TIMESTAMP WITH TIME ZONE", "DOUBLE")
    assert {"id", "direction", "allo_number", "contact_number", "result", "summary", "recording_url"} <= set(kinds)


def test_every_field_of_an_item_is_in_one_of_the_tables(allo):
    """A field that version 2 adds is not lost."""
    source = allo_source(allo, api="v2")
    columns = {
        name for table in ("calls", "messages") for name in source.resources[table].compute_table_schema()["columns"]
    }
    fields = {field.name for field in attrs.fields(v2.Item)} - {"extra", "tags", "transcript", "type"}

    assert fields - columns == {"duration"}
    assert "duration_seconds" in columns


class NewField(httpx.BaseTransport):
    """The stand-in, with a field more in each record that has an id."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._inner.handle_request(request)
        body = json.loads(response.read(), object_hook=lambda one: {**one, "mood": "calm"} if "id" in one else one)
        return httpx.Response(response.status_code, json=body)


@pytest.mark.parametrize("api", VERSIONS)
def test_a_field_that_this_version_does_not_know_is_in_extra(mock, duckdb, api):
    """As JSON; without such fields it is empty."""
    into = duckdb()
    tables = ("calls", "contacts" if api == "v1" else "people")
    with AlloClient(mock.api_key, transport=NewField(mock.transport), pace=None) as newer:
        into.load(allo_source(newer, api=api).with_resources(*tables))
        for table in tables:
            assert {json.loads(row[0])["mood"] for row in into.rows(f"select extra from {table}")} == {"calm"}
    with AlloClient(mock.api_key, transport=mock.transport, pace=None) as known:
        into.load(allo_source(known, api=api, full=True).with_resources(*tables))
    for table in tables:
        assert into.rows(f"select distinct extra from {table}") == [(None,)]


def test_a_selection(allo, mock, duckdb):
    """What is not selected is not read."""
    into = duckdb()
    into.load(allo_source(allo, api="v2").with_resources("numbers"))

    assert {table.partition("__")[0] for table in into.tables()} == {"numbers"}
    assert len(mock.requests) == 1


def test_the_key_of_dlts_secrets_opens_a_client(mock, duckdb, monkeypatch):
    """As other sources of dlt take it; ALLO_API_KEY serves too, and no key is an error that says so."""
    with mock.serve() as served:
        monkeypatch.setenv("ALLO_BASE_URL", served.origin)
        with pytest.raises(Exception, match="no API key") as caught:
            duckdb("none").load(allo_source(api="v2").with_resources("numbers"))
        monkeypatch.setenv("SOURCES__ALLO__API_KEY", mock.api_key)
        into = duckdb()
        into.load(allo_source(api="v2").with_resources("numbers"))
        monkeypatch.delenv("SOURCES__ALLO__API_KEY")
        monkeypatch.setenv("ALLO_API_KEY", mock.api_key)
        into.load(allo_source(api="v2").with_resources("numbers"))
        count = into.count()["numbers"]

    assert count == len(mock.numbers) + sum(1 for name in [mock.sender_id] if name)
    assert any(isinstance(step, ConfigurationError) for step in causes(caught.value))


def causes(error: BaseException | None) -> Any:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ({"api": "v3"}, "api"),
        ({"overlap": timedelta(-1)}, "overlap"),
        ({"overlap": 48}, "overlap"),
        ({"since": "2026-01-01"}, "since"),
    ],
    ids=["api", "negative", "number", "text"],
)
def test_wrong_arguments_are_refused(arguments, names):
    """At once, by name."""
    with pytest.raises(InvalidArgumentError, match=names):
        allo_source(**arguments)


PROGRAM = """
import os, signal, sys, dlt
from allo_ext import AlloClient
from allo_ext.dlt import allo_source
name, where, dataset, folder, api, moment = sys.argv[1:]

def die(event, arguments):
    if moment and event == "os.rename" and moment in str(arguments[1]):
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(die)
destination = getattr(dlt.destinations, name)(where)
pipeline = dlt.pipeline("allo", destination=destination, dataset_name=dataset, pipelines_dir=folder)
if pipeline.has_pending_data:
    pipeline.drop()
with AlloClient(pace=None) as allo:
    pipeline.run(allo_source(allo, api=api))
"""
"""What docs/warehouses.md shows. It can be killed at a moment: before it creates a file whose path contains a text."""


def command(into: Any, api: str, *, moment: str = "") -> list[str]:
    """The command that runs the pipeline."""
    pipeline = into.pipeline
    name = pipeline.destination.destination_name
    where = str(pipeline.destination.config_params["credentials"])
    return [sys.executable, "-c", PROGRAM, name, where, pipeline.dataset_name, pipeline.pipelines_dir, api, moment]


@pytest.mark.parametrize("api", VERSIONS)
def test_killed_and_started_again_it_ends_equal(warehouse, key, monkeypatch, api):
    """Killed while it reads, and twice between a commit and dlt's note of it; it ends as if nobody had touched it."""
    mock = MockAllo(api_key=key, contacts=5, calls=20, ends=datetime(2026, 3, 1, tzinfo=UTC))
    whole, into = warehouse("whole"), warehouse("killed")
    with mock.serve() as served:
        monkeypatch.setenv("ALLO_BASE_URL", served.origin)
        monkeypatch.setenv("ALLO_API_KEY", key)
        with AlloClient(pace=None) as allo:
            whole.load(allo_source(allo, api=api))
        asked = len(mock.requests)
        with subprocess.Popen(command(into, api)) as reading:
            deadline = time.monotonic() + 60
            while len(mock.requests) < 1.4 * asked and reading.poll() is None and time.monotonic() < deadline:
                time.sleep(0.01)
            reading.kill()
        step = {"v1": ".pending_transitions/contacts.", "v2": ".pending_transitions/people."}[api]
        loading = [
            subprocess.run(command(into, api, moment=moment), timeout=120, check=False).returncode
            for moment in (step, "/load/loaded/")
        ]
        again = subprocess.run(command(into, api), stderr=subprocess.PIPE, text=True, timeout=120, check=False)
    into = warehouse("killed")  # with what the processes left in its folder
    name = into.pipeline.destination.destination_name
    print(name, api, "whole", whole.count(), "killed and resumed", into.count())  # noqa: T201

    assert loading == [-signal.SIGKILL] * 2
    assert (again.returncode, again.stderr[-2000:] if again.returncode else "") == (0, "")
    assert into.content() == whole.content()
