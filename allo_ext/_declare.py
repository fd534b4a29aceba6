"""Declarations of record fields that need more than a name and an annotation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import attrs

from allo_ext._wire.json import is_array

if TYPE_CHECKING:
    from collections.abc import Callable


def wire(*names: str, default: Any = None, read: Callable[[Any], Any] | None = None, secret: bool = False) -> Any:
    """Declare a field with other names in the JSON, or its own reader.

    Args:
        *names: The names to read; the first one present is used. By default the field's own name.
        default: The field's value if it is missing.
        read: Parses the value, instead of the reader for the field's type.
        secret: True to keep the value out of the record's repr, and to mark it in JSON schemas.
    """
    metadata = _metadata(names, read)
    return attrs.field(default=default, metadata={**metadata, "secret": True} if secret else metadata, repr=not secret)


def items(*names: str, read: Callable[[Any], Any] | None = None) -> Any:
    """Declare a field with a tuple, or None if the response did not contain the list.

    Args:
        *names: As for `wire`.
        read: As for `wire`.
    """
    metadata = _metadata(names, read)
    return cast("Any", attrs.field(default=None, metadata=metadata, converter=_as_tuple))


def mapping() -> Any:
    """Declare a field with a JSON object, or None."""
    return attrs.field(default=None, hash=False)


def rest() -> Any:
    """Declare the field for unknown fields: `extra`, or the whole payload."""
    return attrs.field(factory=dict[str, Any], hash=False, repr=False)


def _metadata(names: tuple[str, ...], read: Callable[[Any], Any] | None) -> dict[str, Any]:
    metadata: dict[str, Any] = {"wire": names} if names else {}
    return {**metadata, "read": read} if read is not None else metadata


def _as_tuple(value: Any) -> Any:
    if is_array(value):
        return tuple(value)
    return value
