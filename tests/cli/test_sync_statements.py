"""How many statements `allo sync` needs to find the rows of calls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from allo_ext import Call
from allo_ext.cli._sync import lines
from allo_ext.cli._sync.matching import V1, V2, Matcher
from allo_ext.cli._sync.store import Store

OWN, FRIEND = "+12025550143", "+12125550188"
BEGAN = datetime(2026, 1, 15, 10, tzinfo=UTC)


def calls_of(api, number):
    return [
        Call(
            id=f"{api}-{n}", type="INBOUND", from_number=FRIEND, to_number=OWN, start_date=BEGAN + timedelta(minutes=n)
        )
        for n in range(number)
    ]


def statements(path, number):
    """Return the statements that find the rows of version 2's calls, all of which version 1 returned before."""
    with Store.open(path) as store:
        with store.whole():
            lines.put_calls(store, OWN, calls_of(V1, number))
        run = []
        store.db.conn.set_trace_callback(run.append)
        match = Matcher(store, "calls", V2).rows_of(map(lines.row_of_call, calls_of(V2, number)))
        store.db.conn.set_trace_callback(None)
    assert match.ids == {f"{V2}-{n}": f"{V1}-{n}" for n in range(number)}
    assert match.shared == {*match.ids.values()}
    return run


@pytest.mark.parametrize("number", [1, 200])
def test_the_rows_of_many_calls_take_as_few_statements_as_those_of_one(tmp_path, number):
    """Statements for each call would take most of a sync."""
    assert len(statements(tmp_path / "calls.db", number)) == 4
