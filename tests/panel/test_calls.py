"""Today's calls, with those that have just arrived."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest

pytest.importorskip("solara", reason="solara is not installed: make .venv")

from allo_ext.panel._views.calls import with_arrived
from allo_ext.receiver import CallReceived
from allo_ext.records import Call

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LISTED = Call(id="call_1", type="INBOUND", from_number="+12125550101", to_number="+12025550143", start_date=NOON)
NEWER = attrs.evolve(LISTED, id="call_2", start_date=NOON + timedelta(minutes=5))


def reported(call: Call) -> CallReceived:
    return CallReceived(topic="CALL_RECEIVED", call=call, received_at=NOON)


def test_a_reported_call_counts_before_the_api_lists_it():
    """The sums agree with the live list; the newest call comes first."""
    assert with_arrived([LISTED], [reported(NEWER)]) == [NEWER, LISTED]


@pytest.mark.parametrize("call_id", ["call_1", "cll-of-the-webhook"])
def test_a_call_that_is_listed_and_reported_counts_once(call_id):
    """Also where the webhook calls it by another id."""
    assert with_arrived([LISTED], [reported(attrs.evolve(LISTED, id=call_id))] * 2) == [LISTED]
