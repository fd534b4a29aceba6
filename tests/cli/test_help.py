"""Help and completion: one meaning per name of an option, and every value that can be listed."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from allo_ext.cli._program.program import app

HOOK = ("webhooks", "create", "--url", "https://example.com/a", "--topic", "PING", "--dry-run")


@pytest.mark.parametrize("name", ["--line", "--number", "-n"])
def test_the_line_of_an_account_is_line(allo, mock, name):
    """Its earlier name, --number, still works; in `contacts` that is the number of a contact."""
    listed = allo("calls", "list", name, mock.numbers[0], "--limit", "3")
    created = allo(*HOOK, name, mock.numbers[0])

    assert {json.loads(line)["allo_number"] for line in listed.out.splitlines()} == {mock.numbers[0]}
    assert json.loads(created.out.partition("\n")[2])["allo_number"] == mock.numbers[0]


@pytest.mark.parametrize("command", [("calls", "list"), ("missed",), ("listen",), ("webhooks", "create")], ids=" ".join)
def test_help_shows_the_present_name_only(allo, command):
    """And no setting twice: those that every command has are in `allo --help`."""
    shown = allo(*command, "--help").out

    assert "--line" in shown
    assert "--number" not in shown
    assert "--key-file" not in shown
    assert "--key-file" in allo("--help").out


def test_an_option_by_both_names_is_a_mistake(allo, mock):
    """Exit code 2: nobody can know which was meant."""
    assert allo("calls", "list", "--line", mock.numbers[0], "--number", mock.numbers[1]).code == 2


def test_a_webhook_needs_a_line(allo):
    """It is said by the present name."""
    done = allo(*HOOK)

    assert done.code == 2
    assert "--line" in done.err


@pytest.mark.parametrize(
    ("words", "some"),
    [
        pytest.param("webhooks create --topic SMS_", {"SMS_RECEIVED", "SMS_SENT"}, id="topic"),
        pytest.param("trigger tag.", {"tag.added", "tag.removed"}, id="topics-of-both"),
        pytest.param("doctor --need CONTACTS_", {"CONTACTS_READ", "CONTACTS_READ_WRITE"}, id="scope"),
        pytest.param("contacts find Ada --region F", {"FI", "FR"}, id="region"),
        pytest.param("missed --tz Europe/Par", {"Europe/Paris"}, id="zone"),
        pytest.param("calls list --result MIS", {"MISSED"}, id="result"),
        pytest.param("contacts import new.csv --match ", {"number", "email"}, id="match"),
        pytest.param("mock --c", {"--contacts", "--calls"}, id="mock"),
        pytest.param("demo --", {"--port", "--base-url", "--help"}, id="demo"),
    ],
)
def test_the_shell_completes_what_can_be_listed(monkeypatch, words, some):
    """Values of options, settings, and the options of `mock` and `demo`."""
    line = f"allo {words}"
    for name, value in {
        "_ALLO_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(line.split(" ")) - 1),
    }.items():
        monkeypatch.setenv(name, value)
    found = set(CliRunner().invoke(app, [], prog_name="allo").stdout.split())

    assert some <= found


def test_the_shell_completes_settings(spawn):
    """They are not in the help of a command, and completed all the same."""
    done = spawn(_ALLO_COMPLETE="complete_bash", COMP_WORDS="allo missed --ver", COMP_CWORD="2")

    assert done.out.split() == ["--verbose"]
