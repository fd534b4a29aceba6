"""One page of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

T_co = TypeVar("T_co", covariant=True)


@attrs.frozen
class Page(Generic[T_co]):
    """One page of a list: iterate it, ask its `len`, or go through the whole list with the resource's `iter()`.

    Attributes:
        results: The items, newest first.
        current_page: Which page this is, from 0; the one that was asked for where the server does not say.
        total_pages: How many there are; None where the server does not say. Never rely on it to find the end.
    """

    results: tuple[T_co, ...] = ()
    current_page: int = 0
    total_pages: int | None = None

    def __iter__(self) -> Iterator[T_co]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def __getitem__(self, index: int) -> T_co:
        return self.results[index]
