"""The period that a command reads: --since and --until, or --month, --day or --last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Final

import typer

from allo_ext import InvalidArgumentError

if TYPE_CHECKING:
    from allo_ext.cli._display.zone import Zone

_LAST: Final = re.compile(r"(\d{1,5})\s*([hdwm])", re.IGNORECASE)
_UNITS: Final = {
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "m": timedelta(days=30),
}

Month = Annotated[
    str | None, typer.Option(metavar="YYYY-MM", help="Only this month, such as 2026-02.", show_default=False)
]
Day = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Only this day, such as 2026-02-27, today or yesterday.", show_default=False),
]
Last = Annotated[
    str | None,
    typer.Option(metavar="7d", help="Only the last hours (12h), days (7d), weeks (2w) or 30 days (1m).",
                 show_default=False),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """The start, and the end, which is not included.

    Attributes:
        since: The start.
        until: The end.
        is_default: Whether no option was given.
    """

    since: datetime | None = None
    until: datetime | None = None
    is_default: bool = False


def period(
    since: date | None,
    until: date | None,
    month: str | None,
    day: str | None,
    last: str | None,
    zone: Zone,
    *,
    default: str | None = None,
) -> Period:
    """Return the period that the options describe. Days and months are those of the time zone.

    Args:
        since: The option --since.
        until: The option --until.
        month: The option --month.
        day: The option --day.
        last: The option --last.
        zone: The time zone.
        default: The value of --last without any option; None for all time.

    Raises:
        InvalidArgumentError: An option has another format, or the options exclude each other.
    """
    if sum(value is not None for value in (month, day, last)) + (since is not None or until is not None) > 1:
        raise InvalidArgumentError("Pass one of --month, --day, --last, or --since and --until.")
    moment = datetime.now(UTC)
    if month is not None:
        return _month(month, zone)
    if day is not None:
        return _day(day, zone, moment)
    if last is not None:
        return Period(_ago(last, moment))
    if since is None and until is None:
        return Period(None if default is None else _ago(default, moment), is_default=True)
    return Period(_start(since, zone), _start(until, zone))


def _start(value: date | None, zone: Zone) -> datetime | None:
    """Return a day as its start. A date and time without an offset was read as UTC."""
    return value if value is None or isinstance(value, datetime) else zone.midnight(value)


def _month(text: str, zone: Zone) -> Period:
    try:
        first = date.fromisoformat(f"{text.strip()}-01")
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    except ValueError:
        raise InvalidArgumentError("--month must look like 2026-02.") from None
    return Period(zone.midnight(first), zone.midnight(following))


def _day(text: str, zone: Zone, now: datetime) -> Period:
    today = zone.day_of(now)
    known = {"today": today, "yesterday": today - timedelta(days=1)}
    try:
        day = known.get(text.strip().lower()) or date.fromisoformat(text.strip())
        return Period(zone.midnight(day), zone.midnight(day + timedelta(days=1)))
    except (ValueError, OverflowError):
        raise InvalidArgumentError("--day must look like 2026-02-27, or be today or yesterday.") from None


def _ago(text: str, now: datetime) -> datetime:
    found = _LAST.fullmatch(text.strip())
    if found is not None:
        try:
            return now - int(found[1]) * _UNITS[found[2].lower()]
        except OverflowError:
            pass
    raise InvalidArgumentError("--last must look like 12h, 7d, 2w or 1m.")
