"""The interface that framework adapters use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from allo_ext.receiver._core.request import Reply, Request


class Endpoint(Protocol):
    """The methods of `WebhookReceiver` that adapters call."""

    @property
    def max_body(self) -> int | None:
        """The maximum size of a body in bytes; adapters read at most one byte more."""
        ...

    def admit(self, request: Request) -> Reply | None:
        """Return a refusal, or None: then read the body."""
        ...

    def accept(self, request: Request) -> Reply:
        """Handle an admitted request."""
        ...

    async def accept_async(self, request: Request) -> Reply:
        """Handle an admitted request without blocking the event loop."""
        ...
