"""Missed calls, and the first response to them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from allo_ext import Call, InvalidArgumentError, Message, TranscriptLine, phone
from allo_ext.followup import BusinessHours, MissedCall, missed_calls, open_calls

PARIS = ZoneInfo("Europe/Paris")
LINES = ("+33199000042", "+12025550143")
OTHERS = ("+33639980001", "+33639980002", "+12025550178", "anonymous", "39512", "06 39 98 00 01")
BEGIN = datetime(2026, 3, 27, tzinfo=UTC)
"""Two days before clocks change in Paris."""


def call(
    number: int, at: datetime | None, result: str | None, *, way: str | None = "INBOUND", who: str = OTHERS[0],
    line: str = LINES[0], said: tuple[str, ...] = (),
) -> Call:  # fmt: skip
    ends = (line, who) if way == "OUTBOUND" else (who, line)
    lines = tuple(TranscriptLine(source=source, text="Yes.") for source in said)
    return Call(
        id=f"call_{number}", type=way, from_number=ends[0], to_number=ends[1], start_date=at, result=result,
        transcript=lines,
    )  # fmt: skip


def message(at: datetime | None, *, way: str = "OUTBOUND", who: str = OTHERS[0], sender_id: str | None = None):
    line = None if sender_id else LINES[1]
    ends = (who, line) if way == "INBOUND" else (line, who)
    return Message(type=way, from_number=ends[0], to_number=ends[1], sender_id=sender_id, start_date=at, content="Hi")


def at(minutes: int) -> datetime:
    return BEGIN + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("later", "is_open"),
    [
        pytest.param(call(2, at(5), "ANSWERED", way="OUTBOUND"), False, id="called back"),
        pytest.param(call(2, at(5), "ANSWERED", way="OUTBOUND", line=LINES[1]), False, id="from another line"),
        pytest.param(call(2, at(5), "ANSWERED"), False, id="called again and was answered"),
        pytest.param(call(2, at(5), "TRANSFERRED_EXTERNAL"), False, id="transferred to a colleague"),
        pytest.param(call(2, at(5), None, said=("EXTERNAL", "USER")), False, id="no result but a dialogue"),
        pytest.param(call(2, at(5), "TRANSFERRED_AI", said=("AGENT", "EXTERNAL", "USER")), False, id="then a person"),
        pytest.param(call(2, at(5), "TRANSFERRED_AI"), True, id="the assistant answered"),
        pytest.param(call(2, at(5), "ANSWERED", said=("AGENT", "EXTERNAL")), True, id="only the assistant spoke"),
        pytest.param(call(2, at(5), "VOICEMAIL", way="OUTBOUND"), True, id="reached a voicemail"),
        pytest.param(call(2, at(5), None, way="OUTBOUND"), True, id="no result"),
        pytest.param(call(2, at(-5), "ANSWERED", way="OUTBOUND"), True, id="called before"),
        pytest.param(call(2, at(5), "ANSWERED", way="OUTBOUND", who=OTHERS[1]), True, id="called somebody else"),
        pytest.param(call(2, None, "ANSWERED", way="OUTBOUND"), True, id="without a date"),
        pytest.param(message(at(5)), False, id="wrote"),
        pytest.param(message(at(5), way="INBOUND"), True, id="the caller wrote"),
        pytest.param(message(at(5), sender_id="Acme"), True, id="a message nobody can answer"),
    ],
)
def test_a_later_conversation_with_a_person_closes_a_missed_call(later, is_open):
    """In either direction, on any line, by phone or by a message that can be answered."""
    missed = call(1, at(0), "MISSED")
    calls = [missed, later] if isinstance(later, Call) else [missed]
    messages = [later] if isinstance(later, Message) else []
    found = [one.call.id for one in open_calls(calls, messages)]

    assert (found == [missed.id]) == is_open


def test_a_voicemail_counts_and_a_blocked_caller_does_not():
    """A voicemail expects a call back; a blocked number does not. An outgoing call to voicemail is not missed."""
    calls = [
        call(1, at(0), "VOICEMAIL"),
        call(2, at(1), "BLOCKED", who=OTHERS[1]),
        call(3, at(2), "VOICEMAIL", way="OUTBOUND", who=OTHERS[2]),
        call(4, at(3), None, who=OTHERS[1]),
    ]

    assert [one.call.id for one in open_calls(calls)] == ["call_1"]


def test_the_response_has_a_time_and_failed_attempts_are_counted():
    """Two calls that reached nobody, then one that did."""
    calls = [
        call(1, at(0), "MISSED"),
        call(2, at(10), "FAILED", way="OUTBOUND"),
        call(3, at(20), "VOICEMAIL", way="OUTBOUND"),
        call(4, at(30), "ANSWERED", way="OUTBOUND"),
        call(5, at(40), "FAILED", way="OUTBOUND"),
    ]
    (found,) = missed_calls(reversed(calls))

    assert (found.response, found.attempts, found.time_to_response) == (calls[3], 2, timedelta(minutes=30))


def test_what_began_at_the_same_moment_is_not_later():
    """Neither a response, nor an attempt: these are between the missed call and the response."""
    calls = [
        call(1, at(0), "MISSED"),
        call(2, at(0), "ANSWERED", way="OUTBOUND"),
        call(3, at(0), "FAILED", way="OUTBOUND"),
        call(4, at(30), "FAILED", way="OUTBOUND"),
        call(5, at(30), "ANSWERED", way="OUTBOUND"),
    ]
    (found,) = missed_calls(calls)

    assert (found.response, found.attempts) == (calls[4], 0)
    assert len(open_calls(calls[:4])) == 1


def test_missed_calls_are_listed_once_and_oldest_first():
    """Those of one moment by their ids; a call that is listed twice, or to a field of two numbers, counts once."""
    both = f"{OTHERS[0]} / {OTHERS[1]}"
    missed = [call(number, at(0), "MISSED", who=who) for number, who in ((3, both), (1, OTHERS[2]), (2, OTHERS[2]))]
    later = [call(4, at(1), "MISSED"), call(5, at(2), "FAILED", way="OUTBOUND", who=both)]
    found = open_calls([*later, *missed, *missed, *later])

    assert [(one.call.id, one.attempts) for one in found] == [
        ("call_1", 0),
        ("call_2", 0),
        ("call_3", 1),
        ("call_4", 1),
    ]


def test_only_business_hours_count():
    """Missed on Friday at 17:30 in Paris, returned on Monday at 9:05, after clocks have changed: 35 minutes."""
    hours = BusinessHours.parse("9-18", PARIS)
    missed = call(1, datetime(2026, 3, 27, 17, 30, tzinfo=PARIS), "MISSED")
    back = call(2, datetime(2026, 3, 30, 9, 5, tzinfo=PARIS), "ANSWERED", way="OUTBOUND")
    night = call(3, datetime(2026, 3, 30, 18, tzinfo=PARIS), "MISSED")
    first, second = missed_calls([missed, back, night], business_hours=hours)

    assert (first.time_to_response, first.in_business_hours) == (timedelta(minutes=35), True)
    assert (second.time_to_response, second.in_business_hours) == (None, False)


@pytest.mark.parametrize(
    ("text", "opens", "closes", "days"),
    [
        pytest.param("9-18", time(9), time(18), {0, 1, 2, 3, 4}, id="hours"),
        pytest.param("9:30 - 17:45", time(9, 30), time(17, 45), {0, 1, 2, 3, 4}, id="minutes"),
        pytest.param("Mon-Sat 8-24", time(8), time(0), {0, 1, 2, 3, 4, 5}, id="days"),
        pytest.param("sat-mon 0-24", time(0), time(0), {5, 6, 0}, id="over the weekend"),
    ],
)
def test_hours_are_parsed(text, opens, closes, days):
    """Monday to Friday unless days are given."""
    assert BusinessHours.parse(text) == BusinessHours(opens=opens, closes=closes, weekdays=frozenset(days))


@pytest.mark.parametrize("text", ["", "9", "18-9", "9-9", "9-25", "nine to five", "9-18 mon", "9:75-18"])
def test_other_hours_are_refused(text):
    """One sentence says the format."""
    with pytest.raises(InvalidArgumentError, match="business hours must"):
        BusinessHours.parse(text)


def slowly(calls: list[Call], messages: list[Message]) -> list[tuple[str, str | None]]:
    """Say the rule again, without an index: the missed calls, each with the first response."""
    calls = list({one.id: one for one in calls}.values())
    told = []
    for missed in calls:
        if missed.direction == "OUTBOUND" or missed.result == "BLOCKED":
            continue
        if str(missed.outcome) not in {"missed", "voicemail"}:
            continue
        who = missed.from_number
        later = []
        for other in [*calls, *messages]:
            if missed.start_date is None or other.start_date is None or other.start_date <= missed.start_date:
                continue
            if other.direction not in {"INBOUND", "OUTBOUND"}:
                continue
            if not phone.same(who, other.contact_number, region="FR"):
                continue
            if isinstance(other, Message):
                counts = other.direction == "OUTBOUND" and other.sender_id is None
            else:
                heard = {line.source for line in other.transcript or ()}
                human = "USER" in heard or ("AGENT" not in heard and other.result != "TRANSFERRED_AI")
                counts = str(other.outcome) == "answered" and human
            if counts:
                later.append(other.start_date)
        told.append((missed.id, min(later).isoformat() if later else None))
    return sorted(told)


RESULTS = (
    "ANSWERED", "MISSED", "VOICEMAIL", "TRANSFERRED_AI", "TRANSFERRED_EXTERNAL", "TRANSFERRED", "BLOCKED", "CLOSED",
    "FAILED", None, "SOMETHING_NEW",
)  # fmt: skip
MOMENTS = st.none() | st.integers(0, 5 * 24 * 60).map(at)
SPEAKERS = st.sampled_from([(), ("EXTERNAL",), ("EXTERNAL", "USER"), ("AGENT", "EXTERNAL"), ("AGENT", "USER")])
CALLS = st.lists(
    st.builds(
        call,
        st.integers(1, 30),
        MOMENTS,
        st.sampled_from(RESULTS),
        way=st.sampled_from(["INBOUND", "INBOUND", "OUTBOUND", "OUTBOUND"]),
        who=st.sampled_from(OTHERS),
        line=st.just(LINES[0]),
        said=SPEAKERS,
    ),
    max_size=12,
)
MESSAGES = st.lists(
    st.builds(
        message,
        MOMENTS,
        way=st.sampled_from(["INBOUND", "OUTBOUND"]),
        who=st.sampled_from([who for who in OTHERS if who.startswith("+")]),
        sender_id=st.sampled_from([None, None, "Acme"]),
    ),
    max_size=6,
)


@settings(max_examples=400)
@given(calls=CALLS, messages=MESSAGES)
def test_an_obvious_loop_finds_the_same(calls, messages):
    """Transfers, shared numbers, withheld numbers, missing results and dates, in any order."""
    found = missed_calls(calls, messages)
    told = [
        (one.call.id, one.response.start_date.isoformat() if one.response and one.response.start_date else None)
        for one in found
    ]

    assert sorted(told) == slowly(calls, messages)
    assert [one for one in found if one.is_open] == open_calls(calls, messages)
    for one in found:
        assert one.is_open is (one.time_to_response is None)


def minute_by_minute(hours: BusinessHours, start: datetime, end: datetime) -> timedelta:
    """Count the minutes in which a clock on the wall shows business hours."""
    count, moment = 0, start
    while moment < end:
        count += hours.contains(moment)
        moment += timedelta(minutes=1)
    return timedelta(minutes=count)


@pytest.mark.parametrize("day", [BEGIN, datetime(2026, 10, 23, tzinfo=UTC)], ids=["spring", "autumn"])
@settings(max_examples=60)
@given(
    start=st.integers(0, 4 * 24 * 60), length=st.integers(0, 2 * 24 * 60), hours=st.tuples(*[st.integers(0, 24)] * 2)
)
@example(start=24 * 60, length=48 * 60, hours=(1, 6))
def test_hours_are_right_when_clocks_change(day, start, length, hours):
    """Every minute in which the clock shows business hours counts, on days of 23 and of 25 hours as well."""
    if hours[0] >= hours[1]:
        return
    open_ = BusinessHours.parse(f"mon-sun {hours[0]}-{hours[1]}", PARIS)
    begins = day + timedelta(minutes=start)
    ends = begins + timedelta(minutes=length)

    assert open_.between(begins, ends) == minute_by_minute(open_, begins, ends)


@pytest.mark.parametrize("zone", [UTC, PARIS, ZoneInfo("America/New_York")], ids=str)
def test_hours_at_the_ends_of_the_calendar_raise_nothing(zone):
    """Some systems write year 1 or 9999 for no date."""
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    for text in ("mon-sun 9-24", "mon-sun 9-18"):
        hours = BusinessHours.parse(text, zone)
        for start, end in ((first, first + timedelta(days=1)), (last - timedelta(days=1), last)):
            assert timedelta() <= hours.between(start, end) <= timedelta(days=1)
            assert {hours.contains(start), hours.contains(end)} <= {True, False}


def test_a_caller_who_withheld_the_number_stays_open():
    """Nobody can call back, and another withheld number is not the same caller."""
    calls = [call(1, at(0), "MISSED", who="anonymous"), call(2, at(5), "ANSWERED", who="anonymous")]
    (found,) = open_calls(calls)

    assert isinstance(found, MissedCall)
    assert (found.call.id, found.number) == ("call_1", None)
