"""Joining a finished call to its earlier events, which have no id."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta
from typing import Any

from allo_ext.receiver import CallAnswered, CallRinging, CallTriggered, join_call, parse

OWN, OTHER, FOREIGN = "+12025550143", "+12125550105", "+12125550199"
SAM = "sam@example.com"


def read(topic, data, timestamp=None):
    around = {"timestamp": timestamp} if timestamp else {}
    return parse(json.dumps({"topic": topic, "version": "2.0", **around, "data": data}).encode())


def at(minute, second=0):
    return f"2026-03-02T10:{minute:02}:{second:02}.000Z"


INBOUND, OUTBOUND = {"from_number": OTHER, "to_number": OWN}, {"from_number": OWN, "to_number": OTHER}
STARTED = {"started_at": at(20, 2), "user_email": SAM}
ENDED = {"id": "cll_1", "start_date": at(20), "user_email": SAM, "length": "5m 30s"}


def completed(way="INBOUND", **over: Any):
    numbers = {"INBOUND": INBOUND, "OUTBOUND": OUTBOUND}[way]
    return read("call.completed", {**numbers, "type": way, **ENDED, **over})


def ringing(start=STARTED["started_at"], timestamp=None, **over: Any):
    return read("call.received", {**INBOUND, **STARTED, "started_at": start, **over}, timestamp)


def triggered(**over: Any):
    return read("call.triggered", {**OUTBOUND, **STARTED, **over})


def answered(moment="2026-03-02T10:20:09.000Z", **over: Any):
    return read("call.answered", {**INBOUND, "direction": "INBOUND", "answered_at": moment, **over})


def test_the_events_of_a_call_are_found_in_any_order():
    """Allo does not keep the order: what arrives last may have happened first."""
    mine = (ringing(), answered())
    others = (
        ringing(from_number=FOREIGN),
        answered(from_number=FOREIGN),
        triggered(),
        read("tag.added", {"id": "cll_1"}),
    )

    for order in itertools.permutations((*mine, *others), 6):
        assert mine == join_call(completed(), order)


def test_an_outbound_call_is_joined_by_the_called_number():
    """The other party is `to_number` there."""
    call = completed("OUTBOUND")
    mine = (triggered(), answered(from_number=OWN, to_number=OTHER, direction="OUTBOUND"))

    assert mine == join_call(call, [ringing(), *mine, triggered(to_number=FOREIGN)])


def test_an_event_belongs_to_a_call_or_not():
    """By the other party, the direction, the user where known, and ten minutes."""
    for event, expected in (
        (ringing(), True),
        (ringing(at(10)), True),
        (ringing(at(30)), True),
        (ringing(at(9, 59)), False),
        (ringing(at(30, 1)), False),
        (ringing(None, timestamp=at(20, 4)), True),
        (ringing(None), False),
        (ringing(user_email="lee@example.com"), False),
        (ringing(user_email="Sam@Example.com"), True),
        (ringing(user_email=None), True),
        (ringing(from_number="+1 (212) 555-0105"), True),
        (ringing(to_number=FOREIGN), True),
        (ringing(from_number=None), False),
        (triggered(), False),
        (answered(at(25, 30)), True),
        (answered(at(35, 31)), False),
        (answered(direction=None), True),
        (answered(direction=None, from_number=OWN, to_number=OTHER), True),
        (answered(direction=None, from_number=FOREIGN), False),
    ):
        assert expected is (join_call(completed(), [event]) == (event,))


def test_the_nearest_of_several_is_chosen():
    """A caller who rings twice within ten minutes made two calls."""
    first, second = ringing(at(14)), ringing(at(20, 1))
    earlier = completed(start_date=at(14, 2), id="cll_0")

    assert join_call(completed(), [first, second]) == join_call(completed(), [second, first]) == (second,)
    assert join_call(earlier, [first, second]) == (first,)
    assert join_call(completed(), [ringing(at(40)), second]) == (second,)


def test_a_call_without_a_start_is_not_joined():
    """The shortest payloads of missed calls have none; reconcile them with the list of calls."""
    assert join_call(completed(start_date=None), [ringing()]) == ()


def test_a_withheld_number_is_joined_by_both_sides():
    """The line must be the same then."""
    hidden = {"from_number": "anonymous"}

    assert len(join_call(completed(**hidden), [ringing(**hidden)])) == 1
    assert join_call(completed(**hidden), [ringing(**hidden, to_number=FOREIGN)]) == ()


def test_the_limit_can_be_set():
    """For accounts whose deliveries carry other times."""
    assert join_call(completed(), [ringing(at(40))], within=timedelta(minutes=20)) == (ringing(at(40)),)


def test_one_of_each_kind_is_returned():
    """In the order of their times."""
    kinds = [
        type(event) for event in join_call(completed(), [answered(), answered(at(21)), ringing(), ringing(at(19))])
    ]

    assert kinds == [CallRinging, CallAnswered]
    assert CallTriggered not in kinds
