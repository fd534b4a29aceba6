"""Checks of `allo doctor` that need no key: host, certificate, clock."""

from __future__ import annotations

import ipaddress
import ssl
import time
from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from allo_ext._version import __version__

if TYPE_CHECKING:
    import httpx

_SKEW: Final = 60.0
"""The clock difference, in seconds, that `--since` and signed deliveries tolerate."""
_SOON: Final = 14 * 86_400


class State(StrEnum):
    """The result of a check."""

    WELL = "well"
    UNKNOWN = "unknown"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the output."""

    check: str
    state: State
    says: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The response headers of the host, and the time they took."""

    headers: httpx.Headers
    elapsed: float


def probe(base_url: str, timeout: float) -> Generator[Finding, None, Answer | None]:
    """Send a request without a key, yield findings about host and TLS, and return the response headers."""
    import httpx

    try:
        url = httpx.URL(base_url)
        began = time.monotonic()
        with (
            httpx.Client(timeout=timeout, headers={"User-Agent": f"withallo-sdk/{__version__}"}) as http,
            http.stream("GET", f"{base_url.rstrip('/')}/numbers") as response,
        ):
            elapsed = time.monotonic() - began
            tls = _tls(url, response)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        yield from _unreachable(base_url, error)
        return None
    yield Finding("host", State.WELL, f"{url.host} responded in {elapsed * 1000:.0f} ms")
    yield tls
    return Answer(response.headers, elapsed)


def _unreachable(base_url: str, error: Exception) -> Generator[Finding]:
    import httpx

    step: BaseException | None = error
    while step is not None:
        if isinstance(step, ssl.SSLError):
            reason = getattr(step, "verify_message", "") or step.reason or "the handshake failed"
            yield Finding("host", State.WELL, f"{base_url} is reachable")
            yield Finding("tls", State.WRONG, f"no secure connection: {reason}")
            return
        step = step.__cause__ or step.__context__
    if isinstance(error, (httpx.InvalidURL, httpx.UnsupportedProtocol)):  # not shown: a part of it may be a password
        yield Finding("host", State.WRONG, "base_url is not an http or https URL")
    else:
        yield Finding("host", State.WRONG, f"no response from {base_url}: {error or type(error).__name__}")


def _tls(url: httpx.URL, response: httpx.Response) -> Finding:
    if url.scheme != "https":
        if _is_here(url.host):
            return Finding("tls", State.WELL, "not used; not needed for a host on this machine")
        return Finding("tls", State.WRONG, "not used: the key would be sent unencrypted. Use https in --base-url")
    stream: Any = response.extensions.get("network_stream")
    session: Any = stream.get_extra_info("ssl_object") if stream is not None else None
    if session is None:
        return Finding("tls", State.WELL, "the certificate was accepted")
    ends = session.getpeercert().get("notAfter")
    left = ssl.cert_time_to_seconds(ends) - time.time() if ends else None
    until = f", certificate valid until {datetime.fromtimestamp(time.time() + left, UTC):%Y-%m-%d}" if left else ""
    state = State.UNKNOWN if left is not None and left < _SOON else State.WELL
    return Finding("tls", state, f"{session.version()}{until}")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def clock_finding(header: str | None, elapsed: float, now: float | None = None) -> Finding:
    """Compare this machine's clock with the Date header of a response.

    Args:
        header: The header; None if it is missing.
        elapsed: Seconds from request to response. The header is assumed to have been written halfway.
        now: Seconds since the epoch. Default: this machine's clock.
    """
    try:
        there = parsedate_to_datetime(header or "").timestamp()
    except (ValueError, TypeError):
        return Finding("clock", State.UNKNOWN, "unknown: the response has no valid Date header")
    # The header has whole seconds: half a second more is the best estimate.
    offset = (time.time() if now is None else now) - elapsed / 2 - (there + 0.5)
    if abs(offset) <= _SKEW:
        return Finding("clock", State.WELL, f"accurate to {max(1, round(abs(offset)))} s")
    direction = "ahead of" if offset > 0 else "behind"
    return Finding("clock", State.WRONG, f"{abs(offset):,.0f} s {direction} the host's clock. Set this machine's clock")
