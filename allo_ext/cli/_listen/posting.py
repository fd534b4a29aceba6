"""Posting a delivery to an endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from allo_ext._webhooks import TIMEOUT_1
from allo_ext.errors import AlloError, ConfigurationError

if TYPE_CHECKING:
    import httpx


def endpoint(url: str, option: str) -> str:
    """Return a valid URL.

    Raises:
        ConfigurationError: It is not an http or https URL.
    """
    import httpx

    try:
        host = httpx.URL(url).host
    except httpx.InvalidURL:
        host = ""
    if not host or not url.startswith(("http://", "https://")):
        raise ConfigurationError(f"{option} must be an http or https URL.")
    return url


def origin(url: str) -> str:
    """Return the scheme and host of a URL; its path may contain a token."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def client() -> httpx.Client:
    """Return an HTTP client."""
    import httpx

    return httpx.Client(timeout=TIMEOUT_1)  # the longer of the two


def post(http: httpx.Client, url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Post a body and return the status.

    Over plain http it has X-Forwarded-Proto, as a tunnel or a proxy that terminates TLS sends it.

    Raises:
        AlloError: There is no response.
    """
    import httpx

    sent = {"content-type": "application/json", **headers}
    if url.startswith("http:"):
        sent.setdefault("x-forwarded-proto", "https")
    try:
        return http.post(url, content=body, headers=sent).status_code
    except httpx.HTTPError as error:
        raise AlloError(f"No response from {origin(url)}: {error or type(error).__name__}") from None


def is_accepted(status: int) -> bool:
    """Return whether a status acknowledges a delivery."""
    return 200 <= status < 300  # noqa: PLR2004 (HTTP)
