"""Declarations of a record's fields, for those that need more than a name and an annotation."""

from __future__ import annotations

from typing import Any, cast

import attrs

from allo_ext._wire.json import is_array


def wire(*names: str, default: Any = None) -> Any:
    """Declare a field that has other names on the wire.

    Args:
        *names: The names to read; the first that is there wins.
        default: The field's value when none is there.
    """
    return attrs.field(default=default, metadata={"wire": names})


def items(*names: str) -> Any:
    """Declare a field that holds a tuple, or None where the answer did not contain the list.

    Args:
        *names: As for `wire`; the field's own name unless given.
    """
    metadata = {"wire": names} if names else None
    return cast("Any", attrs.field(default=None, metadata=metadata, converter=_as_tuple))


def mapping() -> Any:
    """Declare a field that holds a JSON object, or None."""
    return attrs.field(default=None, hash=False)


def rest() -> Any:
    """Declare the field for what a record has no field for: `extra`, or the whole payload."""
    return attrs.field(factory=dict[str, Any], hash=False, repr=False)


def _as_tuple(value: Any) -> Any:
    if is_array(value):
        return tuple(value)
    return value
