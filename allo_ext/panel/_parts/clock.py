"""Moments as the people in front of the panel read them: in the zone of the machine that it runs on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo

from dateutil import tz


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


def local_zone() -> tzinfo:
    """Return the zone of this machine, with its summer time."""
    return tz.tzlocal()


def name_of(zone: tzinfo, moment: datetime) -> str:
    """Return what the zone is called then, with its distance from UTC: `CET, UTC+01:00`."""
    there = moment.astimezone(zone)
    distance = there.utcoffset() or timedelta()
    sign, minutes = ("-" if distance < timedelta() else "+"), abs(int(distance.total_seconds())) // 60
    name = there.tzname() or ""
    if not distance and name in {"UTC", "GMT"}:
        return name
    spelt = f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}"
    return f"{name}, {spelt}" if name.isalpha() else spelt


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return when a day begins there, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def clock_time(moment: datetime | None, zone: tzinfo) -> str:
    """Return the hour and minute: `09:05`."""
    return moment.astimezone(zone).strftime("%H:%M") if moment else "?"


def day_name(day: date, today: date) -> str:
    """Return a day in words: `Today`, `Yesterday`, `Fri 27 Feb`, `Fri 27 Feb 2025` for another year."""
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    spelt = f"{day:%a} {day.day} {day:%b}"
    return spelt if day.year == today.year else f"{spelt} {day.year}"


def spelt_length(length: timedelta | None) -> str:
    """Return a length of time as on a stopwatch: `1:05`, `1:00:00`, an empty string where it is not known."""
    if length is None:
        return ""
    seconds = round(length.total_seconds())
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"
