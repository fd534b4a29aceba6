"""Idempotency keys: a repeated request gets the same response and is executed once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from allo_ext.testing._engine.version import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from allo_ext.testing._engine.wire import Incoming, Reply

KEPT = 3600.0
"""The number of seconds for which a reply is kept."""
_FIRST_SUCCESS, _FIRST_REDIRECT = 200, 300


@dataclass(frozen=True, slots=True)
class _Stored:
    place: tuple[str, str]
    reply: Reply
    until: float


class Replays:
    """Stored replies, by API key and idempotency key."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Create an empty store; `clock` returns seconds."""
        self._clock = clock
        self._stored: dict[tuple[str, str], _Stored] = {}

    def find(self, request: Incoming) -> Reply | Refusal | None:
        """Return the stored reply; a refusal if the key was used for another request; None for a new request."""
        stored = self._stored.get(_owner(request))
        if stored is None or stored.until <= self._clock():
            return None
        if stored.place != (request.method, request.path):
            return Refusal(409, "IDEMPOTENCY_KEY_REUSE")
        return replace(stored.reply, headers=(*stored.reply.headers, ("idempotency-replayed", "true")))

    def keep(self, request: Incoming, reply: Reply) -> None:
        """Store the reply of a successful request; after an error the key can be reused."""
        if _FIRST_SUCCESS <= reply.status < _FIRST_REDIRECT:
            now = self._clock()
            self._stored = {owner: stored for owner, stored in self._stored.items() if stored.until > now}
            self._stored[_owner(request)] = _Stored((request.method, request.path), reply, now + KEPT)


def _owner(request: Incoming) -> tuple[str, str]:
    return request.headers.get("authorization", ""), request.headers["idempotency-key"]
