"""`use_query`, on which every query stands: the edge between the store and what is on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, TypeVarTuple

from allo_ext.hooks._ask import ask
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
    """Ask something that has no hook of its own, in the same way.

    Args:
        topic: What it is about: `use_refresh` and mutations refresh queries by it ("calls", "contacts", …).
        fetch: An async function of the client and the arguments. It must depend on nothing else: queries with the same
            topic, function and arguments share one answer.
        arguments: What it is called with; hashable, or lists of what is.
        enabled: False asks nothing.
        keep_previous: Whether the answer to the arguments before stays until that to new ones is there.

    Examples:
        >>> async def calls_since(allo: AsyncAlloClient, since: date) -> list[Call]:
        ...     return [call async for call in allo.calls.iter(since=since)]
        >>> calls = use_query("calls", calls_since, date.today())
    """
    store = use_store()
    render_again = use_rendering()
    kept = use_memo(_Kept[T], [store])
    asked = ask(topic, fetch, arguments) if enabled else None
    status: Status[T] = _IDLE if asked is None else store.status(asked)

    def watch() -> Callable[[], None] | None:
        if asked is None:
            return None
        leave = store.watch(asked, render_again)
        if not _look_alike(store.status(asked), status):  # it has moved on since it was rendered
            render_again()
        return leave

    use_effect(watch, [store, asked])

    if status.is_known:
        kept.status = status
    shows_previous = keep_previous and asked is not None and not status.is_known and kept.status.is_known
    return Query(
        data=kept.status.data if shows_previous else status.data,
        is_loading=status.is_loading and not shows_previous,
        is_fetching=status.is_fetching,
        is_previous=shows_previous,
        error=status.error,
        refetch=lambda: None if asked is None else store.refetch(asked),
    )


class _Kept(Generic[T]):
    """The last status with an answer: what is shown until the answer to new arguments is there."""

    def __init__(self) -> None:
        self.status: Status[T] = _IDLE


def _look_alike(one: Status[Any], other: Status[Any]) -> bool:
    return one.data is other.data and one.error is other.error and one.is_fetching == other.is_fetching
