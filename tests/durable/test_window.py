from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from allo_ext import ConfigurationError
from allo_ext.durable import SendWindow

PARIS, NEW_YORK, LOS_ANGELES = "+33639980001", "+12125550143", "+12135550143"


def utc(day: int, hour: int, minute: int = 0, month: int = 7) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "at", "expected"),
    [
        pytest.param(PARIS, utc(10, 6), True, id="Friday 8:00 in Paris"),
        pytest.param(PARIS, utc(10, 5, 59), False, id="Friday 7:59 in Paris"),
        pytest.param(PARIS, utc(10, 17, 59), True, id="Friday 19:59 in Paris"),
        pytest.param(PARIS, utc(10, 18), False, id="Friday 20:00 in Paris"),
        pytest.param(PARIS, utc(11, 10), True, id="Saturday"),
        pytest.param(PARIS, utc(12, 10), False, id="Sunday"),
        pytest.param(PARIS, utc(14, 10), False, id="14 July"),
        pytest.param(NEW_YORK, utc(14, 12), True, id="14 July in New York"),
        pytest.param(LOS_ANGELES, utc(14, 12), False, id="5:00 in Los Angeles"),
        pytest.param(PARIS, utc(10, 7, month=12), True, id="8:00 in winter"),
        pytest.param(PARIS, utc(10, 6, 59, month=12), False, id="7:59 in winter"),
    ],
)
def test_the_window_is_in_the_recipients_time(number, at, expected):
    """Hours, days and public holidays of the number, summer time included."""
    assert SendWindow().is_open(number, at) is expected


def test_the_next_opening_skips_nights_sundays_and_holidays():
    """Monday 13 July 2026, 20:30 in Paris: the 14th is a holiday."""
    assert SendWindow().next_opening(PARIS, utc(13, 18, 30)) == utc(15, 6)
    assert SendWindow(on_holidays=True).next_opening(PARIS, utc(13, 18, 30)) == utc(14, 6)
    assert SendWindow().next_opening(PARIS, utc(10, 9, 7)) == utc(10, 9, 7)


def test_a_number_in_many_zones_needs_an_open_window_in_all():
    """A toll-free number may be anywhere from Guam to Bermuda: pass a zone."""
    assert SendWindow().next_opening("+18005550143", utc(10, 12)) == utc(10, 22)
    assert SendWindow(closes=time(12)).next_opening("+18005550143", utc(10, 12)) is None
    assert SendWindow(zone="America/Chicago").next_opening("+18005550143", utc(10, 12)) == utc(10, 13)


@pytest.mark.parametrize(
    "over", [{"opens": time(20), "closes": time(8)}, {"days": ()}, {"days": (7,)}], ids=["hours", "no day", "day 7"]
)
def test_an_impossible_window_is_refused(over):
    """When it is made."""
    with pytest.raises(ConfigurationError, match="send window"):
        SendWindow(**over)
