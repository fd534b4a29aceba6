"""`allo sms bulk`: a CSV file, an outbox and a report."""

from __future__ import annotations

import csv
import json

import pytest

from allo_ext.durable import Outbox

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
    assert f"{file}, line 2: the key 1 belongs to another message" in changed.err
    assert f"{file}, line 3: the key 2 belongs to another message" in changed.err
    assert "pass another --campaign." in changed.err


def interrupted_at(mock, number: int) -> None:
    """Have Ctrl-C arrive while a request to the stand-in is under way, and restore the stand-in."""
    real = mock.answer

    def answer(request: object) -> object:
        if len(mock.sent) + 1 == number:
            mock.answer = real
            raise KeyboardInterrupt
        return real(request)

    mock.answer = answer


def test_only_messages_of_this_file_and_campaign_are_sent(allo, mock, file, tmp_path):
    """The rest of a campaign that was stopped stays planned, and the command says so."""
    other = tmp_path / "others.csv"
    other.write_text("id,to\n7,+12025550107\n", encoding="utf-8")
    mock.faults.next(path="/sms", status=401, code="API_KEY_INVALID")
    common = ("--key-column", "id", "--from", LINE, "--yes")
    allo("sms", "bulk", file, *common, "-m", "Wrong", "--campaign", "wrong")
    done = allo("sms", "bulk", other, *common, "-m", "Right", "--campaign", "right")

    assert (done.code, [one.content for one in mock.sent]) == (0, ["Right"])
    assert f"1 sent.\n2 messages of other files or campaigns stay planned in {tmp_path / 'allo.db'}.\n" == done.err


def test_a_stop_says_what_became_of_the_messages(allo, mock, file, tmp_path):
    """As any command that changes something; the report is written, too."""
    file.write_text("id,to\n1,+12025550101\n2,+12025550102\n3,+12025550103\n", encoding="utf-8")
    interrupted_at(mock, 2)
    command = ("sms", "bulk", file, "--key-column", "id", "--from", LINE, "-m", "Hi", "--yes")
    done = allo(*command, "--report", tmp_path / "report.csv")

    assert (done.code, len(mock.sent)) == (3, 1)
    assert done.err.startswith("allo: Stopped.\n1 planned, 1 sent, 1 in doubt.\nRun the command again to send")
    assert report(tmp_path / "report.csv") == [("1", "sent"), ("2", "in doubt"), ("3", "planned")]


def test_a_stop_before_anything_was_sent_is_exit_code_130(allo, mock, file, monkeypatch):
    """Both messages stay planned."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Outbox, "send", stop)
    done = allo("sms", "bulk", file, "--key-column", "id", "--from", LINE, "-m", "Hi", "--yes")

    assert (done.code, mock.sent, "2 planned." in done.err) == (130, [], True)


@pytest.mark.parametrize("option", ["--yes", "--dry-run"])
def test_every_bad_line_is_named(allo, mock, tmp_path, option):
    """With its column, also by a dry run, before anything is stored."""
    file = tmp_path / "people.csv"
    file.write_text("id,mobile\n1,+12025550101\n2,202 555 0102\n3,\n,+12025550104\n", encoding="utf-8")
    done = allo("sms", "bulk", file, "--key-column", "id", "--to-column", "mobile", "-m", "Hi", "--from", LINE, option)
    problem = "it is not a phone number with a country code, such as +12025550143."

    assert (done.code, done.out, mock.sent, list(tmp_path.glob("*.db"))) == (2, "", [], [])
    assert done.err.splitlines() == [
        f"allo: {file}, line 3, column mobile: {problem}",
        f"allo: {file}, line 4, column mobile: {problem}",
        f"allo: {file}, line 5: the key is empty.",
        "Nothing was stored or sent.",
    ]


def test_the_line_must_be_a_number(allo, mock, file):
    """The message names the option."""
    done = allo("sms", "bulk", file, "--key-column", "id", "-m", "Hi", "--from", "555 0143", "--dry-run")

    assert (done.code, done.err) == (
        2,
        "allo: --from is not a phone number with a country code, such as +12025550143.\n",
    )


def test_messages_in_doubt_are_named_listed_and_settled(allo, mock, file, tmp_path):
    """`retry` plans one again, `confirm` records that one was sent."""
    command = ("sms", "bulk", file, "--key-column", "id", "--from", LINE, "-m", "Hi", "--yes", "--campaign", "may")
    for _ in range(2):
        mock.faults.next(path="/sms", disconnect=True, applied=False)
    first = allo(*command)
    db = ("--db", tmp_path / "allo.db")
    listed = allo("sms", "outbox", "list", "--state", "in doubt", *db)
    asked = allo("sms", "outbox", "retry", "may/1", *db)
    retried = allo("sms", "outbox", "retry", "may/1", "--yes", *db)
    confirmed = allo("sms", "outbox", "confirm", "may/2", *db)
    again = allo(*command)

    assert "In doubt: may/1, may/2.\n" in first.err
    assert [json.loads(line)["key"] for line in listed.out.splitlines()] == ["may/1", "may/2"]
    assert (asked.code, retried.code, confirmed.code, again.code) == (2, 0, 0, 0)
    assert again.err == "2 sent.\n"
    assert [one.to_number for one in mock.sent] == ["+12025550101"]


@pytest.mark.parametrize("verb", ["retry", "confirm"])
@pytest.mark.parametrize(
    ("key", "expected"), [("1", "1 is sent, not "), ("9", "There is no message 9.")], ids=["sent", "unknown"]
)
def test_other_messages_are_not_in_doubt(allo, file, tmp_path, verb, key, expected):  # noqa: PLR0917
    """Nor is any in a file that does not exist."""
    allo("sms", "bulk", file, "--key-column", "id", "--from", LINE, "-m", "Hi", "--yes")
    done = allo("sms", "outbox", verb, key, "--db", tmp_path / "allo.db")
    nowhere = allo("sms", "outbox", verb, key, "--db", tmp_path / "other.db")

    assert (done.code, nowhere.code) == (2, 2)
    assert (expected in done.err, "does not exist. Pass --db." in nowhere.err) == (True, True)
