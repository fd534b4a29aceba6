"""The network transports.

Event loops use httpx's transport, because a task can be cancelled at its deadline. A thread cannot, and httpx limits
each read but not the total, so a server that sends a byte now and then could block it for ever. Threads use httpcore's
pool with sockets that respect the deadline of the call.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import httpcore
import httpx

from allo_ext._http.deadline import at_most
from allo_ext._http.interruption import interruption
from allo_ext.errors import ConfigurationError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Generator, Iterable, Iterator

    from allo_ext._http.config import Config

_CERTIFICATES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")
_LIMITS: Final = {"max_connections": 100, "max_keepalive_connections": 20, "keepalive_expiry": 5.0}  # httpx's defaults


def for_threads(config: Config) -> httpx.BaseTransport:
    """Return a new transport for the synchronous client.

    Raises:
        ConfigurationError: The certificates or the proxy of the environment cannot be used.
    """
    context = _verifying()
    with _building():
        return ThreadTransport(_pool(config.proxy, context))


def for_event_loops(config: Config) -> httpx.AsyncBaseTransport:
    """Return a new transport for an event loop.

    Raises:
        ConfigurationError: The certificates or the proxy of the environment cannot be used.
    """
    context = _verifying()
    with _building():
        return httpx.AsyncHTTPTransport(verify=context, proxy=config.proxy)


def _verifying() -> ssl.SSLContext:
    """Return the SSL context, configured as in httpx from the environment."""
    try:
        return httpx.create_ssl_context()
    except OSError as error:  # includes ssl.SSLError
        if (interrupted := interruption(error)) is not None:
            raise interrupted from None
        named = next((f"{name}={os.environ[name]}" for name in _CERTIFICATES if os.environ.get(name)), None)
        source = f"from {named}" if named else "of the package certifi"
        raise ConfigurationError(
            f"The TLS certificates {source} cannot be loaded ({type(error).__name__}). Nothing was sent.",
            reason="certificates",
        ) from error


@contextmanager
def _building() -> Generator[None]:
    try:
        yield
    except (ImportError, OSError, ValueError) as error:
        if isinstance(error, ConfigurationError) or interruption(error) is not None:
            raise
        raise ConfigurationError(
            f"The connection cannot be set up ({type(error).__name__}). "
            f"Check the proxy variables, such as HTTPS_PROXY.",
            reason="proxy",
        ) from None  # the cause may contain a proxy's password


def _pool(proxy: str | None, context: ssl.SSLContext) -> httpcore.ConnectionPool:
    settings: dict[str, Any] = {"ssl_context": context, "network_backend": DeadlineBackend(), **_LIMITS}
    if proxy is None:
        return httpcore.ConnectionPool(**settings)
    given = httpx.Proxy(proxy)
    url = _core_url(given.url)
    if given.url.scheme in {"http", "https"}:
        return httpcore.HTTPProxy(proxy_url=url, proxy_auth=given.raw_auth, **settings)
    return httpcore.SOCKSProxy(proxy_url=url, proxy_auth=given.raw_auth, **settings)


def _core_url(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


class DeadlineBackend(httpcore.SyncBackend):
    """Backend whose sockets respect the deadline of the call."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a host."""
        return DeadlineStream(super().connect_tcp(host, port, at_most(timeout), local_address, socket_options))


class DeadlineStream(httpcore.NetworkStream):
    """A socket that respects the deadline of the call."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read available bytes."""
        return self._stream.read(max_bytes, at_most(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all bytes."""
        self._stream.write(buffer, at_most(timeout))

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Start TLS."""
        return DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, at_most(timeout)))

    def close(self) -> None:
        """Close the socket."""
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        """Return information about the socket."""
        return self._stream.get_extra_info(info)


class ThreadTransport(httpx.BaseTransport):
    """An httpcore pool with the interface of an httpx transport."""

    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return the response without reading its body."""
        try:
            response = self._pool.handle_request(
                httpcore.Request(
                    request.method,
                    _core_url(request.url),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        except Exception as error:
            _raise_as_httpx(error)
            raise
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Stream(response),
            extensions=response.extensions,  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._response.iter_stream()
        except Exception as error:
            _raise_as_httpx(error)
            raise

    def close(self) -> None:
        self._response.close()


def _raise_as_httpx(error: Exception) -> None:
    """Raise the exception of httpx for one of httpcore, which has the same name; return for any other."""
    name = type(error).__name__
    if type(error) is getattr(httpcore, name, None):
        raise getattr(httpx, name, httpx.TransportError)(str(error)) from error
