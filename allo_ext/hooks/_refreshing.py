"""`use_refresh`: refetch queries after changes made elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from allo_ext.hooks._provider import use_store

if TYPE_CHECKING:
    from collections.abc import Hashable


class Refresh(Protocol):
    """The type of the function that `use_refresh` returns."""

    def __call__(self, *topics: str, about: Hashable | None = None) -> None:
        """Refetch the queries of mounted components.

        Args:
            topics: The topics to refetch: numbers, webhooks, calls, contacts, contact, conversation, or a topic of
            `use_query`. Default: all topics.
            about: Only queries with this argument, such as a contact ID or a line's number.
        """
        ...


def use_refresh() -> Refresh:
    """Return a function that refetches the queries of mounted components.

    It may be called from any thread, such as one that receives webhooks. After the provider is unmounted it does
    nothing. If a request is pending, another one follows.

    Examples:
        >>> refresh = use_refresh()
        >>> solara.Button("Refresh", on_click=lambda: refresh("calls", "conversation"))
    """
    return use_store().refresh
