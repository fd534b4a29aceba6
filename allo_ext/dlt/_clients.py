"""The client of a source: the caller's, or one that is open while a resource is read."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from allo_ext import AlloClient
from allo_ext.pace import Pace

if TYPE_CHECKING:
    from collections.abc import Generator


class Clients:
    """Gives the resources of a source one client with one pace."""

    def __init__(self, given: AlloClient | None, api_key: str | None) -> None:
        self._given = given
        self._api_key = api_key
        self._pace = Pace().limiter()
        self._lock = threading.Lock()
        self._open: AlloClient | None = None
        self._users = 0

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"

    @contextmanager
    def client(self) -> Generator[AlloClient]:
        """Return the client; ours is closed when the last resource has been read."""
        if self._given is not None:
            yield self._given
            return
        with self._lock:
            self._users += 1
            if self._open is None:
                self._open = AlloClient(self._api_key, pace=self._pace)
            client = self._open
        try:
            yield client
        finally:
            with self._lock:
                self._users -= 1
                if not self._users:
                    self._open = None
                    client.close()
