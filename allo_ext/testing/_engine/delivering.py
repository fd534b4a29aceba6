"""A mock that delivers events to webhooks."""

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
    """The core with webhook deliveries."""

    def __init__(
        self, *, versions: Sequence[Version], keys: Keys, latency: float = 0.0, validate_replies: bool = False
    ) -> None:
        """Create a mock of some versions without deliveries."""
        super().__init__(versions=versions, keys=keys, latency=latency, validate_replies=validate_replies)
        self.outbox = Outbox(clock=keys.clock)
        self.destinations = Destinations()
        self.wake: Callable[[], None] | None = None

    @property
    def deliveries(self) -> list[Delivery]:
        """The deliveries to webhooks, oldest first."""
        return list(self.outbox.records)

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

    def deliver(self, payload: Mapping[str, Any], to: Target, *, url: str | None = None) -> Delivery:
        """Post one payload, such as `event()` builds, and return the record.

        Args:
            payload: The payload.
            to: An ASGI or WSGI app, an httpx transport, or a URL.
            url: The registered URL. It is the request's URL for an app or a transport; if it is https and `to` is an
                http URL, the request has X-Forwarded-Proto.
        """
        checked_target("to", to)
        known = url or (to if isinstance(to, str) else "https://receiver.example/")
        delivery = Delivery(known, str(payload.get("topic", payload.get("event", ""))), payload)
        self.outbox.records.append(delivery)
        return post(delivery, to if isinstance(to, str) else known, to)

    def deliver_waiting(self) -> None:
        """Post waiting deliveries in this thread; a mock on a port does it in its server."""
        if self.wake is not None:
            self.wake()
            return
        for delivery in self.outbox.take():
            url, target = self.destinations.resolve(delivery.url)
            if target is not None:
                post(delivery, url, target)
            self.outbox.settle(delivery)

    def publish(self, events: Iterable[object]) -> None:
        """Queue the deliveries of events, for each version."""
        for event in events:
            for version in self.versions:
                for delivery in version.deliveries(event):
                    self.outbox.add(delivery)
