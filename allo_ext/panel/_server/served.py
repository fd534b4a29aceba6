"""What the server around the page offers: where recordings are passed on, and whether events arrive."""

from __future__ import annotations

from typing import Final

PATH: Final = "/allo"
"""Where the receiver is; the token follows."""
RECORDINGS: Final = "/recordings"


class Served:
    """Set once, when the server takes the panel in; in a notebook nothing is set."""

    def __init__(self) -> None:
        self.recordings: str | None = None
        self.token: str | None = None

    def endpoint(self, base: str) -> str:
        """Return the address of this panel's receiver behind a tunnel's address."""
        return f"{base.rstrip('/')}{PATH}/{self.token}" if self.token else base

    def masked(self, url: str) -> str:
        """Return an address for the browser: this receiver's token stays here."""
        return url.replace(self.token, "…") if self.token else url


SERVED: Final = Served()
