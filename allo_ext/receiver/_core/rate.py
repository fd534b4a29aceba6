"""How often each client may come: a count over the last minute, in bounded memory."""

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
    """Lets each client in so many times in any minute; safe to share between threads."""

    def __init__(self, per_minute: int, *, clients: int = 4096, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with nobody.

        Args:
            per_minute: How often a client may come in any sixty seconds.
            clients: How many clients to keep in mind; who has not come for longest is forgotten first.
            clock: What to measure with, in seconds.
        """
        self._per_minute, self._clients, self._clock = per_minute, clients, clock
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, client: str) -> int:
        """Count a visit.

        Args:
            client: Who comes.

        Returns:
            0 when it may come in; else in how many whole seconds it may, and this visit does not count.
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
                return max(1, math.ceil(visits[0] + MINUTE - now))
            visits.append(now)
            return 0
