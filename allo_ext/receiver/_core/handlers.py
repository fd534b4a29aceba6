"""The handlers of a receiver, by topic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from allo_ext._wire.near_miss import warn_of_near_miss
from allo_ext.errors import ConfigurationError
from allo_ext.receiver._core.steps import Flow, Step
from allo_ext.receiver._events.envelope import KNOWN, meaning

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.enums import Topic
    from allo_ext.receiver._events.records import Event

Handler = TypeVar("Handler", bound="Callable[[Any], object]")
EVERY_TOPIC: Final = "*"


def registering(
    handlers: dict[str, list[Callable[[Any], object]]], topics: tuple[Topic | str, ...], *, stacklevel: int
) -> Callable[[Handler], Handler]:
    """Return a decorator that registers a function for some topics.

    Raises:
        ConfigurationError: No topic was given.
    """
    if not topics or not all(topics) or any(map(callable, topics)):
        raise ConfigurationError('Pass a topic: @receiver.on("CALL_RECEIVED").')
    for topic in topics:
        warn_of_near_miss(topic, KNOWN, stacklevel=stacklevel + 1)
    names = dict.fromkeys(str(meaning(topic)) for topic in topics)

    def register(handler: Handler) -> Handler:
        for name in names:
            handlers.setdefault(name, []).append(handler)
        return handler

    return register


def handlers_of(
    event: Event, handlers: Mapping[str, list[Callable[[Any], object]]]
) -> tuple[Callable[[Any], object], ...]:
    """Return the functions for an event, in order."""
    return (*handlers.get(event.topic, ()), *handlers.get(EVERY_TOPIC, ()))


def handled(event: Event, handlers: Mapping[str, list[Callable[[Any], object]]]) -> Flow[None]:
    """Call the functions for an event."""
    for handler in handlers_of(event, handlers):
        yield Step(handler, (event,))
