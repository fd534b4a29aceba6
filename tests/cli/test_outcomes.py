"""What became of a change: the exit code, and a sentence, however the command ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import httpx
import pytest

from allo_ext import AlloClient
from allo_ext.cli._program import command

pytestmark = pytest.mark.slow

SMS = ("sms", "send", "--from", "+12025550143", "--to", "+12025550178", "--message", "On our way", "--yes")
FRANCE = ("sms", "send-france", "--sender-id", "MyCompany", "--to", "+33639980001", "-m", "Bonjour", "--yes")
CREATE = ("contacts", "create", "--number", "+33639980001", "--name", "Jean")
HOOK = ("webhooks", "create", "-n", "+12025550143", "--url", "https://example.com/a", "--topic", "SMS_RECEIVED")
CHANGES = {
    "message": SMS,
    "message-france": FRANCE,
    "contact": CREATE,
    "contact-update": ("contacts", "update", "cnt_1", "--job-title", "CEO"),
    "webhook": HOOK,
    "webhook-delete": ("webhooks", "delete", "web-1", "--yes"),
}
SENT = {"message": "sent", "contact": "created", "webhook": "created"}


def stopped(_: httpx.Request) -> httpx.Response:
    raise KeyboardInterrupt


def lost(_: httpx.Request) -> httpx.Response:
    raise httpx.ReadTimeout("")


def unreachable(_: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("")


def broken(_: httpx.Request) -> httpx.Response:
    raise RuntimeError("<a fault of a library>")


@pytest.mark.parametrize("arguments", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize(
    ("answer", "code", "says"),
    [
        pytest.param(stopped, 3, "may have been", id="ctrl-c"),
        pytest.param(lost, 3, "may have been", id="timeout"),
        pytest.param(broken, 3, "may have been", id="fault of a library"),
        pytest.param(lambda _: httpx.Response(500), 3, "may have been", id="server-error"),
        pytest.param(lambda _: httpx.Response(403), 1, "was not", id="forbidden"),
        pytest.param(unreachable, 1, "was not", id="unreachable"),
    ],
)
def test_the_command_says_whether_it_may_have_been_done(allo, monkeypatch, arguments, answer, code, says):  # noqa: PLR0917
    """Exit code 3 and "may have been" where the server could have acted, else 1 and "was not"."""
    monkeypatch.setattr(
        command,
        "AlloClient",
        lambda key, **options: AlloClient(key, transport=httpx.MockTransport(answer), retry=None, **options),
    )
    done = allo("--quiet", *arguments)

    assert (done.code, done.out) == (code, "")
    assert says in done.err


@pytest.mark.parametrize(
    ("arguments", "sink"),
    [
        pytest.param((*SMS, "--format", "table"), "full", id="message-table-full"),
        pytest.param((*SMS, "--format", "csv"), "closed", id="message-csv-closed"),
        pytest.param((*SMS, "--format", "csv"), "no-reader", id="message-csv-no-reader"),
        pytest.param(CREATE, "full", id="contact-full"),
        pytest.param(CREATE, "closed", id="contact-closed"),
        pytest.param(HOOK, "no-reader", id="webhook-no-reader"),
    ],
)
def test_what_was_done_is_said_where_it_cannot_be_printed(served, mock, arguments, sink):
    """A full disk, a stdout that is closed or that nobody reads: exit code 3, and that it was done."""
    before = len(mock.requests)
    read, write = os.pipe()
    os.close(read)
    program = "import sys; sys.argv[0] = 'allo'; from allo_ext.cli import main; main()"
    if sink == "closed":
        # What a shell's `>&-` does.
        program = f"import os, sys; os.close(1); os.execv(sys.executable, [sys.executable, '-m', 'allo_ext.cli', *{arguments!r}])"  # noqa: E501
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            stdin=subprocess.DEVNULL, stdout=full if sink == "full" else write, stderr=subprocess.PIPE,
            text=True, timeout=60, check=False,
        )  # fmt: skip
    os.close(write)

    noun = {"sms": "message", "contacts": "contact", "webhooks": "webhook"}[arguments[0]]
    assert (done.returncode, len(mock.requests) - before) == (3, 1)
    assert f"The {noun} was {SENT[noun]}" in done.stderr
    assert "Do not run the command again." in done.stderr
    assert "Traceback" not in done.stderr
    assert noun == "message" or "(id " in done.stderr


def test_the_exit_code_says_it_where_nothing_can_be_said(served, mock):
    """Neither stdout nor stderr can be written: still 3."""
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "allo_ext.cli", *SMS], stdout=full, stderr=full, timeout=60, check=False
        )

    assert (done.returncode, len(mock.sent)) == (3, 1)


def test_a_list_that_cannot_be_printed_is_a_failure(served):
    """Exit code 1 and the reason, once; nothing was changed."""
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "allo_ext.cli", "numbers"],
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "No space left on device" in done.stderr


@pytest.mark.usefixtures("served")
def test_ctrl_c_at_the_question_says_that_nothing_was_sent(on_a_terminal, mock):
    """Exit code 130."""
    code, shown = on_a_terminal(*SMS[:-1], answer="\x03")

    assert (code, mock.sent) == (130, [])
    assert "The message was not sent." in shown


def test_one_record_is_one_object(allo):
    """As json and as jsonl."""
    for kind in ("json", "jsonl"):
        assert json.loads(allo(*SMS, "--format", kind).out)["to_number"] == "+12025550178"
