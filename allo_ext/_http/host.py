"""The host of a URL: whether it can be looked up at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import httpx

_LARGEST_PORT: Final = 65_535
_LONGEST_NAME: Final = 253


def is_valid(url: httpx.URL) -> bool:
    """Tell whether a URL has a host and port that a connection can be made to.

    httpx accepts hosts that Python refuses when it connects, or that raise as soon as `url.host` is read (`xn--a`).
    """
    try:
        host = url.host
    except ValueError:  # IDNAError is one
        return False
    if not host or ("%" in host and ":" not in host):  # in an IPv6 address it begins the zone
        return False
    name = url.raw_host.decode("ascii").removesuffix(".")
    port = 1 if url.port is None else url.port
    return 0 < port <= _LARGEST_PORT and len(name) <= _LONGEST_NAME and all(name.split("."))
