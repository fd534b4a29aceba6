"""Queries, as seen by a component."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import attrs

from allo_ext.errors import AlloError

T_co = TypeVar("T_co", covariant=True)


def _nothing() -> None:
    """Do nothing: the query is disabled."""


@attrs.frozen
class Query(Generic[T_co]):
    """A query, as seen by a component at one render.

    Attributes:
        data: The data; None until it is loaded. It is kept during a refetch and when that fails.
        is_loading: Whether the first request is pending, so there is no data yet.
        is_fetching: Whether any request is pending.
        is_previous: Whether `data` belongs to the previous arguments (`keep_previous=True`).
        error: The error of the last request; None if it succeeded.
        refetch: Fetches again, unless a request is pending.
    """

    data: T_co | None = None
    is_loading: bool = False
    is_fetching: bool = False
    is_previous: bool = False
    error: AlloError | None = None
    refetch: Callable[[], None] = attrs.field(default=_nothing, eq=False, repr=False)
