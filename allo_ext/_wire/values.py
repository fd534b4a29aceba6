"""Single values: each reader returns the value, or raises ValueError or TypeError and the raw one lands in `extra`."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from allo_ext._wire.json import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from enum import StrEnum


_NAIVE: Final = len("2026-01-15T10:30:00")
_from_iso: Final = datetime.fromisoformat


class PartlyReadError(ValueError):
    """Some items of a list cannot be read: `read` are those that can, and the whole list goes to `extra` as well."""

    def __init__(self, read: tuple[Any, ...]) -> None:
        super().__init__()
        self.read = read


def items(read: Callable[[Any], Any], value: Any) -> tuple[Any, ...]:
    """Read a list item by item; null items are none.

    Raises:
        PartlyReadError: Some cannot be read.
    """
    if not is_array(value):
        raise TypeError(value)
    try:
        return tuple([read(item) for item in value if item is not None])
    except (TypeError, ValueError, OverflowError):
        raise PartlyReadError(tuple(_readable(read, value))) from None


def _readable(read: Callable[[Any], Any], value: list[Any]) -> Iterator[Any]:
    for item in value:
        try:
            if item is not None:
                yield read(item)
        except (TypeError, ValueError, OverflowError):
            continue


def identifier(value: Any) -> str:
    """Read an id, which is opaque: any text or whole number that is not empty."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value:
        raise TypeError(value)
    return value


def text(value: Any) -> str:
    """Read a text."""
    if value.__class__ is not str:
        raise TypeError(value)
    return value


def flag(value: Any) -> bool:
    """Read a yes or no."""
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def number(value: Any) -> float:
    """Read a finite number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(value)
    if not math.isfinite(value):
        raise ValueError(value)
    return float(value)


def whole(value: Any) -> int:
    """Read a whole number; JSON may write 3 as 3.0."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(value)
    return value


def minutes(value: Any) -> timedelta:
    """Read a length in minutes, to the second: the API rounds minutes, and calls are counted in seconds."""
    # Of a float that is not finite, `round` makes an error of its own.
    return _seconds(round((value if value.__class__ is float else number(value)) * 60))


def seconds(value: Any) -> timedelta:
    """Read a length in seconds."""
    return _seconds(round(number(value)))


@lru_cache(maxsize=4096)
def _seconds(value: int) -> timedelta:
    """Return the same object for the same length: most calls take one of a few hundred."""
    return timedelta(0, value)


def moment(value: Any) -> datetime:
    """Read a date and time of any form that the API has been seen to use; without a zone it means UTC."""
    if value.__class__ is not str:
        raise TypeError(value)
    if len(value) == _NAIVE:
        try:
            return _from_iso(value + "Z")  # the usual form, at a third of what the rest takes
        except ValueError:
            pass
    try:
        read = _from_iso(value)
    except ValueError:
        from dateutil.parser import isoparse

        read = isoparse(value)
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def day(value: Any) -> date:
    """Read a day."""
    if value.__class__ is not str:
        raise TypeError(value)
    return date.fromisoformat(value)


def mapping(value: Any) -> dict[str, Any]:
    """Read an object whose keys are the customer's own."""
    if not is_object(value):
        raise TypeError(value)
    return value


def texts(value: Any) -> tuple[str, ...]:
    """Read a list of texts; a phone number or an address may also be an object that holds it."""
    if isinstance(value, str):
        return (value,) if value else ()
    return items(_held, value)


def _held(item: Any) -> str:
    """Read a text, or what an entry like `{"number": "+33…"}` holds."""
    if is_object(item):
        return text(next((item[key] for key in ("number", "email", "name", "value") if key in item), item))
    return text(item)


class OpenEnum:
    """The reader of an enum that may grow: a member, or the text as it is."""

    def __init__(self, enum: type[StrEnum]) -> None:
        self.members: dict[str, str] = {member.value: member for member in enum}

    def __call__(self, value: Any) -> str:
        """Read a value."""
        return self.members.get(value) or text(value)
