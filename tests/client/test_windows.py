"""Windows of dates, and the order of dates that is needed to end a list at one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allo_ext import InvalidArgumentError
from allo_ext._lists.order import Beyond, Order, Past
from allo_ext._lists.window import Window, earlier

START = datetime(2026, 3, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def at(*seconds: int | None) -> list[datetime | None]:
    return [None if each is None else START + each * SECOND for each in seconds]


DATES = st.lists(st.none() | st.integers(0, 6), max_size=9)
QUICK = settings(max_examples=150)


@QUICK
@given(seconds=DATES, ascending=st.booleans())
@pytest.mark.parametrize("given_in_order", [True, False], ids=["sorted", "any"])
def test_an_order_is_proven_by_four_steps_and_broken_by_one(seconds, ascending, given_in_order):
    """Equal dates are no step and break nothing; missing dates do not count."""
    if given_in_order:
        seconds = sorted((each for each in seconds if each is not None), reverse=not ascending)
    order = Order(ascending=ascending) if ascending else Order()
    for moment in at(*seconds):
        order.add(moment)
    pairs = list(pairwise(each for each in seconds if each is not None))
    forward, back = sum(a < b for a, b in pairs), sum(a > b for a, b in pairs)
    steps, wrong = (forward, back) if ascending else (back, forward)

    assert order.broken is (wrong > 0)
    assert order.proven is (wrong == 0 and steps >= 4)


@pytest.mark.parametrize(("kind", "step"), [(Past, -1), (Beyond, 1)], ids=["newest-first", "oldest-first"])
def test_the_rest_of_a_list_is_outside_if_its_order_is_proven_and_a_page_is_outside(kind, step):
    """The order may be proven by earlier pages; one date inside, or in another order, and reading goes on."""
    edge = START + 4 * step * SECOND
    window = Window(edge + SECOND, None) if kind is Past else Window(None, edge)  # 4 steps away is outside, 3 inside
    inside, outside = at(*range(0, 4 * step, step)), at(*range(4 * step, 8 * step, step))

    def ends(*pages: Any) -> list[bool]:
        check = kind(window)
        return [check(page) for page in pages]

    assert ends(inside, outside) == [False, True]
    assert ends(outside) == [False]
    assert ends([*outside, at(8 * step)[0]]) == [True]
    assert ends([inside[3], *outside], outside[3:], [None], [], outside[3:]) == [False, True, False, False, True]
    assert ends([*outside, at(8 * step)[0]], inside) == [True, False]
    assert ends(inside[::-1], outside, at(9 * step)) == [False, False, False]


def test_past_says_whether_it_was_reached():
    """Not before the first page."""
    past = Past(Window(START + 9 * SECOND, None))
    found = [past.reached]
    for page in (at(8, 7), at(6, 5, 4), at(20)):
        past(page)
        found.append(past.reached)

    assert found == [False, False, True, False]
    assert past.order.broken


LIMITS = st.none() | st.integers(0, 6)


@QUICK
@given(since=LIMITS, until=LIMITS, seconds=DATES)
def test_a_window_is_since_to_until_and_every_date_is_before_in_or_after_it(since, until, seconds):
    """`since` is inclusive, `until` exclusive. Without dates, nothing is known of a page."""
    first, last = at(since, until)
    if since is not None and until is not None and since > until:
        with pytest.raises(InvalidArgumentError, match="must not be later than until") as caught:
            Window.of(first, last)
        assert caught.value.field == "since"
        return
    window = Window.of(first, last)
    low, high = -1 if since is None else since, 99 if until is None else until
    dated = [each for each in seconds if each is not None]

    assert [window.holds(moment) for moment in at(*seconds)] == [s is None or low <= s < high for s in seconds]
    assert window.is_before(at(*seconds)) is (dated != [] and max(dated) < low)
    assert window.is_after(at(*seconds)) is (dated != [] and min(dated) >= high)


def test_a_limit_is_a_moment_or_the_beginning_of_a_day_in_utc():
    """A zone counts; without one it is UTC. Another type is refused by the name of its argument."""
    zone = timezone(timedelta(hours=2))
    for value, moment in [
        (date(2026, 3, 1), START),
        (datetime(2026, 3, 1), START),  # noqa: DTZ001
        (datetime(2026, 3, 1, 2, tzinfo=zone), START),
        (None, None),
    ]:
        assert Window.of(value, None) == Window(moment, None)
        assert Window.of(None, value) == Window(None, moment)
    for field in ("since", "until"):
        with pytest.raises(InvalidArgumentError, match=f"^{field} must be a datetime or a date") as caught:
            Window.of(**{"since": None, "until": None, field: "2026-03-01"})  # type: ignore[arg-type]
        assert caught.value.field == field


def test_the_days_of_a_window_are_those_in_utc_and_one_more_on_each_side():
    """Both ends are there, whatever the window; at the ends of time they are days all the same."""
    west, east = timezone(timedelta(hours=-12)), timezone(timedelta(hours=14))
    cases = [
        (START, START, "2026-02-28", "2026-03-02"),
        (START - SECOND, START + timedelta(hours=23), "2026-02-27", "2026-03-02"),
        (datetime(2026, 3, 1, 23, tzinfo=west), datetime(2026, 3, 1, 1, tzinfo=east), "2026-03-01", "2026-03-01"),
        (None, None, "2000-01-01", "2099-12-31"),
        (datetime.min.replace(tzinfo=east), datetime.max.replace(tzinfo=west), "2000-01-01", "2099-12-31"),
        (datetime(1999, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC), "2000-01-01", "2099-12-31"),
        (datetime(2000, 1, 3, tzinfo=UTC), datetime(2099, 12, 29, tzinfo=UTC), "2000-01-02", "2099-12-30"),
    ]
    for since, until, first, last in cases:
        assert Window(since, until).days() == {"from": first, "to": last}


def test_an_earlier_date_is_missing_where_there_is_none():
    """None for none, for one in the future, and before the beginning of time."""
    assert earlier(START, 90) == START - 90 * SECOND
    assert earlier(START, -1) == START + SECOND
    assert earlier(None, 1) is None
    assert earlier(datetime.now(UTC) + timedelta(hours=1), 1) is None
    assert earlier(START, 1e12) is None
    assert earlier(START, float("nan")) is None
    assert earlier(START, float("inf")) is None
