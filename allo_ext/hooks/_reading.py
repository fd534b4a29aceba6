"""`use_query`, the base of all query hooks. It connects components to the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, TypeVarTuple

from allo_ext.hooks._key import query_key
from allo_ext.hooks._provider import use_store
from allo_ext.hooks._query import Query
from allo_ext.hooks._screen import use_effect, use_memo, use_rendering
from allo_ext.hooks._status import Status

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from allo_ext._async.client import AsyncAlloClient

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_IDLE: Status[Any] = Status()


def use_query(
    topic: str,
    fetch: Callable[[AsyncAlloClient, *Ts], Awaitable[T]],
    *arguments: *Ts,
    enabled: bool = True,
    keep_previous: bool = False,
) -> Query[T]:
    """Fetch data with a custom function.

    Args:
        topic: The topic ("calls", "contacts", …), by which `use_refresh` and mutations refetch queries.
        fetch: An async function of the client and the arguments. It must not depend on anything else, because queries
            with the same topic, function and arguments share their data.
        arguments: The arguments of the function: hashable values, or lists of them.
        enabled: False disables the query.
        keep_previous: Whether to keep the data of the previous arguments until the new data is loaded.

    Examples:
        >>> async def calls_since(allo: AsyncAlloClient, since: date) -> list[Call]:
        ...     return [call async for call in allo.calls.iter(since=since)]
        >>> calls = use_query("calls", calls_since, date.today())
    """
    store = use_store()
    render_again = use_rendering()
    kept = use_memo(_Kept[T], [store])
    key = query_key(topic, fetch, arguments) if enabled else None
    status: Status[T] = _IDLE if key is None else store.status(key)

    def watch() -> Callable[[], None] | None:
        if key is None:
            return None
        leave = store.watch(key, render_again)
        if not _look_alike(store.status(key), status):  # the status has changed since the render
            render_again()
        return leave

    use_effect(watch, [store, key])

    if status.is_known:
        kept.status = status
    shows_previous = keep_previous and key is not None and not status.is_known and kept.status.is_known
    return Query(
        data=kept.status.data if shows_previous else status.data,
        is_loading=status.is_loading and not shows_previous,
        is_fetching=status.is_fetching,
        is_previous=shows_previous,
        error=status.error,
        refetch=lambda: None if key is None else store.refetch(key),
    )


def use_one(
    topic: str,
    fetch: Callable[[AsyncAlloClient, str, *Ts], Awaitable[T]],
    subject: str | None,
    *arguments: *Ts,
    enabled: bool,
    keep_previous: bool,
) -> Query[T]:
    """Fetch data about one subject, as with `use_query`; None disables the query."""
    return use_query(
        topic, fetch, subject or "", *arguments, enabled=enabled and subject is not None, keep_previous=keep_previous
    )


class _Kept(Generic[T]):
    """The last status with data, shown until the data for new arguments is loaded."""

    def __init__(self) -> None:
        self.status: Status[T] = _IDLE


def _look_alike(one: Status[Any], other: Status[Any]) -> bool:
    return one.data is other.data and one.error is other.error and one.is_fetching == other.is_fetching
