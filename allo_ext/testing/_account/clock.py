"""The account's time: a fixed datetime, or a running clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from allo_ext.testing._account.people import default_now
from allo_ext.testing._arguments import shown

Clock = Callable[[], datetime]


def moment(name: str, value: Any) -> datetime:
    """Return a datetime; one without a time zone is in UTC, as those of the API are.

    Raises:
        ValueError: It is not a datetime.
    """
    if not isinstance(value, datetime):
        message = f"{name} must be a datetime, not {shown(value)}"
        raise ValueError(message)  # noqa: TRY004 — one kind of refusal for every argument
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)


def clock_of(now: Any, ends: datetime | None) -> tuple[datetime, Clock | None]:
    """Return the account's start time and its clock; None if the time is fixed.

    Raises:
        ValueError: `now` is neither a datetime nor a function that returns one, or is before `ends`.
    """
    if callable(now):
        read: Callable[[], Any] = now

        def running() -> datetime:
            return moment("what now() returns", read())

        clock: Clock | None = running
        began = running()
    else:
        clock = None
        began = (ends or default_now()) if now is None else moment("now", now)
    if ends is not None and began < ends:
        raise ValueError("ends must not be after now")
    return began, clock
