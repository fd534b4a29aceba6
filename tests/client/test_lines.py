"""The calls of all lines as one list, and those with one number."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from allo_ext import InvalidArgumentError
from allo_ext.testing import Quirks

LINE = "+12025550143"


@pytest.mark.parametrize(
    "quirks",
    [
        pytest.param(Quirks(call_metadata=metadata, dates=dates), id=f"{metadata}-{dates}")
        for metadata, dates in [("flat", "naive"), ("nested", "z"), ("null", "offset"), ("absent", "micros")]
    ],
)
def test_every_line_is_walked_and_each_call_comes_once(allo, mock, quirks):
    """Without `allo_number` the calls of all lines come, newest first, also those that stand under two lines."""
    mock.quirks = quirks
    by_line = {number: [c.id for c in allo.calls.iter(allo_number=number)] for number in mock.numbers}
    every = list(allo.calls.iter(size=20))
    counted = Counter(call.id for call in every)

    assert {id_ for ids in by_line.values() for id_ in ids} == counted.keys()
    assert {1} == set(counted.values())
    assert sorted((call.start_date for call in every), reverse=True) == [call.start_date for call in every]


def test_a_call_under_two_lines_comes_once(make, scripted):
    """A transferred call is listed under both lines; a line without a number is not asked."""

    def answer(request: httpx.Request) -> Any:
        if request.url.path.endswith("/numbers"):
            return httpx.Response(200, json={"data": [{"number": LINE}, {"number": None}, {"number": "+12025550144"}]})
        own = {"id": f"of{request.url.params['allo_number'][-1]}", "start_date": "2026-01-02T00:00:00"}
        both = {"id": "transferred", "start_date": "2026-01-01T00:00:00"}
        return httpx.Response(200, json={"data": {"results": [own, both], "metadata": {"total_pages": 1}}})

    found = sorted(call.id for call in make(scripted(answer)).calls.iter())

    assert found == ["of3", "of4", "transferred"]


def test_calls_without_a_date_keep_their_place(make, scripted, rng):
    """All lines as one list, newest first; a call without a date comes after the call that it follows on its line.

    One at the beginning of its line comes first of all.
    """
    wrong = []
    for attempt in range(40):
        numbers = [f"+120255501{line:02}" for line in range(43, 43 + rng.randint(2, 4))]
        lines: dict[str, list[dict[str, Any]]] = {}
        expected = []
        for number in numbers:
            moment = datetime.max.replace(tzinfo=UTC)
            lines[number] = []
            for day in sorted(rng.choices(range(1, 29), k=rng.randint(0, 6)), reverse=True):
                dated = rng.random() < 0.6
                moment = datetime(2026, 1, day, tzinfo=UTC) if dated else moment
                call = {"id": f"{number}-{len(lines[number])}", "start_date": moment.isoformat() if dated else None}
                lines[number].append(call)
                expected.append((moment, call["id"]))
        expected.sort(key=lambda one: one[0], reverse=True)

        def answer(request: httpx.Request, lines=lines) -> Any:
            if request.url.path.endswith("/numbers"):
                return httpx.Response(200, json={"data": [{"number": number} for number in lines]})
            start, size = (int(request.url.params[name]) for name in ("page", "size"))
            items = lines[request.url.params["allo_number"]]
            results, total = items[start * size : (start + 1) * size], -(-len(items) // size)
            return httpx.Response(200, json={"data": {"results": results, "metadata": {"total_pages": total}}})

        found = [call.id for call in make(scripted(answer)).calls.iter(size=3, prefetch=attempt % 2 * 2)]
        if found != [id_ for _, id_ in expected]:
            wrong.append((lines, found))

    assert wrong == []


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("since", "2026-01-01"),
        ("until", 5),
        ("contact_number", "anonymous"),
        ("size", 0),
        ("size", "10"),
        ("prefetch", -1),
        ("prefetch", "2"),
    ],
)
def test_arguments_of_a_walk_are_checked(allo, mock, argument, value):
    """What would silently find nothing is refused, by name, with nothing sent."""
    with pytest.raises(InvalidArgumentError) as caught:
        next(iter(allo.calls.iter(allo_number=LINE, **{argument: value})))

    assert (argument, 0) == (caught.value.field, len(mock.requests))


@pytest.mark.parametrize(
    "written", ["+33639980001", "+33 6 39 98 00 01", "0033639980001", "33639980001", "06.39.98.00.01"]
)
def test_a_contact_number_is_compared_here_however_it_is_written(make, scripted, written):
    """The server's filter is not used, and every way of writing the number finds its calls."""
    calls = [
        {"id": "in", "type": "INBOUND", "from_number": "+33639980001", "to_number": LINE},
        {"id": "out", "type": "OUTBOUND", "from_number": LINE, "to_number": "+33639980001"},
        {"id": "undirected", "from_number": LINE, "to_number": "+33639980001"},
        {"id": "other", "type": "INBOUND", "from_number": "+33639980002", "to_number": LINE},
        {"id": "withheld", "type": "INBOUND", "from_number": "anonymous", "to_number": LINE},
        {"id": "unknown", "type": "INBOUND"},
    ]
    transport = scripted({"data": {"results": calls, "metadata": {"total_pages": 1}}})
    found = [call.id for call in make(transport).calls.iter(allo_number=LINE, contact_number=written)]

    assert found == ["in", "out", "undirected"]
    assert "contact_number" not in str(transport.requests[0].url)


def test_a_broken_filter_of_the_server_does_not_matter(allo, mock):
    """`search` passes the number on, and finds nothing where the server's filter is broken; `iter` finds the calls."""
    mock.quirks = Quirks(contact_filter_broken=True)
    line = mock.numbers[0]
    other = next(call.contact_number for call in allo.calls.iter(allo_number=line) if call.contact_number)

    assert len(allo.calls.search(allo_number=line, contact_number=other)) == 0
    assert list(allo.calls.iter(allo_number=line, contact_number=other))
