"""A store that handles repeated deliveries too: a developer wants to see each one."""

from __future__ import annotations

from allo_ext.receiver import Claim


class EveryDelivery:
    """A store in which every delivery is new."""

    def claim(self, key: str) -> Claim:  # noqa: ARG002 (the interface)
        """Claim a key."""
        return Claim.NEW

    def confirm(self, key: str) -> None:
        """Mark a key as handled."""

    def release(self, key: str) -> None:
        """Delete a claim."""
