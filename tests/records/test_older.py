"""Calls and messages of version 2 as the records of version 1, which the command and the panel show."""

from __future__ import annotations

import pytest

from allo_ext._older import call_of, message_of
from allo_ext._tags import tags_of
from allo_ext.v2 import Item

LINE, ADA = "+12125550100", "+12125550123"


@pytest.mark.parametrize(
    ("direction", "parties"),
    [
        pytest.param("INBOUND", (ADA, LINE), id="inbound"),
        pytest.param("OUTBOUND", (LINE, ADA), id="outbound"),
        pytest.param("INTERNAL", (ADA, LINE), id="new"),
        pytest.param(None, (ADA, LINE), id="missing"),
    ],
)
def test_the_parties_follow_from_the_direction(direction, parties):
    """If the direction is new or missing, the other party is the contact for people, as in a call of version 1."""
    item = Item(id="cll-1", direction=direction, allo_number=LINE, contact_number=ADA)
    call, message = call_of(item), message_of(item)

    assert (call.from_number, call.to_number) == (message.from_number, message.to_number) == parties
    assert call.other_party == ADA


def test_the_tags_of_a_call_come_once():
    """Version 1 has the first one in a field of its own, too."""
    call = call_of(Item(id="cll-1", tags=("vip", "quote")))

    assert (call.tag, call.tags, tags_of(call)) == ("vip", ("vip", "quote"), ("vip", "quote"))
