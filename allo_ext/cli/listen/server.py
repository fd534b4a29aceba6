"""An ASGI application on a port of this machine."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final

from allo_ext import ConfigurationError

_HOST: Final = "127.0.0.1"
_START_WITHIN: Final = 30.0
_GRACE: Final = 2


@contextmanager
def serve(app: Any, port: int) -> Generator[str]:
    """Serve while the context lasts, and yield the address.

    Raises:
        ConfigurationError: The extra is not installed, or the port is taken.
    """
    try:
        import uvicorn
    except ImportError:
        raise ConfigurationError("allo listen needs an extra: pip install 'withallo-sdk[mock]'.") from None
    listener = _bound(port)
    config = uvicorn.Config(
        app, lifespan="off", ws="none", log_config=None, log_level="critical", access_log=False,
        server_header=False, proxy_headers=False, timeout_graceful_shutdown=_GRACE,
    )  # fmt: skip
    server = uvicorn.Server(config)
    # In a thread of its own, so that Ctrl-C reaches the command.
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="allo-listen", daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + _START_WITHIN
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise ConfigurationError("The receiver did not start.")
            time.sleep(0.005)
        yield f"http://{_HOST}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def _bound(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_HOST, port))
    except OSError as error:
        listener.close()
        raise ConfigurationError(f"cannot listen on {_HOST}:{port}: {error.strerror}; try another --port.") from None
    return listener
