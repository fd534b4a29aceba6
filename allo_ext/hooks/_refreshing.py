"""`use_refresh`: what has changed outside is asked for again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from allo_ext.hooks._provider import use_store

if TYPE_CHECKING:
    from collections.abc import Hashable


class Refresh(Protocol):
    """What `use_refresh` returns."""

    def __call__(self, *topics: str, about: Hashable | None = None) -> None:
        """Ask again what is on the screen.

        Args:
            topics: What has changed: numbers, webhooks, calls, contacts, contact, conversation, or the topic of a
                `use_query`; everything where nothing is named.
            about: Only queries with this argument, such as a contact's id or a line's number.
        """
        ...


def use_refresh() -> Refresh:
    """Return a function that says what has changed, so that it is asked for again where it is on the screen.

    Any thread may call it, such as one that receives webhooks, as long as the provider is there and afterwards, when it
    does nothing. A request that is under way is followed by another.

    Examples:
        >>> refresh = use_refresh()
        >>> solara.Button("Refresh", on_click=lambda: refresh("calls", "conversation"))
    """
    return use_store().refresh
