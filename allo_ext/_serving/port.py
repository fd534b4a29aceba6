"""A port to listen on, and uvicorn in a thread of its own: what the stand-in, `allo listen` and `allo panel` run on."""

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
    """The port cannot be listened on."""


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to an address.

    Raises:
        PortInUseError: The address cannot be had.
    """
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


@contextmanager
def running(
    config: uvicorn.Config,
    listener: socket.socket,
    *,
    name: str,
    not_started: Exception,
    stop_within: float | None = None,
) -> Generator[int]:
    """Serve while the context lasts, and yield the port. The thread leaves Ctrl-C to the command.

    Args:
        config: What to serve, and how.
        listener: Where; it is closed in the end.
        name: The thread's.
        not_started: Raised where the server ends before it serves, or takes too long to begin.
        stop_within: How many seconds to wait for its end; without it, as long as that takes.
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
