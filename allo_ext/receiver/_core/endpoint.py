"""The part of a receiver that a framework adapter uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from allo_ext.receiver._core.request import Reply, Request


class Endpoint(Protocol):
    """Checks a request by its head, then answers it with its body; `WebhookReceiver` is one."""

    @property
    def max_body(self) -> int | None:
        """The largest body in bytes: an adapter reads one byte more and no further."""
        ...

    def admit(self, request: Request) -> Reply | None:
        """Return a refusal, or None: then read the body."""
        ...

    def accept(self, request: Request) -> Reply:
        """Answer an admitted request."""
        ...

    async def accept_async(self, request: Request) -> Reply:
        """Answer an admitted request without blocking the event loop."""
        ...
