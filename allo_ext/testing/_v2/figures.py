"""Figures about calls, computed from the calls themselves: no I/O, no clock."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from allo_ext.testing._account.calls import SILENT, Call

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Stage = Literal["DIAL", "CONNECTED", "CONVERSATION", "CONVERSION"]
STAGES: Mapping[Stage, str] = {
    "DIAL": "dials",
    "CONNECTED": "connected",
    "CONVERSATION": "conversations",
    "CONVERSION": "conversions",
}
"""The stages of an outbound call, from the first to the last, and what the funnel calls them."""
_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_RINGING = (4, 18)
Key = TypeVar("Key")


def connected(call: Call) -> bool:
    """Return whether a person answered the call."""
    return call.result not in SILENT and call.result != "VOICEMAIL"


def seconds(call: Call) -> int:
    """Return how long a call took."""
    return round(call.minutes * 60)


def rate(part: int, whole: int) -> float | None:
    """Return a fraction; None of nothing."""
    return round(part / whole, 4) if whole else None


def metric(value: float | None, previous: float | None, *, compared: bool) -> dict[str, Any]:
    """Return a figure beside that of the compared period."""
    if not compared:
        return {"value": value, "previous": None, "change": None}
    change = None if value is None or not previous else round((value - previous) / previous, 4)
    return {"value": value, "previous": previous, "change": change}


@dataclass(frozen=True, slots=True)
class Reached:
    """Tells how far a call got; `tags` are those of a conversion."""

    tags: frozenset[str]

    def __call__(self, call: Call, stage: str) -> bool:
        """Return whether a call reached a stage."""
        match stage:
            case "CONNECTED":
                return connected(call)
            case "CONVERSATION":
                return connected(call) and call.minutes > 1
            case "CONVERSION":
                return not self.tags.isdisjoint(call.tags)
            case _:
                return True

    def furthest(self, call: Call) -> str:
        """Return the last stage that a call got to."""
        return next(stage for stage in tuple(STAGES)[::-1] if self(call, stage))


def overall(calls: Sequence[Call]) -> dict[str, float | None]:
    """Return the figures of the overview."""
    answered = [call for call in calls if connected(call)]
    return {
        "total_calls": len(calls),
        "talk_time_seconds": sum(map(seconds, answered)),
        "calls_over_1_min": sum(call.minutes > 1 for call in calls),
        "answer_rate": rate(len(answered), len(calls)),
    }


def funnel(calls: Sequence[Call], before: Sequence[Call] | None, reached: Reached) -> dict[str, Any]:
    """Return how many calls got to each stage."""
    shown = dict[str, Any]()
    for stage, name in STAGES.items():
        count = sum(reached(call, stage) for call in calls)
        previous = None if before is None else sum(reached(call, stage) for call in before)
        shown[name] = {
            "count": metric(count, previous, compared=before is not None),
            "rate": None if stage == "DIAL" else rate(count, len(calls)),
        }
    return shown


def time_series(calls: Sequence[Call], reached: Reached, granularity: str) -> dict[str, Any]:
    """Return the figures by day, by week (from its Monday) or by month (from its first day)."""

    def period(call: Call) -> str:
        day = datetime.fromtimestamp(call.start, UTC).date()
        starts = {"WEEK": day - timedelta(days=day.weekday()), "MONTH": day.replace(day=1)}
        return starts.get(granularity, day).isoformat()

    def points(values: Mapping[str, float]) -> list[dict[str, Any]]:
        return [{"date": day, "value": value} for day, value in sorted(values.items())]

    dials, answered = _counted(calls, reached, period)
    conversions = Counter(period(call) for call in calls if reached(call, "CONVERSION"))
    return {
        "dials": points(dials),
        "connected": points(answered),
        "connection_rate": points(_rates(dials, answered)),
        "conversions": points(conversions),
    }


def heatmap(calls: Sequence[Call], reached: Reached) -> dict[str, Any]:
    """Return the figures by weekday and hour, in UTC."""

    def hour(call: Call) -> tuple[int, int]:
        at = datetime.fromtimestamp(call.start, UTC)
        return at.weekday(), at.hour

    def cells(values: Mapping[tuple[int, int], float]) -> list[dict[str, Any]]:
        return [{"day": _DAYS[day], "hour": at, "value": value} for (day, at), value in sorted(values.items())]

    dials, answered = _counted(calls, reached, hour)
    return {"dials": cells(dials), "connected": cells(answered), "connection_rate": cells(_rates(dials, answered))}


def time_spent(calls: Sequence[Call], before: Sequence[Call] | None) -> dict[str, Any]:
    """Return for how long it rang (made up: the account does not know), and for how long people spoke."""
    now, then = _spent(calls), None if before is None else _spent(before)
    return {name: metric(now[name], then[name] if then else None, compared=then is not None) for name in now}


def days_between(first: str, last: str) -> int:
    """Return how many days a range has, both ends counted."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


def _spent(calls: Sequence[Call]) -> dict[str, float | None]:
    spoken = [seconds(call) for call in calls if connected(call)]
    low, high = _RINGING
    ringing = [low + call.start % (high - low) for call in calls]
    return {
        "avg_ringing_time_seconds": round(sum(ringing) / len(ringing), 1) if ringing else None,
        "avg_conversation_time_seconds": round(sum(spoken) / len(spoken), 1) if spoken else None,
        "total_conversation_time_seconds": sum(spoken),
    }


def _counted(calls: Iterable[Call], reached: Reached, key: Callable[[Call], Key]) -> tuple[Counter[Key], Counter[Key]]:
    dials, answered = Counter[Key](), Counter[Key]()
    for call in calls:
        place = key(call)
        dials[place] += 1
        answered[place] += reached(call, "CONNECTED")
    return dials, answered


def _rates(dials: Mapping[Key, int], answered: Mapping[Key, int]) -> dict[Key, float]:
    return {place: round(answered[place] / count, 4) for place, count in dials.items()}
