"""Receiving webhooks: an endpoint that rejects forged requests, for any web framework.

    receiver = WebhookReceiver(
        token=os.environ["ALLO_WEBHOOK_TOKEN"],  # version 1
        secret=os.environ["ALLO_WEBHOOK_SECRET"],  # version 2
        numbers={"+12025550143"},
    )

    @receiver.on("CALL_RECEIVED")
    def store(event: CallReceived) -> None: ...

    app = receiver.asgi()  # POST /anything/{token}; also wsgi(), fastapi(), flask(), django()

The core is `Request` in, `Reply` out; it imports no web framework and no HTTP client.
"""

from __future__ import annotations

from allo_ext._published import publish
from allo_ext.errors import InvalidPayload as InvalidPayload
from allo_ext.errors import InvalidPayloadError, InvalidSignatureError, InvalidTokenError, WebhookError
from allo_ext.errors import InvalidToken as InvalidToken
from allo_ext.receiver._core.inbox import DeliveryLog
from allo_ext.receiver._core.receiver import WebhookReceiver
from allo_ext.receiver._core.request import Reply, Request
from allo_ext.receiver._core.signature import verify
from allo_ext.receiver._core.sqlite_store import SqliteStore
from allo_ext.receiver._core.store import Claim, MemoryStore, Store
from allo_ext.receiver._core.token import check_token, new_token
from allo_ext.receiver._events.changes import SummaryUpdated, TagAdded, TagRemoved
from allo_ext.receiver._events.identity import identity_of
from allo_ext.receiver._events.joining import join_call
from allo_ext.receiver._events.parsing import parse
from allo_ext.receiver._events.progress import CallAnswered, CallRinging, CallTriggered
from allo_ext.receiver._events.records import (
    CallCompleted,
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

__all__ = [
    "CallAnswered",
    "CallCompleted",
    "CallReceived",
    "CallRinging",
    "CallTriggered",
    "Claim",
    "ContactCreated",
    "ContactUpdated",
    "DeliveryLog",
    "Event",
    "InvalidPayloadError",
    "InvalidSignatureError",
    "InvalidTokenError",
    "IvrChoice",
    "MemoryStore",
    "Ping",
    "Reply",
    "Request",
    "SmsReceived",
    "SmsSent",
    "SqliteStore",
    "Store",
    "SummaryUpdated",
    "TagAdded",
    "TagRemoved",
    "Transfer",
    "UnknownEvent",
    "WebhookError",
    "WebhookReceiver",
    "check_token",
    "identity_of",
    "join_call",
    "new_token",
    "parse",
    "verify",
]

for _name in __all__:
    if globals()[_name].__module__.startswith(f"{__name__}._"):
        publish(globals()[_name], __name__)
