"""Parsing JSON objects into records, according to the record's fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs

from allo_ext import records
from allo_ext._wire import values
from allo_ext._wire.decoder_code import Field, Many, One, Reader
from allo_ext._wire.decoding import Decoder
from allo_ext._wire.json import is_object

Record = TypeVar("Record")

_decoders: Final[dict[type[Any], Decoder]] = {}


def record_of(cls: type[Record], value: Any) -> Record:
    """Parse an object into a record.

    Args:
        cls: The record's class.
        value: The JSON value.

    Raises:
        TypeError: It is not an object, or a required id is missing.
    """
    record: Record = decoder(cls)(value)
    return record


def decoder(cls: type[Any]) -> Reader:
    """Return the function that parses an object into a record of this class."""
    return _decoder(cls).read


def records_of(cls: type[Record], objects: list[Any]) -> list[Record]:
    """Parse a list of objects into records.

    Raises:
        TypeError: As for `record_of`, of any of them.
    """
    return _decoder(cls).read_all(objects)


def records_from(cls: type[Record], objects: list[Any]) -> list[Record]:
    """Parse a list of objects into records, and empty the list.

    Raises:
        TypeError: As for `record_of`, of any of them.
    """
    return _decoder(cls).take_all(objects)


def _decoder(cls: type[Any]) -> Decoder:
    return _decoders.get(cls) or _decoders.setdefault(cls, Decoder(cls, _fields(cls)))


def _fields(cls: type[Any]) -> list[Field]:
    # Not `Attribute.type`, which `attrs.resolve_types` changes globally.
    hints = get_type_hints(cls)
    return [
        Field(
            name=field.name,
            wire_names=field.metadata.get("wire", (field.name,)),
            read=field.metadata.get("read") or reader_of(hints[field.name]),
            default=field.default,
        )
        for field in attrs.fields(cls)
        if field.name != "extra"
    ]


def _company(value: Any) -> records.Company:
    """Parse a company: an object over REST, its name in webhooks."""
    return records.Company(name=value) if isinstance(value, str) else record_of(records.Company, value)


def _transcript() -> Reader:
    """Return a reader of transcripts: a list of lines, one string without speakers, or (in version 2) a nested list."""
    line = _decoder(records.TranscriptLine)

    def read(value: Any) -> tuple[records.TranscriptLine, ...] | None:
        if isinstance(value, str):
            return (records.TranscriptLine(text=value),) if value else ()
        if is_object(value) and "transcripts" in value:
            value = value["transcripts"]
            if value is None:
                return None
        return values.items(line.read, value)

    return Many(line, read)


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
    return reader or One(_decoder(kind))


def _list_reader(item: Any) -> Reader:
    if item is records.TranscriptLine:
        return _transcript()
    if attrs.has(item):
        return Many(_decoder(item))
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
