"""Read by mypy and pyright, never run: what people write around a receiver."""

from __future__ import annotations

from datetime import datetime
from typing import assert_type

from allo_ext import AlloClient, AsyncAlloClient, Call, Contact, Direction, Message
from allo_ext.receiver import (
    CallReceived,
    Claim,
    ContactUpdated,
    Event,
    MemoryStore,
    Reply,
    Request,
    SmsReceived,
    UnknownEvent,
    WebhookReceiver,
    new_token,
    parse,
)

receiver = WebhookReceiver(new_token(), {"+12025550143"}, networks=["203.0.113.0/24"], store=MemoryStore())
WebhookReceiver("a-token-of-22-characters", AlloClient().numbers.owned)
WebhookReceiver("a-token-of-22-characters", AsyncAlloClient().numbers.owned)
WebhookReceiver(numbers=None, require_https=False, dangerously_accept_unauthenticated=True)


@receiver.on("CALL_RECEIVED")
def call_ended(event: CallReceived) -> None:
    assert_type(event.call, Call)
    assert_type(event.call.direction, Direction | str | None)
    assert_type(event.received_at, datetime)
    assert_type(CallReceived.from_dict(event.to_dict()), CallReceived)


@receiver.on("SMS_RECEIVED", "SMS_SENT")
async def message(event: SmsReceived) -> int:
    assert_type(event.message, Message)
    return 1


def decide(body: bytes) -> Contact | None:
    match parse(body):
        case ContactUpdated(contact=contact):
            return contact
        case UnknownEvent(data=data, topic=topic):
            del topic, data
        case Event():
            pass
    return None


class Nowhere:
    """A store that remembers nothing, in part asynchronous."""

    async def claim(self, key: str) -> Claim:
        del key
        return Claim.NEW

    def confirm(self, key: str) -> None:
        del key

    async def release(self, key: str) -> None:
        del key


WebhookReceiver("a-token-of-22-characters", None, store=Nowhere())
assert_type(call_ended(CallReceived(topic="x", received_at=parse(b"").received_at, call=Call(id="c"))), None)
assert_type(receiver.handle(Request("POST", "/a-token-of-22-characters", {}, b"", None)), Reply)
receiver.handle(Request("POST", "/a-token-of-22-characters", [(b"a", b"b")], b"", "203.0.113.7", "https"))
