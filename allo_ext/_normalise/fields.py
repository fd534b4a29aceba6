"""From an object of the wire to a record, as the record's own fields say: one line there, nothing here.

A list of calls holds thousands of transcript lines, so each class gets a function of its own, written from its fields
when it is first needed, as attrs writes `__init__`: straight through the fields, without a loop or a call too many.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import attrs

from allo_ext import enums, records
from allo_ext._deferred import Unread
from allo_ext._json import is_array, is_object
from allo_ext._normalise import values

Record = TypeVar("Record")
Reader = Callable[[Any], Any]

_decoders: Final[dict[type[Any], Reader]] = {}


def record_of(cls: type[Record], value: Any) -> Record:
    """Read an object into a record.

    Args:
        cls: The record's class.
        value: What the JSON held.

    Raises:
        TypeError: It is not an object, or lacks the id that the record must have.
    """
    return cast("Record", (_decoders.get(cls) or decoder(cls))(value))


def decoder(cls: type[Any]) -> Reader:
    """Write the function that reads an object into a record of this class.

    For a field `text` it holds, in the end:

        value = get("text")
        try:
            set_text(record, None if value is None else read_text(value))
        except UNREADABLE:
            set_text(record, None)
            extra["text"] = value
    """
    names: dict[str, Any] = {"cls": cls, "new": object.__new__, "UNREADABLE": (TypeError, ValueError, OverflowError)}
    lines = [
        "def decode(wire):",
        "    if wire.__class__ is not dict:",
        "        raise TypeError(wire)",
        "    get = wire.get",
        "    record = new(cls)",
        "    extra = {} if wire.keys() <= known else {key: wire[key] for key in wire if key not in known}",
    ]
    known: set[str] = set()
    for field in attrs.fields(cls):
        names[f"set_{field.name}"] = getattr(cls, field.name).__set__
        if field.name == "extra":
            continue
        wire_names = field.metadata.get("wire", (field.name,))
        known.update(wire_names)
        names[f"read_{field.name}"] = READERS[str(field.type)]
        lines += _field_lines(field.name, wire_names, field.default, is_text=READERS[str(field.type)] is values.text)
        names[f"default_{field.name}"] = field.default
    lines += ["    set_extra(record, extra)", "    return record"]
    names["known"] = frozenset(known)
    exec("\n".join(lines), names)  # noqa: S102 (only names of our own fields are in it)
    return _decoders.setdefault(cls, names["decode"])


def _field_lines(name: str, wire_names: tuple[str, ...], default: Any, *, is_text: bool) -> list[str]:
    first, *others = wire_names
    key = "key" if others else repr(first)
    lines = [f"    key = {first!r}"] if others else []
    lines.append(f"    value = get({key})")
    # What cannot be read is kept under the name that it came with.
    lines += [f"    if value is None:\n        key = {other!r}\n        value = get(key)" for other in others]
    if default is attrs.NOTHING:
        return [*lines, f"    set_{name}(record, read_{name}(value))"]
    if is_text:  # most fields are, and telling a text needs no call
        return [
            *lines,
            "    if value.__class__ is str:",
            f"        set_{name}(record, value)",
            "    else:",
            f"        set_{name}(record, default_{name})",
            "        if value is not None:",
            f"            extra[{key}] = value",
        ]
    return [
        *lines,
        "    if value is None:",
        f"        set_{name}(record, default_{name})",
        "    else:",
        "        try:",
        f"            set_{name}(record, read_{name}(value))",
        "        except UNREADABLE as error:",
        f"            set_{name}(record, getattr(error, 'read', default_{name}))",
        f"            extra[{key}] = value",
    ]


def _one(cls: type[Any]) -> Reader:
    return lambda value: record_of(cls, value)


def _many(cls: type[Any]) -> Reader:
    def read(value: Any) -> tuple[Any, ...]:
        return values.items(_decoders.get(cls) or decoder(cls), value)

    return read


def _company(value: Any) -> records.Company:
    """Read a company: an object over REST, its name alone in webhooks."""
    return records.Company(name=value) if isinstance(value, str) else record_of(records.Company, value)


def _transcript(value: Any) -> Any:
    """Read a transcript: a list of lines; one text without speakers; version 2 also nests the list."""
    if isinstance(value, str):
        return (records.TranscriptLine(text=value),) if value else ()
    if is_object(value) and "transcripts" in value:
        value = value["transcripts"] or []
    if not is_array(value) or not all([line.__class__ is dict for line in value]):  # noqa: C419 (faster so)
        return _lines(value)
    # A list of objects can be read without fail, so it waits until someone looks.
    return Unread(value, _lines) if value else ()


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
