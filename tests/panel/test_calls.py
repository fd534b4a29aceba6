"""Today's calls, with those that have just arrived."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs
import pytest

pytest.importorskip("solara", reason="solara is not installed: make .venv")

from allo_ext._older import call_of
from allo_ext.panel._figures.people import Names
from allo_ext.panel._views.calls import Tagging, opened_detail, with_arrived
from allo_ext.receiver import CallReceived
from allo_ext.records import Call
from allo_ext.v2 import Item

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


@pytest.mark.parametrize(("allowed", "shown"), [(True, ["vip", "quote"]), (False, [])], ids=["buttons", "text"])
def test_tags_are_buttons_or_text(allowed, shown):
    """Never both: buttons if the key may change tags, otherwise a part of the facts."""
    call = call_of(Item(id="cll-1", date=NOON, tags=("vip", "quote")))
    tags = Tagging(allowed, ("vip", "quote", "new"), "", busy=False, add=print, remove=print, reset=list)
    found = opened_detail(call, Names(()), {}, UTC, None, tags)

    assert (found["tags"], found["more_tags"]) == (shown, ["new"])
    assert found["facts"].count("vip") == found["facts"].count("quote") == int(not allowed)
