"""Retry policy.

An SMS must never be sent twice. A request that is not safe to repeat is only retried if the server cannot have acted
on it: the connection was never made, or the response was 429. The operation table lists these requests; requests that
are not in it count as unsafe if their method is POST or PATCH.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from allo_ext import errors

if TYPE_CHECKING:
    from allo_ext.errors import AlloError

TRANSIENT: Final = frozenset({429, 500, 502, 503, 504})
"""Statuses after which the same request may succeed."""

BACKOFF: Final = {"wait_initial": 0.5, "wait_jitter": 1.0, "wait_exp_base": 2.0}
"""Stamina's settings for the waits, in seconds, if the API sends no Retry-After."""

_LONGEST_BACKOFF: Final = 8.0
_A_YEAR: Final = 31_536_000


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """The limits for retries.

    Args:
        attempts: The maximum number of attempts, the first included. 1 turns retries off.
        timeout: The number of seconds after the first attempt began (waiting for `pace` is not counted) during which
            further attempts may begin; None for no limit. The call ends at most one `timeout` of the client later.
        max_wait: The longest wait between two attempts, in seconds. If the API requires a longer one (a daily quota is
            reset hours later) the error is raised at once, with `retry_after` set.
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
        """The longest wait in seconds, if the API sends no Retry-After."""
        return min(self.max_wait, _LONGEST_BACKOFF)

    def _longest(self, attempt: int) -> float:
        """Return the longest wait after an attempt, with jitter."""
        return min(self._shortest(attempt) + BACKOFF["wait_jitter"], self.longest_backoff)

    def _shortest(self, attempt: int) -> float:
        """Return the shortest wait after an attempt, without jitter."""
        grown = BACKOFF["wait_initial"] * BACKOFF["wait_exp_base"] ** min(attempt - 1, 10)
        return min(grown, self.longest_backoff)

    def waits(self, attempt: int) -> str:
        """Return the shortest and longest wait after an attempt, if the API sends no Retry-After; for logs."""
        shortest, longest = self._shortest(attempt), self._longest(attempt)
        return f"{shortest:g} s" if shortest == longest else f"{shortest:g} to {longest:g} s"

    def decide(
        self,
        method: str,
        error: AlloError,
        attempt: int,
        elapsed: float = 0.0,
        *,
        repeatable: bool | None = None,
    ) -> float | bool:
        """Decide whether to retry after a failure, and after which wait.

        Args:
            method: The HTTP method.
            error: The error of the attempt.
            attempt: The number of the attempt, from 1.
            elapsed: Seconds since the first attempt began.
            repeatable: True if the request is safe to repeat even if the server acted on it; None to decide by the
                method. The client passes it from the operation table, for example for a POST that only reads.

        Returns:
            False to raise the error; True for exponential backoff with jitter; or the seconds to wait, if the API
            requires more than that. (The return values of a stamina backoff hook.)
        """
        if attempt >= self.attempts or not may_repeat(method, error, repeatable):
            return False
        wait = error.retry_after if isinstance(error, errors.AlloApiError) else None
        if wait is None or wait < self._shortest(attempt):
            return self.timeout is None or elapsed + self._longest(attempt) <= self.timeout
        fits = wait <= self.max_wait and (self.timeout is None or elapsed + wait <= self.timeout)
        return wait if fits else False


def _is_wait(seconds: object) -> bool:
    """Return whether this is a valid wait in seconds; comparisons with NaN are false."""
    return isinstance(seconds, (int, float)) and not isinstance(seconds, bool) and 0 <= seconds <= _A_YEAR


def is_repeatable(method: str) -> bool:
    """Return whether a request is safe to repeat, by its method alone."""
    return method not in {"PATCH", "POST"}


def may_repeat(method: str, error: AlloError, repeatable: bool | None = None) -> bool:  # noqa: FBT001
    """Return whether a retry is safe and may succeed.

    Args:
        method: The HTTP method.
        error: The error of the attempt.
        repeatable: As for `RetryPolicy.decide`.
    """
    from allo_ext._error_codes import meaning  # at the first failure, to keep imports fast

    harmless = is_repeatable(method) if repeatable is None else repeatable
    if isinstance(error, errors.AlloConnectionError):
        return error.transient and (harmless or not error.maybe_sent)
    if not isinstance(error, errors.AlloApiError):
        return False
    again = meaning(error).again
    if again == "never" or (again == "if told when" and error.retry_after is None):
        return False
    if again == "soon":
        return True  # the API rejected the request before acting on it
    status = error.status
    if status == 500 and error.retryable is False:  # noqa: PLR2004 (its own name)
        return False  # version 2 says that the same request fails again
    if 200 <= status < 300:  # noqa: PLR2004 (an error body under a success counts as the status it belongs to)
        status = 429 if isinstance(error, errors.RateLimitError) else 500 * isinstance(error, errors.ServerError)
    return status in TRANSIENT if harmless else status == 429  # noqa: PLR2004 (its own name)
