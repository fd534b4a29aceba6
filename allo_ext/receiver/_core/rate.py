"""A rate limit per client over the last minute, in bounded memory."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

MINUTE: Final = 60.0


class Rate:
    """A sliding-window rate limit per client; thread-safe."""

    def __init__(self, per_minute: int, *, clients: int = 4096, clock: Callable[[], float] = time.monotonic) -> None:
        """Create an empty rate limit.

        Args:
            per_minute: The maximum number of requests of a client in any sixty seconds.
            clients: The maximum number of clients in memory; the least recent one is dropped first.
            clock: Returns the time in seconds.
        """
        self._per_minute, self._clients, self._clock = per_minute, clients, clock
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, client: str) -> int:
        """Count a request.

        Args:
            client: The client's key.

        Returns:
            0 if it is allowed; otherwise the seconds to wait, in whole numbers, and the request is not counted.
        """
        with self._lock:
            now = self._clock()
            visits = self._seen.get(client)
            if visits is None:
                visits = self._seen[client] = deque(maxlen=self._per_minute)
                if len(self._seen) > self._clients:
                    self._seen.popitem(last=False)
            else:
                self._seen.move_to_end(client)
            if len(visits) == self._per_minute and visits[0] + MINUTE > now:
                return math.ceil(visits[0] + MINUTE - now)
            visits.append(now)
            return 0
