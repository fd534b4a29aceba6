"""Staying under the API's limits, so that a bulk read never sees a 429.

Requests are spaced evenly rather than let out in bursts: twenty at once are within "20 a second" here and may not be
there, once the network has pushed them together. Waiting happens in the transport; here are only values and arithmetic.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from allo_ext._http.fork import renew_in_child
from allo_ext.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = Literal["read", "write"]

_SLACK: Final = 1.01
"""How much further apart than the limit asks: clocks and networks jitter, and a refusal costs more than 1 %."""

_LONGEST_WAIT: Final = 86_400


_SLOWEST: Final = 0.00001
_FASTEST: Final = 1_000_000


class Limiter(Protocol):
    """A counter of requests: one method, so that many processes can share one counter (Redis, a database).

    It may take time: `AsyncAlloClient` calls it in a worker thread. A client holds at most four places at once, and
    calls that are cancelled or time out leave theirs to others.
    """

    def reserve(self, kind: Literal["read", "write"], /) -> float:
        """Take the next free place and return how many seconds to wait for it. Must be safe to call from any thread.

        The wait is a number from 0 to 86,400. Anything else, and any exception that is not an AlloError, ends the call
        with a ConfigurationError before it is sent.
        """
        ...


class AsyncLimiter(Protocol):
    """A `Limiter` for `AsyncAlloClient` whose `reserve` is asynchronous."""

    async def reserve(self, kind: Literal["read", "write"], /) -> float:
        """Take the next free place and return how many seconds to wait for it, as in `Limiter.reserve`."""
        ...


def checked(wait: Any) -> float:
    """Return what a limiter answered, if it is a number of seconds.

    Raises:
        ConfigurationError: It is not.
    """
    seconds: Any = wait
    if isinstance(wait, Real) and type(seconds) is not bool and 0 <= seconds <= _LONGEST_WAIT:
        return float(seconds)
    shown = str(wait) if wait is None or isinstance(wait, float) else f"this {type(wait).__name__}"
    raise ConfigurationError(f"The limiter given as pace= must return seconds from 0 to {_LONGEST_WAIT}, not {shown}.")


@dataclass(frozen=True, slots=True)
class Pace:
    """How many requests a second a client lets out at most. `AlloClient(pace=None)` turns pacing off.

    Args:
        read_per_second: GET requests a second; None for no bound.
        write_per_second: All others; None for no bound.
    """

    read_per_second: float | None = 20
    write_per_second: float | None = 5

    def __post_init__(self) -> None:
        for rate in (self.read_per_second, self.write_per_second):
            if rate is not None and not _is_rate(rate):
                raise ConfigurationError(
                    "Pace: a rate is a number of requests per second, from 0.00001 (about one a day) to 1,000,000, "
                    "or None for no bound."
                )

    def limiter(self, clock: Callable[[], float] = time.monotonic) -> Limiter:
        """Return a counter for this pace, for one process.

        Args:
            clock: What tells the time, in seconds.
        """
        return Spaced(self, clock)


def _is_rate(rate: object) -> bool:
    return isinstance(rate, (int, float)) and not isinstance(rate, bool) and _SLOWEST <= rate <= _FASTEST


class Spaced:
    """Hands out evenly spaced places in time, one row for reads and one for writes."""

    def __init__(self, pace: Pace, clock: Callable[[], float]) -> None:
        rates: dict[Kind, float | None] = {"read": pace.read_per_second, "write": pace.write_per_second}
        self._gaps = {kind: _SLACK / rate for kind, rate in rates.items() if rate is not None}
        self._next_free = dict.fromkeys(self._gaps, float("-inf"))
        self._clock = clock
        self.renew()
        renew_in_child(self)

    def renew(self) -> None:
        """Take a lock that no thread of the parent process holds."""
        self._lock = threading.Lock()

    def reserve(self, kind: Kind, /) -> float:
        """Take the next free place and return how many seconds to wait for it."""
        if kind not in self._gaps:
            return 0.0
        with self._lock:
            now = self._clock()
            place = max(now, self._next_free[kind])
            self._next_free[kind] = place + self._gaps[kind]
        return place - now
