"""Looking at numbers, calls, contacts and conversations."""

from __future__ import annotations

import csv
import io
import json

import pytest
from rich.console import Console

from allo_ext.cli._display.columns import CALLS, CONTACTS
from allo_ext.cli._display.table import table
from allo_ext.client import AlloClient
from allo_ext.records import Call


def objects(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_numbers_are_the_account_s_lines(allo, mock):
    """Every line is listed, and sender ids without a number."""
    numbers = [row["number"] for row in objects(allo("numbers").out)]

    assert [*mock.numbers, None] == numbers


@pytest.mark.parametrize("arguments", [("numbers",), ("calls", "list"), ("contacts", "list")], ids=" ".join)
def test_every_format_holds_the_same(allo, arguments):
    """JSON, JSON lines and CSV tell the same records with the same names in the same order."""
    lines = objects(allo(*arguments, "--format", "jsonl").out)
    array = json.loads(allo(*arguments, "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(allo(*arguments, "--format", "csv").out)))

    assert lines == array
    assert [list(line) for line in lines] == [list(row) for row in rows]
    assert [str(next(iter(line.values())) or "") for line in lines] == [next(iter(row.values())) for row in rows]


def test_an_empty_list_is_still_json(allo):
    """A window without calls gives an empty array, no lines, and a heading alone."""
    window = ("calls", "list", "--since", "2035-01-01")
    empty = [allo(*window, "--format", name).out for name in ("json", "jsonl", "csv")]

    assert empty[:2] == ["[]\n", ""]
    assert empty[2] == ",".join(column.name for column in CALLS) + "\n"


def test_calls_come_newest_first_within_window_and_limit(allo):
    """--since, --until and --limit cut the list; dates are ISO 8601 in UTC."""
    found = objects(
        allo("calls", "list", "--since", "2026-02-20", "--until", "2026-02-25T12:00:00+01:00", "-l", 30).out
    )
    dates = [row["start_date"] for row in found]

    assert dates == sorted(dates, reverse=True)
    assert dates[-1] >= "2026-02-20T00:00:00Z"
    assert dates[0] < "2026-02-25T11:00:00Z"


def test_a_call_reads_like_a_dialogue(allo, mock):
    """Lines of one speaker in a row are one, each with the minute and second when it began."""
    said = [("USER", "Good morning."), ("USER", "How can I help?"), ("EXTERNAL", "My refund."), ("AGENT", "I see.")]
    call = mock.simulate_call(contact_number="+12125550105", transcript=said, summary="A refund.")
    shown = allo("calls", "show", call.id, "--format", "table").out

    assert [line.rstrip() for line in shown.splitlines()[-5:]] == [
        "A refund.",
        "",
        "[0:00] Team         Good morning. How can I help?",
        "[0:08] +12125550105 My refund.",
        "[0:12] Assistant    I see.",
    ]


def test_a_call_as_json_has_its_transcript(allo, mock):
    """Programs get every line of it."""
    call = mock.simulate_call(transcript=[("USER", "Hello."), ("EXTERNAL", "Hi.")])
    (found,) = objects(allo("calls", "show", call.id).out)

    assert [(line["source"], line["text"]) for line in found["transcript"]] == [("USER", "Hello."), ("EXTERNAL", "Hi.")]


def test_a_call_that_is_not_there_is_said(allo):
    """All lines are read, and then it is said; nothing stands on stdout."""
    done = allo("calls", "show", "call_nobody")

    assert (done.code, done.out) == (1, "")
    assert done.err == "allo: There is no call call_nobody on any line of this account.\n"


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 160])
@pytest.mark.parametrize("shown", ["calls", "contacts"])
def test_a_table_fits_the_width(mock, columns, shown):
    """No line is longer than the terminal is wide, and no number is cut."""
    with AlloClient("key", transport=mock.transport) as client:
        records, those = (client.calls.iter(), CALLS) if shown == "calls" else (client.contacts.iter(), CONTACTS)
        records = list(records)
    console = Console(file=io.StringIO(), width=columns, color_system=None)
    console.print(table(those, records, columns))
    lines = console.file.getvalue().splitlines()
    numbers = {call.contact_number for call in records} if shown == "calls" else {c.numbers[0] for c in records}

    assert max(map(len, lines)) <= columns
    assert [n for n in numbers if n and not any(n in line for line in lines)] == []


def test_a_cut_text_says_so():
    """What has no room ends in an ellipsis."""
    console = Console(file=io.StringIO(), width=60, color_system=None)
    console.print(table(CALLS, [Call(id="c", summary="word " * 50)], 60))

    assert "…" in console.file.getvalue()


def test_nothing_that_was_said_commands_the_terminal(allo, mock):
    """Control characters in a summary or a transcript are replaced."""
    evil = "\x1b]0;owned\x07 \x9b31m\u202eabc"
    call = mock.simulate_call(summary=evil, transcript=[("EXTERNAL", evil)], tag=evil)
    for arguments in (("list", "--limit", "1"), ("show", call.id)):
        shown = allo("calls", *arguments, "--format", "table").out

        assert set(shown) & set("\x1b\x07\x9b\u202e") == set()
        assert "owned" in shown


def test_a_contact_is_found_by_number(allo, mock):
    """However it is written; exit code 1 where nobody has it."""
    (first, *_) = objects(allo("contacts", "list", "--limit", "1").out)
    number = first["numbers"][0]
    found = objects(allo("contacts", "find", f"({number[2:5]}) {number[5:8]}-{number[8:]}", "--region", "US").out)
    nobody = allo("contacts", "find", "+447700900123")

    assert [contact["id"] for contact in found] == [first["id"]]
    assert (nobody.code, nobody.out) == (1, "")


def test_a_contact_is_shown_with_what_happened(allo):
    """For people: what is known of them, and their last activity."""
    (first, *_) = objects(allo("contacts", "list", "--limit", "1").out)
    shown = allo("contacts", "show", first["id"], "--format", "table").out

    assert shown.startswith(f"id:                 {first['id']}\n")
    assert "when (UTC)" in shown


def test_a_conversation_reads_downwards(allo, mock):
    """On a terminal the newest comes last, in JSON first; a contact may be named by a number."""
    (first, *_) = objects(allo("contacts", "list", "--limit", "1").out)
    mock.simulate_sms(contact_number=first["numbers"][0], content="First")
    mock.simulate_sms(contact_number=first["numbers"][0], content="Last")
    by_number = objects(allo("conversation", first["numbers"][0], "--limit", "2").out)
    shown = allo("conversation", first["id"], "--limit", "2", "--format", "table").out

    assert [item["content"] for item in by_number] == ["Last", "First"]
    assert shown.index("First") < shown.index("Last")


def test_a_date_that_is_none_is_refused(allo):
    """Exit code 2, and how to write one."""
    done = allo("calls", "list", "--since", "yesterday")

    assert done.code == 2
    assert "2026-01-31" in done.err


def test_a_list_that_the_api_leaves_out_is_null(allo):
    """`contacts list` cannot know e-mail addresses: an empty list would say that there are none."""
    listed = objects(allo("contacts", "list", "--limit", "3", "--format", "jsonl").out)
    (shown,) = objects(allo("contacts", "show", listed[0]["id"], "--format", "jsonl").out)

    assert [row["emails"] for row in listed] == [None, None, None]
    assert isinstance(shown["emails"], list)
