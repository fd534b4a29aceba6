"""Parsing of the ISO 8601 forms that `datetime.fromisoformat` does not accept, such as 24:00 and days of the year.

It accepts what `dateutil.parser.isoparse` accepts, in less time: anyone who knows the URL of a receiver
can send thousands of datetimes that cannot be parsed.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

_MIDNIGHT: Final = "24"
_DATE: Final = r"""
(?P<year>\d{4})
(?:
    (?P<hyphen>-?)W(?P<week>0[1-9]|[1-4]\d|5[0-3])(?:(?P=hyphen)(?P<weekday>[1-7])|\Z)
  | (?P<dash>-?)(?P<month>0[1-9]|1[0-2])(?P=dash)(?P<day>0[1-9]|[12]\d|3[01])
  | -(?P<ordinal>[0-3]\d\d)
  | (?P<compact_ordinal>[0-3]\d\d)(?!\d)
  | -(?P<only_month>0[1-9]|1[0-2])\Z
  | \Z
)
"""
_TIME: Final = r"""
(?: (?P<hour>[01]\d|2[0-4])
    (?: (?P<colon>:?)(?P<minute>[0-5]\d)
        (?:(?P=colon)(?P<second>[0-5]\d)(?:[.,](?P<fraction>\d+))?)?
    )?
)?
(?P<zone>[Zz]|(?P<sign>[+-])(?P<hours>[01]\d|2[0-3])(?::?(?P<minutes>[0-5]\d))?)?
"""
_ISO: Final = re.compile(rf"(?s:{_DATE}(?:[\x00-\x7f](?=..){_TIME})?)", re.ASCII | re.VERBOSE)


def parse(written: str) -> datetime:
    """Parse a datetime; without a zone it is in UTC.

    Raises:
        ValueError: It is not in ISO 8601.
        OverflowError: It is before the year 1 or after the year 9999.
    """
    found = _ISO.fullmatch(written)
    if found is None:
        raise ValueError(written)
    hour, minute, second, fraction = found.group("hour", "minute", "second", "fraction")
    day, time = _day(found), (int(minute or 0), int(second or 0), int(fraction[:6].ljust(6, "0")) if fraction else 0)
    if hour == _MIDNIGHT:
        if any(time):
            raise ValueError(written)
        hour, day = "0", day + timedelta(1)
    return datetime(day.year, day.month, day.day, int(hour or 0), *time, tzinfo=_zone(found))


def _day(found: re.Match[str]) -> date:
    year, month, day = found.group("year", "month", "day")
    if month:
        return date(int(year), int(month), int(day))
    week, weekday, ordinal, compact, only_month = found.group(
        "week", "weekday", "ordinal", "compact_ordinal", "only_month"
    )
    if week:
        return date.fromisocalendar(int(year), 1, 1) + timedelta(7 * int(week) - 7 + int(weekday or 1) - 1)
    if not ordinal and not compact:
        return date(int(year), int(only_month or 1), 1)
    found_day = date(int(year), 1, 1) + timedelta(int(ordinal or compact) - 1)
    if found_day.year != int(year):
        raise ValueError(ordinal)
    return found_day


def _zone(found: re.Match[str]) -> timezone:
    sign, hours, minutes = found.group("sign", "hours", "minutes")
    if not sign:
        return UTC
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-offset if sign == "-" else offset)
