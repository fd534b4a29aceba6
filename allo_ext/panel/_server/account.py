"""The account of this process: one client for all pages, so that they share one pace."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from allo_ext import AsyncAlloClient, ConfigurationError
from allo_ext._http import address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allo_ext._http.config import Secret
    from allo_ext.records import Number


class Account:
    """Holds the API key and the client. The key is never sent to the browser."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._key: Secret | None = None
        self._options: dict[str, Any] = {}
        self._client: AsyncAlloClient | None = None

    def use(self, key: Secret | None, **options: Any) -> None:
        """Use this key instead of ALLO_API_KEY, and these client options."""
        with self._lock:
            self._key, self._options, self._client = key, options, None

    def client(self) -> AsyncAlloClient | None:
        """Return the client; None if it cannot be created: each query then reports the reason."""
        with self._lock:
            if self._client is None:
                try:
                    self._client = AsyncAlloClient(self._key.reveal() if self._key else None, **self._options)
                except ConfigurationError:
                    return None
            return self._client

    @property
    def host(self) -> str:
        """The host of the API, with its port if it is not the usual one."""
        given = self._options.get("base_url") or os.environ.get("ALLO_BASE_URL") or address.DEFAULT
        return urlsplit(str(given)).netloc.rpartition("@")[2]


def described(host: str, numbers: Sequence[Number]) -> str:
    """Return the host and the lines of an account: `api.withallo.com · +12025550143 and 2 more`."""
    lines = [line.number for line in numbers if line.number]
    more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
    return f"{host} · {lines[0]}{more}" if lines else host


ACCOUNT = Account()
