"""Date windows for lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final, Self

from allo_ext.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterable

_EARLIEST: Final = date(2000, 1, 2)
_LATEST: Final = date(2099, 12, 30)
_MARGIN: Final = timedelta(days=1)

OVERLAP: Final = timedelta(hours=48)
"""The part of a copy that is read again: a long call is listed when it ends, below shorter calls that began
later, and summaries and tags are added even later."""


def earlier(moment: datetime | None, seconds: float) -> datetime | None:
    """Return a date minus some seconds; None if the date is missing or (wrongly) in the future."""
    if moment is None or moment > datetime.now(UTC):
        return None
    try:
        return moment - timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Window:
    """The time from `since`, inclusive, to `until`, exclusive; None for no limit."""

    since: datetime | None
    until: datetime | None

    @classmethod
    def of(cls, since: date | None, until: date | None) -> Self:
        """Create a window from a caller's arguments."""
        window = cls(_moment(since, "since"), _moment(until, "until"))
        if window.since is not None and window.until is not None and window.since > window.until:
            raise InvalidArgumentError(field="since", problem="must not be later than until")
        return window

    def holds(self, when: datetime | None) -> bool:
        """Return whether a datetime is in the window; None always is."""
        if when is None:
            return True
        return (self.since is None or when >= self.since) and (self.until is None or when < self.until)

    def is_before(self, moments: Iterable[datetime | None]) -> bool:
        """Return whether there are datetimes and all of them are before the window."""
        if self.since is None:
            return False
        dated = [moment for moment in moments if moment is not None]
        return bool(dated) and all(moment < self.since for moment in dated)

    def is_after(self, moments: Iterable[datetime | None]) -> bool:
        """Return whether there are datetimes and all of them are after the window."""
        if self.until is None:
            return False
        dated = [moment for moment in moments if moment is not None]
        return bool(dated) and all(moment >= self.until for moment in dated)

    def days(self) -> dict[str, str]:
        """Return the days of the window, with one more on each side, in version 2's format.

        The API does not document the time zone of its days. Both ends are always present, because the API's spec
        requires them.
        """
        first = _day(self.since, _EARLIEST) - _MARGIN
        last = _day(self.until, _LATEST) + _MARGIN
        return {"from": first.isoformat(), "to": last.isoformat()}


def _moment(value: date | None, field: str) -> datetime | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=UTC)
    if not isinstance(value, date):  # pyright: ignore[reportUnnecessaryIsInstance] (callers without types)
        raise InvalidArgumentError(field=field, problem="must be a datetime or a date")
    return datetime(value.year, value.month, value.day, tzinfo=UTC)


def _day(moment: datetime | None, otherwise: date) -> date:
    """Return a day in UTC, limited so that the days before and after it can be represented."""
    if moment is None:
        return otherwise
    try:
        day = moment.astimezone(UTC).date()
    except OverflowError:
        day = moment.date()
    return min(max(day, _EARLIEST), _LATEST)
