"""What the panel says about an error, without a browser."""

from __future__ import annotations

import httpx
import pytest

from allo_ext import AlloClient, AlloError
from allo_ext.panel._parts.wording import mutation_problem, problem_of


def raised(failure: Exception | httpx.Response, key: str = "key") -> AlloError:
    """The error of a send, by a client whose transport fails."""

    def answer(_: httpx.Request) -> httpx.Response:
        if isinstance(failure, Exception):
            raise failure
        return failure

    options = {"base_url": "https://allo.example:8443/v1/api", "transport": httpx.MockTransport(answer)}
    try:
        with AlloClient(key, retry=None, **options) as allo:
            allo.sms.send(from_="+12025550143", to="+12025550178", message="x")
    except AlloError as error:
        return error
    raise AssertionError("nothing was raised")


FAILURES = {
    "no-key": (httpx.Response(200), "", "There is no API key."),
    "unreachable": (httpx.ConnectError("x"), "key", "Allo cannot be reached at https://allo.example:8443."),
    "late": (httpx.ReadTimeout("x"), "key", "Allo did not respond in time at https://allo.example:8443."),
    "limit": (httpx.Response(400, json={"code": "SMS_LIMIT_REACHED"}), "key", "No more messages can be sent."),
    "new-code": (httpx.Response(400, json={"code": "SOMETHING"}), "key", "Allo rejected the request (400 SOMETHING)."),
    "down": (httpx.Response(503), "key", "Allo failed (status 503)."),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILURES)
def test_an_error_is_told_by_what_it_carries(monkeypatch, name):
    """The same title, detail and doubt when every sentence of the library is another one."""
    monkeypatch.delenv("ALLO_API_KEY", raising=False)
    failure, key, title = FAILURES[name]
    said = problem_of(raised(failure, key)), mutation_problem(raised(failure, key))
    monkeypatch.setattr(AlloError, "message", property(lambda _: "Other words.", lambda _, __: None), raising=False)
    monkeypatch.setattr(AlloError, "__str__", lambda _: "Other words.")

    assert said == (problem_of(raised(failure, key)), mutation_problem(raised(failure, key)))
    assert said[0].title == title
