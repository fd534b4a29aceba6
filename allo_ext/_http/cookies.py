"""The cookies of a client."""

from __future__ import annotations

import httpx


class Cookies(httpx.Cookies):
    """httpx's cookies, looked for only in responses that set one: a search takes longer than reading three calls."""

    def extract_cookies(self, response: httpx.Response) -> None:
        """Keep the cookies that a response sets."""
        if "set-cookie" in response.headers:
            super().extract_cookies(response)
