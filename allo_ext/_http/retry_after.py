"""The Retry-After header: seconds, or a date by the server's clock."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

_SECONDS: Final = r"[0-9]+(\.[0-9]+)?"

LONGEST_WAIT: Final = 1e9
"""Larger values, which a timedelta cannot represent, are ignored."""


def retry_after(value: str | None, *, now: float) -> float | None:
    """Parse a Retry-After header: seconds, or an HTTP date.

    Args:
        value: The header, if there is one.
        now: Seconds since the epoch, by the server's clock if it is known; used for dates.
    """
    if value is None:
        return None
    if re.fullmatch(_SECONDS, value.strip()):
        seconds = float(value)
    elif (date := http_date(value)) is not None:
        seconds = max(0.0, date - now)
    else:
        return None
    return seconds if seconds <= LONGEST_WAIT else None


def http_date(value: str) -> float | None:
    """Return an HTTP date as seconds since the epoch; without a zone it is in GMT."""
    try:
        date = parsedate_to_datetime(value)
        return (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
