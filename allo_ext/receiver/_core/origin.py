"""Who is asking, and how: the address and the scheme, past proxies that are trusted and no others."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Final, NamedTuple

from allo_ext.errors import ConfigurationError
from allo_ext.receiver._core.request import values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from allo_ext.receiver._core.request import Request

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
UNIX: Final = "unix"
"""The word for a proxy that comes over a Unix socket, and so has no address."""
_FOR, _PROTO = "x-forwarded-for", "x-forwarded-proto"
_LONGEST_ADDRESS: Final = 64
_MOST_HOPS: Final = 32
_IPV6_SITE: Final = 64


class Proxies(NamedTuple):
    """Whose X-Forwarded-For and X-Forwarded-Proto count."""

    networks: tuple[Network, ...] = ()
    unix: bool = False

    def trusts(self, address: Address | None) -> bool:
        """Tell whether a connection comes from one of them."""
        return self.unix if address is None else within(address, self.networks)


class Origin(NamedTuple):
    """Who is asking, and how."""

    address: Address | None
    """None where there is none, or none that can be read."""
    https: bool

    @property
    def client(self) -> str:
        """What to count a client by: an address; for IPv6 the site, for each has more addresses than can be counted."""
        if isinstance(self.address, IPv6Address):
            return str(IPv6Network((int(self.address), _IPV6_SITE), strict=False))
        return str(self.address)


def origin_of(request: Request, proxies: Proxies) -> Origin:
    """Find out who is asking.

    Args:
        request: The request; its body is not looked at.
        proxies: Whose word on it to take.
    """
    peer = read_address(request.client)
    https = request.scheme == "https"
    # An address that cannot be read is not a Unix socket.
    if not proxies.trusts(peer) or (peer is None and request.client):
        return Origin(peer, https)
    forwarded = values_of(request.headers, _FOR, _PROTO)
    protos = _last(forwarded[_PROTO])
    # Each proxy on the way may add a word; a stranger may have put the first one there. All must say https.
    secure = all(proto.lower() == "https" for proto in protos) if protos else https
    return Origin(_first_stranger(peer, _last(forwarded[_FOR]), proxies), secure)


def _first_stranger(peer: Address | None, hops: Sequence[str], proxies: Proxies) -> Address | None:
    """Walk back from the nearest hop to the first that is not ours: what lies behind it is only its word."""
    nearest = peer
    for hop in reversed(hops):
        address = read_address(hop)
        if address is None:
            return nearest
        if not proxies.trusts(address):
            return address
        nearest = address
    return nearest


def _last(values: Iterable[str]) -> list[str]:
    """Return the words of a header field in their order; those before the last few stay one word, that says nothing."""
    return [part.strip() for part in ",".join(values).rsplit(",", _MOST_HOPS) if part.strip()]


def within(address: Address, networks: Iterable[Network]) -> bool:
    """Tell whether an address lies in one of some networks."""
    return any(address in network for network in networks)


def read_address(text: object) -> Address | None:
    """Read an address, with or without a port, None where there is none."""
    return _read(text) if isinstance(text, str) and 0 < len(text) <= _LONGEST_ADDRESS else None


@lru_cache(maxsize=1024)
def _read(text: str) -> Address | None:
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address


def read_networks(texts: Iterable[str], field: str) -> tuple[Network, ...]:
    """Read networks such as `203.0.113.0/24`, or single addresses.

    Raises:
        ConfigurationError: One of them is none.
    """
    if isinstance(texts, str):
        raise ConfigurationError(f"{field} is a list of networks: put the text in a list.")
    try:
        return tuple(ip_network(text, strict=False) for text in texts)
    except (TypeError, ValueError):
        raise ConfigurationError(f"{field} holds what is no network, such as 203.0.113.0/24.") from None


def read_proxies(texts: Iterable[str]) -> Proxies:
    """Read which proxies are trusted: networks, addresses, and the word `unix`.

    Raises:
        ConfigurationError: One of them is none of these.
    """
    named = [texts] if isinstance(texts, str) else list(texts)
    return Proxies(read_networks([text for text in named if text != UNIX], "trusted_proxies"), UNIX in named)
