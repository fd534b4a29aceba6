"""The chart."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from allo_ext.panel._figures.counts import Count
from allo_ext.panel._parts.chart import bars, scale

COUNTS = [Count("08", "08:00 to 08:59", 4, 1), Count("09", "09:00 to 09:59"), Count("10", "10:00 to 10:59", 2, 2, 1)]


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (0, (1, 1)),
        (1, (1, 1)),
        (4, (1, 4)),
        (5, (2, 6)),
        (8, (2, 8)),
        (9, (5, 10)),
        (21, (10, 30)),
        (1900, (500, 2000)),
    ],
    ids=str,
)
def test_the_scale_is_in_round_numbers(most, expected):
    """At most five lines, a step of one, two or five times a power of ten, and room for the highest bar."""
    assert expected == scale(most)


def test_a_bar_is_as_high_as_its_number():
    """The heights of the bars stand to one another as the numbers do."""
    drawn = ET.fromstring(bars(COUNTS, "Calls"))
    paths = {path.get("class"): path.get("d") for path in list(drawn.iter("path"))[:2]}
    heights = {name: -float(d.split("v")[1].split("q")[0]) + 3 for name, d in paths.items()}

    assert pytest.approx(4.0) == heights["bar-answered"] / heights["bar-missed"]


def test_who_cannot_see_the_bars_is_told():
    """It is one image with a name, and its description says the numbers."""
    drawn = ET.fromstring(bars(COUNTS, "Calls <today>"))

    assert (drawn.get("role"), drawn.get("aria-label")) == ("img", "Calls <today>")
    assert "10:00 to 10:59: 2 answered, 2 missed, 1 unknown." in drawn.findtext("desc")
    assert ET.fromstring(bars([], "Calls")).findtext("desc") == "No calls."


def test_it_needs_nothing_from_anywhere():
    """No script, no style sheet, no reference leads out of it."""
    drawn = bars(COUNTS, "Calls")

    assert [word for word in ("http", "href", "url(", "<script", "<style") if word in drawn] == []
