"""Readers of single values: they raise ValueError or TypeError for invalid values, which are then kept in `extra`."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from allo_ext._wire import iso8601
from allo_ext._wire.json import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from enum import StrEnum


UNREADABLE: Final = (TypeError, ValueError, OverflowError)
"""The exceptions of readers for values that cannot be parsed."""


class PartlyReadError(ValueError):
    """Some items of a list cannot be parsed: `read` has the others, and the whole list is kept in `extra`."""

    def __init__(self, read: tuple[Any, ...]) -> None:
        super().__init__()
        self.read = read


def items(read: Callable[[Any], Any], value: Any) -> tuple[Any, ...]:
    """Parse a list item by item, ignoring null items.

    Raises:
        PartlyReadError: Some items cannot be parsed.
    """
    if not is_array(value):
        raise TypeError(value)
    try:
        return tuple([read(item) for item in value if item is not None])
    except UNREADABLE:
        raise PartlyReadError(tuple(_readable(read, value))) from None


def _readable(read: Callable[[Any], Any], value: list[Any]) -> Iterator[Any]:
    for item in value:
        try:
            if item is not None:
                yield read(item)
        except UNREADABLE:
            continue


def identifier(value: Any) -> str:
    """Parse an id: any non-empty string, or an integer."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value:
        raise TypeError(value)
    return value


def text(value: Any) -> str:
    """Parse a string."""
    if value.__class__ is not str:
        raise TypeError(value)
    return value


def flag(value: Any) -> bool:
    """Parse a boolean."""
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def number(value: Any) -> float:
    """Parse a finite number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(value)
    if not math.isfinite(value):
        raise ValueError(value)
    return float(value)


def whole(value: Any) -> int:
    """Parse an integer, which may be written as 3.0."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(value)
    return value


def minutes(value: Any) -> timedelta:
    """Parse a duration in minutes, rounded to seconds: the API's minutes are rounded values of whole seconds."""
    return timedelta(0, round(number(value) * 60))


def seconds(value: Any) -> timedelta:
    """Parse a duration in seconds."""
    return timedelta(0, round(number(value)))


def moment(value: Any) -> datetime:
    """Parse a datetime in any format that the API is known to use; without a zone it is in UTC."""
    if value.__class__ is not str:
        raise TypeError(value)
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        read = iso8601.parse(value)
    zone = read.tzinfo
    if zone is UTC:
        return read
    return read.replace(tzinfo=UTC) if zone is None else read.astimezone(UTC)


def day(value: Any) -> date:
    """Parse a date."""
    if value.__class__ is not str:
        raise TypeError(value)
    return date.fromisoformat(value)


def mapping(value: Any) -> dict[str, Any]:
    """Parse an object with arbitrary keys."""
    if not is_object(value):
        raise TypeError(value)
    return value


def texts(value: Any) -> tuple[str, ...]:
    """Parse a list of strings; a phone number or an address may also be an object that contains it."""
    if value.__class__ is list:
        for item in value:
            if item.__class__ is not str:
                break
        else:
            return tuple(value)
    if isinstance(value, str):
        return (value,) if value else ()
    return items(_held, value)


def _held(item: Any) -> str:
    """Parse a string, or the value of an entry like `{"number": "+33…"}`."""
    if is_object(item):
        return text(next((item[key] for key in ("number", "email", "name", "value") if key in item), item))
    return text(item)


class OpenEnum:
    """The reader of an open enum: returns a member, or the string unchanged."""

    def __init__(self, enum: type[StrEnum]) -> None:
        self.members: dict[str, str] = {member.value: member for member in enum}

    def __call__(self, value: Any) -> str:
        """Parse a value."""
        return self.members.get(value) or text(value)
