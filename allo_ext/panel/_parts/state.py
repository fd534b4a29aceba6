"""A typed `use_state`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import reacton.core

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def use_state(initial: T) -> tuple[T, Callable[[T], None]]:
    """Return a state value, and a function that sets it and renders the component again."""
    return cast("tuple[T, Callable[[T], None]]", cast("Any", reacton.core).use_state(initial))
