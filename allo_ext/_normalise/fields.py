"""From an object of the wire to a record, as the record's own fields say: one line there, nothing here."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 (a module variable names it)
from typing import Any, Final, TypeVar, cast

import attrs

from allo_ext import enums, records
from allo_ext._json import is_array, is_object
from allo_ext._normalise import values

Record = TypeVar("Record")


def record_of(cls: type[Record], value: Any) -> Record:
    """Read an object into a record.

    Args:
        cls: The record's class.
        value: What the JSON held.

    Raises:
        TypeError: It is not an object, or lacks the id that the record must have.
    """
    if not is_object(value):
        raise TypeError(value)
    readers = _readers.get(cls) or readers_of(cls)
    found: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for key, raw in value.items():
        entry = readers.get(key)
        if entry is None:
            extra[key] = raw
        elif raw is not None and entry[0] not in found:
            try:
                found[entry[0]] = entry[1](raw)
            except (TypeError, ValueError, OverflowError):
                extra[key] = raw
    return cast("Callable[..., Record]", cls)(extra=extra, **found)


def readers_of(cls: type[Any]) -> dict[str, tuple[str, Callable[[Any], Any]]]:
    """Return, for each name on the wire, the record's field and what reads it."""
    _readers[cls] = {
        name: (field.name, READERS[str(field.type)])
        for field in attrs.fields(cls)
        if field.name != "extra"
        for name in field.metadata.get("wire", (field.name,))
    }
    return _readers[cls]


_readers: Final[dict[type[Any], dict[str, tuple[str, Callable[[Any], Any]]]]] = {}


def _one(cls: type[Any]) -> Callable[[Any], Any]:
    return lambda value: record_of(cls, value)


def _many(cls: type[Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> tuple[Any, ...]:
        if not is_array(value):
            raise TypeError(value)
        return tuple(record_of(cls, item) for item in value if item is not None)

    return read


def _company(value: Any) -> records.Company:
    """Read a company: an object over REST, its name alone in webhooks."""
    return records.Company(name=value) if isinstance(value, str) else record_of(records.Company, value)


def _transcript(value: Any) -> tuple[records.TranscriptLine, ...]:
    """Read a transcript: a list of lines; one text without speakers; version 2 also nests the list."""
    if isinstance(value, str):
        return (records.TranscriptLine(text=value),) if value else ()
    if is_object(value) and "transcripts" in value:
        value = value["transcripts"]
    return _lines(value) if value is not None else ()


_lines: Final = _many(records.TranscriptLine)
_topic: Final = values.open_enum(enums.Topic)

READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "str": values.identifier,
    "str | None": values.text,
    "bool | None": values.flag,
    "float | None": values.number,
    "datetime | None": values.moment,
    "timedelta | None": values.minutes,
    "tuple[str, ...]": values.texts,
    "Mapping[str, Any] | None": values.mapping,
    "ActivityType | str | None": values.open_enum(enums.ActivityType),
    "CallResult | str | None": values.open_enum(enums.CallResult),
    "ConversationItemType | str | None": values.open_enum(enums.ConversationItemType),
    "Direction | str | None": values.open_enum(enums.Direction),
    "Engagement | str | None": values.open_enum(enums.Engagement),
    "TranscriptSource | str | None": values.open_enum(enums.TranscriptSource),
    "tuple[Topic | str, ...]": lambda value: tuple(_topic(item) for item in values.texts(value)),
    "Call | None": _one(records.Call),
    "Message | None": _one(records.Message),
    "Company | None": _company,
    "tuple[Activity, ...]": _many(records.Activity),
    "tuple[TranscriptLine, ...]": _transcript,
}
"""What reads a field, by its annotation."""
