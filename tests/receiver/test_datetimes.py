"""Datetimes in the forms of ISO 8601, of which `dateutil` accepts more than Python does."""

import json
from datetime import UTC, datetime

from dateutil.parser import isoparse
from hypothesis import example, given, settings
from hypothesis import strategies as st

from allo_ext.receiver import parse
from allo_ext.testing import event

YEARS = st.sampled_from(["2024", "2025", "2026", "0000", "0001", "9999"])
PAIRS = st.sampled_from(["00", "01", "02", "10", "12", "13", "23", "24", "25", "29", "30", "31", "32", "59", "60"])
SEPARATORS = st.sampled_from(["-", ""])
ORDINALS = st.sampled_from(["000", "001", "011", "059", "365", "366", "367", "999"])
WEEKS = st.tuples(SEPARATORS, st.sampled_from(["W00", "W01", "W53", "W54"]), SEPARATORS, st.sampled_from(["", *"0178"]))
DAYS = st.one_of(
    st.just(()),
    st.tuples(SEPARATORS, PAIRS),
    st.tuples(SEPARATORS, PAIRS, SEPARATORS, PAIRS),
    st.tuples(SEPARATORS, ORDINALS),
    WEEKS,
)
COLONS = st.sampled_from([":", ""])
FRACTIONS = st.sampled_from(["", ".", ".5", ",25", ".000000", ".0000001", ".123456789"])
TIMES = st.one_of(
    st.just(()),
    st.tuples(PAIRS),
    st.tuples(PAIRS, COLONS, PAIRS),
    st.tuples(PAIRS, COLONS, PAIRS, COLONS, PAIRS, FRACTIONS),
    st.sampled_from([("24", ":00"), ("24", "00"), ("24", ":00:00", ".0")]),
)
ZONES = st.sampled_from(["", "Z", "z", "ZZ", "+00:00", "+01", "-0530", "+23:59", "-24:00", "+01:60", "+1", "+01:3"])
BETWEEN = st.sampled_from(["", "T", "T", "T", " ", "-", "5", "\n", "é"])
WRITTEN = st.builds(
    lambda year, day, between, time, zone: "".join([year, *day, between, *time, zone]),
    YEARS, DAYS, BETWEEN, TIMES, ZONES,
)  # fmt: skip


def read(written: str) -> datetime | None:
    """Return the start of a call whose delivery has this one."""
    found = parse(json.dumps(event(start_date=written))).call.start_date
    assert found is None or found.tzinfo is UTC
    return found


def by_dateutil(written: str) -> datetime | None:
    """Return it as Python reads it, and else as dateutil does."""
    try:
        try:
            found = datetime.fromisoformat(written)
        except ValueError:
            found = isoparse(written)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


@given(WRITTEN)
@example("20260115T103000+0200")
@example("20260115T103000.2500")
@settings(max_examples=300)
def test_every_form_that_dateutil_accepts_is_read_and_no_other(written):
    """A datetime is read as dateutil reads it, or is not read."""
    assert read(written) == by_dateutil(written)


@given(WRITTEN, st.data())
@settings(max_examples=300)
def test_a_character_too_much_or_too_few_is_judged_as_dateutil_does(written, data):
    """Near every form are strings that are no datetimes."""
    place = data.draw(st.integers(0, len(written)))
    more = data.draw(st.sampled_from(["", "0", "9", "-", ":", "T", "W", "Z", ".", " ", "\n", "\u0661"]))
    fewer = data.draw(st.integers(0, 1))

    changed = written[:place] + more + written[place + fewer :]

    assert read(changed) == by_dateutil(changed)


def test_rare_forms_are_read():
    """What Python's own parser does not accept."""
    for written, expected in (
        ("2026-01-15T24:00", datetime(2026, 1, 16, tzinfo=UTC)),
        ("2024-366", datetime(2024, 12, 31, tzinfo=UTC)),
        ("2025-366", None),
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-02", datetime(2026, 2, 1, tzinfo=UTC)),
        ("2025-W53-1", datetime(2025, 12, 29, tzinfo=UTC)),
        ("2026-01-15T24:30", None),
        ("2026001510", None),
        ("2026-01-15T10:30:00z", datetime(2026, 1, 15, 10, 30, tzinfo=UTC)),
        ("2026-02-30T10:30:00Z", None),
        ("9999-12-31T24:00", None),
    ):
        assert read(written) == expected == by_dateutil(written)
