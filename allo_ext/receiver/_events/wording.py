"""Converting field names and values of deliveries to those of the REST API: renamed keys, camelCase, durations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from allo_ext._wire.json import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_HUMP: Final = re.compile(r"(?<=[a-z0-9])([A-Z])")
_LENGTH: Final = re.compile(r"\s*(?:(\d{1,6})h)?\s*(?:(\d{1,6})m)?\s*(?:(\d{1,6})s)?\s*")
_LONGEST_KEY: Final = 64

CALL: Final = {"to": "to_number", "transcriptions": "transcript", "call_category": "tag"}
MESSAGE: Final = {"direction": "type", "type": "message_type", "sent_at": "start_date"}


def in_our_words(data: Mapping[str, Any], renamed: Mapping[str, str]) -> dict[str, Any]:
    """Return an object with the field names of the REST API; of two names for one field, the first with a value wins.

    Args:
        data: The content of the envelope.
        renamed: The REST name of each key that deliveries name differently.
    """
    ours: dict[str, Any] = {}
    for key, value in data.items():
        name = snake(key)
        name = renamed.get(name, name)
        if ours.get(name) is None:
            ours[name] = value
        elif value is not None:
            ours.setdefault(key, value)
    return ours


def snake(key: str) -> str:
    """Return a key in snake_case; unusual keys are returned unchanged."""
    if key.islower() or len(key) > _LONGEST_KEY or not _HUMP.search(key):
        return key  # nearly always by the first condition
    return _HUMP.sub(r"_\1", key).lower()


def lines_in_our_words(lines: Any) -> Any:
    """Return the lines of a transcript with keys in snake_case; other values are returned unchanged."""
    if not is_array(lines) or not lines or not is_object(lines[0]) or not any(map(_HUMP.search, lines[0])):
        return lines  # nearly always
    return [in_our_words(line, {}) if is_object(line) else line for line in lines]


def minutes_in(length: Any) -> float | None:
    """Return the minutes of a string such as `5m 30s`; None for anything else."""
    match = _LENGTH.fullmatch(length) if isinstance(length, str) and len(length) < _LONGEST_KEY else None
    if match is None or not any(match.groups()):
        return None
    hours, minutes, seconds = (int(group or 0) for group in match.groups())
    return hours * 60 + minutes + seconds / 60


def take(ours: dict[str, Any], readers: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    """Remove fields from an object and parse them; values that cannot be parsed stay in it, and are kept in `extra`.

    Args:
        ours: An object with REST field names.
        readers: The reader of each field.
    """
    found: dict[str, Any] = {}
    for name, read in readers.items():
        raw = ours.pop(name, None)
        if raw is None:
            continue
        try:
            found[name] = read(raw)
        except (TypeError, ValueError, OverflowError):
            ours[name] = raw
    return found
