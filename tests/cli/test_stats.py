"""`allo stats`."""

from __future__ import annotations

import csv
import json

import pytest


def test_figures_are_one_object(allo):
    """All calls of the account, in every group."""
    found = json.loads(allo("stats", "--since", "2026-01-01", "--json").out)

    assert found["total"]["calls"] == 150
    for group in ("by_line", "by_day", "by_hour"):
        assert sum(one["calls"] for one in found[group].values()) == 150


@pytest.mark.parametrize("by", ["line", "day", "hour"])
def test_a_group_is_a_table(allo, by):
    """For programs in CSV; the last line has the total and the days."""
    done = allo("stats", "--since", "2026-01-01", "--by", by, "--format", "csv")
    rows = list(csv.DictReader(done.out.splitlines()))

    assert sum(int(row["calls"]) for row in rows) == 150
    assert next(iter(rows[0])) == by
    assert done.err.startswith("150 calls, ")
    assert "(UTC)" in done.err


def test_a_terminal_shows_all_groups(allo):
    """With the names of the lines."""
    shown = allo("stats", "--since", "2026-01-01", "--format", "table").out

    assert [word for word in ("line", "day", "hour", "answer rate", "Head office") if word not in shown] == []


def test_a_period_without_calls_is_said(allo):
    """Exit code 0."""
    done = allo("stats", "--day", "2020-01-01")

    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("0 calls, ")


def test_version_2_counts_the_same_calls(allo, mock):
    """With the calls of version 2 alone."""
    first, second = (allo("stats", "--since", "2026-01-01", "--json", "--api", api) for api in ("v1", "v2"))
    read = [request.path for request in mock.requests if request.path.endswith(("/calls", "/items/search"))]

    assert json.loads(second.out)["total"]["calls"] == json.loads(first.out)["total"]["calls"] == 150
    assert read[-1].endswith("/items/search")
