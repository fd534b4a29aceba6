"""Missed calls, and whether anybody called back or wrote.

    from allo_ext import AlloClient, followup

    with AlloClient() as allo:
        calls = list(allo.calls.iter(since=date(2026, 2, 1)))
    for missed in followup.open_calls(calls):
        print(missed.call.start_date, missed.number or "number withheld")

The functions are pure: they take records and send no requests.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Final

import attrs

from allo_ext._wire.same_number import E164, keys_of, numbers_at_home, numbers_in
from allo_ext.enums import CallOutcome, CallResult, Direction, TranscriptSource
from allo_ext.errors import InvalidArgumentError
from allo_ext.records import Call, Message

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["BusinessHours", "MissedCall", "missed_calls", "open_calls"]

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_DAY: Final = timedelta(days=1)
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK: Final = r"(\d{1,2})(?::([0-5]\d))?"
_HOURS: Final = re.compile(rf"(?:({'|'.join(_DAYS)})-({'|'.join(_DAYS)})\s+)?{_CLOCK}\s*-\s*{_CLOCK}", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class BusinessHours:
    """The hours in which calls are answered, on some days of the week, in a time zone."""

    opens: time
    closes: time
    """The end, exclusive; `time(0)` is midnight at the end of the day."""
    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    """0 is Monday."""
    zone: tzinfo = UTC

    @classmethod
    def parse(cls, text: str, zone: tzinfo = UTC) -> BusinessHours:
        """Parse `9-18`, `9:30-17:30` (Monday to Friday) or `mon-sat 9-18`.

        Args:
            text: The hours, from 0 to 24.
            zone: The time zone.

        Raises:
            InvalidArgumentError: It has another format, or the end is not after the start.
        """
        found = _HOURS.fullmatch(text.strip())
        if found is None:
            raise InvalidArgumentError(
                "business hours must look like 9-18, 9:30-17:30 or mon-sat 9-18.", field="business_hours"
            )
        first, last, *clock = found.groups()
        opens, closes = (_minutes(*clock[:2]), _minutes(*clock[2:]))
        if not 0 <= opens < closes <= 24 * 60:
            raise InvalidArgumentError(
                "business hours must end after they start, between 0 and 24.", field="business_hours"
            )
        start, end = (_DAYS.index(first.lower()), _DAYS.index(last.lower())) if first else (0, 4)
        days = frozenset((start + day) % 7 for day in range((end - start) % 7 + 1))
        return cls(opens=_time(opens), closes=_time(closes), weekdays=days, zone=zone)

    def contains(self, moment: datetime) -> bool:
        """Return whether a time is in these hours."""
        there = _local(moment, self.zone)
        clock = there.time()
        return there.weekday() in self.weekdays and self.opens <= clock and (clock < self.closes or self._to_midnight)

    @property
    def _to_midnight(self) -> bool:
        return self.closes == time(0)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much of a period is in these hours, in real time, also when clocks change.

        Args:
            start: The start, with a time zone.
            end: The end, with a time zone.
        """
        total = timedelta()
        day, last = _local(start, self.zone).date(), _local(end, self.zone).date()
        while day <= last:
            if day.weekday() in self.weekdays:
                opens, closes = self._on(day)
                total += max(timedelta(), min(end, closes) - max(start, opens))
            if day == date.max:
                break
            day += _DAY
        return total

    def _on(self, day: date) -> tuple[datetime, datetime]:
        """Return the opening and closing time of a day, in UTC: differences are wrong between two local times."""
        after = day + _DAY if self._to_midnight and day < date.max else day
        opens, closes = datetime.combine(day, self.opens, self.zone), datetime.combine(after, self.closes, self.zone)
        return opens.astimezone(UTC), closes.astimezone(UTC)


@attrs.frozen(kw_only=True)
class MissedCall:
    """An incoming call that nobody answered, and the first response to it."""

    call: Call
    response: Call | Message | None = None
    """The first later call with this number that a person answered, or the first message sent to it; None if the call
    is still open."""
    attempts: int = 0
    """Outgoing calls to this number after the missed call and before the response. They reached nobody."""
    time_to_response: timedelta | None = None
    """From the missed call to the response; with business hours, only the time within them."""
    in_business_hours: bool | None = None
    """True if the call came in during business hours; None if they were not given or the call has no date."""

    @property
    def number(self) -> str | None:
        """The caller's number; None if it was withheld."""
        return _caller(self.call)

    @property
    def is_open(self) -> bool:
        """True if nobody has responded."""
        return self.response is None


def open_calls(
    calls: Iterable[Call], messages: Iterable[Message] = (), *, business_hours: BusinessHours | None = None
) -> list[MissedCall]:
    """Return the missed calls and voicemails that nobody has returned, oldest first.

    Args:
        calls: All calls of the account from the start of the period until now, in any order.
        messages: As for `missed_calls`.
        business_hours: As for `missed_calls`.
    """
    return [missed for missed in missed_calls(calls, messages, business_hours=business_hours) if missed.is_open]


def missed_calls(
    calls: Iterable[Call], messages: Iterable[Message] = (), *, business_hours: BusinessHours | None = None
) -> list[MissedCall]:
    """Return the missed calls and voicemails with their first response, oldest first.

    A response is a later call with the same number that a person answered, in either direction and on any line of the
    account, or a later message sent to this number. An assistant is not a person, and a message under a sender ID is
    not a response, because nobody can answer it. Calls of blocked numbers are not listed, and neither are calls whose
    outcome is unknown. A call from a withheld number stays open.

    Args:
        calls: All calls of the account from the start of the period until now, in any order. A call that is listed
            twice, as calls between two lines are, counts once.
        messages: The messages of the same period, in any order.
        business_hours: The hours that `time_to_response` counts. Default: all hours.
    """
    known = {call.id: call for call in calls}.values()
    responses: dict[str, list[tuple[datetime, Call | Message]]] = {}
    attempts: dict[str, list[tuple[datetime, str]]] = {}
    for call in known:
        if call.start_date is not None:
            for key in _keys(_caller(call), call.allo_number):
                if _is_response(call):
                    responses.setdefault(key, []).append((call.start_date, call))
                elif call.direction == Direction.OUTBOUND:
                    attempts.setdefault(key, []).append((call.start_date, call.id))
    for message in messages:
        if message.start_date is not None and message.direction == Direction.OUTBOUND and message.from_number:
            for key in _keys(message.contact_number, message.allo_number):
                responses.setdefault(key, []).append((message.start_date, message))
    found = [_followed(call, responses, attempts, business_hours) for call in known if _is_missed(call)]
    return sorted(found, key=lambda missed: (missed.call.start_date or _LONG_AGO, missed.call.id))


def _followed(
    call: Call,
    responses: dict[str, list[tuple[datetime, Call | Message]]],
    attempts: dict[str, list[tuple[datetime, str]]],
    hours: BusinessHours | None,
) -> MissedCall:
    began = call.start_date
    if began is None:
        return MissedCall(call=call)
    keys = _keys(_caller(call), call.allo_number)
    later = [found for key in keys for found in responses.get(key, ()) if found[0] > began]
    at, response = min(later, key=lambda found: found[0], default=(None, None))
    tried = {
        call_id
        for key in keys
        for moment, call_id in attempts.get(key, ())
        if moment > began and (at is None or moment < at)
    }
    elapsed = None if at is None else at - began if hours is None else hours.between(began, at)
    return MissedCall(
        call=call,
        response=response,
        attempts=len(tried),
        time_to_response=elapsed,
        in_business_hours=None if hours is None else hours.contains(began),
    )


def _is_missed(call: Call) -> bool:
    return (
        call.direction != Direction.OUTBOUND
        and call.result != CallResult.BLOCKED
        and call.outcome in {CallOutcome.MISSED, CallOutcome.VOICEMAIL}
    )


def _is_response(call: Call) -> bool:
    """Return whether a person of the team talked to the other party."""
    if call.outcome is not CallOutcome.ANSWERED:
        return False
    speakers = {line.source for line in call.transcript or ()}
    if TranscriptSource.USER in speakers:
        return True
    return TranscriptSource.AGENT not in speakers and call.result != CallResult.TRANSFERRED_AI


def _caller(call: Call) -> str | None:
    return None if call.is_anonymous and not call.contact_number else call.other_party or None


def _keys(number: str | None, line: str | None) -> tuple[str, ...]:
    """Return the look-up keys of a number. Without a country code, it is a number of the line's country."""
    if not number:
        return ()
    at_home = numbers_at_home(number, line) if line and E164.fullmatch(line) and not numbers_in(number) else ()
    return at_home or keys_of(number)


def _local(moment: datetime, zone: tzinfo) -> datetime:
    try:
        return moment.astimezone(zone)
    except OverflowError:  # in year 1 or 9999
        return moment


def _minutes(hours: str, minutes: str | None) -> int:
    return int(hours) * 60 + int(minutes or 0)


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
