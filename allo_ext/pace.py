"""Client-side rate limiting, so that bulk reads stay under the API's limits and get no 429.

Requests are spaced evenly instead of sent in bursts, because network delays can push bursts together at the server.
This module only calculates waits; the transport sleeps.
"""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

from allo_ext._http.fork import renew_in_child
from allo_ext._transaction import transaction
from allo_ext.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = Literal["read", "write"]

_SLACK: Final = 1.01
"""The gaps are 1 % longer than the limit needs, because clocks and networks jitter and a 429 costs more."""

_LONGEST_WAIT: Final = 86_400


_SLOWEST: Final = 0.00001
_FASTEST: Final = 1_000_000


class Limiter(Protocol):
    """A rate limiter. Implement it to share one limit among processes, for example in Redis or a database.

    `reserve` may block: `AsyncAlloClient` calls it in a worker thread. A client reserves at most four places ahead, and
    reuses those of calls that are cancelled or time out.
    """

    def reserve(self, kind: Literal["read", "write"], /) -> float:
        """Reserve the next place and return the seconds to wait for it. Must be thread-safe.

        The wait is a number from 0 to 86,400. Any other value, and any exception that is not an AlloError, raises a
        ConfigurationError before the request is sent.
        """
        ...


class AsyncLimiter(Protocol):
    """A `Limiter` for `AsyncAlloClient` whose `reserve` is asynchronous."""

    async def reserve(self, kind: Literal["read", "write"], /) -> float:
        """Reserve the next place and return the seconds to wait for it, as in `Limiter.reserve`."""
        ...


def checked(wait: Any) -> float:
    """Return the wait that a limiter returned, in seconds.

    Raises:
        ConfigurationError: It is not a number from 0 to 86,400.
    """
    from numbers import Real

    seconds: Any = wait
    if isinstance(wait, (float, int, Real)) and type(seconds) is not bool and 0 <= seconds <= _LONGEST_WAIT:
        return float(seconds)
    shown = str(wait) if wait is None or isinstance(wait, float) else f"this {type(wait).__name__}"
    raise ConfigurationError(f"The limiter passed as pace= must return seconds from 0 to {_LONGEST_WAIT}, not {shown}.")


@dataclass(frozen=True, slots=True)
class Pace:
    """The maximum number of requests per second of a client. `AlloClient(pace=None)` turns the limit off.

    Args:
        read_per_second: The maximum number of GET requests per second; None for no limit.
        write_per_second: The maximum number of all other requests per second; None for no limit.
    """

    read_per_second: float | None = 20
    write_per_second: float | None = 5

    def __post_init__(self) -> None:
        for rate in (self.read_per_second, self.write_per_second):
            if rate is not None and not _is_rate(rate):
                raise ConfigurationError(
                    "Pace: a rate is a number of requests per second, from 0.00001 (about one a day) to 1,000,000, "
                    "or None for no limit."
                )

    def limiter(self, clock: Callable[[], float] = time.monotonic) -> Limiter:
        """Return a limiter for one process.

        Args:
            clock: Returns the time in seconds.
        """
        return Spaced(self, clock)


def _is_rate(rate: object) -> bool:
    return isinstance(rate, (int, float)) and not isinstance(rate, bool) and _SLOWEST <= rate <= _FASTEST


def spacing(pace: Pace) -> dict[Kind, float]:
    """Return the seconds between two places, for each kind that has a limit."""
    rates: dict[Kind, float | None] = {"read": pace.read_per_second, "write": pace.write_per_second}
    return {kind: _SLACK / rate for kind, rate in rates.items() if rate is not None}


class Spaced:
    """Limiter with evenly spaced places, separately for reads and writes."""

    def __init__(self, pace: Pace, clock: Callable[[], float]) -> None:
        self._gaps = spacing(pace)
        self._next_free = dict.fromkeys(self._gaps, float("-inf"))
        self._clock = clock
        self.renew()
        renew_in_child(self)

    def renew(self) -> None:
        """Replace the lock: after a fork, a thread of the parent process may hold it."""
        self._lock = threading.Lock()

    def reserve(self, kind: Kind, /) -> float:
        """Reserve the next place and return the seconds to wait for it."""
        if kind not in self._gaps:
            return 0.0
        with self._lock:
            now = self._clock()
            place = max(now, self._next_free[kind])
            self._next_free[kind] = place + self._gaps[kind]
        return place - now


class SharedPace:
    """A limit that the processes of one machine share, in an SQLite file; pass it as `pace=` to any client.

    For several machines, use `allo_ext.redis.RedisPace`.

    Examples:
        >>> allo = AlloClient(pace=SharedPace("pace.db"))
    """

    def __init__(self, path: str | os.PathLike[str], pace: Pace = Pace()) -> None:
        """Create the file if it does not exist.

        Args:
            path: The file, on a local disk.
            pace: The limit of all processes together; the same in each.

        Raises:
            sqlite3.Error: The file cannot be opened or written.
        """
        self._path, self._gaps = os.fspath(path), spacing(pace)
        with transaction(self._path) as database:
            database.execute("CREATE TABLE IF NOT EXISTS pace (kind TEXT PRIMARY KEY, free REAL, seen REAL)")

    def reserve(self, kind: Kind, /) -> float:
        """Reserve the next place and return the seconds to wait for it.

        Raises:
            sqlite3.Error: The file cannot be read or written, or is locked for more than ten seconds. A client raises
                a ConfigurationError from it.
        """
        if kind not in self._gaps:
            return 0.0
        with transaction(self._path) as database:
            now = time.time()  # read while locked, so that the times in the file are in order
            row = database.execute("SELECT free, seen FROM pace WHERE kind = ?", (kind,)).fetchone()
            free, seen = row or (now, now)
            if now < seen:  # the clock was set back: move the free place back as well
                free -= seen - now
            place = max(free, now)
            database.execute("REPLACE INTO pace VALUES (?, ?, ?)", (kind, place + self._gaps[kind], now))
        return place - now
