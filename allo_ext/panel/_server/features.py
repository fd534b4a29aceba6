"""Optional features of the server: recordings and webhook events."""

from __future__ import annotations

from typing import Final

PATH: Final = "/allo"
"""The path of the webhook receiver, followed by the token."""
RECORDINGS: Final = "/recordings"


class Features:
    """Features, set when the server starts. In a notebook, none is set."""

    def __init__(self) -> None:
        self.recordings: str | None = None
        self.token: str | None = None

    def endpoint(self, base: str) -> str:
        """Return the URL of this panel's receiver, given the URL of a tunnel."""
        return f"{base.rstrip('/')}{PATH}/{self.token}" if self.token else base

    def masked(self, url: str) -> str:
        """Return a URL for the browser, with the receiver's token masked."""
        return url.replace(self.token, "…") if self.token else url


FEATURES: Final = Features()
