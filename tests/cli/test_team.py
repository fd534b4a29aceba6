"""Commands that read version 2: calls by filter, the team, the CRM, the dialing queue, analytics."""

from __future__ import annotations

import csv
import io
import json

import pytest

from allo_ext import AlloClient

STRANGER = "+12125550188"


@pytest.fixture
def client(mock):
    with AlloClient("key", transport=mock.transport, pace=None) as client:
        yield client


def objects(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def cells(text: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("options", "filters"),
    [
        pytest.param(["--tag", "quote"], {"tags": ["quote"]}, id="tag"),
        pytest.param(["--direction", "outbound"], {"direction": "OUTBOUND"}, id="direction"),
        pytest.param(["--words", "refund"], {"search": "refund"}, id="words"),
        pytest.param(["--api", "v2", "--result", "voicemail"], {"result": "VOICEMAIL"}, id="result"),
        pytest.param(["--tag", "quote", "--result", "ANSWERED"], {"tags": ["quote"], "result": "ANSWERED"}, id="two"),
    ],
)
def test_calls_are_filtered_by_the_server(allo, mock, client, options, filters):
    """The filters are in the request, and the calls are those that the client finds, newest first."""
    found = objects(allo("calls", "list", *options, "--limit", 500).out)
    asked = mock.requests[-1].json
    expected = [item.id for item in client.v2.items.iter(type="CALL", sort="DATE_DESC", **filters)]

    assert filters.items() <= asked.items()
    assert [call["id"] for call in found] == expected != []


@pytest.mark.parametrize("by", ["id", "email", "name"])
def test_a_user_is_found_by_id_address_or_name(allo, client, by):
    """And only this member's calls are listed."""
    user = client.v2.users.list()[1]
    found = objects(allo("calls", "list", "--user", getattr(user, by), "--limit", 500).out)
    expected = {item.id for item in client.v2.items.iter(type="CALL", user_id=user.id)}

    assert {call["id"] for call in found} == expected != set()
    assert {call["user"] for call in found} == {user.name}


def test_both_versions_have_the_same_columns(allo):
    """A program that reads one reads the other; `user` is added as the last column."""
    older, newer = (allo("calls", "list", "--api", api, "--limit", 3, "--format", "csv").out for api in ("v1", "v2"))
    columns = older.splitlines()[0]

    assert newer.splitlines()[0] == f"{columns},user"
    assert [row["start_date"] for row in cells(newer)] == [row["start_date"] for row in cells(older)]


def test_a_call_is_shown_by_its_id(allo, mock, client):
    """With one request, and with its transcript."""
    call = next(client.v2.items.iter(type="CALL", limit=1))
    before = len(mock.requests)
    found = json.loads(allo("calls", "show", call.id, "--api", "v2").out)

    assert (found["id"], len(mock.requests) - before) == (call.id, 1)
    assert found["transcript"] != []


def test_an_export_is_filtered_too(allo, client, tmp_path):
    """With transcripts, if wanted."""
    out = tmp_path / "calls.csv"
    done = allo("calls", "export", "--tag", "quote", "--transcripts", "--out", out)
    expected = {item.id for item in client.v2.items.iter(type="CALL", tags=["quote"])}
    found = cells(out.read_text())

    assert done.code == 0
    assert {row["id"] for row in found} == expected != set()
    assert any(row["transcript"] for row in found)


@pytest.mark.parametrize(
    "words",
    [
        ["calls", "list", "--tag", "quote"],
        ["calls", "export", "--result", "ANSWERED"],
        ["people", "list"],
        ["companies", "show", "com-1"],
        ["deals", "list"],
        ["users", "list"],
        ["tags", "list"],
        ["templates", "list"],
        ["queue", "show"],
        ["analytics", "overview"],
    ],
    ids=" ".join,
)
def test_what_only_version_2_has_is_refused_in_version_1(allo, mock, words):
    """In one sentence, without a request."""
    done = allo(*words, "--api", "v1")

    assert (done.code, done.out, len(mock.requests)) == (2, "", 0)
    assert done.err == "allo: --api v1 does not have this. Leave it out, or pass --api v2.\n"


@pytest.mark.parametrize("text", ["v3", "2", "V2"])
def test_the_version_is_checked(allo, monkeypatch, text):
    """In the option and in the environment; capitals do not matter."""
    monkeypatch.setenv("ALLO_API", text)
    done = allo("calls", "list", "--limit", 1)

    assert done.code == (0 if text == "V2" else 2)
    assert ("must be v1, v2 or auto" in done.err) == (text != "V2")


def test_version_1_is_the_default(allo, mock):
    """A command that worked before sends the requests that it sent before."""
    allo("calls", "list", "--limit", 1)

    assert {one.path.split("/")[1] for one in mock.requests} == {"v1"}


@pytest.mark.parametrize("noun", ["people", "companies", "deals", "users", "tags", "templates"])
def test_lists_have_everything(allo, client, noun):
    """As many as the client finds, and each can be shown by its id."""
    resource = getattr(client.v2, "summary_templates" if noun == "templates" else noun)
    expected = [one.id for one in (resource.iter() if hasattr(resource, "iter") else resource.list())]
    limit = ["--limit", 500] if hasattr(resource, "iter") else []
    found = objects(allo(noun, "list", *limit).out)

    assert [one["id"] for one in found] == expected != []
    if noun != "tags":
        assert json.loads(allo(noun, "show", expected[0]).out)["id"] == expected[0]


def test_a_person_is_created_changed_and_found(allo):
    """Fields that are not given stay; the number may be written in any way."""
    made = json.loads(allo("people", "create", "--number", STRANGER, "--name", "Zoe", "--job-title", "CEO").out)
    changed = json.loads(allo("people", "update", made["id"], "--name", "Zoë").out)
    found = objects(allo("people", "find", "(212) 555-0188", "--region", "US").out)
    nobody = allo("people", "find", "+12125550177")

    assert (changed["name"], changed["job_title"]) == ("Zoë", "CEO")
    assert [one["id"] for one in found] == [made["id"]]
    assert (nobody.code, nobody.out) == (1, "")


@pytest.mark.parametrize(
    ("noun", "fields", "change", "expected"),
    [
        ("companies", ["--industry", "Retail"], ["--website", "https://ash.example"], {"industry": "Retail"}),
        ("deals", ["--amount", "7600", "--currency", "EUR"], ["--status", "WON"], {"amount": 7600.0, "status": "WON"}),
    ],
    ids=["companies", "deals"],
)
def test_companies_and_deals_are_created_and_changed(allo, noun, fields, change, expected):
    """Nothing is sent with --dry-run, or without a change."""
    made = json.loads(allo(noun, "create", "--name", "Ash", *fields).out)
    changed = json.loads(allo(noun, "update", made["id"], *change).out)
    dry = allo(noun, "create", "--name", "Elm", "--dry-run")

    assert expected.items() <= changed.items()
    assert "Nothing was sent." in dry.err + dry.out
    assert allo(noun, "update", made["id"]).code == 2
    assert "Elm" not in allo(noun, "list", "--limit", 500).out


def test_a_file_of_numbers_is_added_to_the_queue(allo, client, tmp_path):
    """In any notation, with names; rows that were skipped are reported by their line."""
    file = tmp_path / "prospects.csv"
    file.write_text("Number;name;emails\n06 39 98 00 98;Jean;j@example.com\n;Nobody;\nabc;X;\n+33 6 39 98 00 02;Ana;\n")
    done = allo("queue", "add", file, "--region", "FR", "--format", "csv")
    queue = client.v2.dialing_queue.get()

    assert [entry.number_to for entry in queue.numbers] == ["+33639980098", "+33639980002"]
    assert [(row["line"], row["reason"]) for row in cells(done.out)] == [
        ("3", "NO_NUMBER"),
        ("4", "INVALID_PHONE_NUMBER"),
    ]
    assert (done.code, "2 of 4 rows added." in done.err) == (3, True)
    assert json.loads(allo("people", "find", "+33639980098").out)["name"] == "Jean"


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        pytest.param("+12125550101\n(212) 555-0102\n", 0, "2 of 2 rows added.", id="one-per-line"),
        pytest.param("phone,company\n+12125550101,Ash\n", 0, "1 of 1 rows added.", id="other-heading"),
        pytest.param("name\nJean\n", 2, "no column number", id="no-numbers"),
        pytest.param("", 2, "no rows", id="empty"),
        pytest.param("number\nabc\n", 1, "0 of 1 rows added.", id="none-valid"),
    ],
)
def test_files_of_numbers_are_read_as_they_are(allo, tmp_path, text, code, says):
    """With and without a heading; exit code 1 if no row was added."""
    file = tmp_path / "numbers.csv"
    file.write_text(text)
    done = allo("queue", "add", file)

    assert (done.code, says in done.err) == (code, True)


def test_the_queue_is_shown_cleared_and_started_anew(allo, client):
    """Removing asks for confirmation."""
    client.v2.dialing_queue.append_numbers(["+12125550101", "+12125550102"])
    shown = objects(allo("queue", "show").out)
    refused = allo("queue", "clear")
    one = allo("queue", "clear", "--number", "+12125550101", "--yes")
    left = [entry.number_to for entry in client.v2.dialing_queue.get().numbers]
    allo("queue", "clear", "--yes")
    reset = allo("queue", "reset", "--name", "Monday", "--yes")

    assert [entry["number_to"] for entry in shown] == ["+12125550101", "+12125550102"]
    assert refused.code == 2
    assert (one.code, left, reset.code) == (0, ["+12125550102"], 0)
    assert client.v2.dialing_queue.get().name == "Monday"


def test_analytics_are_those_of_the_api(allo, client):
    """As a table and as the whole object; a month ends with its last day."""
    whole = json.loads(allo("analytics", "overview", "--month", "2026-02").out)
    table = allo("analytics", "overview", "--month", "2026-02", "--format", "table").out
    funnel = cells(allo("analytics", "outbound", "--month", "2026-02", "--tag", "quote", "--format", "csv").out)
    expected = client.v2.analytics.overview(date=("2026-02-01", "2026-02-28"))

    assert whole == json.loads(expected.to_json())
    assert f"{expected.summary.total_calls.value:,.0f}" in table
    assert [row["stage"] for row in funnel] == ["dials", "connected", "conversations", "conversions"]


@pytest.mark.parametrize("option", ["--line", "--number"])
def test_analytics_of_one_line_take_the_option_of_other_commands(allo, client, mock, option):
    """The earlier name works as well."""
    line = mock.numbers[1]
    found = json.loads(allo("analytics", "overview", "--month", "2026-02", option, line).out)

    assert found == client.v2.analytics.overview(date=("2026-02-01", "2026-02-28"), allo_numbers=[line]).to_dict()
