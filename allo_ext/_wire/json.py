"""Parsing JSON, and type guards for its values."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Callable


def loads(content: bytes) -> Any:
    """Parse JSON.

    Raises:
        ValueError: It is not JSON, or Python cannot represent it.
    """
    return _fastest()(content)


@cache
def _fastest() -> Callable[[bytes], Any]:
    """Return orjson's parser if the extra `[orjson]` is installed."""
    try:
        import orjson
    except ImportError:
        return _loads

    def read(content: bytes) -> Any:
        try:
            return orjson.loads(content)
        except ValueError:
            return _loads(content)  # orjson rejects NaN and lone surrogates, which some servers send

    return read


def _loads(content: bytes) -> Any:
    try:
        return json.loads(content)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Return whether this is an object."""
    return isinstance(value, dict)


def is_array(value: Any) -> TypeGuard[list[Any]]:
    """Return whether this is an array."""
    return isinstance(value, list)
