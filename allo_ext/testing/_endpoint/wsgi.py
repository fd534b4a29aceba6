"""The way into a WSGI application of this process."""

from __future__ import annotations

import io
import sys
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urlsplit

from allo_ext.testing._endpoint.at_once import addresses, in_threads
from allo_ext.testing._endpoint.sending import JSON, Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from allo_ext.testing._endpoint.sending import Sending
    from allo_ext.testing._engine.delivery import App


class WsgiSender:
    """Calls a WSGI application, each request in its own thread."""

    def __init__(self, app: App, timeout: float) -> None:
        """Create a sender.

        Args:
            app: The application.
            timeout: The seconds to wait for each response.
        """
        self._app, self._timeout, self._clients = app, timeout, addresses()

    def send(self, sendings: list[Sending]) -> list[Answer]:
        """Call the application in several threads at the same time."""
        return in_threads([self._job(sending) for sending in sendings], self._timeout)

    def close(self) -> None:
        """Do nothing: a thread that is still blocked ends with the process."""

    def _job(self, sending: Sending) -> Callable[[], Answer]:
        environ = _environ(sending, next(self._clients))

        def job() -> Answer:
            begun = time.monotonic()
            return Answer(_status(self._app, environ), time.monotonic() - begun)

        return job


def _status(app: App, environ: dict[str, Any]) -> int:
    """Return the status; an exception is a 500, as in a server."""
    seen: list[str] = []

    def start_response(status: str, _headers: Any, _exc_info: Any = None) -> Callable[[bytes], object]:
        seen.append(status)
        return lambda _: None

    try:
        body = app(environ, start_response)
        try:
            for _ in body:
                pass
        finally:
            if hasattr(body, "close"):
                body.close()
        return int(seen[-1].partition(" ")[0])
    except Exception:  # noqa: BLE001 (the application may raise anything)
        return 500


def _environ(sending: Sending, client: str) -> dict[str, Any]:
    parts = urlsplit(sending.url)
    fields = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in sending.headers}
    length = {"HTTP_TRANSFER_ENCODING": "chunked"} if sending.chunked else {"CONTENT_LENGTH": str(len(sending.body))}
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname,
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": client,
        "CONTENT_TYPE": JSON[1],
        "HTTP_HOST": parts.netloc,
        **length,
        **fields,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(sending.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
