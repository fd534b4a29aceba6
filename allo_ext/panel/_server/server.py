"""The server that `allo panel` runs."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from allo_ext._serving.port import PortInUseError, bound, running
from allo_ext.errors import ConfigurationError
from allo_ext.panel._server.adoption import NAME, adopt, base_address

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

_GRACE: Final = 1


@contextmanager
def serve(host: str, port: int, names: Iterable[str] = ()) -> Generator[str]:
    """Serve the panel inside the context, and yield its URL, which contains a secret.

    Args:
        host: The address to listen on.
        port: The port; 0 picks a free port.
        names: Additional host names, used by a reverse proxy.

    Raises:
        ConfigurationError: The server cannot listen on this address and port.
    """
    # Solara's server reads its application from this variable.
    os.environ["SOLARA_APP"] = NAME
    import uvicorn
    from solara.server import starlette

    access = adopt(host, names)
    try:
        listener = bound(host, port)
    except PortInUseError as error:
        raise ConfigurationError(f"{error}. Pass another --port.") from None
    config = uvicorn.Config(
        starlette.app, loop="asyncio", log_config=None, log_level="error", access_log=False, server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )  # fmt: skip
    with running(
        config,
        listener,
        name="allo-panel",
        not_started=ConfigurationError("The panel did not start."),
        stop_within=2 * _GRACE + 1,
    ) as number:
        yield access.address(base_address(host, number))
