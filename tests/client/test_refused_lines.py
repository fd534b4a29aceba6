"""Lines that are listed in a form that the API's own rules do not allow, and lines that it refuses to read."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from allo_ext import (
    AlloError,
    AuthenticationError,
    BadRequestError,
    InvalidArgumentError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
)
from allo_ext.errors import UnreadableLineWarning

LINE = "+12025550143"
ODD = ["32665", "+1 202-555-0191", "12025550191", "Main office", "+", "\u0661\u0662"]


class Account:
    """A call for each line; some lines are answered with an error."""

    def __init__(self, *numbers: str, refused: dict[str, int] | None = None) -> None:
        self.numbers = numbers
        self.refused = refused or {}
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> Any:
        if request.url.path.endswith("/numbers"):
            listed = json.dumps({"data": [{"number": number} for number in self.numbers]})
            return httpx.Response(200, content=listed)
        line = request.url.params["allo_number"]
        self.asked.append(line)
        if line in self.refused:
            return httpx.Response(self.refused[line], json={"code": "NO_SUCH_LINE"})
        return httpx.Response(200, json={"data": {"results": [{"id": f"of {line}"}], "metadata": {"total_pages": 1}}})


@pytest.mark.parametrize("prefetch", [0, 2])
@pytest.mark.parametrize("odd", ODD)
def test_a_listed_line_is_asked_for_as_the_api_wrote_it(make, scripted, odd, prefetch):
    """Whatever form the number has."""
    account = Account(LINE, odd)
    found = {call.id for call in make(scripted(account)).calls.iter(prefetch=prefetch)}

    assert found == {f"of {LINE}", f"of {odd}"}


@pytest.mark.parametrize("prefetch", [0, 2])
@pytest.mark.parametrize("status", [400, 404, 409, 422])
def test_a_refused_line_is_named_and_hides_no_other(make, scripted, status, prefetch):
    """A warning carries the number and the error."""
    account = Account(LINE, "32665", refused={"32665": status})
    with pytest.warns(UnreadableLineWarning, match=f"'32665'.*{status} NO_SUCH_LINE") as caught:
        found = [call.id for call in make(scripted(account)).calls.iter(prefetch=prefetch)]

    assert found == [f"of {LINE}"]
    assert [(one.message.number, one.message.error.status) for one in caught] == [("32665", status)]


def test_a_line_that_no_request_can_carry_hides_no_other(make, scripted):
    """Half a character is refused on this side."""
    with pytest.warns(UnreadableLineWarning, match="cannot be sent"):
        found = [call.id for call in make(scripted(Account(LINE, "\ud800"))).calls.iter()]

    assert found == [f"of {LINE}"]


def test_asked_for_strictly_a_refused_line_raises(make, scripted):
    """The caller wants all or nothing."""
    account = Account(LINE, "32665", refused={"32665": 400})
    with pytest.raises(BadRequestError):
        list(make(scripted(account)).calls.iter(strict=True))


def test_an_account_of_which_every_line_is_refused_raises(make, scripted):
    """An empty list would look like an account without calls."""
    account = Account(LINE, "32665", refused={"32665": 400, LINE: 400})
    with pytest.raises(BadRequestError):
        list(make(scripted(account)).calls.iter())


@pytest.mark.parametrize(
    ("status", "error"),
    [(401, AuthenticationError), (403, PermissionDeniedError), (429, RateLimitError), (503, ServerError)],
)
def test_an_error_that_is_not_about_the_line_raises(make, scripted, status, error):
    """The other lines would get the same answer."""
    account = Account(LINE, "32665", refused={"32665": status})
    with pytest.raises(error):
        list(make(scripted(account), retry=None).calls.iter())


def test_a_line_that_the_caller_names_is_checked(make, scripted):
    """Only what the API listed is asked for unchecked; a size is checked for every line."""
    account = Account("32665")
    for options in ({"allo_number": "32665"}, {"size": 101}):
        with pytest.raises(InvalidArgumentError):
            list(make(scripted(account)).calls.iter(**options))

    assert account.asked == []


def test_a_page_that_is_refused_after_the_first_raises(make, scripted):
    """Half a line must not look like a whole one."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/numbers"):
            return httpx.Response(200, json={"data": [{"number": LINE}, {"number": "+12025550144"}]})
        if request.url.params["page"] == "0":
            return httpx.Response(200, json={"data": {"results": [{"id": "1"}], "metadata": {"total_pages": 2}}})
        return httpx.Response(400)

    with pytest.raises(AlloError):
        list(make(scripted(answer)).calls.iter(size=1))
