"""A mock that delivers events to webhooks."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allo_ext.testing._arguments import number, text, whole
from allo_ext.testing._engine.core import Core
from allo_ext.testing._engine.delivery import (
    Delivery,
    Destinations,
    Outbox,
    Target,
    checked_target,
)
from allo_ext.testing._engine.posting import post

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping, Sequence

    from allo_ext.testing._engine.keys import Keys
    from allo_ext.testing._engine.version import Version

_LATEST = 365 * 86_400.0


@dataclass(slots=True)
class _Plan:
    """A change of the next deliveries."""

    topic: str | None
    left: int
    late: float
    copies: int


class DeliveringCore(Core):
    """The core with webhook deliveries."""

    def __init__(
        self,
        *,
        versions: Sequence[Version],
        keys: Keys,
        latency: float = 0.0,
        validate_replies: bool = False,
        time: Callable[[], float] | None = None,
    ) -> None:
        """Create a mock of some versions without deliveries; `time` returns seconds, by default those of the keys."""
        super().__init__(versions=versions, keys=keys, latency=latency, validate_replies=validate_replies)
        self.outbox = Outbox(clock=time or keys.clock)
        self.destinations = Destinations()
        self.wake: Callable[[], None] | None = None
        self._plans: list[_Plan] = []
        self._held: list[Delivery] | None = None

    @property
    def deliveries(self) -> list[Delivery]:
        """The deliveries to webhooks, oldest first; each attempt is one."""
        return list(self.outbox.records)

    @property
    def scheduled(self) -> list[Delivery]:
        """The deliveries that are due later, such as the next attempt of a failed one."""
        return sorted(self.outbox.scheduled, key=lambda delivery: delivery.due)

    @property
    def delivers(self) -> bool:
        """True if deliveries are waiting."""
        return self.outbox.next_due == 0

    def forward(self, prefix: str, target: Target) -> None:
        """Redirect deliveries for some URLs; the longest matching prefix is used.

        Args:
            prefix: The prefix of the URLs, such as `https://hooks.example.com`.
            target: An ASGI or WSGI app, an httpx transport, or a URL that replaces `prefix`.
        """
        self.destinations.forward(text("prefix", prefix, at_least=1), checked_target("target", target))

    def deliver(
        self,
        payload: Mapping[str, Any],
        to: Target,
        *,
        url: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Delivery:
        """Post one payload, such as `event()` builds, and return the record.

        Args:
            payload: The payload.
            to: An ASGI or WSGI app, an httpx transport, or a URL.
            url: The registered URL. It is the request's URL for an app or a transport; if it is https and `to` is an
                http URL, the request has X-Forwarded-Proto.
            headers: Additional headers, such as those of `sign()`. The body is `json.dumps` of the payload, without
                spaces.
        """
        checked_target("to", to)
        known = url or (to if isinstance(to, str) else "https://receiver.example/")
        topic = str(payload.get("topic", payload.get("event", "")))
        delivery = Delivery(known, topic, payload, headers=dict(headers or {}))
        self.outbox.records.append(delivery)
        return post(delivery, to if isinstance(to, str) else known, to)

    def deliver_next(
        self, topic: str | None = None, *, times: int = 1, late: timedelta | float = 0.0, copies: int = 1
    ) -> None:
        """Deliver the next events late, or more than once.

        Args:
            topic: Only events of this topic, such as `call.triggered`; None for any.
            times: The number of deliveries that are affected.
            late: The delay, as a timedelta or in seconds. `mock.clock.advance` lets this time pass.
            copies: How often each is posted, with the same `webhook-id`.

        Raises:
            ValueError: An argument has an invalid value.

        Examples:
            >>> mock.deliver_next("call.triggered", late=timedelta(minutes=22))
            >>> mock.simulate_call(direction="OUTBOUND")  # call.completed arrives first
        """
        seconds = late.total_seconds() if isinstance(late, timedelta) else late
        plan = _Plan(
            None if topic is None else text("topic", topic, at_least=1),
            whole("times", times, at_least=1),
            number("late", seconds, at_most=_LATEST),
            whole("copies", copies, at_least=1, at_most=100),
        )
        with self._lock:
            self._plans.append(plan)

    @contextmanager
    def out_of_order(self) -> Generator[None]:
        """Hold deliveries back inside the context; at its end, post them in reverse order.

        Examples:
            >>> with mock.out_of_order():
            ...     mock.simulate_call()
        """
        with self._lock:
            if self._held is not None:
                raise RuntimeError("out_of_order() is in use already")
            held = self._held = []
        try:
            yield
        finally:
            with self._lock:
                self._held = None
            for delivery in reversed(held):
                self.outbox.add(delivery)
            self.deliver_waiting()

    def redeliver(self, delivery: Delivery) -> Delivery:
        """Post a delivery again: the same body and `webhook-id`, with the current time and a new signature.

        Args:
            delivery: One of `deliveries`.

        Returns:
            The record of the new attempt.
        """
        fresh = replace(delivery, status=None, error=None, attempt=delivery.attempt + 1, due=0.0, again=None)
        self.outbox.records.append(fresh)
        self._post(fresh)
        return fresh

    def deliver_waiting(self) -> None:
        """Post the deliveries that are due, in this thread; a mock on a port does it in its server."""
        if self.wake is not None:
            self.wake()
        else:
            self.post_due()

    def post_due(self) -> None:
        """Post the deliveries that are due, in this thread."""
        for delivery in self.outbox.take():
            self._post(delivery)

    def _post(self, delivery: Delivery) -> None:
        url, target = self.destinations.resolve(delivery.url)
        if target is not None:
            post(delivery, url, target)
        self.outbox.settle(delivery)

    def publish(self, events: Iterable[object]) -> None:
        """Queue the deliveries of events, for each version."""
        for event in events:
            for version in self.versions:
                for delivery in version.deliveries(event):
                    for one in self._planned(delivery):
                        if self._held is not None:
                            self._held.append(one)
                        else:
                            self.outbox.add(one)

    def _planned(self, delivery: Delivery) -> list[Delivery]:
        """Return a delivery, late or several times as planned. Only the first copy is repeated after a failure."""
        plan = next((plan for plan in self._plans if plan.topic in {None, delivery.topic}), None)
        if plan is None:
            return [delivery]
        plan.left -= 1
        if not plan.left:
            self._plans.remove(plan)
        due = self.outbox.clock() + plan.late if plan.late else delivery.due
        first = replace(delivery, due=due)
        return [first, *(replace(first, again=None) for _ in range(plan.copies - 1))]
