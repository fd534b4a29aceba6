"""The panel's own server: what `allo panel` runs."""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from allo_ext.errors import ConfigurationError
from allo_ext.panel.adoption import NAME, adopt

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

_START_WITHIN: Final = 60.0
_GRACE: Final = 1


@contextmanager
def serve(host: str, port: int, names: Iterable[str] = ()) -> Generator[str]:
    """Serve while the context lasts, and yield the address for a browser.

    Args:
        host: The address to listen on.
        port: The port; 0 takes a free one.
        names: Further names that a proxy of yours calls it by.

    Raises:
        ConfigurationError: It cannot listen there.
    """
    # Solara's server takes its application from here.
    os.environ["SOLARA_APP"] = NAME
    import uvicorn
    from solara.server import starlette

    adopt(host, names)
    listener = _bound(host, port)
    config = uvicorn.Config(
        starlette.app, loop="asyncio", log_config=None, log_level="error", access_log=False, server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )  # fmt: skip
    server = uvicorn.Server(config)
    # In a thread of its own, so that Ctrl-C reaches the command.
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="allo-panel", daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + _START_WITHIN
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise ConfigurationError("The panel did not start.")
            time.sleep(0.02)
        yield f"http://{_for_a_browser(host)}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(2 * _GRACE + 1)
        listener.close()


def _for_a_browser(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104 (compared, not listened on)
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise ConfigurationError(f"cannot listen on {host}:{port}: {error.strerror}; try another --port.") from None
    return listener
