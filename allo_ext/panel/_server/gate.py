"""ASGI middleware in front of Solara: access control, webhook deliveries, recordings.

Anyone with the URL printed by `allo panel` may use the panel; its token is then stored in a cookie. Requests for
another host name, forwarded by a proxy, or from scripts of other sites are always refused. Webhook deliveries have a
separate token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from allo_ext._serving.asgi import refuse_websocket, send_response
from allo_ext.panel._server.features import PATH, RECORDINGS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from allo_ext._serving.asgi import App, Header, Receive, Scope, Send
    from allo_ext.panel._server.access import Access
    from allo_ext.panel._server.recordings import Recordings

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_PLAIN: Final = "text/plain; charset=utf-8"
_FOR_THIS_MACHINE: Final = b"The panel is for this machine alone."
# Browsers do not send SameSite=Strict cookies for links from other sites, but do for links of our own page.
_ADDRESS_NEEDED: Final = (
    b"<!doctype html><title>Allo</title>"
    b"<p>Open the panel with the address that it printed when it started: it ends in <code>?token=...</code></p>"
    b'<p>If you have just done that, <a href=".">continue</a>.</p>'
)
_PROTECTION: Final = (
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", b"frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
_FORWARDED: Final = frozenset({"forwarded", "x-forwarded-for", "x-forwarded-host"})


class Gate:
    """ASGI middleware."""

    def __init__(
        self,
        app: App,
        endpoint: App | None,
        recordings: Recordings,
        hosts: Collection[str] | None,
        access: Access,
    ) -> None:
        """Wrap an application.

        Args:
            app: The ASGI application.
            endpoint: The webhook receiver; None if events are off.
            recordings: Downloads recordings.
            hosts: The allowed host names; None for any.
            access: The access token.
        """
        self._app = app
        self._endpoint = endpoint
        self._recordings = recordings
        self._hosts = hosts
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a connection."""
        opens = False
        if scope["type"] == "http":
            send = _protected(send)
            opens = self.access.leave_address(scope)
        path = str(scope.get("path", ""))
        if scope["type"] == "http" and path.startswith(f"{PATH}/"):
            if self._endpoint is None:
                await _answer(send, 404, b"Live events are off here.")
            else:
                await self._endpoint(scope, receive, send)
        elif scope["type"] in {"http", "websocket"} and not is_welcome(_headers(scope), self._hosts):
            await _refuse(scope, send, _FOR_THIS_MACHINE)
        elif opens:
            await self._let_in(scope, send)
        elif scope["type"] in {"http", "websocket"} and not self.access.is_in_cookie(scope):
            await _refuse(scope, send, _ADDRESS_NEEDED)
        elif scope["type"] == "http" and path.startswith(f"{RECORDINGS}/"):
            recording = await self._recordings.fetch(path.removeprefix(f"{RECORDINGS}/"))
            if recording is None:
                await _answer(send, 404, b"This recording could not be had.")
            else:
                await _answer(send, 200, recording, "audio/mpeg")
        else:
            await self._app(scope, receive, send)

    async def _let_in(self, scope: Scope, send: Send) -> None:
        """Set the cookie, and redirect to a URL without the token."""
        headers = [(b"set-cookie", self.access.cookie(scope).encode()), (b"cache-control", b"no-store")]
        home = f"{scope.get('root_path', '')}/".encode()
        await _answer(send, 303, b"", more=[(b"location", home), *headers])


def is_welcome(headers: dict[str, str], hosts: Collection[str] | None) -> bool:
    """Return whether a request comes from this machine directly, or from our own page.

    Args:
        headers: The headers, with lower-case names.
        hosts: The allowed host names; None for any.
    """
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        return False
    if hosts is None:
        return True
    return _name(headers.get("host", "")) in hosts and (hosts != LOOPBACK or not _FORWARDED & headers.keys())


def _name(host: str) -> str:
    """Return a host without the port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def _protected(send: Send) -> Send:
    """Return a `send` that adds headers against framing and against sending the URL as referrer."""

    async def send_protected(message: Any) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *_PROTECTION]}
        await send(message)

    return send_protected


async def _refuse(scope: Scope, send: Send, why: bytes) -> None:
    if scope["type"] == "websocket":
        await refuse_websocket(send, 1008)
    else:
        await _answer(send, 403, why, "text/html; charset=utf-8" if why.startswith(b"<") else _PLAIN)


async def _answer(
    send: Send,
    status: int,
    body: bytes,
    kind: str = _PLAIN,
    more: Sequence[Header] = (),
) -> None:
    await send_response(send, status, [(b"content-type", kind.encode()), *more], body)
