"""Receiving webhooks: an endpoint that keeps strangers out, in any framework.

    receiver = WebhookReceiver(token=os.environ["ALLO_WEBHOOK_TOKEN"], numbers={"+12025550143"})

    @receiver.on("CALL_RECEIVED")
    def store(event: CallReceived) -> None: ...

    app = receiver.asgi()  # POST /anything/{token}; also wsgi(), fastapi(), flask(), django()

The core is `Request` in, `Reply` out; it imports no web framework and no HTTP client.
"""

from __future__ import annotations

from allo_ext.errors import InvalidPayload, InvalidToken, WebhookError
from allo_ext.receiver.events import (
    CallReceived,
    ContactCreated,
    ContactUpdated,
    Event,
    IvrChoice,
    Ping,
    SmsReceived,
    SmsSent,
    Transfer,
    UnknownEvent,
)
from allo_ext.receiver.parsing import parse
from allo_ext.receiver.receiver import WebhookReceiver
from allo_ext.receiver.request import Reply, Request
from allo_ext.receiver.store import Claim, MemoryStore, Store
from allo_ext.receiver.token import check_token, new_token

__all__ = [
    "CallReceived",
    "Claim",
    "ContactCreated",
    "ContactUpdated",
    "Event",
    "InvalidPayload",
    "InvalidToken",
    "IvrChoice",
    "MemoryStore",
    "Ping",
    "Reply",
    "Request",
    "SmsReceived",
    "SmsSent",
    "Store",
    "Transfer",
    "UnknownEvent",
    "WebhookError",
    "WebhookReceiver",
    "check_token",
    "new_token",
    "parse",
]
