"""JSON bodies, built from arguments."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeGuard

from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext._wire.json import is_array
from allo_ext.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterable


class Body:
    """A body for the generated code, which only calls `to_dict`. Fields are checked by the rules of the spec."""

    def __init__(self, **fields: Any) -> None:
        """Keep the fields that were given."""
        self._fields = {name.rstrip("_"): value for name, value in fields.items() if value is not NOT_GIVEN}

    def to_dict(self) -> dict[str, Any]:
        """Return the body."""
        return self._fields

    def __bool__(self) -> bool:
        return bool(self._fields)


def objects(values: Any, field: str, *, text: str | None = None, names: Iterable[str] = ()) -> Any:
    """Return a list of objects to send.

    Args:
        values: Mappings or records.
        field: The name of the argument.
        text: The name of the member to use for a plain string; None if strings are not allowed.
        names: The fields to take from a record; None values are omitted.

    Raises:
        InvalidArgumentError: It is not a list of mappings, records or strings.
    """
    if values is None or isinstance(values, NotGiven):
        return values
    try:
        entries = None if isinstance(values, (str, Mapping)) else list(values)
    except TypeError:
        entries = None
    if entries is None:
        raise InvalidArgumentError(field=field, problem="must be a list")
    return [_object(entry, field, text, names) for entry in entries]


def _object(entry: Any, field: str, text: str | None, names: Iterable[str]) -> dict[str, Any]:
    if _is_mapping(entry):
        return {name: _plain(value) for name, value in entry.items()}
    if isinstance(entry, str) and text is not None:
        return {text: entry}
    if names and all(hasattr(entry, name) for name in names):
        return {name: value for name in names if (value := getattr(entry, name)) is not None}
    raise InvalidArgumentError(field=field, problem="contains an item that must be a mapping")


def _plain(value: Any) -> Any:
    return value if isinstance(value, str) or not _is_collection(value) else list(value)


def _is_mapping(value: Any) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, Mapping)


def _is_collection(value: Any) -> TypeGuard[Collection[Any]]:
    return isinstance(value, Collection) and not isinstance(value, Mapping)


def day(value: Any) -> Any:
    """Return a day in the API's format; of a datetime, its day in UTC."""
    if isinstance(value, datetime):
        value = (value.astimezone(UTC) if value.tzinfo is not None else value).date()
    return value.isoformat() if isinstance(value, date) else value


def day_range(value: Any, field: str) -> Any:
    """Return the object for a range of days.

    Args:
        value: A pair of days, a mapping with `from` and `to`, or a `DateRange`.
        field: The name of the argument.

    Raises:
        InvalidArgumentError: It is something else.
    """
    if isinstance(value, NotGiven):
        return value
    ends = _ends(value)
    if ends is None:
        raise InvalidArgumentError(field=field, problem="must be a pair of days, or a mapping with from and to")
    named = zip(("from", "to"), ends, strict=True)
    found = {name: day(end) for name, end in named if end is not None}
    if len(found) == len(ends) and all(isinstance(end, str) for end in found.values()) and found["from"] > found["to"]:
        raise InvalidArgumentError(field=field, problem="must not end before it begins")
    return found


def _ends(value: Any) -> tuple[Any, Any] | None:
    if _is_mapping(value):
        return (value.get("from"), value.get("to")) if not value.keys() - {"from", "to"} else None
    if hasattr(value, "from_") and hasattr(value, "to"):
        return value.from_, value.to
    if not isinstance(value, str) and _is_collection(value) and len(value) == 2:  # noqa: PLR2004 (a pair)
        first, last = value
        return first, last
    return None


def moment(value: Any) -> Any:
    """Return a datetime in ISO 8601, in UTC; a naive one is in UTC already. Other values are returned unchanged."""
    if not isinstance(value, datetime):
        return value.isoformat() if isinstance(value, date) else value
    utc = value.astimezone(UTC) if value.tzinfo is not None else value
    return utc.replace(tzinfo=None).isoformat() + "Z"


def texts(values: Any, field: str) -> Any:
    """Return the items of an iterable as a list; strings and None are returned unchanged, for validation.

    Raises:
        InvalidArgumentError: It is not iterable.
    """
    if values is None or isinstance(values, (NotGiven, str)):
        return values
    try:
        return list(values)
    except TypeError:
        raise InvalidArgumentError(field=field, problem="must be a list") from None


def identifiers(values: Any, field: str) -> list[str]:
    """Return ids as a list.

    Raises:
        InvalidArgumentError: It is not a list of non-empty strings.
    """
    found = texts(values, field)
    if not is_array(found) or not all(isinstance(value, str) and value for value in found):
        raise InvalidArgumentError(field=field, problem="must be a list of non-empty strings")
    return found


def exclude(**given: Any) -> None:
    """Raise if more than one of the given arguments is set.

    Raises:
        InvalidArgumentError: More than one was given.
    """
    found = [name for name, value in given.items() if value is not NOT_GIVEN]
    if len(found) > 1:
        raise InvalidArgumentError(field=found[1], problem=f"cannot be combined with {found[0]}")
