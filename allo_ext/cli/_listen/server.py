"""A local ASGI server."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final

from allo_ext import ConfigurationError
from allo_ext._extras import needs
from allo_ext._serving.port import PortInUseError, bound, running

_HOST: Final = "127.0.0.1"
_GRACE: Final = 2


@contextmanager
def serve(app: Any, port: int) -> Generator[str]:
    """Serve an ASGI application inside the context, and yield its URL.

    Raises:
        ConfigurationError: The extra is not installed, or the port is in use.
    """
    with needs("allo listen", "uvicorn", extra="mock"):
        import uvicorn
    try:
        listener = bound(_HOST, port)
    except PortInUseError as error:
        raise ConfigurationError(f"{error}. Pass another --port.") from None
    config = uvicorn.Config(
        app, lifespan="off", ws="none", log_config=None, log_level="critical", access_log=False,
        server_header=False, proxy_headers=False, timeout_graceful_shutdown=_GRACE,
    )  # fmt: skip
    not_started = ConfigurationError("The receiver did not start.")
    with running(config, listener, name="allo-listen", not_started=not_started) as number:
        yield f"http://{_HOST}:{number}"
