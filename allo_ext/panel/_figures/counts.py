"""Counts of calls by hour and by day: answered, missed, not reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING, Final

from allo_ext.enums import CallOutcome, Direction
from allo_ext.panel._figures.outcome import tally_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext.records import Call

_OPENS: Final = 8
_CLOSES: Final = 18


@dataclass(frozen=True, slots=True)
class Count:
    """The number of calls in an hour or on a day, by outcome."""

    label: str
    spelt: str
    answered: int = 0
    missed: int = 0
    unknown: int = 0
    unreached: int = 0

    @property
    def total(self) -> int:
        """The total."""
        return self.answered + self.missed + self.unreached + self.unknown

    def plus(self, other: Count) -> Count:
        """Return the sum of two counts, with the label of this one."""
        return Count(
            self.label,
            self.spelt,
            self.answered + other.answered,
            self.missed + other.missed,
            self.unknown + other.unknown,
            self.unreached + other.unreached,
        )


def on_day(calls: Iterable[Call], day: date, zone: tzinfo) -> list[Call]:
    """Return the calls that began on a day in this time zone. Calls without a date are ignored."""
    return [call for call in calls if call.start_date and call.start_date.astimezone(zone).date() == day]


def by_hour(calls: Iterable[Call], day: date, zone: tzinfo, until: int = _CLOSES) -> list[Count]:
    """Count the calls of a day by hour: working hours, and other hours if they have calls.

    Args:
        calls: The calls.
        day: The day.
        zone: The time zone.
        until: An hour to include even without calls, such as the current one.
    """
    found: dict[int, Count] = {}
    for call in on_day(calls, day, zone):
        hour = call.start_date.astimezone(zone).hour if call.start_date else 0
        found[hour] = _one(call) if hour not in found else found[hour].plus(_one(call))
    hours = range(min(_OPENS, *found, _OPENS), max(_CLOSES, until, *found) + 1)
    return [Count(f"{hour:02}", f"{hour:02}:00 to {hour:02}:59").plus(found.get(hour, _NONE)) for hour in hours]


def by_day(calls: Iterable[Call], last: date, days: int, zone: tzinfo) -> list[Count]:
    """Count the calls of the last days by day, up to this one."""
    known = tuple(calls)
    counts: list[Count] = []
    for back in range(days - 1, -1, -1):
        day = last - timedelta(days=back)
        counts.append(total(on_day(known, day, zone), f"{day:%a} {day.day}", f"{day:%A} {day.day} {day:%B}"))
    return counts


def total(calls: Iterable[Call], label: str = "", spelt: str = "") -> Count:
    """Count all calls."""
    count = Count(label, spelt)
    for call in calls:
        count = count.plus(_one(call))
    return count


def answer_rate(calls: Iterable[Call]) -> int | None:
    """Return the percentage of incoming calls that were answered; None if no result is known."""
    incoming = total(call for call in calls if call.direction != Direction.OUTBOUND)
    told = incoming.answered + incoming.missed
    return round(100 * incoming.answered / told) if told else None


_NONE: Final = Count("", "")
_ONE: Final = {
    CallOutcome.ANSWERED: Count("", "", answered=1),
    CallOutcome.MISSED: Count("", "", missed=1),
    CallOutcome.UNREACHED: Count("", "", unreached=1),
    CallOutcome.UNKNOWN: Count("", "", unknown=1),
}


def _one(call: Call) -> Count:
    return _ONE[tally_of(call)]
