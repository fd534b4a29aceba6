"""The URL of the API: one root, and a path below it for each version."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

import httpx

DEFAULT: Final = "https://api.withallo.com"

_VERSIONS: Final = ("/v1/api", "/v2/api")
_NO_ROOT: Final = r"/v[0-9]+|.*/v[0-9]+/api(/.*)?"
"""An incomplete version path, an unsupported version, or the path of an operation. Compiled when it is needed."""


def root_of(url: httpx.URL) -> httpx.URL | None:
    """Return the root of the API; None if the path is below it, or of an unknown version.

    Args:
        url: The root itself, or the URL of version 1 or 2, which ends in /v1/api or /v2/api.
    """
    path = url.path.rstrip("/")
    if path.endswith(_VERSIONS):
        path = path[: -len("/v1/api")].rstrip("/")
    if path and re.fullmatch(_NO_ROOT, path):
        return None
    return url.copy_with(path=path or "/")


def versioned(root: httpx.URL, version: str) -> httpx.URL:
    """Return the URL of a version, such as `v1`."""
    return root.copy_with(path=f"{root.path.rstrip('/')}/{version}/api")


def shown(given: str) -> str:
    """Return the URL of version 1 for the given base URL; an invalid one is returned unchanged."""
    try:
        root = root_of(httpx.URL(given))
    except (httpx.InvalidURL, ValueError):
        root = None
    return given if root is None or not root.host else str(versioned(root, "v1"))


def below(root: httpx.URL, url: httpx.URL) -> str:
    """Return the path of a request below the root, as sent; an empty string if it is not below the root."""
    path = url.raw_path.partition(b"?")[0].decode("ascii")
    base = root.raw_path.decode("ascii").rstrip("/")
    return path[len(base) :] if path.startswith(f"{base}/") else ""


def of_request(prefix: str, path: str, params: Any) -> httpx.URL:
    """Return the URL of a request. It is parsed once; httpx would parse it three times.

    Args:
        prefix: The root of the API, without a slash at the end.
        path: The path below it, quoted.
        params: The query parameters, as for httpx; None for none.

    Raises:
        httpx.InvalidURL: A URL cannot represent a value.
    """
    url = prefix + path
    return httpx.URL(f"{url}?{httpx.QueryParams(params)}") if params else _parsed(url)


@lru_cache(maxsize=64)
def _parsed(url: str) -> httpx.URL:
    return httpx.URL(url)
