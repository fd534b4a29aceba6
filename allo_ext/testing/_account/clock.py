"""The account's time: a fixed datetime or a running clock, and how far it was advanced."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from allo_ext.testing._account.people import default_now
from allo_ext.testing._arguments import number, shown

_LONGEST = 3650 * 86_400.0
"""Ten years, in seconds."""
Read = Callable[[], datetime]


class Clock:
    """The mock's time. It stands still unless `MockAllo(now=…)` is a function; `advance` moves it forward."""

    def __init__(self, began: datetime, read: Read | None = None) -> None:
        """Create a clock that stands still, or one that follows a function."""
        self._began = began
        self._read = read
        self._advanced = 0.0
        self._next_stop: Callable[[], float | None] = lambda: None
        self._stop: Callable[[], None] = lambda: None

    def __repr__(self) -> str:
        return f"Clock(now={self.now.isoformat()!r})"

    @property
    def runs(self) -> bool:
        """True if time passes without `advance`."""
        return self._read is not None

    @property
    def now(self) -> datetime:
        """The account's time."""
        return (self._began if self._read is None else self._read()) + timedelta(seconds=self._advanced)

    @property
    def advanced(self) -> float:
        """The seconds by which it was advanced, in all."""
        return self._advanced

    def seconds(self) -> float:
        """Return the account's time in seconds since 1970."""
        return self.now.timestamp()

    def advance(self, by: timedelta | float) -> None:
        """Let time pass, and post each webhook delivery that becomes due, at its own time.

        Rate limits, quotas and idempotency keys see the same time. On a port too, the deliveries are posted before this
        returns.

        Args:
            by: A timedelta, or seconds.

        Raises:
            ValueError: It is negative, or not a time.

        Examples:
            >>> mock.clock.advance(timedelta(hours=6))
        """
        seconds = by.total_seconds() if isinstance(by, timedelta) else by
        target = self._advanced + number("by", seconds, at_most=_LONGEST)
        while (due := self._next_stop()) is not None and self._advanced + due <= target:
            self._advanced += due
            self._stop()
        self._advanced = target

    def stop_for(self, next_stop: Callable[[], float | None], stop: Callable[[], None]) -> None:
        """Let `advance` stop on its way: `next_stop` returns the seconds until then, `stop` acts at that time."""
        self._next_stop, self._stop = next_stop, stop


def moment(name: str, value: Any) -> datetime:
    """Return a datetime; one without a time zone is in UTC, as those of the API are.

    Raises:
        ValueError: It is not a datetime.
    """
    if not isinstance(value, datetime):
        message = f"{name} must be a datetime, not {shown(value)}"
        raise ValueError(message)  # noqa: TRY004 — one kind of refusal for every argument
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)


def clock_of(now: Any, ends: datetime | None) -> Clock:
    """Return the account's clock.

    Raises:
        ValueError: `now` is neither a datetime nor a function that returns one, or is before `ends`.
    """
    if callable(now):
        read: Callable[[], Any] = now

        def running() -> datetime:
            return moment("what now() returns", read())

        clock = Clock(running(), running)
    else:
        clock = Clock((ends or default_now()) if now is None else moment("now", now))
    if ends is not None and clock.now < ends:
        raise ValueError("ends must not be after now")
    return clock
