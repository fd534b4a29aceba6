"""What strangers said, on a terminal, in a spreadsheet, in a file; and texts that no encoding carries."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from allo_ext.cli._display.columns import CALLS, CONTACTS
from allo_ext.cli._display.output import (
    Format,
    show,
    write_csv,
    write_json,
    write_lines,
)
from allo_ext.cli._display.terminal import Terminal
from allo_ext.cli._export.markdown import page_of
from allo_ext.records import Call, Company, Contact

HOSTILE = "\x1b]0;x\x07\x1b[31m\x00\x08\x7f\x85\x9b31m\u061c\u200e\u200f\u2028\u2029\u202e\u2066\u2069end"
COMMANDS_A_TERMINAL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]")
FORMULAS = [
    '=HYPERLINK("https://example.com/?"&B2,"open")', "@SUM(1+1)", "+1+1", "-2+3", "\t=1", "\r=1", "\n=1", "\ttext",
    " =1+1", "\xa0=1", "\ufeff=1", '"=1+1', "'=1", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(1)", "\u3000=1",
    "\xad=1", "\u200e=1", "\u202e=1", "\u2060=1", "\u2066=1", "\x85=1", "\u180e-2+3",
]  # fmt: skip
HARMLESS = ["", "a=b", "3-2", "jean@example.com", "a\tb", "'tis", "https://example.com/?a=+1", "#1"]


class Screen(io.StringIO):
    """A file that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("kind", list(Format))
def test_nothing_commands_a_terminal(monkeypatch, kind):
    """Whatever the format; and JSON still says the same."""
    screen = Screen()
    monkeypatch.setattr("sys.stdout", screen)
    monkeypatch.setenv("NO_COLOR", "1")
    call = Call(id=HOSTILE, summary=HOSTILE, tag=HOSTILE, from_number=HOSTILE, recording_url=HOSTILE, tags=(HOSTILE,))
    show([call], CALLS, kind, Terminal(raw=True))

    assert screen.getvalue()
    assert COMMANDS_A_TERMINAL.findall(screen.getvalue()) == []
    if kind in {Format.JSON, Format.JSONL}:
        (said,) = [json.loads(screen.getvalue())] if kind is Format.JSONL else json.loads(screen.getvalue())
        assert (said["summary"], said["tags"]) == (HOSTILE, [HOSTILE])


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("--quiet", "calls", "export", "--format", "csv", "--transcripts"), id="csv"),
        pytest.param(("--quiet", "calls", "export"), id="jsonl"),
        pytest.param(("calls", "show", "{}"), id="show"),
        pytest.param(("calls", "show", "{}", "--format", "json"), id="show-json"),
    ],
)
@pytest.mark.usefixtures("served")
def test_nothing_commands_the_terminal_of_a_command(on_a_terminal, mock, arguments):
    """The commands that write to stdout themselves."""
    call = mock.simulate_call(summary=HOSTILE, transcript=[("EXTERNAL", HOSTILE)])
    _, shown = on_a_terminal(*(part.format(call.id) for part in arguments), NO_COLOR="1")

    assert "end" in shown
    assert COMMANDS_A_TERMINAL.findall(shown) == []


def test_files_and_pipes_get_what_was_said():
    """Nothing is escaped where no terminal is."""
    file = io.StringIO()
    write_csv([Call(id="c", summary=HOSTILE)], CALLS, file)

    assert dict(zip(*rows(file.getvalue()), strict=True))["summary"] == HOSTILE


@pytest.mark.parametrize("text", FORMULAS, ids=repr)
def test_a_spreadsheet_computes_no_cell(text):
    """An apostrophe stands before what would be a formula; raw writes it as it is."""
    contact = Contact(id="c", name=text, company=Company(id="x", name=text), numbers=("+12025550178",))
    found = []
    for raw in (False, True):
        file = io.StringIO()
        write_csv([contact], CONTACTS, file, raw=raw)
        heading, cells = rows(file.getvalue())
        found.append(dict(zip(heading, cells, strict=True)))

    assert [(row["name"], row["company"]) for row in found] == [("'" + text,) * 2, (text,) * 2]
    assert {row["numbers"] for row in found} == {"+12025550178"}


@pytest.mark.parametrize("text", HARMLESS, ids=repr)
def test_other_cells_stay_as_they_are(text):
    """Only the beginning makes a formula."""
    file = io.StringIO()
    write_csv([Contact(id="c", name=text)], CONTACTS, file)

    assert dict(zip(*rows(file.getvalue()), strict=True))["name"] == text


@pytest.mark.parametrize(
    ("number", "cell"),
    [
        ("+12025550178", "+12025550178"),
        ("+1 (202) 555-0178", "+1 (202) 555-0178"),
        ("=1+1", "'=1+1"),
        ("+1+1", "'+1+1"),
        ("+1-202-5550178", "'+1-202-5550178"),
        ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
        ("-2", "'-2"),
    ],
)
def test_phone_numbers_are_not_touched(number, cell):
    """In columns of numbers; what is no number there is a text like any other."""
    file = io.StringIO()
    write_csv([Call(id="c", from_number=number)], CALLS, file)

    assert dict(zip(*rows(file.getvalue()), strict=True))["from_number"] == cell


def test_an_export_neutralises_unless_it_is_raw(allo, mock, tmp_path):
    """`--raw` is an option of every command that writes CSV."""
    mock.simulate_call(summary="=1+1")
    for name, options in (("safe", ()), ("raw", ("--raw",))):
        allo("calls", "export", "--out", tmp_path / f"{name}.csv", *options)
    safe, raw = (rows((tmp_path / f"{name}.csv").read_text(encoding="utf-8")) for name in ("safe", "raw"))
    listed = rows(allo("calls", "list", "--format", "csv", "--limit", 1).out)

    assert ["'=1+1" in safe[1], "=1+1" in raw[1], "'=1+1" in listed[1]] == [True] * 3


@pytest.mark.parametrize("text", ["a\rb", "\r", "a\r\nb", "a\nb", 'a"b', "a,b", " a "], ids=repr)
def test_a_cell_comes_back_as_it_was(text):
    """A lone carriage return ends no row, on any version of Python."""
    file = io.StringIO(newline="")
    write_csv([Call(id="c", summary=text)], CALLS, file, raw=True)
    found = rows(file.getvalue())

    assert [len(row) for row in found] == [len(CALLS)] * 2
    assert dict(zip(*found, strict=True))["summary"] == text


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "utf-8", "utf-16"])
@pytest.mark.parametrize("write", [write_json, write_lines], ids=["json", "jsonl"])
def test_json_is_json_in_every_encoding(encoding, write):
    """What an encoding cannot carry is escaped in JSON's own way, halves of characters too."""
    said = "Merci \U0001f600 \x81 \u2019 \ud83d é"
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace")
    write([Call(id="c", summary=said)], CALLS, file)
    file.flush()
    read = json.loads(file.buffer.getvalue().decode(encoding))

    assert (read if isinstance(read, dict) else read[0])["summary"] == said


@pytest.mark.usefixtures("served")
def test_a_pipe_that_is_not_utf8_carries_json(spawn, mock):
    """As on Windows."""
    mock.simulate_call(summary="Merci \U0001f600")
    done = spawn("calls", "list", "--limit", "1", PYTHONIOENCODING="cp1252")

    assert json.loads(done.out)["summary"] == "Merci \U0001f600"


def test_markdown_files_keep_marks_of_direction():
    """A file is no terminal: isolates belong to the text. What overrides a direction only misleads."""
    isolated = "\u2067\u05e9\u05dc\u05d5\u05dd\u2069 \u200fab\u200e"
    page = "\n".join(page_of(Call(id="c", summary=f"{isolated} \x1b[31m\u202e")))

    assert isolated in page
    assert re.findall("[\x1b\u202e]", page) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "caf\udce9"),
        ("contacts", "find", "caf\udce9"),
        ("calls", "list", "--number", "+\udce9"),
        ("webhooks", "create", "-n", "+12025550143", "--url", "https://example.com", "--topic", "\udce9"),
        ("--base-url", "http://\udce9", "numbers"),
        ("caf\udce9",),
    ],
    ids=lambda arguments: arguments[0],
)
def test_an_argument_that_is_not_text_is_refused(spawn, arguments):
    """Bytes of another encoding than the terminal's: exit code 2 and a sentence."""
    done = spawn(*arguments, ALLO_API_KEY="key", ALLO_BASE_URL="http://127.0.0.1:9/v1/api")

    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err


@pytest.mark.usefixtures("served")
def test_a_path_may_be_any_bytes(spawn, tmp_path):
    """File names need not be text."""
    path = tmp_path / "caf\udce9.csv"
    done = spawn("contacts", "export", "--out", str(path))

    assert (done.code, path.is_file()) == (0, True)


@pytest.mark.parametrize(
    "command", [("calls", "list"), ("contacts", "list"), ("conversation", "+33639980001")], ids=str
)
def test_a_limit_may_be_larger_than_any_list(allo, command):
    """More than Python counts to is everything."""
    done = allo(*command, "--limit", 10**30)

    assert done.code == 0 or "No contact has" in done.err


@pytest.mark.parametrize("command", ["doctor", "numbers", "login"])
@pytest.mark.parametrize("address", ["http://user:secret@localhost:1/", "http://user:secret@[::1", "user:secret@host"])
def test_a_password_in_the_address_is_never_shown(allo, command, address):
    """It is refused, without being repeated."""
    done = allo(command, "--base-url", address)

    assert done.code == 2
    assert "secret" not in done.out + done.err
