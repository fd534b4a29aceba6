"""Texts and moments as they are written; what callers said is not to be trusted with a terminal."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

# A transcript could hold the codes that move the cursor, set a terminal's title, end a line or turn its direction.
_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb\ud800-\udfff]"
)
# In a file a reader's program may isolate text of another direction; overriding the direction only misleads.
_CONTROL_IN_FILES: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff]")
_UNENCODABLE: Final = re.compile(r"[\ud800-\udfff]")


def printable(text: str) -> str:
    """Return a text in which nothing commands a terminal."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def escaped_json(text: str) -> str:
    """Return JSON in which nothing commands a terminal; it says the same."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def on_one_line(text: str) -> str:
    """Return a text for a cell of a table."""
    return printable(" ".join(text.split()))


def on_one_line_of_a_file(text: str) -> str:
    """Return a text for a line of a file that people read: marks of direction stay."""
    return _CONTROL_IN_FILES.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


def encodable(text: str) -> str:
    """Return a text that UTF-8 can carry: JSON can hold halves of characters."""
    return text if text.isascii() else _UNENCODABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def iso(moment: datetime | None) -> str | None:
    """Return a moment by ISO 8601, in UTC."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def day_and_time(moment: datetime | None) -> str:
    """Return a moment for people, in UTC, to the minute."""
    return "" if moment is None else f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}"


def clock(seconds: float | None) -> str:
    """Return seconds as m:ss, or nothing."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def read_moment(text: str) -> date:
    """Read a date, or a date and time, by ISO 8601.

    Raises:
        ValueError: It is neither.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
