"""Moments in the zone of the machine."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from allo_ext.panel._parts import clock

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("zone", "month", "expected"),
    [
        pytest.param(PARIS, 1, "CET, UTC+01:00", id="winter"),
        pytest.param(PARIS, 7, "CEST, UTC+02:00", id="summer"),
        pytest.param(ZoneInfo("America/St_Johns"), 1, "NST, UTC-03:30", id="half-hours-behind"),
        pytest.param(UTC, 1, "UTC", id="utc"),
        pytest.param(ZoneInfo("America/Sao_Paulo"), 1, "UTC-03:00", id="without-a-name"),
        pytest.param(timezone(timedelta(hours=5, minutes=45)), 1, "UTC+05:45", id="a-distance-alone"),
    ],
)
def test_a_zone_is_named_with_its_distance(zone, month, expected):
    """What people call it, and how far from UTC it is then."""
    assert expected == clock.name_of(zone, datetime(2026, month, 15, tzinfo=UTC))


def test_a_day_begins_when_it_does_there():
    """Midnight in Paris is eleven at night in UTC, ten in summer."""
    assert datetime(2026, 7, 14, 22, tzinfo=UTC) == clock.midnight(date(2026, 7, 15), PARIS)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 2), "Today"),
        (date(2026, 3, 1), "Yesterday"),
        (date(2026, 2, 27), "Fri 27 Feb"),
        (date(2025, 2, 27), "Thu 27 Feb 2025"),
    ],
    ids=["today", "yesterday", "this-year", "another-year"],
)
def test_a_day_is_said_as_people_say_it(day, expected):
    """The nearest by name, those of another year with it."""
    assert expected == clock.day_name(day, date(2026, 3, 2))


@pytest.mark.parametrize(("seconds", "expected"), [(0, "0:00"), (65, "1:05"), (3600, "1:00:00"), (None, "")], ids=str)
def test_a_length_is_that_of_a_stopwatch(seconds, expected):
    """Minutes and seconds, hours where there are some."""
    assert expected == clock.spelt_length(None if seconds is None else timedelta(seconds=seconds))
