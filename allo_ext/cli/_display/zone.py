"""Time zones: the one that times are shown in, its name, and periods in it."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar
from zoneinfo import ZoneInfo

from allo_ext import ConfigurationError
from allo_ext._wire.columns import Kind
from allo_ext.cli._display.text import day_and_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allo_ext.cli._display.column import Column

T = TypeVar("T")

_LOCAL: Final = "local"
_FOLDER: Final = "zoneinfo/"


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone and its name for people."""

    info: tzinfo
    name: str

    def midnight(self, day: date) -> datetime:
        """Return the start of a day."""
        return datetime(day.year, day.month, day.day, tzinfo=self.info)

    def day_of(self, moment: datetime) -> date:
        """Return the day of a time."""
        try:
            return moment.astimezone(self.info).date()
        except OverflowError:  # in year 1 or 9999
            return moment.date()

    def short(self, moment: datetime | None) -> str:
        """Return the abbreviation at a time, such as `CET`, for a single line."""
        there = (moment or datetime.now(UTC)).astimezone(self.info)
        return there.tzname() or self.name


UNIVERSAL: Final = Zone(UTC, "UTC")


def read_zone(text: str) -> Zone:
    """Return the time zone with a name, such as `Europe/Paris`, `UTC` or `local`.

    Raises:
        ConfigurationError: The name is unknown.
    """
    if text.lower() == _LOCAL:
        return local()
    if text.upper() == UNIVERSAL.name:
        return UNIVERSAL
    try:
        return Zone(ZoneInfo(text), text)
    except (ValueError, OSError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        raise ConfigurationError(
            "--tz must be the name of a time zone, such as Europe/Paris, or UTC or local."
        ) from None


def local() -> Zone:
    """Return the time zone of this machine: that of TZ, or the system's."""
    name = os.environ.get("TZ", "").removeprefix(":") or _of_the_system()
    if name.upper() in {"UTC", "ETC/UTC", "UCT", "ZULU"}:
        return UNIVERSAL
    try:
        return Zone(ZoneInfo(name), name)
    except (ValueError, OSError, KeyError):
        from dateutil import tz

        zone = tz.tzlocal()  # such as TZ=CET-1CEST, or Windows
        return Zone(zone, datetime.now(zone).tzname() or "local time")


def _of_the_system() -> str:
    """Return the name of the system's time zone, from the link /etc/localtime; UTC without one."""
    try:
        target = os.fspath(Path("/etc/localtime").readlink())
    except OSError:
        return "UTC" if os.name == "posix" and not Path("/etc/localtime").exists() else ""
    return target.partition(_FOLDER)[2]


def in_zone(columns: Sequence[Column[T]], zone: Zone) -> tuple[Column[T], ...]:
    """Return columns whose datetimes are in a time zone, with its name in the heading."""
    return tuple(_in_zone(column, zone) for column in columns)


def _in_zone(column: Column[Any], zone: Zone) -> Column[Any]:
    if column.kind is Kind.RECORDS:
        return replace(column, parts=in_zone(column.parts, zone))
    if column.kind is not Kind.MOMENT:
        return column

    def shown(record: Any) -> str:
        return day_and_time(column.read(record), zone.info)

    heading = column.heading.replace("(UTC)", f"({zone.name})")
    return replace(column, heading=heading, shown=shown if column.heading else column.shown, zone=zone.info)


def spelt_period(first: datetime, last: datetime, zone: Zone) -> str:
    """Return a period for people, such as `2 to 27 February 2026`."""
    return spelt_days(*sorted((zone.day_of(first), zone.day_of(last))))


def spelt_days(start: date, end: date) -> str:
    """Return a period for people, such as `2 to 27 February 2026`, end included."""
    if start == end:
        return _spelt(end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {_spelt(end)}"
    if start.year == end.year:
        return f"{start.day} {start:%B} to {_spelt(end)}"
    return f"{_spelt(start)} to {_spelt(end)}"


def _spelt(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def yesterday(day: date) -> date:
    """Return the day before."""
    return day - timedelta(days=1)
