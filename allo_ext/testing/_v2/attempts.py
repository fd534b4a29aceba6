"""Attempts of deliveries: signed, and repeated after a failure."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from allo_ext._webhooks import TIMEOUT_2
from allo_ext.testing._engine.delivery import Delivery
from allo_ext.testing._v2.signing import sign

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from allo_ext.testing._v2.webhooks import Endpoints

DELAYS = (5, 300, 1_800, 7_200, 18_000, 36_000, 36_000)
"""The seconds from a failed attempt to the next: eight attempts in about 27.5 hours."""


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
            timeout=TIMEOUT_2,
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
