"""The date from which a run reads: that of the last run, minus an overlap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from allo_ext._lists.window import earlier
from allo_ext._plain.jsonable import to_jsonable

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Begin:
    """From when on a run reads.

    Attributes:
        since: Nothing before this is loaded; None for no limit.
        overlap: How much of what is loaded already is read again.
        full: Whether everything is read again.
    """

    since: datetime | None
    overlap: timedelta
    full: bool

    def after(self, complete_to: str | None) -> datetime | None:
        """Return the beginning for a list that is loaded up to a date; None to read all of it."""
        known = None if self.full or complete_to is None else datetime.fromisoformat(complete_to)
        floor = earlier(known, self.overlap.total_seconds())
        return max((moment for moment in (floor, self.since) if moment is not None), default=None)


def advance(state: dict[str, Any], key: str, moments: Iterable[datetime | None]) -> None:
    """Note the latest of some dates in the state of a resource. dlt commits the state together with the rows."""
    now = datetime.now(UTC)
    known = [to_jsonable(moment) for moment in moments if moment is not None and moment <= now]
    if latest := max((*known, state.get(key, "")), key=_moment, default=""):
        state[key] = latest


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text) if text else datetime.min.replace(tzinfo=UTC)
