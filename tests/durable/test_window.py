from __future__ import annotations

import sys
from datetime import UTC, datetime, time

import pytest

from allo_ext import ConfigurationError
from allo_ext.durable import SendWindow
from allo_ext.durable._window import _holidays, window_of
from allo_ext.testing import MissingExtraError

PARIS, NEW_YORK, LOS_ANGELES = "+33639980001", "+12125550143", "+12135550143"


def utc(day: int, hour: int, minute: int = 0, month: int = 7) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_the_window_is_in_the_recipients_time():
    """Hours, days and public holidays of the number, summer time included."""
    for number, at, expected in (
        (PARIS, utc(10, 6), True),
        (PARIS, utc(10, 5, 59), False),
        (PARIS, utc(10, 17, 59), True),
        (PARIS, utc(10, 18), False),
        (PARIS, utc(11, 10), True),
        (PARIS, utc(12, 10), False),
        (PARIS, utc(14, 10), False),
        (NEW_YORK, utc(14, 12), True),
        (LOS_ANGELES, utc(14, 12), False),
        (PARIS, utc(10, 7, month=12), True),
        (PARIS, utc(10, 6, 59, month=12), False),
    ):
        assert SendWindow().is_open(number, at) is expected


def test_any_days_of_the_week_can_be_chosen():
    """0 is Monday, 6 is Sunday, in any order. A window is made with names."""
    week = [utc(day, 16) for day in range(6, 13)]

    assert [SendWindow(days=[6, 0]).is_open(NEW_YORK, at) for at in week] == [True, *[False] * 5, True]
    assert SendWindow(days=range(7)) == SendWindow(days=[6, 5, 4, 3, 2, 1, 0, 0])
    with pytest.raises(TypeError, match="positional"):
        SendWindow(time(8), time(20))


def test_the_next_opening_is_looked_for_for_fifteen_days():
    """On Fridays in Paris, of which two in a row are holidays: from then on it opens on 8 January."""
    fridays = SendWindow(days=[4])

    assert fridays.next_opening(PARIS, utc(24, 7, month=12)) == datetime(2027, 1, 8, 7, tzinfo=UTC)
    assert fridays.next_opening(PARIS, utc(24, 6, 45, month=12)) is None


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


def test_a_number_of_no_country_has_the_time_of_the_outbox_and_no_holidays():
    """Such as an international freephone number: Friday and Sunday, in the zone of `at`."""
    assert [SendWindow().is_open("+80012345678", utc(day, 19)) for day in (10, 12)] == [True, False]
    assert not SendWindow().is_open("+80012345678", utc(10, 20))


def test_the_window_of_a_country_comes_before_that_of_all_others():
    """A single window is that of every number; without any, messages may be sent at any time."""
    french, other = SendWindow(), SendWindow(days=[0])
    numbers = (PARIS, NEW_YORK)

    assert [window_of(number, {"FR": french, "*": other}) for number in numbers] == [french, other]
    assert [window_of(number, {"FR": french}) for number in numbers] == [french, None]
    assert [window_of(number, french) for number in numbers] == [french, french]
    assert window_of(PARIS, None) is None


def test_holidays_need_a_library(monkeypatch):
    """The error says how to install it; a window that is open on holidays does without it."""
    monkeypatch.setitem(sys.modules, "holidays", None)
    _holidays.cache_clear()
    with pytest.raises(MissingExtraError, match=r"^SendWindow needs holidays: pip install 'withallo-sdk\[durable\]'"):
        SendWindow().is_open(PARIS, utc(10, 7))

    assert SendWindow(on_holidays=True).is_open(PARIS, utc(10, 7))


def test_an_impossible_window_is_refused():
    """When it is made."""
    for over in (
        {"opens": time(20), "closes": time(8)},
        {"opens": time(8), "closes": time(8)},
        *({"days": days} for days in ((), (7,), (-1, 0))),
    ):
        with pytest.raises(ConfigurationError, match="send window"):
            SendWindow(**over)
