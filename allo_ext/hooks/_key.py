"""Query keys: a topic, the fetch function and its arguments. Queries with equal keys share one request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Iterable
from inspect import isfunction
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, cast

import attrs

if TYPE_CHECKING:
    from allo_ext._async.client import AsyncAlloClient

T = TypeVar("T")

TOPICS: Final = (
    *("numbers", "webhooks", "calls", "contacts", "contact", "conversation"),
    *("me", "users", "user", "tags", "items", "item", "conversations", "analytics"),
    *("people", "person", "companies", "company", "deals", "deal", "dialing_queue", "summary_templates"),
)
"""The topics of the built-in queries; `use_query` may add others."""


def _by_code(fetch: Callable[..., Any]) -> Hashable:
    """Compare functions by their code: a function defined in a component is a new object at each render."""
    return getattr(fetch, "__code__", fetch)


@attrs.frozen
class QueryKey(Generic[T]):
    """Identifies a query by its topic, the code of `fetch`, and its arguments."""

    topic: str
    fetch: Callable[..., Awaitable[T]] = attrs.field(eq=_by_code, repr=False)
    arguments: tuple[Hashable, ...] = ()

    def __call__(self, allo: AsyncAlloClient) -> Awaitable[T]:
        """Fetch the data."""
        return self.fetch(allo, *self.arguments)

    def is_about(self, topics: Iterable[str], subject: Hashable | None) -> bool:
        """Return whether the query has one of the topics (any, if empty) and the subject among its arguments."""
        wanted = tuple(topics)
        return (not wanted or self.topic in wanted) and (subject is None or subject in self.arguments)


def query_key(topic: str, fetch: Callable[..., Awaitable[T]], arguments: Iterable[object]) -> QueryKey[T]:
    """Return a query key with hashable arguments: lists become tuples.

    Raises:
        TypeError: `fetch` is not a plain function, so it would be fetched again at each render; or an argument is not
        hashable.
    """
    if not isfunction(fetch):
        raise TypeError("use_query needs a function made with def or lambda. Pass the values it uses as arguments.")
    return QueryKey(topic, fetch, tuple(_comparable(argument) for argument in arguments))


def _comparable(value: object) -> Hashable:
    if isinstance(value, (list, tuple)):
        return tuple(map(_comparable, cast("Iterable[object]", value)))
    hash(value)
    return value
