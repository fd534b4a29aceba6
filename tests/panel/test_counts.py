"""Calls counted by hour and by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs
import pytest

from allo_ext.panel._figures.counts import (
    answer_rate,
    by_day,
    by_hour,
    on_day,
    total,
)
from allo_ext.panel._figures.outcome import outcome_name, tally_of
from allo_ext.records import Call, TranscriptLine

PARIS = ZoneInfo("Europe/Paris")
DAY = date(2026, 3, 2)


def call(moment: str | None, result: str | None = "ANSWERED", *sources: str) -> Call:
    said = tuple(TranscriptLine(source=source, text="…") for source in sources)
    start = datetime.fromisoformat(moment).replace(tzinfo=UTC) if moment else None
    return Call(id=f"call_{moment}", result=result, start_date=start, transcript=said)


def test_an_hour_is_that_of_the_zone():
    """A call at 22:30 in London's winter is one of half past eleven in Paris, and of the same day."""
    counts = by_hour([call("2026-03-02T22:30")], DAY, PARIS)

    assert [(count.label, count.answered) for count in counts if count.total] == [("23", 1)]


def test_a_day_begins_at_midnight_of_the_zone():
    """A call at 23:30 UTC belongs to the next day in Paris."""
    calls = [call("2026-03-01T22:59"), call("2026-03-01T23:00"), call("2026-03-02T22:59"), call("2026-03-02T23:00")]

    assert calls[1:3] == on_day(calls, DAY, PARIS)


def test_days_follow_one_another_where_the_clock_is_changed():
    """The Sunday of 23 hours is one day like the others."""
    calls = [call("2026-03-28T12:00"), call("2026-03-28T23:30"), call("2026-03-29T21:59"), call("2026-03-29T22:00")]

    counts = by_day(calls, date(2026, 3, 30), 3, PARIS)

    assert [(count.label, count.total) for count in counts] == [("Sat 28", 1), ("Sun 29", 2), ("Mon 30", 1)]


def test_hours_are_those_of_work_and_more_where_there_was_more():
    """Eight to eighteen are always there; earlier and later hours where somebody called."""
    quiet, early = by_hour([], DAY, UTC), by_hour([call("2026-03-02T05:10")], DAY, UTC)

    assert (quiet[0].label, quiet[-1].label, early[0].label) == ("08", "18", "05")


def test_calls_without_a_date_are_in_no_day():
    """What has no date is counted nowhere, rather than anywhere."""
    assert sum(count.total for count in by_day([call(None)], DAY, 7, UTC)) == 0


@pytest.mark.parametrize(
    ("result", "sources", "outcome", "name"),
    [
        pytest.param("ANSWERED", (), "answered", "Answered", id="answered"),
        pytest.param("TRANSFERRED_AI", (), "answered", "Assistant", id="assistant"),
        pytest.param("TRANSFERRED_BLAND", (), "answered", "Transferred", id="a-new-transfer"),
        pytest.param("VOICEMAIL", (), "missed", "Voicemail", id="voicemail"),
        pytest.param("FAILED_EXTERNAL", (), "missed", "Failed", id="failed"),
        pytest.param("SOMETHING_NEW", (), "unknown", "Something new", id="new"),
        pytest.param(None, (), "unknown", "Unknown", id="unknown"),
        pytest.param(None, ("USER", "EXTERNAL"), "answered", "Answered", id="unknown-but-both-spoke"),
        pytest.param(None, ("EXTERNAL",), "unknown", "Unknown", id="unknown-and-one-spoke"),
    ],
)
def test_a_call_is_answered_missed_or_unknown(result, sources, outcome, name):
    """By its result; where the API leaves that out, by whether both sides speak in the transcript."""
    one = call("2026-03-02T12:00", result, *sources)

    assert (outcome, name) == (tally_of(one), outcome_name(one))


@pytest.mark.parametrize(
    ("result", "name"),
    [
        ("MISSED", "No answer"),
        ("NO_ANSWER", "No answer"),
        ("BUSY", "Busy"),
        ("VOICEMAIL", "Voicemail"),
        ("FAILED", "Failed"),
        ("FAILED_EXTERNAL", "Failed"),
    ],
)
def test_an_outgoing_call_is_not_missed(result, name):
    """Nobody here missed it: it did not reach the other party. The same result of an incoming call is a missed call."""
    outgoing, incoming = (attrs.evolve(call("2026-03-02T12:00", result), type=way) for way in ("OUTBOUND", "INBOUND"))

    assert (tally_of(outgoing), outcome_name(outgoing), tally_of(incoming)) == ("unreached", name, "missed")


def test_the_answer_rate_is_that_of_incoming_calls():
    """Outgoing calls change nothing in it, and calls without a result do not count."""
    incoming = [call("2026-03-02T12:00", result) for result in ("ANSWERED", "ANSWERED", "ANSWERED", "MISSED", None)]
    outgoing = [attrs.evolve(one, type="OUTBOUND") for one in incoming]

    assert (answer_rate(incoming), answer_rate(incoming + outgoing), answer_rate(outgoing)) == (75, 75, None)


def test_the_current_hour_is_shown():
    """In the evening the chart goes to the hour that it is."""
    assert [count.label for count in by_hour([], DAY, UTC, until=21)][-1] == "21"


def test_a_total_is_the_sum_of_its_kinds():
    """Nothing is counted twice, nothing is lost."""
    calls = [call("2026-03-02T12:00", result) for result in ("ANSWERED", "MISSED", None, "VOICEMAIL")]
    count = total(calls)

    assert (count.answered, count.missed, count.unknown, count.total) == (1, 2, 1, 4)


def test_the_days_of_a_week_are_seven():
    """The last is the one that was asked for."""
    counts = by_day([], DAY, 7, UTC)

    assert ([f"{DAY - timedelta(days=6):%a} 24", "Mon 2"], 7) == ([counts[0].label, counts[-1].label], len(counts))
