"""Who a message can come from."""

from __future__ import annotations

import pytest

from allo_ext.panel._figures.sender import senders, usual
from allo_ext.records import Call, ConversationItem, Message, Number

OFFICE = Number(number="+12025550143", name="Office", country="US")
PARIS = Number(number="+33199000042", name="Paris", country="FR")
FAR = Number(number="+819000000000", name="Far", country="JP")
NAME = Number(number=None, name="MyCompany", country="FR")
ALL = [OFFICE, PARIS, NAME]


@pytest.mark.parametrize(
    ("numbers", "to", "expected"),
    [
        pytest.param(ALL, "+12125550100", ["+12025550143"], id="america"),
        pytest.param(ALL, "+33639980001", ["name:MyCompany", "+33199000042", "other"], id="france"),
        pytest.param([OFFICE], "+33639980001", ["other"], id="france-without-a-line"),
        pytest.param(ALL, "+447700900123", [], id="no-line-of-that-country"),
        pytest.param([FAR], "+12125550100", ["+819000000000"], id="a-line-of-an-unknown-country-is-left-to-the-api"),
    ],
)
def test_senders_are_those_that_the_api_would_take(numbers, to, expected):
    """A line writes to its own country; to France also a name."""
    assert expected == [sender.id for sender in senders(numbers, to)]


NAMED = Message(type="OUTBOUND", sender_id="MyCompany", to_number="+33639980001")
WRITTEN_TO = Message(type="INBOUND", from_number="+33639980001", to_number="+33199000042")
CALLED = Call(id="1", type="OUTBOUND", from_number="+33199000042", to_number="+33639980001")
GONE = Message(type="OUTBOUND", from_number="+33465710021", to_number="+33639980001")


@pytest.mark.parametrize(
    ("item", "expected"),
    [(NAMED, "name:MyCompany"), (WRITTEN_TO, "+33199000042"), (CALLED, "+33199000042"), (GONE, "name:MyCompany")],
    ids=["written-under-a-name", "written-to", "called", "from-a-line-that-is-gone"],
)
def test_the_usual_sender_is_the_one_of_the_conversation(item, expected):
    """Who was written to answers from the same number; where that is no choice, the first is."""
    made = {"call": item} if isinstance(item, Call) else {"message": item}

    assert expected == usual(senders(ALL, "+33639980001"), [ConversationItem(**made)])
