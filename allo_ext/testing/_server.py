"""The mock on a port: a thread with an event loop, and no trace of either afterwards."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ._asgi import MockApp
from ._docs import PAGE
from ._extra import MissingExtraError
from ._wire import ROOT
from ._writing import protocol

if TYPE_CHECKING:
    from collections.abc import Generator

    import uvicorn

    from ._mock import MockAllo

_START_WITHIN = 30.0
_GRACE = 1


class PortInUseError(OSError):
    """The port cannot be listened on."""


@dataclass(frozen=True, slots=True)
class Served:
    """A mock that listens."""

    host: str
    port: int

    @property
    def origin(self) -> str:
        """Where `/_mock/` lies."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def base_url(self) -> str:
        """What a client takes for its base URL."""
        return self.origin + ROOT

    @property
    def docs_url(self) -> str:
        """Where the specification is as a page."""
        return self.origin + PAGE


@contextmanager
def serve(mock: MockAllo, *, port: int, host: str) -> Generator[Served]:
    """Serve while the context lasts.

    Raises:
        MissingExtraError: uvicorn is not installed.
        PortInUseError: the port cannot be had.
    """
    try:
        import uvicorn
    except ImportError:
        raise MissingExtraError("MockAllo on a port", "uvicorn") from None
    listener = _listen(host, port)
    config = uvicorn.Config(
        MockApp(mock),
        http=protocol(),
        lifespan="on",
        ws="none",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        # A client that keeps its connection open must not keep the server from stopping.
        timeout_graceful_shutdown=_GRACE,
    )
    server = uvicorn.Server(config)
    quirks = mock.quirks
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="mockallo-server", daemon=True)
    thread.start()
    try:
        _wait_until_started(server, thread)
        served = Served(host, listener.getsockname()[1])
        if quirks.recordings is None:
            mock.quirks = replace(quirks, recordings=served.origin)
        yield served
    finally:
        mock.quirks = replace(mock.quirks, recordings=quirks.recordings)
        server.should_exit = True
        thread.join()
        listener.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio turns Nagle's algorithm off only where it is: 40 ms a request otherwise.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        message = f"cannot listen on {host}:{port}: {getattr(error, 'strerror', None) or error}"
        raise PortInUseError(message) from None
    return listener


def _wait_until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    pause = threading.Event()
    for _ in range(int(_START_WITHIN / 0.005)):
        if server.started:
            return
        if not thread.is_alive():
            break
        pause.wait(0.005)
    raise RuntimeError("the server did not start")
