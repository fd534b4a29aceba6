"""What the command says and its exit codes follow from what errors carry, not from their sentences."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from allo_ext import AlloClient, AlloError
from allo_ext.cli._program import command

SMS = ("sms", "send", "--from", "+12025550143", "--to", "+12025550178", "-m", "x", "--yes")
READ = ("numbers",)
OTHER_WORDS = "POST /sms: words that nobody has thought of, GET /calls returned 200 and no API key."


@pytest.fixture
def outcomes(allo, monkeypatch) -> Callable[..., tuple[int, list[str]]]:
    """Run a command against a transport that fails, and return the exit code and the lines on stderr."""

    def run(failure: Exception | httpx.Response, *arguments: str) -> tuple[int, list[str]]:
        def answer(_: httpx.Request) -> httpx.Response:
            if isinstance(failure, Exception):
                raise failure
            return failure

        def client(key: str, **options: object) -> AlloClient:
            return AlloClient(key, **{**options, "transport": httpx.MockTransport(answer), "retry": None})  # type: ignore[arg-type]

        monkeypatch.setattr(command, "AlloClient", client)
        done = allo(*arguments)
        return done.code, done.err.splitlines()

    return run


def reworded(monkeypatch) -> None:
    """Give every error of the package another sentence."""
    monkeypatch.setattr(AlloError, "message", property(lambda _: OTHER_WORDS, lambda _, __: None), raising=False)
    monkeypatch.setattr(AlloError, "__str__", lambda _: OTHER_WORDS)


@pytest.mark.parametrize(
    ("failure", "arguments", "code", "in_doubt"),
    [
        pytest.param(httpx.ReadError("x"), SMS, 3, True, id="write-lost"),
        pytest.param(httpx.ReadError("x"), READ, 1, False, id="read-lost"),
        pytest.param(httpx.ReadTimeout("x"), SMS, 3, True, id="write-timeout"),
        pytest.param(httpx.ReadTimeout("x"), READ, 1, False, id="read-timeout"),
        pytest.param(httpx.ConnectError("x"), SMS, 1, False, id="write-not-sent"),
        pytest.param(httpx.Response(200, text="?"), SMS, 3, True, id="write-unreadable"),
        pytest.param(httpx.Response(200, text="?"), READ, 1, False, id="read-unreadable"),
    ],
)  # fmt: skip
def test_the_exit_code_says_whether_a_change_may_have_been_made(  # noqa: PLR0917 (fixtures)
    outcomes, monkeypatch, failure, arguments, code, in_doubt
):
    """Of a write that may have been carried out, never of a read, whatever the library's sentence is."""
    first = outcomes(failure, *arguments)
    reworded(monkeypatch)
    second = outcomes(failure, *arguments)

    assert first[0] == second[0] == code
    assert first[1][1:] == second[1][1:]
    assert any("may have been sent" in line for line in second[1]) == in_doubt


@pytest.mark.parametrize(
    "body",
    [
        {"code": "FROM_NUMBER_NOT_FOUND"},
        {"code": "NEW_CODE"},
        {"code": "VALIDATION_ERROR", "details": [{"field": "to", "message": "wrong"}]},
        {"code": "API_KEY_INSUFFICIENT_SCOPE", "details": [{"field": "scope", "message": "required=SMS_SEND"}]},
    ],
    ids=lambda body: body["code"],
)
def test_an_answer_is_explained_the_same_in_other_words(outcomes, monkeypatch, body):
    """Code, operation, meaning and advice."""
    answer = httpx.Response(400, json=body)
    first = outcomes(answer, *SMS)
    reworded(monkeypatch)

    assert outcomes(answer, *SMS) == first
    assert first[1][0] == f"allo: 400 {body['code']} (POST /sms)"


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (("sms", "send", "--from", "1", "--to", "+12025550178", "-m", "x", "--yes"), "--from"),
        (("calls", "list", "--limit", "0"), "--limit"),
    ],
)
def test_an_argument_is_named_by_its_option_in_other_words(outcomes, monkeypatch, arguments, option):
    """The library's name for it is not looked for in its sentence."""
    first = outcomes(httpx.Response(500), *arguments)
    reworded(monkeypatch)

    assert outcomes(httpx.Response(500), *arguments) == first
    assert first[0] == 2
    assert option in " ".join(first[1])
