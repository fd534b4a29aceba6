"""Registering handlers: each topic is typed with the record that its handlers receive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, overload

from allo_ext._wire.near_miss import warn_of_near_miss
from allo_ext.errors import ConfigurationError
from allo_ext.receiver._core.reporting import OnError, watched
from allo_ext.receiver._core.steps import Flow, Step, run, run_async
from allo_ext.receiver._events.envelope import KNOWN, meaning
from allo_ext.receiver._events.newer import READERS as IN_PROGRESS
from allo_ext.receiver._events.records import UnknownEvent

if TYPE_CHECKING:
    from collections.abc import Callable

    from allo_ext import v2
    from allo_ext.enums import Topic
    from allo_ext.receiver._events.changes import SummaryUpdated, TagAdded, TagRemoved
    from allo_ext.receiver._events.progress import CallAnswered, CallRinging, CallTriggered
    from allo_ext.receiver._events.records import (
        CallReceived,
        ContactCreated,
        ContactUpdated,
        Event,
        Ping,
        SmsReceived,
        SmsSent,
    )

    CallEnded = Literal["CALL_RECEIVED", "call.completed", Topic.CALL_RECEIVED, v2.Topic.CALL_COMPLETED]
    Ringing = Literal["call.received", v2.Topic.CALL_RECEIVED]
    Triggered = Literal["call.triggered", v2.Topic.CALL_TRIGGERED]
    Answered = Literal["call.answered", v2.Topic.CALL_ANSWERED]
    MessageReceived = Literal["SMS_RECEIVED", "sms.received", Topic.SMS_RECEIVED, v2.Topic.SMS_RECEIVED]
    MessageSent = Literal["SMS_SENT", "sms.sent", Topic.SMS_SENT, v2.Topic.SMS_SENT]
    Created = Literal["CONTACT_CREATED", "contact.created", Topic.CONTACT_CREATED, v2.Topic.CONTACT_CREATED]
    Updated = Literal["CONTACT_UPDATED", "contact.updated", Topic.CONTACT_UPDATED, v2.Topic.CONTACT_UPDATED]
    Tagged = Literal["tag.added", v2.Topic.TAG_ADDED]
    Untagged = Literal["tag.removed", v2.Topic.TAG_REMOVED]
    Summarized = Literal["summary.updated", v2.Topic.SUMMARY_UPDATED]
    Pinged = Literal["PING", "ping", Topic.PING]

Handler = TypeVar("Handler", bound="Callable[[Any], object]")
OfCallEnded = TypeVar("OfCallEnded", bound="Callable[[CallReceived], object]")
OfRinging = TypeVar("OfRinging", bound="Callable[[CallRinging], object]")
OfTriggered = TypeVar("OfTriggered", bound="Callable[[CallTriggered], object]")
OfAnswered = TypeVar("OfAnswered", bound="Callable[[CallAnswered], object]")
OfReceived = TypeVar("OfReceived", bound="Callable[[SmsReceived], object]")
OfSent = TypeVar("OfSent", bound="Callable[[SmsSent], object]")
OfCreated = TypeVar("OfCreated", bound="Callable[[ContactCreated], object]")
OfUpdated = TypeVar("OfUpdated", bound="Callable[[ContactUpdated], object]")
OfTagged = TypeVar("OfTagged", bound="Callable[[TagAdded], object]")
OfUntagged = TypeVar("OfUntagged", bound="Callable[[TagRemoved], object]")
OfSummarized = TypeVar("OfSummarized", bound="Callable[[SummaryUpdated], object]")
OfPing = TypeVar("OfPing", bound="Callable[[Ping], object]")
OfAny = TypeVar("OfAny", bound="Callable[[Event], object]")

EVERY_TOPIC: Final = "*"


class Handlers:
    """The handlers of a receiver, by topic."""

    def __init__(self) -> None:
        self._handlers: dict[str, list[Callable[[Any], object]]] = {}
        self._on_error: OnError | None = None

    # mypy compares the name of an enum's member: v2.Topic.CALL_RECEIVED is not "CALL_RECEIVED".
    @overload
    def on(self, topic: CallEnded, /, *more: CallEnded) -> Callable[[OfCallEnded], OfCallEnded]: ...  # type: ignore[overload-overlap]
    @overload
    def on(self, topic: Ringing, /, *more: Ringing) -> Callable[[OfRinging], OfRinging]: ...
    @overload
    def on(self, topic: Triggered, /, *more: Triggered) -> Callable[[OfTriggered], OfTriggered]: ...
    @overload
    def on(self, topic: Answered, /, *more: Answered) -> Callable[[OfAnswered], OfAnswered]: ...
    @overload
    def on(self, topic: MessageReceived, /, *more: MessageReceived) -> Callable[[OfReceived], OfReceived]: ...
    @overload
    def on(self, topic: MessageSent, /, *more: MessageSent) -> Callable[[OfSent], OfSent]: ...
    @overload
    def on(self, topic: Created, /, *more: Created) -> Callable[[OfCreated], OfCreated]: ...
    @overload
    def on(self, topic: Updated, /, *more: Updated) -> Callable[[OfUpdated], OfUpdated]: ...
    @overload
    def on(self, topic: Tagged, /, *more: Tagged) -> Callable[[OfTagged], OfTagged]: ...
    @overload
    def on(self, topic: Untagged, /, *more: Untagged) -> Callable[[OfUntagged], OfUntagged]: ...
    @overload
    def on(self, topic: Summarized, /, *more: Summarized) -> Callable[[OfSummarized], OfSummarized]: ...
    @overload
    def on(self, topic: Pinged, /, *more: Pinged) -> Callable[[OfPing], OfPing]: ...
    @overload
    def on(self, topic: Topic | str, /) -> Callable[[OfAny], OfAny]: ...
    @overload
    def on(self, topic: Topic | str, /, *more: Topic | str) -> Callable[[Handler], Handler]: ...
    def on(self, *topics: Topic | str) -> Callable[[Handler], Handler]:
        """Register a function for the events of some topics; a decorator.

        Several functions for one topic are called in order. If one raises, the rest are not called, and all are called
        again for the next delivery. Coroutine functions are allowed. `handle_async` calls a plain function in a worker
        thread; `handle` runs a coroutine in a new event loop.

        Type checkers know the record of each topic. A function for `*`, or for a topic that is unknown or not a
        literal, takes an `Event`; functions for topics with different records are not checked.

        Args:
            *topics: Topics of version 1 or 2 (`call.completed` is CALL_RECEIVED); `*` for every event. Unknown topics
                are allowed, because topics may be added; one similar to a known topic gives a UserWarning.

        Raises:
            ConfigurationError: No topic was given.

        Examples:
            >>> @receiver.on("SMS_RECEIVED")
            ... async def answer(event: SmsReceived) -> None: ...
        """
        if not topics or not all(topics) or any(map(callable, topics)):
            raise ConfigurationError('Pass a topic: @receiver.on("CALL_RECEIVED").')
        for topic in topics:
            warn_of_near_miss(topic, KNOWN, stacklevel=2)
        names = dict.fromkeys(str(meaning(topic)) for topic in topics)

        def register(handler: Handler) -> Handler:
            for name in names:
                self._handlers.setdefault(name, []).append(handler)
            return handler

        return register

    def _handlers_of(self, event: Event) -> tuple[Callable[[Any], object], ...]:
        """Return the handlers of an event, in order.

        A call in progress without readable data is an `UnknownEvent`, which handlers of its topic do not expect.
        """
        unexpected = isinstance(event, UnknownEvent) and event.topic in IN_PROGRESS
        own = () if unexpected else self._handlers.get(event.topic, ())
        return (*own, *self._handlers.get(EVERY_TOPIC, ()))

    def run_handlers(self, event: Event) -> None:
        """Call the handlers of an event that was checked and stored before; for inboxes and task queues.

        Args:
            event: The event.

        Raises:
            BaseException: A handler raised it; the handlers after it are not called.
        """
        run(watched(self._handled(event), event, self._on_error))

    async def run_handlers_async(self, event: Event) -> None:
        """Call the handlers of an event without blocking the event loop; see `run_handlers`."""
        await run_async(watched(self._handled(event), event, self._on_error))

    def _handled(self, event: Event) -> Flow[None]:
        for handler in self._handlers_of(event):
            yield Step(handler, (event,))
