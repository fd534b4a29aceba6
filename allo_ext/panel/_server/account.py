"""The account of this process: one client for all pages, so that they share one pace."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from allo_ext import AsyncAlloClient, ConfigurationError

if TYPE_CHECKING:
    from allo_ext._http.config import Secret


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


ACCOUNT = Account()
