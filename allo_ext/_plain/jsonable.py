"""Python objects as plain JSON types."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import cache, singledispatch
from types import NoneType
from typing import Any, Final, cast

import attrs

from allo_ext._plain.record import Plain
from allo_ext._published import publish

_UNCHANGED: Final = frozenset({NoneType, bool, int, str})


def to_jsonable(value: object) -> Any:
    """Return plain JSON types for an object: the `default=` function of `json.dumps` and `orjson.dumps`.

    It supports records, pages, aware datetimes, dates, timedeltas (as seconds) and enums, each in the form in which
    `to_dict` writes them.

    Args:
        value: The object.

    Raises:
        TypeError: The object has another class, as `json.dumps` requires of such a function.

    Examples:
        >>> json.dumps({"calls": list(allo.calls.iter(limit=5))}, default=to_jsonable)
    """
    return value if value.__class__ in _UNCHANGED else _jsonable(value)


publish(to_jsonable, "allo_ext")


@cache
def names_of(cls: type[Any]) -> tuple[str, ...]:
    """Return the names of the public fields of a class."""
    return tuple(field.name for field in attrs.fields(cls) if not field.name.startswith("_"))


def fields_as_json(record: Any, cls: type[Any]) -> dict[str, Any]:
    """Return the fields that a class has, of one of its instances.

    Args:
        record: A record or page.
        cls: Its class, or the one that it is used as: fields of a subclass are left out.
    """
    return {name: to_jsonable(getattr(record, name)) for name in names_of(cls)}


def as_text(data: Any, indent: int | None) -> str:
    """Return JSON with readable letters; with escapes if it contains half a surrogate pair, which UTF-8 cannot encode."""
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(data, indent=indent)
    return text


@singledispatch
def _jsonable(value: object) -> Any:
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


@_jsonable.register
def _(value: Plain) -> dict[str, Any]:
    return value.to_dict()


@_jsonable.register
def _(value: datetime) -> str:
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)  # as the API's own datetimes, which have no zone
    try:
        return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    except OverflowError:  # within a day of year 1 or 9999
        return value.isoformat()


@_jsonable.register
def _(value: date) -> str:
    return value.isoformat()


@_jsonable.register
def _(value: timedelta) -> float:
    return value.total_seconds()


@_jsonable.register
def _(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


# Before Enum in the order of bases: also for StrEnum, whose members are strings.
@_jsonable.register
def _(value: str) -> str:
    return str.__str__(value)


@_jsonable.register
def _(value: int) -> int:
    return int(value)


@_jsonable.register
def _(value: Enum) -> Any:
    return to_jsonable(value.value)


@_jsonable.register(tuple)
def _(value: tuple[Any, ...]) -> list[Any]:
    return [to_jsonable(item) for item in value]


@_jsonable.register(list)
def _(value: list[Any]) -> list[Any]:
    return cast("list[Any]", copy_of(value))


@_jsonable.register(Mapping)
def _(value: Mapping[Any, Any]) -> dict[str, Any]:
    return cast("dict[str, Any]", copy_of(dict(value))) if value else {}


def copy_of(value: Any) -> Any:
    """Return a JSON value that shares nothing with this one: copied in C, as deep as the parser accepts."""
    return json.loads(json.dumps(value, default=to_jsonable), parse_constant=_none)


def _none(_: str) -> None:
    """Replace NaN, Infinity and -Infinity."""
