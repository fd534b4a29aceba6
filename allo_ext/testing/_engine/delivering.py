"""A mock that brings events to where webhooks lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allo_ext.testing._arguments import text
from allo_ext.testing._engine.core import Core
from allo_ext.testing._engine.delivery import (
    Delivery,
    Destinations,
    Outbox,
    Target,
    checked_target,
    post,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from allo_ext.testing._engine.keys import Keys
    from allo_ext.testing._engine.version import Version


class DeliveringCore(Core):
    """Answers, and tells webhooks what happened."""

    def __init__(
        self, *, versions: Sequence[Version], keys: Keys, latency: float = 0.0, validate_replies: bool = False
    ) -> None:
        """Answer for some versions; nothing is delivered yet."""
        super().__init__(versions=versions, keys=keys, latency=latency, validate_replies=validate_replies)
        self.outbox = Outbox(clock=keys.clock)
        self.destinations = Destinations()
        self.wake: Callable[[], None] | None = None

    @property
    def deliveries(self) -> list[Delivery]:
        """What webhooks were told, the oldest first."""
        return list(self.outbox.records)

    @property
    def delivers(self) -> bool:
        """Whether something waits to be delivered."""
        return self.outbox.next_due == 0

    def forward(self, prefix: str, target: Target) -> None:
        """Deliver what is meant for some URLs elsewhere; the longest beginning that fits decides.

        Args:
            prefix: how these URLs begin, such as `https://hooks.example.com`.
            target: an ASGI or WSGI app, an httpx transport, or what to put in the place of `prefix`.
        """
        self.destinations.forward(text("prefix", prefix, at_least=1), checked_target("target", target))

    def deliver(self, payload: Mapping[str, Any], to: Target, *, url: str | None = None) -> Delivery:
        """Post one payload, such as `event()` builds, and return the record.

        Args:
            payload: what to post.
            to: an ASGI or WSGI app, an httpx transport, or a URL.
            url: the URL that the API would know: an app or a transport is asked for it, and if it is https and `to` is
                a URL with http, the request says that it was forwarded.
        """
        checked_target("to", to)
        known = url or (to if isinstance(to, str) else "https://receiver.example/")
        delivery = Delivery(known, str(payload.get("topic", payload.get("event", ""))), payload)
        self.outbox.records.append(delivery)
        return post(delivery, to if isinstance(to, str) else known, to)

    def deliver_waiting(self) -> None:
        """Post what is waiting, in this thread; a mock that serves a port lets its server do it."""
        if self.wake is not None:
            self.wake()
            return
        for delivery in self.outbox.take():
            url, target = self.destinations.resolve(delivery.url)
            if target is not None:
                post(delivery, url, target)
            self.outbox.settle(delivery)

    def publish(self, events: Iterable[object]) -> None:
        """Queue what webhooks are told of events, in each version."""
        for event in events:
            for version in self.versions:
                for delivery in version.deliveries(event):
                    self.outbox.add(delivery)
