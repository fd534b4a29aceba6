"""The client's address and scheme, taking the headers of trusted proxies into account."""

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
"""Denotes a proxy that connects through a Unix socket, and so has no address."""
_FOR, _PROTO = "x-forwarded-for", "x-forwarded-proto"
_LONGEST_ADDRESS: Final = 64
_MOST_HOPS: Final = 32
_IPV6_SITE: Final = 64


class Proxies(NamedTuple):
    """The proxies whose X-Forwarded-For and X-Forwarded-Proto are trusted."""

    networks: tuple[Network, ...] = ()
    unix: bool = False

    def trusts(self, address: Address | None) -> bool:
        """Return whether a connection comes from a trusted proxy."""
        return self.unix if address is None else within(address, self.networks)


class Origin(NamedTuple):
    """The client's address and scheme."""

    address: Address | None
    """None if it is missing or cannot be parsed."""
    https: bool

    @property
    def client(self) -> str:
        """The rate limit's key of a client: the IPv4 address, or the site's network of an IPv6 address."""
        if isinstance(self.address, IPv6Address):
            return str(IPv6Network((int(self.address), _IPV6_SITE), strict=False))
        return str(self.address)


def origin_of(request: Request, proxies: Proxies) -> Origin:
    """Return the origin of a request.

    Args:
        request: The request; its body is not used.
        proxies: The trusted proxies.
    """
    peer = read_address(request.client)
    https = request.scheme == "https"
    # An address that cannot be parsed is not a Unix socket.
    if not proxies.trusts(peer) or (peer is None and request.client):
        return Origin(peer, https)
    forwarded = values_of(request.headers, _FOR, _PROTO)
    protos = _last(forwarded[_PROTO])
    # Each proxy may append a value, and the client may have sent the first one. All must be https.
    secure = all(proto.lower() == "https" for proto in protos) if protos else https
    return Origin(_first_stranger(peer, _last(forwarded[_FOR]), proxies), secure)


def _first_stranger(peer: Address | None, hops: Sequence[str], proxies: Proxies) -> Address | None:
    """Return the first hop, from the nearest one back, that is not a trusted proxy; hops before it could be forged."""
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
    """Return the last few values of a header in order, and those before them as one meaningless value."""
    return [part.strip() for part in ",".join(values).rsplit(",", _MOST_HOPS) if part.strip()]


def within(address: Address, networks: Iterable[Network]) -> bool:
    """Return whether an address is in one of the networks."""
    return any(address in network for network in networks)


def read_address(text: object) -> Address | None:
    """Parse an address, with or without a port; return None if it is not one."""
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
    """Parse networks such as `203.0.113.0/24`, or single addresses.

    Raises:
        ConfigurationError: An entry is not a network.
    """
    if isinstance(texts, str):
        raise ConfigurationError(f"{field} must be a list of networks, not one string: put it in a list.")
    try:
        return tuple(ip_network(text, strict=False) for text in texts)
    except (TypeError, ValueError):
        raise ConfigurationError(f"{field} contains an entry that is not a network such as 203.0.113.0/24.") from None


def read_proxies(texts: Iterable[str]) -> Proxies:
    """Parse the trusted proxies: networks, addresses, and `unix`.

    Raises:
        ConfigurationError: An entry is something else.
    """
    named = [texts] if isinstance(texts, str) else list(texts)
    return Proxies(read_networks([text for text in named if text != UNIX], "trusted_proxies"), UNIX in named)
