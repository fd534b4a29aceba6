"""Moments and days as version 2 writes them: some with a Z, some without a time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

DAY = 86_400


def zulu(seconds: float) -> str:
    """Return a moment with a Z, as items and analytics have it."""
    return naive(seconds) + "Z"


def naive(seconds: float) -> str:
    """Return a moment without a time zone, as summaries, templates and the CRM have it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()[:19]


def midnight(day: str) -> int | None:
    """Return when a day begins in UTC, None for a day that is in no calendar."""
    try:
        return int(datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).timestamp())
    except ValueError:
        return None
