"""Failures of an endpoint, and when it is disabled."""

from __future__ import annotations

from dataclasses import dataclass, field

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
