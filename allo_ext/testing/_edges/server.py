"""The mock on a port, in a thread with an event loop."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allo_ext._extras import needs
from allo_ext._serving.joined import joined_http
from allo_ext._serving.port import PortInUseError as PortInUseError  # noqa: PLC0414 (public, in `allo_ext.testing`)
from allo_ext._serving.port import bound, running
from allo_ext.testing._edges.asgi import MockApp
from allo_ext.testing._edges.docs import PAGE

if TYPE_CHECKING:
    from collections.abc import Generator

    from allo_ext.testing._edges.mock import Mock

_GRACE = 1


@dataclass(frozen=True, slots=True)
class Served:
    """A mock that is listening on a port."""

    host: str
    port: int
    root: str = "/v1/api"
    """The common prefix of the API's paths."""

    @property
    def origin(self) -> str:
        """The origin, for the routes under `/_mock/`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def base_url(self) -> str:
        """The base URL for clients."""
        return self.origin + self.root

    @property
    def docs_url(self) -> str:
        """The URL of the specification as a page."""
        return self.origin + PAGE


@contextmanager
def serve(mock: Mock, *, port: int, host: str) -> Generator[Served]:
    """Serve while the context lasts.

    Raises:
        MissingExtraError: uvicorn is not installed.
        PortInUseError: The port is not available.
    """
    with needs("MockAllo on a port", "uvicorn", extra="mock"):
        import uvicorn
    listener = bound(host, port)
    config = uvicorn.Config(
        MockApp(mock),
        http=joined_http(),
        lifespan="on",
        ws="none",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        # Longer than clients keep an idle connection (httpx: 5 seconds), so that no request meets one that is closing.
        timeout_keep_alive=60,
        # A client with an open connection must not delay the shutdown.
        timeout_graceful_shutdown=_GRACE,
    )
    not_started = RuntimeError("the server did not start")
    with running(config, listener, name="mockallo-server", not_started=not_started) as number:
        served = Served(host, number, mock.versions[0].root)
        with mock.served_at(served.origin):
            yield served
