"""One page of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs

from allo_ext._plain.record import Plain, Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

T_co = TypeVar("T_co", covariant=True)
R = TypeVar("R", bound=Record)


@attrs.frozen
class Page(Plain, Generic[T_co]):
    """One page of a list. It supports iteration, `len` and indexing; use the resource's `iter()` for the whole list.

    Attributes:
        results: The items, newest first unless another order was requested.
        current_page: The page number, from 0 in version 1 and from 1 in version 2; the requested one if the server
            does not return it.
        total_pages: The number of pages; None if the server does not return it. Do not use it to find the last page.
        total_count: The number of items on all pages; None if the server does not return it, as in version 1.
        has_more: True if more pages follow; None if the server does not return it, as in version 1.
    """

    results: tuple[T_co, ...] = ()
    current_page: int = 0
    total_pages: int | None = None
    total_count: int | None = None
    has_more: bool | None = None
    _record: type[Any] | None = attrs.field(default=None, alias="record", eq=False, repr=False, kw_only=True)
    """The class of the items; gives an empty page its columns."""

    def __iter__(self) -> Iterator[T_co]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def __getitem__(self, index: int) -> T_co:
        return self.results[index]

    @staticmethod
    def from_dict(data: Mapping[str, Any], record: type[R]) -> Page[R]:
        """Return the page that `to_dict` wrote.

        Args:
            data: The fields by name.
            record: The class of the items, which the fields do not name.

        Raises:
            TypeError: The data is not a mapping.
            ValueError: A value does not have its field's type, or there is an unknown field.

        Examples:
            >>> Page.from_dict(page.to_dict(), Call) == page
            True
        """
        from allo_ext._plain.loading import page_from

        page: Page[R] = page_from(Page, data, record)
        return page

    def to_frame(self) -> pd.DataFrame:
        """Return the page as a pandas data frame: see `allo_ext.frames`, which also takes whole lists.

            allo.calls.search(allo_number="+12025550143", size=100).to_frame()

        Raises:
            TypeError: The items have several classes, or an unsupported one.
            ValueError: The page is empty and was not returned by a client.
            ConfigurationError: The extra `[pandas]` is not installed.
        """
        from allo_ext.frames import to_frame

        return to_frame(self.results, self._record)
