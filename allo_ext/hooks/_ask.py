"""What a query asks: a topic, the function that fetches, and its arguments. Equal asks share one request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable, Iterable
from inspect import isfunction
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, cast

import attrs

if TYPE_CHECKING:
    from allo_ext._async.client import AsyncAlloClient

T = TypeVar("T")

TOPICS: Final = ("numbers", "webhooks", "calls", "contacts", "contact", "conversation")
"""What the hooks of this package ask about; `use_query` may bring others."""


def _by_code(fetch: Callable[..., Any]) -> Hashable:
    """Compare functions by their code: a function inside a component is a new object at each rendering."""
    return getattr(fetch, "__code__", fetch)


@attrs.frozen
class Ask(Generic[T]):
    """One question to the API. It is known by its topic, the code of `fetch`, and its arguments."""

    topic: str
    fetch: Callable[..., Awaitable[T]] = attrs.field(eq=_by_code, repr=False)
    arguments: tuple[Hashable, ...] = ()

    def __call__(self, allo: AsyncAlloClient) -> Awaitable[T]:
        """Ask it."""
        return self.fetch(allo, *self.arguments)

    def is_about(self, topics: Iterable[str], subject: Hashable | None) -> bool:
        """Tell whether it is of one of these topics (of any, where none is named) and names this contact or number."""
        wanted = tuple(topics)
        return (not wanted or self.topic in wanted) and (subject is None or subject in self.arguments)


def ask(topic: str, fetch: Callable[..., Awaitable[T]], arguments: Iterable[object]) -> Ask[T]:
    """Return what is asked, its arguments made comparable: a list counts as a tuple.

    Raises:
        TypeError: `fetch` is no plain function: what cannot be told from another would be asked at every rendering. Or
            an argument cannot be compared.
    """
    if not isfunction(fetch):
        raise TypeError("use_query needs a function made with def or lambda; give what it depends on as arguments.")
    return Ask(topic, fetch, tuple(_comparable(argument) for argument in arguments))


def _comparable(value: object) -> Hashable:
    if isinstance(value, (list, tuple)):
        return tuple(map(_comparable, cast("Iterable[object]", value)))
    hash(value)
    return value
