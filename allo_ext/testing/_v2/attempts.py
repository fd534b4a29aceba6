"""Attempts of deliveries: when a failed one is repeated, and when a failing endpoint is disabled."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from allo_ext.testing._engine.delivery import Delivery
from allo_ext.testing._v2.signing import sign

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from allo_ext.testing._v2.webhooks import Endpoints

TIMEOUT = 20.0
"""The documented timeout of version 2's deliveries in seconds."""
DELAYS = (5, 300, 1_800, 7_200, 18_000, 36_000, 36_000)
"""The seconds from a failed attempt to the next: eight attempts in about 27.5 hours."""
_SEVERAL = 2
"""A guess: the documentation says several failures, and no number."""
_HOUR = 3_600
_WINDOW, _APART = 24 * _HOUR, 12 * _HOUR
_PATIENCE = 120 * _HOUR
"""Five days, in seconds."""


@dataclass(slots=True)
class Health:
    """The failures of an endpoint since its last success."""

    _failures: list[float] = field(default_factory=list[float])
    _failing_since: float | None = None

    def succeeded(self) -> None:
        """Forget the failures."""
        self._failures.clear()
        self._failing_since = None

    def failed(self, now: float) -> None:
        """Note a failure. Several within 24 hours, the first and last at least 12 hours apart, start the five days."""
        self._failures = [*(at for at in self._failures if now - at <= _WINDOW), now]
        long_enough = len(self._failures) >= _SEVERAL and now - self._failures[0] >= _APART
        if self._failing_since is None and long_enough:
            self._failing_since = now

    def is_given_up(self, now: float) -> bool:
        """Return whether five days have passed without a success."""
        return self._failing_since is not None and now - self._failing_since >= _PATIENCE


@dataclass(frozen=True, slots=True)
class Recipient:
    """An endpoint as the recipient of deliveries, by its id: its URL and `enabled` may change between attempts."""

    endpoints: Endpoints
    id: str
    clock: Callable[[], float]
    secret: str = field(repr=False)

    def first(self, topic: str, payload: Mapping[str, Any], identifier: str) -> Delivery:
        """Return the first attempt of a message."""
        return Delivery(
            self.endpoints[self.id].url,
            topic,
            payload,
            again=self._again,
            id=identifier,
            timeout=TIMEOUT,
            recipient=self,
        )

    def is_open(self) -> bool:
        """Return whether it still exists and is enabled."""
        self.endpoints.give_up(self.clock())
        return self.id in self.endpoints and self.endpoints[self.id].enabled

    def sign(self, identifier: str, content: bytes) -> Mapping[str, str]:
        """Return the signature headers of an attempt.

        Their time is the real one and not the account's: receivers compare it with their own clock.
        """
        return sign(content, self.secret, id=identifier, timestamp=int(time.time()))

    def succeeded(self) -> None:
        """Note a success."""
        if self.id in self.endpoints:
            self.endpoints.health(self.id).succeeded()

    def _again(self, failed: Delivery) -> Delivery | None:
        """Return the next attempt after a failure, with the same id and body; None after the last."""
        if not self.is_open():
            return None
        now = self.clock()
        self.endpoints.health(self.id).failed(now)
        if failed.attempt > len(DELAYS):
            return None
        return replace(
            failed,
            url=self.endpoints[self.id].url,
            status=None,
            error=None,
            headers={},
            attempt=failed.attempt + 1,
            due=now + DELAYS[failed.attempt - 1],
        )
