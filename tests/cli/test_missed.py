"""`allo missed`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from allo_ext.testing import MockAllo

CALLER, OTHER = "+12025550178", "+12025550179"


class Clock:
    """The account's time: it began three days ago, and moves when the test says so."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC).replace(microsecond=0) - timedelta(days=3)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def mock(clock) -> MockAllo:
    """An account without calls: every call below is made by the test."""
    return MockAllo(contacts=0, calls=0, now=clock)


def rows(done) -> list[dict]:
    return [json.loads(line) for line in done.out.splitlines()]


def test_who_was_not_called_back_is_listed(allo, mock, clock):
    """One was called back, one was not, one withheld the number; the last line counts them."""
    for who in (CALLER, OTHER, "anonymous"):
        mock.simulate_call(contact_number=who, result="MISSED")
        clock.advance(60)
    mock.simulate_call(mock.numbers[1], contact_number=CALLER, direction="OUTBOUND", result="ANSWERED")
    every, still = allo("missed"), allo("missed", "--not-called-back")

    assert [(row["contact_number"], row["is_open"]) for row in rows(every)] == [
        (CALLER, False), (OTHER, True), (None, True),
    ]  # fmt: skip
    assert [row["contact_number"] for row in rows(still)] == [OTHER, None]
    assert rows(every)[0]["seconds_to_response"] == 180
    assert "3 missed, 2 not called back." in every.err
    assert "1 of them withheld the number" in every.err


def test_a_message_to_a_contact_is_a_response(allo, mock, clock):
    """The conversation of a contact is read where nobody called; the name is beside the number."""
    allo("contacts", "create", "--number", CALLER, "--name", "Ada")
    mock.simulate_call(contact_number=CALLER, result="VOICEMAIL")
    clock.advance(60)
    mock.simulate_sms(mock.numbers[0], contact_number=CALLER, content="We call tomorrow.", direction="OUTBOUND")
    (row,) = rows(allo("missed"))

    assert (row["contact"], row["is_open"], row["response"]) == ("Ada", False, "message")


def test_business_hours_and_the_zone_are_said(allo, mock):
    """A wrong one is one sentence and exit code 2."""
    mock.simulate_call(contact_number=CALLER, result="MISSED")
    found = rows(allo("missed", "--business-hours", "mon-sun 0-24", "--tz", "Europe/Paris"))
    wrong = allo("missed", "--business-hours", "nine to five")

    assert found[0]["in_business_hours"] is True
    assert found[0]["start_date"].endswith(("+01:00", "+02:00"))
    assert (wrong.code, wrong.err.count("\n")) == (2, 1)


def test_a_line_and_a_day_narrow_it(allo, mock, clock):
    """Calls after the day still count as responses."""
    mock.simulate_call(mock.numbers[0], contact_number=CALLER, result="MISSED")
    mock.simulate_call(mock.numbers[1], contact_number=OTHER, result="MISSED")
    day = rows(allo("missed"))[0]["start_date"][:10]
    clock.advance(2 * 86_400)
    mock.simulate_call(mock.numbers[1], contact_number=CALLER, direction="OUTBOUND", result="ANSWERED")
    found = rows(allo("missed", "--day", day, "-n", mock.numbers[0]))

    assert [(row["contact_number"], row["is_open"]) for row in found] == [(CALLER, False)]
