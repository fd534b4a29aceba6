"""JSON: reading it, and telling its shapes apart in words that type checkers follow."""

from __future__ import annotations

import json
from typing import Any, TypeGuard


def loads(content: bytes) -> Any:
    """Read JSON.

    Raises:
        ValueError: It is none, or none that Python can hold.
    """
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
