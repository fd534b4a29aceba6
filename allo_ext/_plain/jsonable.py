"""Python objects as plain JSON types."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import singledispatch
from types import NoneType
from typing import Any, Final, cast

import attrs

from allo_ext._published import publish

_names: Final[dict[type[Any], tuple[str, ...]]] = {}
_UNCHANGED: Final = frozenset({NoneType, bool, int})


def to_jsonable(value: Any) -> Any:
    """Return plain JSON types for an object: the `default=` function of `json.dumps` and `orjson.dumps`.

    It supports records, pages, datetimes (in UTC, also those without a zone), dates, timedeltas (as seconds) and enums,
    each in the form in which `to_dict` writes them.

    Args:
        value: The object.

    Raises:
        TypeError: The object has another class, as `json.dumps` requires of such a function.

    Examples:
        >>> json.dumps({"calls": list(allo.calls.iter(limit=5))}, default=to_jsonable)
    """
    if value.__class__ is str:
        return value if value.isascii() else _encodable(value)
    return value if value.__class__ in _UNCHANGED else jsonable(value)


publish(to_jsonable, "allo_ext")


def names_of(cls: type[Any]) -> tuple[str, ...]:
    """Return the names of the public fields of a class."""
    return _names.get(cls) or _names.setdefault(
        cls, tuple(field.name for field in attrs.fields(cls) if not field.name.startswith("_"))
    )


def fields_as_json(record: Any, cls: type[Any]) -> dict[str, Any]:
    """Return the fields that a class has, of one of its instances.

    Args:
        record: A record or page.
        cls: Its class, or the one that it is used as: fields of a subclass are left out.
    """
    return {name: to_jsonable(getattr(record, name)) for name in names_of(cls)}


def as_text(data: Any, indent: int | None) -> str:
    """Return JSON, with letters rather than escapes.

    Args:
        data: Plain JSON types.
        indent: The number of spaces for each level; one line for None.
    """
    return json.dumps(data, ensure_ascii=False, indent=indent)


@singledispatch
def jsonable(value: object) -> Any:
    """Return plain JSON types for an object of a class that JSON does not have; `record` adds its own."""
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


@jsonable.register(datetime)
def _(value: datetime) -> str:
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)  # as the API's own datetimes, which have no zone
    try:
        return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    except OverflowError:  # within a day of year 1 or 9999
        return value.isoformat()


@jsonable.register(date)
def _(value: date) -> str:
    return value.isoformat()


@jsonable.register(timedelta)
def _(value: timedelta) -> float:
    return value.total_seconds()


@jsonable.register(float)
def _(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


@jsonable.register(str)
def _(value: str) -> str:
    return _encodable(str.__str__(value))  # members of a StrEnum come here


@jsonable.register(int)
def _(value: int) -> int:
    return int(value)


@jsonable.register(Enum)
def _(value: Enum) -> Any:
    return to_jsonable(value.value)


@jsonable.register(tuple)
def _(value: tuple[Any, ...]) -> list[Any]:
    return [to_jsonable(item) for item in value]


@jsonable.register(list)
def _(value: list[Any]) -> list[Any]:
    return cast("list[Any]", copy_of(value))


@jsonable.register(Mapping)
def _(value: Mapping[Any, Any]) -> dict[str, Any]:
    return cast("dict[str, Any]", copy_of(dict(value))) if value else {}


def copy_of(value: Any) -> Any:
    """Return a JSON value that shares nothing with this one: copied in C, as deep as the parser accepts."""
    text = _encodable(json.dumps(value, ensure_ascii=False, default=to_jsonable))
    return json.loads(text, parse_constant=_none)


def _none(_: str) -> None:
    """Replace NaN, Infinity and -Infinity."""


def _encodable(text: str) -> str:
    """Replace halves of surrogate pairs, which no encoding can write; a cut emoji leaves one."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
