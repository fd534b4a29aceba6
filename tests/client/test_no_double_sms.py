"""One `sms.send` never reaches the account twice, whatever goes wrong and whenever."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import httpx
import pytest

from allo_ext import AlloError, RetryPolicy
from allo_ext.testing import MockAllo

RUNS = 1000
TO = "+12025550178"

# What may go wrong with one attempt; in half of them the server has acted before it fails.
FAULTS: list[dict[str, Any]] = [
    {"disconnect": True, "before": True},
    {"disconnect": True},
    {"disconnect": True, "applied": True},
    {"timeout": True},
    {"timeout": True, "applied": True},
    {"status": 500},
    {"status": 500, "applied": True},
    {"status": 502, "html": True, "applied": True},
    {"status": 503, "headers": {"Retry-After": "0"}, "applied": True},
    {"status": 504, "applied": True},
    {"status": 429},
    {"status": 429, "headers": {"Retry-After": "0"}},
    {"status": 200, "body": b"", "applied": True},
    {"html": True, "applied": True},
    {"truncate": 3},
    {"content_length": 3},
    {"delay": 0.0005},
    {"drip": 0.0005},
    {"raises": httpx.ConnectError},
    {"raises": httpx.ConnectTimeout},
    {"raises": httpx.PoolTimeout},
    {"raises": httpx.WriteError, "applied": True},
    {"raises": httpx.WriteTimeout, "applied": True},
    {"raises": httpx.ReadError, "applied": True},
    {"raises": httpx.RemoteProtocolError, "applied": True},
]


@pytest.mark.slow
def test_no_sms_is_sent_twice_whatever_goes_wrong(make):
    """1,000 messages through random faults, several in a row: each arrived once or not at all, and doubt is told."""
    mock = MockAllo(api_key="key", contacts=1, calls=1)
    allo = make(mock.transport, api_key="key", retry=RetryPolicy(attempts=4, max_wait=0.0))
    chance = random.Random(2026)
    told: dict[str, AlloError | None] = {}
    for run in range(RUNS):
        for _ in range(chance.randrange(5)):
            mock.faults.next(**chance.choice(FAULTS), times=chance.choice((1, 1, 1, 4)))
        text = f"message {run}"
        try:
            allo.sms.send(from_=mock.numbers[0], to=TO, message=text)
            told[text] = None
        except AlloError as error:
            told[text] = error
        mock.faults.clear()
    arrived = Counter(message.content for message in mock.sent)

    assert len(told) == RUNS
    assert {1} == set(arrived.values())
    assert not [text for text, error in told.items() if error is None and text not in arrived]
    assert not [text for text, error in told.items() if error is not None and not error.maybe_sent and text in arrived]
    # All ways are walked: sent at once, sent after retries, in doubt, and surely not sent.
    assert 100 < sum(error is None for error in told.values()) < 900
    assert any(error is not None and error.maybe_sent and text in arrived for text, error in told.items())
    assert any(error is not None and error.maybe_sent and text not in arrived for text, error in told.items())
    assert any(error is not None and not error.maybe_sent for error in told.values())


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_no_fault_sends_an_sms_twice_when_it_stays(make, fault):
    """Each fault alone, on every attempt: no more than one message, and as many as the error admits."""
    mock = MockAllo(api_key="key", contacts=1, calls=1)
    mock.faults.next(**{"times": 99, **fault})
    allo = make(mock.transport, api_key="key", retry=RetryPolicy(attempts=4, max_wait=0.0))
    maybe_sent = True
    try:
        allo.sms.send(from_=mock.numbers[0], to=TO, message="x")
    except AlloError as error:
        maybe_sent = error.maybe_sent

    assert len(mock.sent) <= int(maybe_sent)
