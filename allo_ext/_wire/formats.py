"""Formats of strings, checked before sending."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATETIME: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9:.]{8,}([Zz]|[+-][0-9]{2}:[0-9]{2})")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_UUID: Final = re.compile(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")

_FORMATS: Final[dict[str, tuple[re.Pattern[str], Callable[[str], object], str]]] = {
    "date": (_DATE, date.fromisoformat, "must be a date such as 2026-03-02"),
    "date-time": (_DATETIME, datetime.fromisoformat, "must be a datetime with a zone, such as 2026-03-02T09:15:00Z"),
    "email": (_EMAIL, str, "must be an e-mail address"),
    "uri": (_URI, str, "must be a URL"),
    "uuid": (_UUID, UUID, "must be a UUID"),
}


def problem_with_format(value: str, name: str) -> str | None:
    """Return the problem of a string that does not match a format; None if it matches."""
    pattern, read, says = _FORMATS[name]
    if not pattern.fullmatch(value):
        return says
    try:
        read(value)
    except ValueError:
        return says
    return None
