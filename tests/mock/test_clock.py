"""The account's time: when its calls end, and when what happens next does."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone

import pytest

from allo_ext import AlloClient
from allo_ext.testing import MockAllo

PARIS = timezone(timedelta(hours=2))
ENDS = [
    pytest.param(datetime(2026, 11, 25, 14, 7, tzinfo=UTC), id="afternoon"),
    pytest.param(datetime(2026, 11, 25, 14, 0, 1, tzinfo=UTC), id="on the hour"),
    pytest.param(datetime(2026, 11, 25, 8, 30, tzinfo=UTC), id="as the office opens"),
    pytest.param(datetime(2026, 11, 25, 0, 0, 20, tzinfo=UTC), id="midnight"),
    pytest.param(datetime(2026, 11, 25, 3, 20, tzinfo=PARIS), id="night"),
    pytest.param(datetime(2026, 11, 25, 23, 59, tzinfo=PARIS), id="late"),
    pytest.param(datetime(2026, 11, 28, 11, 45, tzinfo=UTC), id="Saturday"),
    pytest.param(datetime(2026, 11, 29, 11, 45, tzinfo=UTC), id="Sunday"),
    pytest.param(datetime(2026, 11, 30, 11, 45, tzinfo=timezone(timedelta(hours=5, minutes=30))), id="Monday, India"),
]


def starts(mock: MockAllo) -> list[datetime]:
    with AlloClient("key", transport=mock.transport) as allo:
        calls = [call for call in allo.calls.iter() if call.start_date is not None]
    return sorted((call.start_date for call in calls), reverse=True)


@pytest.mark.parametrize("ends", ENDS)
@pytest.mark.parametrize("calls", [40, 400, 40_000])
def test_the_calls_end_in_the_hour_of_the_end(ends, calls):
    """The newest call is in that hour, none is later, and the day's calls are spread over its hours."""
    mock = MockAllo(contacts=20, calls=calls, ends=ends)
    with AlloClient("key", transport=mock.transport) as allo:
        newest = [allo.calls.search(allo_number=number, size=100).results for number in mock.numbers]
    found = sorted((call.start_date.astimezone(ends.tzinfo) for page in newest for call in page), reverse=True)

    assert ends.replace(minute=0, second=0, microsecond=0) <= found[0] <= ends
    assert len({call.hour for call in found if call.date() == ends.date()}) >= min(
        4, ends.hour - 7 if ends.hour > 8 else 1
    )


def test_a_day_is_behind_it_and_weeks_before_that():
    """At 16:00 most of a day's calls have been, as many as on other working days by then; weekends are quiet."""
    ends = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
    days = Counter(start.date() for start in starts(MockAllo(contacts=20, calls=400, ends=ends)))
    today, *others = [days[day] for day in sorted(days, reverse=True)]

    assert today == 32
    assert set(others[:-1]) == {40}
    assert all(day.weekday() < 5 for day in days)


def test_the_same_end_is_the_same_account():
    """On any machine and any day: only the seed and the end decide."""
    ends = datetime(2026, 11, 25, 14, 7, tzinfo=UTC)

    assert starts(MockAllo(calls=300, ends=ends)) == starts(MockAllo(calls=300, ends=ends))


def test_without_an_end_the_account_is_as_it_ever_was():
    """It ends on the Friday before Monday, 2 March 2026."""
    newest = starts(MockAllo(contacts=20, calls=300))[0]

    assert datetime(2026, 2, 27, 17, 0, tzinfo=UTC) < newest < datetime(2026, 2, 27, 18, 0, tzinfo=UTC)


def test_what_happens_has_the_time_of_the_clock():
    """An SMS sent an hour later is an hour later; of two in the same second the later is listed first."""
    hands = [datetime(2026, 11, 25, 14, 7, tzinfo=UTC)]
    mock = MockAllo(contacts=20, calls=100, now=lambda: hands[0], ends=hands[0])
    with AlloClient("key", transport=mock.transport) as allo:
        contact = allo.contacts.search(size=1).results[0]
        line = next(number for number in mock.numbers if number[:2] == contact.numbers[0][:2])
        hands[0] += timedelta(hours=1)
        sent = [allo.sms.send(from_=line, to=contact.numbers[0], message=text) for text in ("first", "second")]
        hands[0] -= timedelta(minutes=5)
        mock.simulate_sms(line, contact_number=contact.numbers[0], content="third")
        newest = allo.contacts.conversation(contact.id, size=3).results

    assert [message.start_date for message in sent] == [datetime(2026, 11, 25, 15, 7, tzinfo=UTC)] * 2
    assert [item.message.content for item in newest] == ["third", "second", "first"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param({"now": "today"}, "now must be a datetime", id="now"),
        pytest.param({"now": lambda: 7}, "now\\(\\) returns must be a datetime", id="clock"),
        pytest.param({"ends": 0}, "ends must be a datetime", id="ends"),
        pytest.param(
            {"now": datetime(2026, 1, 1, tzinfo=UTC), "ends": datetime(2026, 1, 2, tzinfo=UTC)},
            "ends must not be after now",
            id="future",
        ),
    ],
)
def test_a_time_that_cannot_be_is_refused(arguments, message):
    """When the mock is made."""
    with pytest.raises(ValueError, match=message):
        MockAllo(contacts=0, calls=0, **arguments)


@pytest.mark.slow
@pytest.mark.parametrize("fixed", [False, True], ids=["now", "fixed"])
def test_the_command_serves_an_account_that_ends_now(fixed):
    """Unless --now fixes it: then it is the same account every time, and its clock stands still."""
    options = ["--json", *(["--now", "2026-11-25T14:07:00Z"] if fixed else [])]
    command = [sys.executable, "-m", "allo_ext.testing", *options]
    before = datetime.now(UTC).replace(microsecond=0)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            facts = json.loads(process.stdout.readline())
            with AlloClient("key", base_url=facts["base_url"]) as allo:
                sent = allo.sms.send(from_=facts["numbers"][0], to="+12125550105", message="Hello").start_date
                newest = max(
                    allo.calls.search(allo_number=number, size=1).results[0].start_date for number in facts["numbers"]
                )
        finally:
            process.terminate()
        process.wait(timeout=30)
    after = datetime.now(UTC)

    if fixed:
        assert sent == datetime(2026, 11, 25, 14, 7, 1, tzinfo=UTC)
        assert sent - timedelta(minutes=7, seconds=1) <= newest <= sent
    else:
        assert before <= sent <= after
        assert sent - timedelta(hours=1) <= newest <= sent
