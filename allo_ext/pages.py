"""One page of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

T_co = TypeVar("T_co", covariant=True)


@attrs.frozen
class Page(Generic[T_co]):
    """One page of a list: iterate it, ask its `len`, or go through the whole list with the resource's `iter()`.

    Attributes:
        results: The items, newest first unless another order was asked for.
        current_page: Which page this is; the one that was asked for where the server does not say. Version 1 counts
            from 0, version 2 from 1.
        total_pages: How many there are; None where the server does not say. Never rely on it to find the end.
        total_count: The number of items on all pages; None where the server does not say, as in version 1.
        has_more: Whether more pages follow; None where the server does not say, as in version 1.
    """

    results: tuple[T_co, ...] = ()
    current_page: int = 0
    total_pages: int | None = None
    total_count: int | None = None
    has_more: bool | None = None
    _record: type[Any] | None = attrs.field(default=None, alias="record", eq=False, repr=False, kw_only=True)
    """The class of the items: an empty page has columns, too."""

    def __iter__(self) -> Iterator[T_co]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def __getitem__(self, index: int) -> T_co:
        return self.results[index]

    def to_frame(self) -> pd.DataFrame:
        """Return the page as a pandas data frame: see `allo_ext.frames`, which also takes whole lists.

            allo.calls.search(allo_number="+12025550143", size=100).to_frame()

        Raises:
            TypeError: There are several classes among the items, or one that makes no frame.
            ValueError: The page was made by hand, and is empty.
            ConfigurationError: The extra `[pandas]` is not installed.
        """
        from allo_ext.frames import to_frame

        return to_frame(self.results, self._record)
