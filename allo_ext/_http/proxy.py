"""The proxy of the environment, checked when the client is created."""

from __future__ import annotations

import os

import httpx

from allo_ext._http import host as _host
from allo_ext.errors import ConfigurationError


def proxy_for(url: httpx.URL, *, is_used: bool) -> str | None:
    """Return the environment's proxy for a URL, chosen as other HTTP clients do.

    Args:
        url: The URL of the requests.
        is_used: False for a client with its own transport, which does not use the proxy.

    Raises:
        ConfigurationError: The proxy cannot be used; the message names the variable.
    """
    from urllib.request import getproxies, proxy_bypass

    proxies = getproxies()
    if not proxies or proxy_bypass(url.host):
        return None
    key = url.scheme if proxies.get(url.scheme) else "all"
    proxy = (proxies.get(key) or "").strip()
    if not proxy:
        return None
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    if is_used and (problem := _problem(proxy)) is not None:
        # Without the value, which may contain a password.
        raise ConfigurationError(f"{_variable(key)} {problem}", reason="proxy")
    return proxy


def _variable(key: str) -> str:
    """Return the name of the environment variable with the proxy; lower case takes precedence."""
    names = [name for name, value in os.environ.items() if value and name.lower() == f"{key}_proxy"]
    return min(names, key=lambda name: not name.islower(), default="The proxy setting of this system")


def _problem(proxy: str) -> str | None:
    try:
        url = httpx.URL(proxy)
    except (httpx.InvalidURL, ValueError):
        url = httpx.URL()
    scheme = proxy.partition("://")[0].strip().lower()
    if scheme not in {"http", "https", "socks5", "socks5h"}:
        hint = " Write socks5:// for a SOCKS proxy." if scheme.startswith("socks") else ""
        return f"is a proxy URL with an unsupported scheme. Use http://, https:// or socks5://.{hint}"
    if not _host.is_valid(url):
        return f"is not a valid proxy URL. Write it like {scheme}://proxy.example:8080."
    if scheme.startswith("socks5") and not _has_socks():
        return "is a SOCKS proxy, which needs another package: pip install 'httpx[socks]'."
    return None


def _has_socks() -> bool:
    from importlib.util import find_spec

    return find_spec("socksio") is not None
