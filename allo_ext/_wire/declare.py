"""Declaring the fields of records: their names on the wire, and how they are read where the type does not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import attrs

from allo_ext._wire.json import is_array

if TYPE_CHECKING:
    from collections.abc import Callable


def wire(*names: str, default: Any = None, read: Callable[[Any], Any] | None = None, secret: bool = False) -> Any:
    """Declare a field that has other names on the wire, or a reader of its own.

    Args:
        *names: The names to read, the first that is there wins; the field's own name unless given.
        default: What the field is when none is there.
        read: Reads a value, in place of the reader for the field's type.
        secret: Whether the value is kept out of the record's repr.
    """
    metadata: dict[str, Any] = {"wire": names} if names else {}
    if read is not None:
        metadata["read"] = read
    return attrs.field(default=default, metadata=metadata, repr=not secret)


def items(*names: str, read: Callable[[Any], Any] | None = None) -> Any:
    """Declare a field that holds a tuple, or None where the answer did not contain the list.

    Args:
        *names: As for `wire`; the field's own name unless given.
        read: As for `wire`.
    """
    metadata: dict[str, Any] = {"wire": names} if names else {}
    if read is not None:
        metadata["read"] = read
    return cast("Any", attrs.field(default=None, metadata=metadata, converter=_as_tuple))


def _as_tuple(value: Any) -> Any:
    return tuple(value) if is_array(value) else value


def extra() -> Any:
    """Declare the field that keeps what this version does not know."""
    return attrs.field(factory=dict[str, Any], hash=False, repr=False)


def mapping() -> Any:
    """Declare a field that holds an object with keys of the customer's own."""
    return attrs.field(default=None, hash=False)
