"""Dates and times in the time zone of the machine that runs the panel."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

from dateutil import tz


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


def local_zone() -> tzinfo:
    """Return the time zone of this machine, including daylight saving time."""
    return tz.tzlocal()


def name_of(zone: tzinfo, moment: datetime) -> str:
    """Return the name and UTC offset of the zone at a time: `CET, UTC+01:00`."""
    there = moment.astimezone(zone)
    distance = there.utcoffset() or timedelta()
    sign, minutes = ("-" if distance < timedelta() else "+"), abs(int(distance.total_seconds())) // 60
    name = there.tzname() or ""
    if not distance and name in {"UTC", "GMT"}:
        return name
    spelt = f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}"
    return f"{name}, {spelt}" if name.isalpha() else spelt


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return the start of a day in a time zone, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def clock_time(moment: datetime | None, zone: tzinfo) -> str:
    """Format the time: `09:05`."""
    return moment.astimezone(zone).strftime("%H:%M") if moment else "?"


def day_name(day: date, today: date) -> str:
    """Format a day: `Today`, `Yesterday`, `Fri 27 Feb`, or `Fri 27 Feb 2025` in another year."""
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    spelt = f"{day:%a} {day.day} {day:%b}"
    return spelt if day.year == today.year else f"{spelt} {day.year}"


def spelt_length(length: timedelta | None) -> str:
    """Format a duration: `1:05`, `1:00:00`; an empty string if it is unknown."""
    if length is None:
        return ""
    seconds = round(length.total_seconds())
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
