"""A delivery as it was received: the bytes of its body, and the headers that a receiver checks."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Self

from allo_ext._webhooks import ID, SIGNING
from allo_ext._wire.json import is_object

if TYPE_CHECKING:
    from allo_ext._serving.asgi import Message, Receive, Send

KEPT: Final = ("content-type", "x-forwarded-proto", *SIGNING)
"""The headers that are passed on; others belong to the connection."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A received delivery."""

    headers: Mapping[str, str]
    body: bytes
    received_at: str

    @property
    def id(self) -> str | None:
        """Its `webhook-id`, or the id in its data if it is not signed."""
        identifier = self.headers.get(ID)
        if identifier is None:
            data = self._payload.get("data", self._payload.get("body", self._payload))
            identifier = data.get("id") if is_object(data) else None
        return identifier if isinstance(identifier, str) else None

    @property
    def topic(self) -> str:
        """Its topic; an empty string if the body has none."""
        topic = self._payload.get("topic", self._payload.get("event"))
        return topic if isinstance(topic, str) else ""

    @property
    def _payload(self) -> dict[str, Any]:
        try:
            payload = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return payload if is_object(payload) else {}

    def to_line(self) -> str:
        """Return it as one line of JSON; the body is a string, or base64 if it is not UTF-8."""
        try:
            body = {"body": self.body.decode()}
        except UnicodeDecodeError:
            body = {"body_base64": base64.b64encode(self.body).decode()}
        known = {"topic": self.topic, "id": self.id, "received_at": self.received_at, "headers": dict(self.headers)}
        return json.dumps(known | body) + "\n"

    @classmethod
    def from_line(cls, line: str) -> Self:
        """Read a line of `to_line`.

        Raises:
            ValueError: It is another kind of line; binascii.Error is one, too.
        """
        entry: object = json.loads(line)
        if not is_object(entry) or not is_object(headers := entry.get("headers")):
            raise ValueError("the line is not a recorded delivery")
        text = entry.get("body")
        encoded = entry.get("body_base64")
        if not isinstance(text, str) and not isinstance(encoded, str):
            raise ValueError("the line has no body")  # noqa: TRY004 (one kind of refusal)
        body = text.encode() if isinstance(text, str) else base64.b64decode(str(encoded), validate=True)
        kept = {name: value for name, value in headers.items() if name in KEPT and isinstance(value, str)}
        return cls(kept, body, str(entry.get("received_at", "")))


@dataclass(slots=True)
class _Request:
    """A request of which an application has read some pieces."""

    headers: Mapping[str, str]
    pieces: list[bytes] = field(default_factory=list[bytes])


_request: ContextVar[_Request] = ContextVar("allo_listen_request")


def received() -> Delivery:
    """Return the delivery that is being handled."""
    request = _request.get()
    return Delivery(request.headers, b"".join(request.pieces), datetime.now(UTC).isoformat())


class Tapped:
    """An ASGI application that keeps the bytes that another one reads, for `received()`."""

    def __init__(self, app: Any) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = _Request(_kept(scope["headers"]))
        _request.set(request)

        async def reads() -> Message:
            message = await receive()
            request.pieces.append(message.get("body", b""))
            return message

        await self._app(scope, reads, send)


def _kept(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    named = ((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in headers)
    return {name: value for name, value in named if name in KEPT}
