"""Figures about calls: how many, the share answered, and the time talked, by line, day and hour.

    from allo_ext import AlloClient, stats

    with AlloClient() as allo:
        figures = stats.of_calls(allo.calls.iter(since=date(2026, 2, 1)))
    print(figures.total.calls, figures.total.answer_rate)

`of_calls` is a pure function: it takes records and sends no requests. An iterable is read once and not kept.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

import attrs

from allo_ext.enums import CallOutcome, Direction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext.records import Call

__all__ = ["CallFigures", "CallStats", "of_calls"]


@attrs.frozen(kw_only=True)
class CallFigures:
    """Counts of a group of calls."""

    calls: int = 0
    incoming: int = 0
    """Calls that came in, and calls whose direction is unknown."""
    outgoing: int = 0
    answered: int = 0
    """Incoming calls that were answered, by a person or an assistant."""
    missed: int = 0
    """Incoming calls that nobody answered, with voicemails."""
    reached: int = 0
    """Outgoing calls that were answered."""
    unknown: int = 0
    """Calls whose outcome is unknown: the API omits some results."""
    talk_time: timedelta = timedelta()
    """The duration of the answered calls, in both directions."""

    @property
    def answer_rate(self) -> float | None:
        """The share of incoming calls with a known outcome that were answered, from 0 to 1; None without any."""
        known = self.answered + self.missed
        return self.answered / known if known else None

    @property
    def average_talk_time(self) -> timedelta | None:
        """The talk time of an answered call; None without any."""
        talks = self.answered + self.reached
        return self.talk_time / talks if talks else None

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as JSON types, durations in seconds."""
        return {
            "calls": self.calls,
            "incoming": self.incoming,
            "outgoing": self.outgoing,
            "answered": self.answered,
            "missed": self.missed,
            "reached": self.reached,
            "unknown": self.unknown,
            "answer_rate": None if self.answer_rate is None else round(self.answer_rate, 4),
            "talk_seconds": round(self.talk_time.total_seconds()),
        }

    def __add__(self, other: CallFigures) -> CallFigures:
        return CallFigures(
            **{field.name: getattr(self, field.name) + getattr(other, field.name) for field in attrs.fields(type(self))}
        )


@attrs.frozen(kw_only=True)
class CallStats:
    """Figures of calls in total and by line, day and hour.

    Calls without a date are in `total` and `by_line` only. Days and hours without calls are not listed.
    """

    total: CallFigures
    by_line: dict[str | None, CallFigures]
    """By the account's number, most calls first; None if the direction is unknown."""
    by_day: dict[date, CallFigures]
    """By day in the time zone, oldest first."""
    by_hour: dict[int, CallFigures]
    """By hour of the day in the time zone, from 0 to 23."""

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as JSON types."""
        return {
            "total": self.total.to_dict(),
            "by_line": {line or "unknown": figures.to_dict() for line, figures in self.by_line.items()},
            "by_day": {day.isoformat(): figures.to_dict() for day, figures in self.by_day.items()},
            "by_hour": {f"{hour:02}": figures.to_dict() for hour, figures in self.by_hour.items()},
        }


def of_calls(calls: Iterable[Call], *, zone: tzinfo = UTC) -> CallStats:
    """Return the figures of calls.

    Args:
        calls: The calls, in any order.
        zone: The time zone of days and hours.
    """
    total = CallFigures()
    by_line: defaultdict[str | None, CallFigures] = defaultdict(CallFigures)
    by_day: defaultdict[date, CallFigures] = defaultdict(CallFigures)
    by_hour: defaultdict[int, CallFigures] = defaultdict(CallFigures)
    for call in calls:
        one = _figures_of(call)
        total += one
        by_line[call.allo_number] += one
        if call.start_date is not None:
            there = call.start_date.astimezone(zone)
            by_day[there.date()] += one
            by_hour[there.hour] += one
    return CallStats(
        total=total,
        by_line=dict(sorted(by_line.items(), key=lambda item: (-item[1].calls, item[0] or ""))),
        by_day=dict(sorted(by_day.items())),
        by_hour=dict(sorted(by_hour.items())),
    )


def _figures_of(call: Call) -> CallFigures:
    incoming = call.direction != Direction.OUTBOUND
    outcome = call.outcome
    talked = outcome is CallOutcome.ANSWERED
    return CallFigures(
        calls=1,
        incoming=int(incoming),
        outgoing=int(not incoming),
        answered=int(incoming and talked),
        missed=int(incoming and outcome in {CallOutcome.MISSED, CallOutcome.VOICEMAIL}),
        reached=int(not incoming and talked),
        unknown=int(outcome is CallOutcome.UNKNOWN),
        talk_time=call.duration if talked and call.duration else timedelta(),
    )
