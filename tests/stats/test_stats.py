"""Figures about calls."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from allo_ext import Call
from allo_ext.stats import CallFigures, of_calls

LINES = ("+33199000042", "+12025550143")
OTHER = "+12025550178"
NIGHT = datetime(2026, 2, 27, 23, 30, tzinfo=UTC)


def call(way: str | None, result: str | None, *, line: str = LINES[0], seconds: int | None = 60, at=NIGHT) -> Call:
    ends = (line, OTHER) if way == "OUTBOUND" else (OTHER, line)
    span = None if seconds is None else timedelta(seconds=seconds)
    return Call(
        id="call_1", type=way, from_number=ends[0], to_number=ends[1], result=result, duration=span, start_date=at
    )


def test_calls_are_counted_by_line_day_and_hour():
    """In the time zone: half past eleven in UTC is the next day in Paris."""
    found = of_calls(
        [call("INBOUND", "ANSWERED"), call("INBOUND", "VOICEMAIL"), call("OUTBOUND", "ANSWERED", line=LINES[1])],
        zone=ZoneInfo("Europe/Paris"),
    )

    assert found.total == CallFigures(
        calls=3, incoming=2, outgoing=1, answered=1, missed=1, reached=1, talk_time=timedelta(minutes=2)
    )
    assert list(found.by_line) == list(LINES)
    assert (list(found.by_day), list(found.by_hour)) == ([date(2026, 2, 28)], [0])


def test_the_answer_rate_counts_known_incoming_calls_only():
    """An outgoing call, and a call without a result, say nothing about it."""
    calls = [call("INBOUND", result) for result in ("ANSWERED", "ANSWERED", "MISSED", None)]
    found = of_calls([*calls, call("OUTBOUND", "FAILED")]).total

    assert (found.answer_rate, found.unknown) == (2 / 3, 1)
    assert of_calls([]).total.answer_rate is None
    assert found.average_talk_time == timedelta(minutes=1)


@settings(max_examples=100)
@given(
    st.lists(
        st.builds(
            call,
            st.sampled_from(["INBOUND", "OUTBOUND", None]),
            st.sampled_from(["ANSWERED", "MISSED", "VOICEMAIL", "TRANSFERRED_AI", "FAILED", "NEW", None]),
            line=st.sampled_from(LINES),
            seconds=st.none() | st.integers(0, 9999),
            at=st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 (as Hypothesis takes them)
        )
    )
)
def test_groups_add_up(calls):
    """By line to the total; by day and by hour to the calls with a date."""
    found = of_calls(calls, zone=ZoneInfo("America/New_York"))
    dated = of_calls([one for one in calls if one.start_date]).total

    assert sum(found.by_line.values(), CallFigures()) == found.total
    assert sum(found.by_day.values(), CallFigures()) == sum(found.by_hour.values(), CallFigures()) == dated
    assert found.total.incoming + found.total.outgoing == found.total.calls == len(calls)
