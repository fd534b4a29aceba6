"""When a request is sent again: a value, and a pure decision.

An SMS must never go out twice. So a request whose second execution would do harm is only sent again when the server
cannot have acted on it: the connection was never made, or the answer was 429. The operation table says which requests
these are; without it, POST and PATCH.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from allo_ext import errors
from allo_ext._error_codes import meaning

if TYPE_CHECKING:
    from allo_ext.errors import AlloError

TRANSIENT: Final = frozenset({429, 500, 502, 503, 504})
"""Statuses after which the same request may well succeed."""

BACKOFF: Final = {"wait_initial": 0.5, "wait_jitter": 1.0, "wait_exp_base": 2.0}
"""How stamina grows the waits, in seconds, where the API does not say how long."""

_LONGEST_BACKOFF: Final = 8.0
_A_YEAR: Final = 31_536_000


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how patiently a request is sent again.

    Args:
        attempts: How many times a request is sent at most, the first included. 1 turns retrying off.
        timeout: The seconds after which no further attempt begins, from when the first one leaves (a wait in the pace
            before it does not count); None for no bound. The call ends at most one `timeout` of the client later.
        max_wait: The longest wait, in seconds, between two attempts. When the API asks for more (a daily quota is
            hours away) the error is raised at once, with `retry_after` set.
    """

    attempts: int = 4
    timeout: float | None = 60.0
    max_wait: float = 30.0

    def __post_init__(self) -> None:
        if type(self.attempts) is not int or self.attempts < 1:
            raise errors.ConfigurationError("RetryPolicy: attempts must be a whole number, 1 or more.")
        if not _is_wait(self.max_wait):
            raise errors.ConfigurationError("RetryPolicy: max_wait must be a number of seconds, 0 to 31,536,000.")
        if self.timeout is not None and not _is_wait(self.timeout):
            raise errors.ConfigurationError(
                "RetryPolicy: timeout must be a number of seconds, 0 to 31,536,000, or None."
            )

    @property
    def longest_backoff(self) -> float:
        """The longest wait in seconds, where the API does not say how long."""
        return min(self.max_wait, _LONGEST_BACKOFF)

    def _longest(self, attempt: int) -> float:
        """Return how long the wait after an attempt is at most, jitter and all."""
        return min(self._shortest(attempt) + BACKOFF["wait_jitter"], self.longest_backoff)

    def _shortest(self, attempt: int) -> float:
        """Return how long the wait after an attempt is at least, without jitter."""
        grown = BACKOFF["wait_initial"] * BACKOFF["wait_exp_base"] ** min(attempt - 1, 10)
        return min(grown, self.longest_backoff)

    def decide(
        self,
        method: str,
        error: AlloError,
        attempt: int,
        elapsed: float = 0.0,
        *,
        repeatable: bool | None = None,
    ) -> float | bool:
        """Decide what follows a failure.

        Args:
            method: The HTTP method.
            error: What the attempt ended in.
            attempt: Which attempt it was, from 1.
            elapsed: Seconds since the first attempt left.
            repeatable: Whether the request may be sent again although the server may have acted on it; None to decide
                by the method. The client gives it where the method says otherwise, such as for a POST that only reads.

        Returns:
            False to raise the error; True to wait exponentially longer each time, with jitter; or the seconds to wait,
            where the API asks for more than that. (These are the words of a stamina backoff hook.)
        """
        if attempt >= self.attempts or not may_repeat(method, error, repeatable):
            return False
        wait = error.retry_after if isinstance(error, errors.AlloApiError) else None
        if wait is None or wait < self._shortest(attempt):
            return self.timeout is None or elapsed + self._longest(attempt) <= self.timeout
        fits = wait <= self.max_wait and (self.timeout is None or elapsed + wait <= self.timeout)
        return wait if fits else False


def _is_wait(seconds: object) -> bool:
    """Tell whether this is a time in seconds that can be waited for; NaN is not between any two numbers."""
    return isinstance(seconds, (int, float)) and not isinstance(seconds, bool) and 0 <= seconds <= _A_YEAR


def is_repeatable(method: str) -> bool:
    """Return whether a second execution of a request is harmless, by its method alone."""
    return method not in {"PATCH", "POST"}


def may_repeat(method: str, error: AlloError, repeatable: bool | None = None) -> bool:  # noqa: FBT001
    """Tell whether sending the request again is safe and could help.

    Args:
        method: The HTTP method.
        error: What the attempt ended in.
        repeatable: As for `RetryPolicy.decide`.
    """
    harmless = is_repeatable(method) if repeatable is None else repeatable
    if isinstance(error, errors.AlloConnectionError):
        return error.transient and (harmless or not error.maybe_sent)
    if not isinstance(error, errors.AlloApiError):
        return False
    again = meaning(error).again
    if again == "never" or (again == "if told when" and error.retry_after is None):
        return False
    if again == "soon":
        return True  # the API refused, so nothing happened yet
    status = error.status
    if status == 500 and error.retryable is False:  # noqa: PLR2004 (its own name)
        return False  # version 2 says that the same request fails again
    if 200 <= status < 300:  # noqa: PLR2004 (an error body under a success counts as the status it belongs to)
        status = 429 if isinstance(error, errors.RateLimitError) else 500 * isinstance(error, errors.ServerError)
    return status in TRANSIENT if harmless else status == 429  # noqa: PLR2004 (its own name)
