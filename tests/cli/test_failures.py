"""What is said when something goes wrong, and the exit codes."""

from __future__ import annotations

from functools import partial

import pytest

from allo_ext import AlloClient, RetryPolicy, errors
from allo_ext.cli._display.terminal import Terminal
from allo_ext.cli._program import command
from allo_ext.cli._program.failures import advise, explain, sentences

EVERY_CLASS = [
    kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.AlloApiError)
]


@pytest.mark.parametrize("kind", EVERY_CLASS, ids=lambda kind: kind.__name__)
def test_every_class_has_advice(kind):
    """A code that this version does not know is explained by its class."""
    means, do = advise(kind("x", code="NEW_CODE"))

    assert means
    assert do


def test_a_missing_scope_is_named(allo, mock, monkeypatch):
    """Code, meaning and what to do, the scope by its name; exit code 1 and nothing on stdout."""
    mock.add_key("few", scopes=["CONVERSATIONS_READ"])
    monkeypatch.setenv("ALLO_API_KEY", "few")
    done = allo("webhooks", "list")

    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines() == [
        "allo: 403 API_KEY_INSUFFICIENT_SCOPE (GET /webhooks)",
        "allo:   it means: the key lacks the scope WEBHOOKS_READ_WRITE",
        "allo:   what to do: add it to the key in Allo's settings, or use a key that has it",
    ]


def test_a_message_in_doubt_has_one_advice(allo, mock):
    """After a 500, an SMS may have been sent: the advice is to check, and not to try again."""
    mock.faults.next(status=500, path="/sms", applied=True)
    done = allo("sms", "send", "--from", mock.numbers[0], "--to", "+12025550178", "--message", "Hello", "--yes")

    assert done.code == 3
    assert "try again" not in done.err
    assert done.err.splitlines()[-1] == "allo: The message may have been sent. Check before you run the command again."


def test_a_quota_says_how_long(allo, mock, monkeypatch):
    """A daily quota is hours away, and it says how many."""
    mock.add_key("tired", daily_quota=0, quota_reset=7260)
    monkeypatch.setenv("ALLO_API_KEY", "tired")
    done = allo("numbers")

    assert done.code == 1
    assert "API_KEY_QUOTA_EXCEEDED" in done.err
    assert "retry after 2 h 1 min" in done.err


def test_an_unreachable_host_is_one_sentence(allo_on_a_port, monkeypatch):
    """Exit code 1, the host by name."""
    monkeypatch.setattr(command, "AlloClient", partial(AlloClient, retry=RetryPolicy(attempts=1)))
    done = allo_on_a_port("numbers", "--base-url", "http://127.0.0.1:9/v1/api")

    assert (done.code, done.err.count("\n")) == (1, 1)
    assert "could not connect to 127.0.0.1, which refused the connection" in " ".join(done.err.split())


def test_a_message_that_may_be_out_is_told(capsys):
    """A lost connection leaves doubt about a write, and none about a read."""
    for operation in ("POST /sms", "GET /calls"):
        error = errors.AlloConnectionError("The connection to example.com was lost.", reason="lost")
        error.operation, error.maybe_sent = operation, True
        explain(error, Terminal())
    said = capsys.readouterr().err

    assert said.count("Check before you retry") == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(errors.InvalidArgumentError("x"), 2, id="argument"),
        pytest.param(errors.ConfigurationError("x"), 2, id="configuration"),
        pytest.param(errors.AlloConnectionError("x"), 1, id="connection"),
        pytest.param(errors.AlloApiError("x", status=418), 1, id="api"),
        pytest.param(errors.UnexpectedResponseError("x"), 1, id="unexpected"),
    ],
)
def test_exit_codes(error, code):
    """1 where the API or the network failed, 2 where the command was wrong."""
    assert explain(error, Terminal()) == code


def test_fields_that_the_api_refuses_are_named():
    """Its own words for each of them."""
    error = errors.BadRequestError(
        "POST /contacts returned 422.",
        status=422,
        code="VALIDATION_ERROR",
        details=[{"field": "numbers", "message": "not a number"}],
    )

    assert "  numbers: not a number" in sentences(error)


def test_an_argument_is_named_as_the_option_it_was(allo):
    """People gave --from, not from_."""
    done = allo("sms", "send", "--from", "1", "--to", "+12025550178", "-m", "x", "--yes")

    assert done.code == 2
    assert done.err.startswith("allo: --from must be")


def test_a_file_that_cannot_be_written_is_said(allo, tmp_path):
    """Exit code 1, the file and the reason."""
    (tmp_path / "file").write_text("")
    done = allo("contacts", "export", "--out", tmp_path / "file" / "contacts.csv")

    assert done.code == 1
    assert str(tmp_path / "file") in done.err


def test_verbose_shows_each_request(allo, mock):
    """Status, code, request id and attempt of every request, why it was repeated, and why it failed; never the key."""
    mock.faults.next(status=429, code="RATE_LIMITED", headers={"Retry-After": "0", "X-Request-Id": "req_1"}, times=9)
    done = allo("numbers", "--verbose")
    quiet = allo("numbers")
    lines = done.err.splitlines()

    assert lines[0].startswith("allo: GET /numbers -> 429 RATE_LIMITED, request req_1, attempt 1, ")
    assert lines[1].startswith("allo: GET /numbers failed at attempt 1, retrying in 0")
    assert "allo: GET /numbers failed: 429 RATE_LIMITED, request req_1, attempt 4" in lines
    assert "allo: 429 RATE_LIMITED (GET /numbers, request req_1, 4 attempts)" in lines
    assert not [line for line in quiet.err.splitlines() if "->" in line]


def test_without_a_key_there_is_something_to_try(allo, monkeypatch):
    """The sentence names the mock."""
    monkeypatch.delenv("ALLO_API_KEY")
    done = allo("numbers")

    assert done.code == 2
    assert "allo mock" in done.err
