"""The shape of a table."""

from __future__ import annotations

from typing import Any, NamedTuple


class Shape(NamedTuple):
    """One table."""

    columns: dict[str, type[Any]]
    pk: tuple[str, ...]
    references: tuple[tuple[str, str, str], ...] = ()
    indexes: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()

    @property
    def structural(self) -> frozenset[str]:
        """The columns that keys, indexes and the search use."""
        return frozenset((*self.pk, *(column for column, _, _ in self.references), *self.indexes, *self.searched))


def first(*names: str) -> dict[str, type[Any]]:
    """Return text columns to put first: additional ones, or columns of the record."""
    return dict.fromkeys(names, str)
