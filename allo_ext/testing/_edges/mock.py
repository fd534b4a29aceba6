"""What the edges need of a mock; `MockAllo` is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from allo_ext.testing._engine.core import Answer
    from allo_ext.testing._engine.delivery import Delivery, Destinations, Outbox
    from allo_ext.testing._engine.faults import Faults
    from allo_ext.testing._engine.version import Version
    from allo_ext.testing._engine.wire import Incoming


class Answering(Protocol):
    """A mock as a transport sees it."""

    @property
    def delivers(self) -> bool:
        """Whether something is to be delivered now."""
        ...

    def answer(self, request: Incoming) -> Answer:
        """Decide what to send back, and how."""
        ...

    def deliver_waiting(self) -> None:
        """Post what is due."""
        ...


class Mock(Answering, Protocol):
    """A mock as a server on a port sees it."""

    api_key: str
    versions: tuple[Version, ...]
    faults: Faults
    outbox: Outbox
    destinations: Destinations
    wake: Callable[[], None] | None
    """Called when something is to be delivered, from any thread."""

    @property
    def simulate_call(self) -> Callable[..., Any]:
        """Let a call have ended."""
        ...

    @property
    def simulate_sms(self) -> Callable[..., Any]:
        """Let an SMS have passed."""
        ...

    @property
    def deliveries(self) -> list[Delivery]:
        """What webhooks were told."""
        ...

    def served_at(self, origin: str) -> AbstractContextManager[None]:
        """Say that recordings are there while the context lasts."""
        ...
