"""The result of each check, and the report of all."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import attrs


class Outcome(StrEnum):
    """The outcome of a check. A check that could not be carried out is skipped, never passed."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@attrs.frozen
class Verdict:
    """The outcome of a check, and its explanation."""

    outcome: Outcome
    sent: str
    received: str


def passed(sent: str, received: str) -> Verdict:
    """Return the verdict of a check that the endpoint passed."""
    return Verdict(Outcome.PASSED, sent, received)


def failed(sent: str, received: str) -> Verdict:
    """Return the verdict of a check that the endpoint failed."""
    return Verdict(Outcome.FAILED, sent, received)


def skipped(reason: str) -> Verdict:
    """Return the verdict of a check that could not be carried out."""
    return Verdict(Outcome.SKIPPED, "nothing", reason)


@attrs.frozen
class CheckResult:
    """The result of one check of a webhook endpoint. It contains neither the secret nor the token.

    Attributes:
        name: The name of the check, such as `duplicates`.
        outcome: `passed`, `failed` or `skipped`.
        sent: A description of what was sent.
        received: What the endpoint returned or did; of a skipped check, the reason.
        why: Why it matters.
    """

    name: str
    outcome: Outcome
    sent: str
    received: str
    why: str

    def __str__(self) -> str:
        if self.outcome is Outcome.SKIPPED:
            return f"skipped  {self.name}: {self.received}"
        return f"{self.outcome:<8} {self.name}: sent {self.sent}; {self.received}. {self.why}"

    def to_dict(self) -> dict[str, str]:
        """Return plain JSON types."""
        return {key: str(value) for key, value in attrs.asdict(self).items()}


@attrs.frozen
class Report:
    """The results of `check_endpoint`. Printed, it has one line per check.

    Attributes:
        results: The results in the order of the checks.

    Examples:
        >>> report = check_endpoint(app, secret=secret)
        >>> assert report.ok, report
    """

    results: tuple[CheckResult, ...]

    def __str__(self) -> str:
        return "\n".join(str(result) for result in self.results)

    @property
    def ok(self) -> bool:
        """True if no check failed. Skipped checks do not count; see `skipped`."""
        return not self.failed

    @property
    def passed(self) -> tuple[CheckResult, ...]:
        """The checks that the endpoint passed."""
        return self._with(Outcome.PASSED)

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        """The checks that the endpoint failed."""
        return self._with(Outcome.FAILED)

    @property
    def skipped(self) -> tuple[CheckResult, ...]:
        """The checks that were not carried out; `received` has the reason."""
        return self._with(Outcome.SKIPPED)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON types: `ok`, and `results` with one object per check."""
        return {"ok": self.ok, "results": [result.to_dict() for result in self.results]}

    def _with(self, outcome: Outcome) -> tuple[CheckResult, ...]:
        return tuple(result for result in self.results if result.outcome is outcome)
