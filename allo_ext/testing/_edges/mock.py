"""The interfaces of a mock that the edges use; `MockAllo` implements them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from allo_ext.testing._account.clock import Clock
    from allo_ext.testing._account.events import SentMessage
    from allo_ext.testing._engine.core import Answer
    from allo_ext.testing._engine.delivery import Delivery, Destinations, Outbox
    from allo_ext.testing._engine.faults import Faults
    from allo_ext.testing._engine.version import Version
    from allo_ext.testing._engine.wire import Incoming


class Answering(Protocol):
    """The interface for a transport."""

    @property
    def delivers(self) -> bool:
        """Return whether deliveries are due."""
        ...

    def answer(self, request: Incoming) -> Answer:
        """Return the answer to a request."""
        ...

    def deliver_waiting(self) -> None:
        """Post the deliveries that are due."""
        ...


class Mock(Answering, Protocol):
    """The interface for a server on a port."""

    api_key: str
    versions: tuple[Version, ...]
    faults: Faults
    outbox: Outbox
    destinations: Destinations
    wake: Callable[[], None] | None
    """Called from any thread when there is a new delivery."""

    @property
    def clock(self) -> Clock:
        """The account's time."""
        ...

    @property
    def simulate_call(self) -> Callable[..., Any]:
        """Add a finished call."""
        ...

    @property
    def simulate_sms(self) -> Callable[..., Any]:
        """Add an SMS."""
        ...

    @property
    def deliver_next(self) -> Callable[..., None]:
        """Deliver the next events late, or more than once."""
        ...

    def redeliver(self, delivery: Delivery) -> Delivery:
        """Post a delivery again."""
        ...

    @property
    def sent(self) -> Sequence[SentMessage]:
        """The SMS that the mock accepted."""
        ...

    @property
    def deliveries(self) -> list[Delivery]:
        """The deliveries to webhooks."""
        ...

    def served_at(self, origin: str) -> AbstractContextManager[None]:
        """Use this origin in recording URLs inside the context."""
        ...
