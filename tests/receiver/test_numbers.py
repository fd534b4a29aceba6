from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from allo_ext import AlloClient, AsyncAlloClient
from allo_ext.receiver._core import numbers as module
from allo_ext.testing import MockAllo, event

FOREIGN = "+12125550199"


class Account:
    """A function that returns numbers, and counts how often it is asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.asked = list(answers), 0

    def __call__(self) -> Any:
        self.asked += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


class Clock:
    now = 5000.0

    def __call__(self) -> Any:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(module.OwnNumbers.__init__, "__kwdefaults__", {"clock": clock})
    return clock


@pytest.fixture
def status_of(make_receiver, make_request, clock):
    def bind(account) -> Any:
        receiver = make_receiver(numbers=account)

        def status(to, after=0.0) -> Any:
            clock.now += after
            return receiver.handle(make_request(json.dumps(event("CALL_RECEIVED", to=to)).encode())).status

        return status

    return bind


def test_numbers_are_asked_for_once(status_of):
    """A function is asked at the first event, and its answer kept for ten minutes."""
    account = Account(["+1 202 555 0143"])
    status = status_of(account)

    assert [status("+12025550143", after) for after in (0, 300, 299)] == [200, 200, 200]
    assert account.asked == 1
    assert status("+12025550143", 1) == 200
    assert account.asked == 2


def test_an_unknown_number_has_them_asked_for_again(status_of):
    """A line that was bought since is known at its first event; strangers have them asked at most once a minute."""
    account = Account(["+12025550143"], ["+12025550143", FOREIGN])
    status = status_of(account)

    assert [status("+12025550143"), status(FOREIGN, 60), status("+12125550198")] == [200, 200, 403]
    assert account.asked == 2
    assert [status("+12125550198", 30), status("+12125550198", 30)] == [403, 403]
    assert account.asked == 3


def test_without_numbers_nothing_is_judged(status_of):
    """While the numbers cannot be asked for an event is neither taken nor refused for good: 503."""
    account = Account(OSError("<private>"), OSError(), ["+12025550143"])
    status = status_of(account)

    assert [status("+12025550143") for _ in range(3)] == [503, 503, 200]


def test_the_last_numbers_serve(status_of, caplog):
    """When they cannot be asked for later, the last answer serves, and the log says so."""
    account = Account(["+12025550143"], OSError("<private>"))
    status = status_of(account)

    assert [status("+12025550143", after) for after in (0, 601, 1)] == [200, 200, 200]
    assert account.asked == 2
    assert "the last known ones are used: OSError" in caplog.text
    assert "<private>" not in caplog.text


@pytest.mark.parametrize("kind", ["sync", "async", "async client, sync handle", "sync client, async handle"])
def test_the_client_itself_may_be_asked(make_receiver, make_request, kind):
    """`allo.numbers.owned` of either client will do, under either way to handle."""
    mock = MockAllo(contacts=1, calls=1)
    client = (AsyncAlloClient if kind.startswith("async") else AlloClient)("key", transport=mock.transport)
    receiver = make_receiver(numbers=client.numbers.owned)
    requests = [make_request(json.dumps(event("CALL_RECEIVED", to=to)).encode()) for to in (mock.numbers[3], FOREIGN)]
    if kind in {"async", "sync client, async handle"}:
        statuses = [asyncio.run(receiver.handle_async(request)).status for request in requests]
    else:
        statuses = [receiver.handle(request).status for request in requests]

    assert statuses == [200, 403]


def test_a_function_may_list_what_is_not_a_number(status_of):
    """What the API itself lists, such as a short code or a national number, hides no other line, and no stranger."""
    status = status_of(Account(["32665", "2025550199", "", "anonymous", "+1 202-555-0143"]))

    assert [status("+12025550143"), status("32665"), status("+12025550199")] == [200, 200, 403]
    assert [status("Anonymous"), status(" ")] == [403, 403]


@pytest.mark.parametrize("written", [["(202) 555-0143"], ["2025550143", "06 39 98 00 01"], "+12025550143"], ids=str)
def test_a_function_that_returns_nothing_in_e164_refuses_no_event_for_good(status_of, caplog, written):
    """No delivery carries a national number: events are answered with 503, and the log says what `numbers` must be."""
    account = Account(written, ["+12025550143"])
    status = status_of(account)

    assert [status("+12025550143"), status("+12025550143")] == [503, 200]
    assert "E.164" in caplog.text
    assert "(202)" not in caplog.text
