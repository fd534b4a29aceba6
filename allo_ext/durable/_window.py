"""The hours in which messages may be sent, in the time zone of each recipient."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import attrs

from allo_ext._extras import needs
from allo_ext.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Container

_STEP: Final = timedelta(minutes=15)
_LONGEST: Final = timedelta(days=15)
_SUNDAY: Final = 6
LONGEST_WAIT: Final = _LONGEST.total_seconds()
"""The maximum number of seconds until a window opens."""


def _days(days: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(set(days)))


@attrs.frozen(kw_only=True)
class SendWindow:
    """The hours in which messages may be sent, in the recipient's local time.

    By default Monday to Saturday from 8:00 to 20:00, and not on public holidays. The time zone and the holidays are
    those of the recipient's number. If a number may be in several time zones, the window must be open in all of them.
    Check which hours the law requires for your messages; these are not legal advice.

    Attributes:
        opens: The first time of day, to the quarter of an hour.
        closes: The time of day from which nothing is sent.
        days: The days of the week, 0 is Monday.
        on_holidays: True to send on public holidays. Otherwise the extra `[durable]` is needed. Countries that the
            library `holidays` does not know have none.
        zone: A time zone, such as "Europe/Paris", instead of that of the number.

    Examples:
        >>> outbox = Outbox("allo.db", allo, window={"FR": SendWindow(), "US": SendWindow(days=range(7))})
    """

    opens: time = time(8)
    closes: time = time(20)
    days: tuple[int, ...] = attrs.field(default=(0, 1, 2, 3, 4, 5), converter=_days)
    on_holidays: bool = False
    zone: str | None = None

    def __attrs_post_init__(self) -> None:
        if not self.opens < self.closes or not self.days or not all(0 <= day <= _SUNDAY for day in self.days):
            raise ConfigurationError("A send window needs opens before closes, and days from 0 to 6.")

    def is_open(self, number: str, at: datetime) -> bool:
        """Return whether a message may be sent to a number.

        Args:
            number: The recipient, E.164.
            at: The time, with a time zone.

        Raises:
            MissingExtraError: The extra `[durable]` is not installed.
        """
        return _is_open(self, country_of(number), self._zones(number), at)

    def next_opening(self, number: str, at: datetime) -> datetime | None:
        """Return the first time from `at` at which a message may be sent to a number.

        Args:
            number: The recipient, E.164.
            at: The time, with a time zone.

        Returns:
            The time, which is `at` if the window is open; None if it does not open within 15 days.

        Raises:
            MissingExtraError: The extra `[durable]` is not installed.
        """
        country, zones = country_of(number), self._zones(number)
        if _is_open(self, country, zones, at):
            return at
        quarter = _STEP.total_seconds()
        later = datetime.fromtimestamp((at.timestamp() // quarter + 1) * quarter, at.tzinfo)
        return _opening(self, country, zones, later)

    def _zones(self, number: str) -> tuple[str, ...]:
        return (self.zone,) if self.zone else zones_of(number)


Windows = SendWindow | Mapping[str, SendWindow]


def window_of(number: str, windows: Windows | None) -> SendWindow | None:
    """Return the window of a number's country, or that of `*`; None if any time is allowed."""
    if windows is None or isinstance(windows, SendWindow):
        return windows
    return windows.get(country_of(number)) or windows.get("*")


@lru_cache(maxsize=10_000)
def country_of(number: str) -> str:
    """Return the country of a number in E.164, two letters."""
    import phonenumbers

    parsed = phonenumbers.parse(number)
    return phonenumbers.region_code_for_number(parsed) or phonenumbers.region_code_for_country_code(
        parsed.country_code or 0
    )


@lru_cache(maxsize=10_000)
def zones_of(number: str) -> tuple[str, ...]:
    """Return the time zones in which a number in E.164 may be."""
    import phonenumbers
    from phonenumbers import timezone

    # Also right for mobile numbers of countries with one zone, for which the general function has no answer.
    return tuple(timezone.time_zones_for_geographical_number(phonenumbers.parse(number)))


@lru_cache(maxsize=10_000)
def _opening(window: SendWindow, country: str, zones: tuple[str, ...], at: datetime) -> datetime | None:
    until = at + _LONGEST
    while at < until:
        if _is_open(window, country, zones, at):
            return at
        at += _STEP
    return None


def _is_open(window: SendWindow, country: str, zones: tuple[str, ...], at: datetime) -> bool:
    local = [at.astimezone(ZoneInfo(zone)) for zone in zones if zone != "Etc/Unknown"] or [at]
    free: Container[date] = () if window.on_holidays else _holidays(country)
    return all(
        one.weekday() in window.days and window.opens <= one.time() < window.closes and one.date() not in free
        for one in local
    )


@lru_cache(maxsize=300)
def _holidays(country: str) -> Container[date]:
    with needs("SendWindow", "holidays", extra="durable"):
        import holidays
    try:
        return holidays.country_holidays(country)
    except NotImplementedError:
        return ()
