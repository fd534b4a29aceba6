"""Records from plain JSON types, by the annotations of their fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Final, NamedTuple, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import attrs

from allo_ext._plain.jsonable import copy_of

R = TypeVar("R")
Reader = Callable[[Any], Any]


class Field(NamedTuple):
    """A field: its reader, and whether it may be missing."""

    read: Reader
    required: bool


_plans: Final[dict[type[Any], dict[str, Field]]] = {}


def record_from(cls: type[R], data: Mapping[str, Any]) -> R:
    """Return the record with these fields.

    Args:
        cls: Its class.
        data: The fields by name.

    Raises:
        TypeError: The data is not a mapping.
        ValueError: It is not this record's.
    """
    if not isinstance(data, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"{cls.__name__}.from_dict takes a mapping, not {type(data).__name__}.")
    fields = plan_of(cls)
    known: dict[str, Any] = {}
    unknown: dict[str, Any] = {}
    for name, value in data.items():
        field = fields.get(name)
        if field is None:
            unknown[name] = value
            continue
        try:
            known[name] = field.read(value)
        except ValueError as error:
            raise ValueError(f"{cls.__name__}.{name} {error}") from None
    missing = [name for name, field in fields.items() if field.required and name not in known]
    if missing:
        raise ValueError(f"{cls.__name__}.{missing[0]} is missing")
    return cls(**with_extra(cls, known, unknown))


def page_from(cls: type[Any], data: Mapping[str, Any], record: type[Any]) -> Any:
    """Return the page with these fields.

    Args:
        cls: The class of pages.
        data: The fields by name.
        record: The class of the items.

    Raises:
        TypeError: The data is not a mapping.
        ValueError: It is not a page of such records.
    """
    page = record_from(cls, data)
    try:
        results = tuple([_record(record, item) for item in page.results])
    except ValueError as error:
        raise ValueError(f"{cls.__name__}.results {error}") from None
    return attrs.evolve(page, results=results, record=record)


def with_extra(cls: type[Any], known: dict[str, Any], unknown: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a record, with unknown ones in `extra`.

    Raises:
        ValueError: The class has no `extra`.
    """
    if not unknown:
        return known
    if "extra" not in plan_of(cls):
        raise ValueError(f"{cls.__name__} has no field {next(iter(unknown))!r}")
    return {**known, "extra": {**_json(unknown), **known.get("extra", {})}}


def plan_of(cls: type[Any]) -> dict[str, Field]:
    """Return the fields of a class by name."""
    return _plans.get(cls) or _plans.setdefault(cls, _planned(cls))


def _planned(cls: type[Any]) -> dict[str, Field]:
    hints = get_type_hints(cls)
    return {
        field.name: Field(_reader(hints[field.name]), field.default is attrs.NOTHING)
        for field in attrs.fields(cls)
        if field.init and not field.name.startswith("_")
    }


def kinds_in(hint: Any) -> tuple[Any, ...]:
    """Return the types of a union, or the one type."""
    return get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)


def open_enum_in(kinds: tuple[Any, ...]) -> type[StrEnum] | None:
    """Return the enum of a union with `str`."""
    enums = (kind for kind in kinds if isinstance(kind, type) and issubclass(kind, StrEnum))
    return next(enums, None) if str in kinds else None


def _reader(hint: Any) -> Reader:
    """Return the function that reads a value of this type; values of other types are kept as they are."""
    kinds = kinds_in(hint)
    read = _reader_of_value(tuple(kind for kind in kinds if kind is not NoneType))
    if hint is Any:
        return read
    if NoneType in kinds:
        return lambda value: None if value is None else read(value)

    def required(value: Any) -> Any:
        if value is None:
            raise ValueError("must not be null")
        return read(value)

    return required


def _reader_of_value(kinds: tuple[Any, ...]) -> Reader:
    enum = open_enum_in(kinds)
    if enum is not None:
        members: dict[str, str] = {member.value: member for member in enum}
        return lambda value: members.get(value) or _string(value)
    kind = kinds[0] if len(kinds) == 1 else Any
    origin = get_origin(kind) or kind
    if origin is tuple:
        item = _reader(get_args(kind)[0])
        return lambda value: _tuple(item, value)
    if isinstance(kind, type) and attrs.has(cls := cast("type[Any]", kind)):
        return lambda value: _record(cls, value)
    return _READERS.get(origin, _unchanged)


def _unchanged(value: Any) -> Any:
    return value


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a string")  # noqa: TRY004 (one class for every invalid value)
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")  # noqa: TRY004 (as above)
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("must be a number")  # noqa: TRY004 (as above)
    return float(value)


def _whole(value: Any) -> int:
    number = value if isinstance(value, int) else _number(value)
    if isinstance(value, bool) or number != number // 1:
        raise ValueError("must be an integer")
    return int(number)


def moment(value: Any) -> datetime:
    """Read a datetime; without a zone it is in UTC.

    Raises:
        ValueError: It is not one.
    """
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError("must be an ISO 8601 datetime") from None
    if not isinstance(value, datetime):
        raise ValueError("must be an ISO 8601 datetime")  # noqa: TRY004 (as above)
    try:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except OverflowError:
        return value


def _day(value: Any) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("must be an ISO 8601 date") from None


def _duration(value: Any) -> timedelta:
    if isinstance(value, timedelta):
        return value
    try:
        return timedelta(seconds=_number(value))
    except (OverflowError, ValueError):
        raise ValueError("must be a number of seconds") from None


def _json(value: Any) -> Any:
    try:
        return copy_of(value)
    except (TypeError, ValueError):
        raise ValueError("must contain JSON types only") from None


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError("must be an object")  # noqa: TRY004 (as above)
    return cast("dict[str, Any]", _json(value))


def _tuple(read: Reader, value: Any) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise ValueError("must be a list")  # noqa: TRY004 (as above)
    return tuple([read(item) for item in cast("list[Any]", value)])


def _record(cls: type[Any], value: Any) -> Any:
    if isinstance(value, cls):
        return value
    if not isinstance(value, Mapping):
        raise ValueError("must be an object")  # noqa: TRY004 (as above)
    try:
        return record_from(cls, cast("Mapping[str, Any]", value))
    except ValueError as error:
        raise ValueError(f"is not valid: {error}") from None


_READERS: Final[dict[Any, Reader]] = {
    Any: _json,
    str: _string,
    bool: _flag,
    float: _number,
    int: _whole,
    datetime: moment,
    date: _day,
    timedelta: _duration,
    Mapping: _mapping,
}
