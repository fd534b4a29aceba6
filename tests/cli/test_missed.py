"""`allo missed`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import openpyxl
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
    assert "3 missed, 2 not called back." in still.err


def test_the_period_is_said(allo, mock):
    """Without an option the last seven days, of which people think otherwise that it is all time."""
    default, day = allo("missed"), allo("missed", "--day", "2026-02-26", "--tz", "UTC")
    month = allo("missed", "--since", "2026-02-01", "--until", "2026-03-01", "--tz", "UTC")

    assert "pass --since for earlier ones" in default.err
    assert day.err.splitlines()[0] == "0 missed, 0 not called back. Calls 26 February 2026 (UTC)."
    assert "Calls 1 to 28 February 2026 (UTC)." in month.err


@pytest.mark.parametrize("command", ["missed", "stats"])
def test_a_workbook_and_a_csv_for_spreadsheets(allo, mock, tmp_path, command):
    """The ending decides; a file that was there is replaced, which is said; --excel alone prints CSV with its mark."""
    mock.simulate_call(contact_number=CALLER, result="MISSED")
    book = tmp_path / "list.xlsx"
    first, second = allo(command, "--out", book), allo(command, "--out", book)
    printed = allo(command, "--excel")
    sheet = openpyxl.load_workbook(book).worksheets[0]

    assert (sheet.max_row, sheet.freeze_panes) == (2, "A2")
    assert "1 row written to" in first.err
    assert ["The file that was there is replaced." in done.err for done in (first, second)] == [False, True]
    assert printed.out.startswith("\ufeff")
    assert allo(command, "--out", "-").out == allo(command, "--format", "csv").out
    assert allo(command, "--out", book, "--format", "table").code == 2
    assert allo(command, "--out", tmp_path / "list.html").code == 2


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


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_both_versions_answer_it(allo, mock, clock, api):
    """Each from itself alone; version 2 also has messages to callers who are no contact."""
    mock.simulate_call(contact_number=CALLER, result="MISSED")
    mock.simulate_call(contact_number=OTHER, result="VOICEMAIL")
    clock.advance(60)
    mock.simulate_sms(contact_number=CALLER, direction="OUTBOUND")
    done = allo("missed", "--api", api)
    read = {request.path for request in mock.requests if "/items/" in request.path or request.path.endswith("/calls")}

    assert [row["is_open"] for row in rows(done)] == [api == "v1", True]
    assert all(f"/{api}/" in path for path in read), read
    assert read
