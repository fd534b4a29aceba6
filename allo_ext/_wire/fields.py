"""Parsing JSON objects into records, according to the record's fields.

A list of calls has thousands of transcript lines, so for speed each class gets a generated function, created from its
fields when it is first needed, as attrs generates `__init__`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import attrs

from allo_ext import records
from allo_ext._wire import values
from allo_ext._wire.json import is_object

Record = TypeVar("Record")
Reader = Callable[[Any], Any]

_decoders: Final[dict[type[Any], Reader]] = {}


def record_of(cls: type[Record], value: Any) -> Record:
    """Parse an object into a record.

    Args:
        cls: The record's class.
        value: The JSON value.

    Raises:
        TypeError: It is not an object, or a required id is missing.
    """
    return cast("Record", decoder(cls)(value))


def decoder(cls: type[Any]) -> Reader:
    """Return the function that parses an object into a record of this class."""
    return _decoders.get(cls) or _decoders.setdefault(cls, _written(cls))


def _written(cls: type[Any]) -> Reader:
    """Generate that function.

    For a field `text` its code is, in effect:

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
        "    extra = {} if knows(wire) else {key: wire[key] for key in wire if key not in known}",
    ]
    known: set[str] = set()
    # Not `Attribute.type`, which `attrs.resolve_types` changes globally.
    hints = get_type_hints(cls)
    for field in attrs.fields(cls):
        names[f"set_{field.name}"] = getattr(cls, field.name).__set__
        if field.name == "extra":
            continue
        wire_names = field.metadata.get("wire", (field.name,))
        known.update(wire_names)
        reader = names[f"read_{field.name}"] = field.metadata.get("read") or reader_of(hints[field.name])
        names[f"default_{field.name}"] = field.default
        if isinstance(reader, values.OpenEnum):
            names[f"member_{field.name}"] = reader.members.get
        lines += _field_lines(field, wire_names, reader)
    names["known"] = frozenset(known)
    names["knows"] = names["known"].issuperset
    lines += ["    set_extra(record, extra)", "    return record"]
    exec("\n".join(lines), names)  # noqa: S102 (only names of our own fields are in it)
    return cast("Reader", names["decode"])


def _field_lines(field: attrs.Attribute[Any], wire_names: tuple[str, ...], reader: Reader) -> list[str]:
    name, default = field.name, f"default_{field.name}"
    first, *others = wire_names
    key = "key" if others else repr(first)
    lines = [f"    key = {first!r}"] if others else []
    lines.append(f"    value = get({key})")
    # A value that cannot be parsed is kept under its original name.
    lines += [f"    if value is None:\n        key = {other!r}\n        value = get(key)" for other in others]
    if field.default is attrs.NOTHING:
        return [*lines, f"    set_{name}(record, {_reading(name, reader)})"]
    if reader is values.text:  # the most frequent type, checked without a call
        return [
            *lines,
            "    if value.__class__ is str:",
            f"        set_{name}(record, value)",
            "    else:",
            f"        set_{name}(record, {default})",
            "        if value is not None:",
            f"            extra[{key}] = value",
        ]
    return [
        *lines,
        "    if value is None:",
        f"        set_{name}(record, {default})",
        "    else:",
        "        try:",
        f"            set_{name}(record, {_reading(name, reader)})",
        "        except UNREADABLE as error:",
        f"            set_{name}(record, getattr(error, 'read', {default}))",
        f"            extra[{key}] = value",
    ]


def _reading(name: str, reader: Reader) -> str:
    """Return the expression that parses a value, without a call in the common cases."""
    call = f"read_{name}(value)"
    if isinstance(reader, values.OpenEnum):
        return f"member_{name}(value) or {call}"
    if reader is values.identifier:
        return f"value if value.__class__ is str and value else {call}"
    if reader is values.number:
        return f"value if value.__class__ is float and value - value == 0 else {call}"  # neither NaN nor infinite
    return call


def _one(cls: type[Any]) -> Reader:
    return lambda value: record_of(cls, value)


def _many(cls: type[Any]) -> Reader:
    def read(value: Any) -> tuple[Any, ...]:
        return values.items(decoder(cls), value)

    return read


def _company(value: Any) -> records.Company:
    """Parse a company: an object over REST, its name in webhooks."""
    return records.Company(name=value) if isinstance(value, str) else record_of(records.Company, value)


def _transcript(value: Any) -> tuple[records.TranscriptLine, ...] | None:
    """Parse a transcript: a list of lines, one string without speakers, or (in version 2) a nested list."""
    if isinstance(value, str):
        return (records.TranscriptLine(text=value),) if value else ()
    if is_object(value) and "transcripts" in value:
        value = value["transcripts"]
        if value is None:
            return None
    return values.items(decoder(records.TranscriptLine), value)


_VALUES: Final[dict[Any, Reader]] = {
    bool: values.flag,
    int: values.whole,
    float: values.number,
    date: values.day,
    datetime: values.moment,
    timedelta: values.minutes,
    Mapping: values.mapping,
    records.Company: _company,
}


def reader_of(hint: Any) -> Reader:
    """Return the function that parses a field with this annotation; it is not called for null if None is allowed.

    Raises:
        TypeError: The annotation is not supported.
    """
    alternatives = _alternatives(hint)
    kind, *_ = (kind for kind in alternatives if kind is not NoneType)
    if (enum := _enum_in(alternatives)) is not None:
        return values.OpenEnum(enum)
    if kind is str:
        return values.text if NoneType in alternatives else values.identifier
    origin = get_origin(kind)
    if origin is tuple:
        return _list_reader(get_args(kind)[0])
    reader = _VALUES.get(origin or kind)
    if reader is None and not attrs.has(kind):
        raise TypeError(f"No reader for a field of type {hint!r}.")
    return reader or _one(kind)


def _list_reader(item: Any) -> Reader:
    if item is records.TranscriptLine:
        return _transcript
    if attrs.has(item):
        return _many(item)
    enum = _enum_in(_alternatives(item))
    if enum is None:
        return values.texts
    member = values.OpenEnum(enum)
    return lambda value: tuple(map(member, values.texts(value)))


def _alternatives(hint: Any) -> tuple[Any, ...]:
    """Return the types of a union, or the one type."""
    return get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)


def _enum_in(kinds: Iterable[Any]) -> type[StrEnum] | None:
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, StrEnum)), None)
