"""The HTTP client of a session: httpx's, without phone numbers and ids in the logs of the HTTP libraries."""

from __future__ import annotations

from typing import Any

import httpx

from allo_ext._http.config import check_key
from allo_ext._http.cookies import Cookies
from allo_ext._http.quiet_logs import quiet, watch


class AsyncHttp(httpx.AsyncClient):
    """An httpx client whose requests are logged with path templates instead of paths."""

    def __init__(self, *, root: httpx.URL, **options: Any) -> None:
        watch()
        self._root = root
        super().__init__(**options)
        self._kept = Cookies()

    @property
    def cookies(self) -> httpx.Cookies:
        """The cookies of the API's responses, which are sent back to it."""
        return self._kept

    @cookies.setter
    def cookies(self, cookies: Any) -> None:
        self._kept = Cookies(cookies)

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request, as httpx does.

        Raises:
            ConfigurationError: The client's headers contain Idempotency-Key.
        """
        check_key(self.headers)
        with quiet(self._root):
            return await super().send(request, **options)
