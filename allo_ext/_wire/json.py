"""JSON: reading it, and telling its shapes apart in words that type checkers follow."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Callable


def loads(content: bytes) -> Any:
    """Read JSON.

    Raises:
        ValueError: It is none, or none that Python can hold.
    """
    return _fastest()(content)


@cache
def _fastest() -> Callable[[bytes], Any]:
    """Return orjson's reader where the extra `[orjson]` is installed."""
    try:
        import orjson
    except ImportError:
        return _loads

    def read(content: bytes) -> Any:
        try:
            return orjson.loads(content)
        except ValueError:
            return _loads(content)  # orjson knows no NaN and no lone surrogates, which other servers send

    return read


def _loads(content: bytes) -> Any:
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Tell whether this is an object."""
    return isinstance(value, dict)


def is_array(value: Any) -> TypeGuard[list[Any]]:
    """Tell whether this is an array."""
    return isinstance(value, list)
