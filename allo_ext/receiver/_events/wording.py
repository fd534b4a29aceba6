"""Converting field names and values of deliveries to those of the REST API: renamed keys, camelCase, durations."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from allo_ext._wire.json import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LENGTH: Final = re.compile(r"\s*(?:(\d{1,6})h)?\s*(?:(\d{1,6})m)?\s*(?:(\d{1,6})s)?\s*")
_LONGEST_KEY: Final = 64
_MOST_KEYS: Final = 1_000
"""The maximum number of different keys whose names are remembered, and of those that a transcript may have."""


class Names(dict[str, str]):
    """The REST names of the keys of deliveries, which are converted once. Of hostile deliveries, few are remembered."""

    def __init__(self, renamed: Mapping[str, str] = MappingProxyType({})) -> None:
        """Create the names.

        Args:
            renamed: The REST name of each key that deliveries name differently, in snake_case.
        """
        super().__init__(renamed)
        self._renamed = dict(renamed)

    def __missing__(self, key: str) -> str:
        name = snake(key)
        name = self._renamed.get(name, name)
        if len(self) < _MOST_KEYS and len(key) <= _LONGEST_KEY:
            self[key] = name
        return name


class _FewNames(Names):
    """The names of the keys of one transcript; after too many, other keys are unchanged."""

    def __missing__(self, key: str) -> str:
        return super().__missing__(key) if len(self) < _MOST_KEYS else key

    def leave(self, line: Mapping[str, Any]) -> bool:
        """Return whether no key of a line has another name."""
        return len(self) >= _MOST_KEYS and self.keys().isdisjoint(line)


UNCHANGED: Final = Names()
CALL: Final = Names({"to": "to_number", "transcriptions": "transcript", "call_category": "tag"})
MESSAGE: Final = Names({"direction": "type", "type": "message_type", "sent_at": "start_date"})
IN_PROGRESS: Final = Names({"to": "to_number", "from": "from_number", "start_date": "started_at", "type": "direction"})
DEAL: Final = Names({"value": "amount", "close_date": "closed_at"})


def in_our_words(data: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """Return an object with the field names of the REST API; of two names for one field, the first with a value wins.

    Args:
        data: The content of the envelope.
        names: The REST names of its keys.
    """
    ours = {names[key]: value for key, value in data.items()}
    return ours if len(ours) == len(data) else _merged(data, names)


def _merged(data: Mapping[str, Any], names: Names) -> dict[str, Any]:
    ours: dict[str, Any] = {}
    for key, value in data.items():
        name = names[key]
        if ours.get(name) is None:
            ours[name] = value
        elif value is not None:
            ours.setdefault(key, value)
    return ours


def snake(key: str) -> str:
    """Return a key in snake_case; unusual keys are returned unchanged."""
    return _HUMP.sub("_", key).lower() if len(key) <= _LONGEST_KEY and _HUMP.search(key) else key


def lines_in_our_words(lines: Any) -> Any:
    """Return the lines of a transcript with keys in snake_case; other values are returned unchanged."""
    if not is_array(lines) or not lines or not is_object(lines[0]) or not any(map(_HUMP.search, lines[0])):
        return lines  # nearly always
    names = _FewNames()
    return [in_our_words(line, names) if is_object(line) and not names.leave(line) else line for line in lines]


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
