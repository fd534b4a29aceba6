"""Ports, and uvicorn in its own thread, for the mock server, `allo listen` and `allo panel`."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Generator

    import uvicorn

_START_WITHIN: Final = 60.0
_LOOK_EVERY: Final = 0.005


class PortInUseError(OSError):
    """Listening on the port failed."""


def bound(host: str, port: int) -> socket.socket:
    """Return a socket bound to an address.

    Raises:
        PortInUseError: The address is not available.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is explicit because asyncio only then disables Nagle's algorithm, which costs 40 ms per request.
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


@contextmanager
def running(
    config: uvicorn.Config,
    listener: socket.socket,
    *,
    name: str,
    not_started: Exception,
    stop_within: float | None = None,
) -> Generator[int]:
    """Serve until the context ends, and yield the port. Ctrl-C is left to the main thread.

    Args:
        config: The configuration of uvicorn.
        listener: The socket; it is closed at the end.
        name: The name of the thread.
        not_started: Raised if the server stops before it serves, or takes too long to start.
        stop_within: The number of seconds to wait for the server to stop; None for no limit.
    """
    import uvicorn

    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name=name, daemon=True)
    thread.start()
    try:
        _wait_until_started(server, thread, not_started)
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(stop_within)
        listener.close()


def _wait_until_started(server: uvicorn.Server, thread: threading.Thread, not_started: Exception) -> None:
    pause = threading.Event()
    for _ in range(int(_START_WITHIN / _LOOK_EVERY)):
        if server.started:
            return
        if not thread.is_alive():
            break
        pause.wait(_LOOK_EVERY)
    raise not_started
