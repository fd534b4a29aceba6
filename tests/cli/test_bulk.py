"""`allo sms bulk`: a CSV file, an outbox and a report."""

from __future__ import annotations

import csv

import pytest

LINE = "+12025550143"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("id,to,name,text\n1,+12025550101,Ann,Hello\n2,+1 202 555 0102,Bob,Bonjour\n", encoding="utf-8")
    return path


def report(path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8") as opened:
        return [(row["key"], row["state"]) for row in csv.DictReader(opened)]


def test_each_line_is_one_message_however_often_it_runs(allo, mock, file, tmp_path):
    """The report has the state of each."""
    command = ("sms", "bulk", file, "--key-column", "id", "--from", LINE, "-m", "Hi {name}", "--yes")
    first = allo(*command, "--report", tmp_path / "report.csv")
    again = allo(*command)

    assert (first.code, again.code, again.err) == (0, 0, "2 sent.\n")
    assert [(one.to_number, one.content) for one in mock.sent] == [
        ("+12025550101", "Hi Ann"),
        ("+12025550102", "Hi Bob"),
    ]
    assert report(tmp_path / "report.csv") == [("1", "sent"), ("2", "sent")]


def test_a_dry_run_prints_the_messages_and_stores_nothing(allo, mock, file, tmp_path):
    """Without an outbox."""
    done = allo("sms", "bulk", file, "--key-column", "id", "--message-column", "text", "--from", LINE, "--dry-run")

    assert done.out == "key,to,message\n1,+12025550101,Hello\n2,+1 202 555 0102,Bonjour\n"
    assert (mock.sent, list(tmp_path.glob("*.db"))) == ([], [])


def test_without_a_terminal_it_needs_yes(allo, mock, file):
    """Nothing is stored or sent before."""
    done = allo("sms", "bulk", file, "--key-column", "id", "-m", "Hi", "--from", LINE)

    assert (done.code, mock.sent) == (2, [])


def test_what_may_have_been_sent_is_exit_code_3(allo, mock, file, tmp_path):
    """And is not sent again by the next run, which looks for it."""
    command = ("sms", "bulk", file, "--key-column", "id", "--from", LINE, "-m", "Hi", "--yes", "--campaign", "may")
    mock.faults.next(path="/sms", disconnect=True, applied=False)
    first = allo(*command, "--report", tmp_path / "report.csv")
    again = allo(*command)

    assert (first.code, again.code, len(mock.sent)) == (3, 3, 1)
    assert "1 sent, 1 in doubt." in first.err
    assert report(tmp_path / "report.csv") == [("may/1", "in doubt"), ("may/2", "sent")]


def test_a_failure_of_all_leaves_the_rest_planned(allo, mock, file):
    """The next run sends it."""
    command = ("sms", "bulk", file, "--key-column", "id", "--from", LINE, "-m", "Hi", "--yes")
    mock.faults.next(path="/sms", status=401, code="API_KEY_INVALID")
    first = allo(*command)
    again = allo(*command)

    assert (first.code, "2 planned." in first.err, again.code, len(mock.sent)) == (1, True, 0, 2)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--key-column", "nr", "-m", "Hi"), "has no column nr"),
        (("--key-column", "id"), "Pass either --message or --message-column."),
        (("--key-column", "id", "-m", "Hi {nickname}"), "has no column nickname, which --message names."),
        (("--key-column", "same", "-m", "Hi"), "line 3: the key is used twice."),
    ],
    ids=["key column", "no message", "placeholder", "duplicate"],
)
def test_a_mistake_in_the_file_sends_nothing(allo, mock, tmp_path, arguments, expected):
    """It is found before the first message."""
    file = tmp_path / "people.csv"
    file.write_text("id,same,to\n1,x,+12025550101\n2,x,+12025550102\n", encoding="utf-8")
    done = allo("sms", "bulk", file, "--from", LINE, "--yes", *arguments)

    assert (done.code, mock.sent, expected in done.err) == (2, [], True), done.err


def test_another_message_under_a_key_sends_nothing(allo, mock, file):
    """A changed text is a mistake, or a new campaign."""
    command = ("sms", "bulk", file, "--key-column", "id", "--from", LINE, "--yes")
    allo(*command, "-m", "Hi")
    changed = allo(*command, "-m", "Hello")
    campaign = allo(*command, "-m", "Hello", "--campaign", "june")

    assert (changed.code, campaign.code, len(mock.sent)) == (2, 0, 4)
