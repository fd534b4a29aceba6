"""Checking the host of a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import httpx

_LARGEST_PORT: Final = 65_535
_LONGEST_NAME: Final = 253


def is_valid(url: httpx.URL) -> bool:
    """Return whether the host and port of a URL are valid for a connection.

    httpx accepts hosts that Python rejects at connection time, or that raise when `url.host` is read (`xn--a`).
    """
    try:
        host = url.host
    except ValueError:  # IDNAError is a subclass
        return False
    if not host or ("%" in host and ":" not in host):  # in an IPv6 address, % begins the zone
        return False
    name = url.raw_host.decode("ascii").removesuffix(".")
    port = 1 if url.port is None else url.port
    return 0 < port <= _LARGEST_PORT and len(name) <= _LONGEST_NAME and all(name.split("."))
