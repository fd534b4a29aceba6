"""What a query gives a component."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import attrs

from allo_ext.errors import AlloError

T_co = TypeVar("T_co", covariant=True)


def _nothing() -> None:
    """Do nothing: there is nothing to ask."""


@attrs.frozen
class Query(Generic[T_co]):
    """What a query gives a component, at one rendering.

    Attributes:
        data: The answer; None until there is one. It stays while it is fetched again, and when that fails.
        is_loading: Whether the first answer is under way, so that there is nothing to show.
        is_fetching: Whether any request is under way.
        is_previous: Whether `data` answers the arguments before these (`keep_previous=True`).
        error: Why the last request failed; None after one that did not.
        refetch: Ask again. A request that is under way is joined.
    """

    data: T_co | None = None
    is_loading: bool = False
    is_fetching: bool = False
    is_previous: bool = False
    error: AlloError | None = None
    refetch: Callable[[], None] = attrs.field(default=_nothing, eq=False, repr=False)
