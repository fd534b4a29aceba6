"""What stands in front of Solara: deliveries go to the receiver, recordings are passed on, strangers stay out.

The panel has no login. What keeps others out is that it listens on this machine alone. Two ways lead round that, and
both end here: a page of somebody else's in the same browser (its scripts could open our websocket, or reach us under a
name of their own that leads to 127.0.0.1), and a tunnel that was meant for deliveries alone.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

from allo_ext.panel.served import PATH, RECORDINGS
from allo_ext.receiver.asgi import AsgiEndpoint, Receive, Scope, Send

if TYPE_CHECKING:
    from allo_ext.panel.recordings import Recordings

App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_FORWARDED: Final = frozenset({"forwarded", "x-forwarded-for", "x-forwarded-host"})


class Gate:
    """An ASGI application around another."""

    def __init__(
        self, app: App, endpoint: AsgiEndpoint | None, recordings: Recordings, hosts: Collection[str] | None
    ) -> None:
        """Stand in front of an application.

        Args:
            app: The ASGI application.
            endpoint: Takes deliveries; None where events are off.
            recordings: Fetches recordings.
            hosts: The names that this server may be called by; None for any.
        """
        self._app = app
        self._endpoint = endpoint
        self._recordings = recordings
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        path = str(scope.get("path", ""))
        if scope["type"] == "http" and path.startswith(f"{PATH}/"):
            if self._endpoint is None:
                await _answer(send, 404, b"Live events are off here.")
            else:
                await self._endpoint(scope, receive, send)
        elif scope["type"] in {"http", "websocket"} and not is_welcome(_headers(scope), self._hosts):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            else:
                await _answer(send, 403, b"The panel is for this machine alone.")
        elif scope["type"] == "http" and path.startswith(f"{RECORDINGS}/"):
            recording = await self._recordings.fetch(path.removeprefix(f"{RECORDINGS}/"))
            if recording is None:
                await _answer(send, 404, b"This recording could not be had.")
            else:
                await _answer(send, 200, recording, "audio/mpeg")
        else:
            await self._app(scope, receive, send)


def is_welcome(headers: dict[str, str], hosts: Collection[str] | None) -> bool:
    """Tell whether a request comes from somebody who sits at this machine, or from a page of ours.

    Args:
        headers: Its headers, in small letters.
        hosts: The names that this server may be called by; None for any.
    """
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        return False
    if hosts is None:
        return True
    return _name(headers.get("host", "")) in hosts and (hosts != LOOPBACK or not _FORWARDED & headers.keys())


def _name(host: str) -> str:
    """Return a host without its port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


async def _answer(send: Send, status: int, body: bytes, kind: str = "text/plain; charset=utf-8") -> None:
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
