"""Formatting of strings and datetimes. Strings from the API are untrusted: terminal control codes are removed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

# Control characters could move the cursor, set the terminal's title, end a line or change the text direction.
_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\ud800-\udfff]"
)
# Files may isolate text of another direction; overriding the direction only misleads.
_CONTROL_IN_FILES: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff]")
BEGIN: Final = "\ue000"
END: Final = "\ue001"
"""Characters for private use: what is between them is highlighted."""
_UNENCODABLE: Final = re.compile(r"[\ud800-\udfff]")


def printable(text: str) -> str:
    """Return a string without terminal control characters."""
    if text.isprintable():  # none of them is, and this is faster
        return text
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def escaped_json(text: str) -> str:
    """Escape the terminal control characters of a JSON string; its value stays the same."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def on_one_line(text: str) -> str:
    """Return a string on one line, for a table cell."""
    return printable(" ".join(text.split()))


def on_one_line_of_a_file(text: str) -> str:
    """Return a string on one line, for a text file; direction marks are kept."""
    return _CONTROL_IN_FILES.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


def encodable(text: str) -> str:
    """Return a string that UTF-8 can encode: JSON may contain lone surrogates."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return _UNENCODABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    return text


def iso(moment: datetime | None, zone: tzinfo = UTC) -> str | None:
    """Format a datetime as ISO 8601, in UTC or another time zone."""
    if moment is None:
        return None
    there = moment if moment.tzinfo is zone else moment.astimezone(zone)
    return there.isoformat().replace("+00:00", "Z")


def day_and_time(moment: datetime | None, zone: tzinfo = UTC) -> str:
    """Format a datetime as `2026-01-31 09:30`, in UTC or another time zone."""
    if moment is None:
        return ""
    there = moment if moment.tzinfo is zone else moment.astimezone(zone)
    return there.isoformat(" ", "minutes")[:16]


def clock(seconds: float | None) -> str:
    """Format seconds as m:ss; an empty string for None."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def unmarked(text: str) -> str:
    """Return a string without the marks of highlighted words."""
    return text.replace(BEGIN, "").replace(END, "")


def with_brackets(text: str, before: int = 8) -> str:
    """Return a string with highlighted words in brackets; if the first is far away, the beginning is cut off.

    Args:
        text: A string with marks.
        before: The number of characters to keep before the first highlighted word.
    """
    first = text.find(BEGIN)
    start = max(0, first - before)
    space = text.find(" ", start, first) + 1 if start else 0
    shown = "…" + text[space or start :] if start else text
    return shown.replace(BEGIN, "[").replace(END, "]")


def spelt_length(span: timedelta | None) -> str:
    """Format a duration for people: `35 s`, `5 min`, `2 h 05 min`, `3 d 4 h`; an empty string for None."""
    if span is None:
        return ""
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min" if minutes else f"{seconds} s"


def read_moment(text: str) -> date:
    """Parse a date, or a date and time, in ISO 8601.

    Raises:
        ValueError: It is not valid ISO 8601.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
