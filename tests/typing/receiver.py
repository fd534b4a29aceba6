"""Read by mypy and pyright, never run: what people write around a receiver."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import assert_type

from allo_ext import AlloClient, AsyncAlloClient, Call, Contact, Direction, Message, Topic, v2
from allo_ext.receiver import (
    CallAnswered,
    CallCompleted,
    CallReceived,
    CallRinging,
    CallTriggered,
    Claim,
    ContactCreated,
    ContactUpdated,
    Event,
    MemoryStore,
    Ping,
    Reply,
    Request,
    SmsReceived,
    SmsSent,
    SummaryUpdated,
    TagAdded,
    TagRemoved,
    UnknownEvent,
    WebhookReceiver,
    join_call,
    new_token,
    parse,
    verify,
)

receiver = WebhookReceiver(new_token(), {"+12025550143"}, networks=["203.0.113.0/24"], store=MemoryStore())
WebhookReceiver("a-token-of-22-characters", AlloClient().numbers.owned)
WebhookReceiver("a-token-of-22-characters", AsyncAlloClient().numbers.owned)
WebhookReceiver(numbers=None, require_https=False, dangerously_accept_unauthenticated=True)
WebhookReceiver(secret="whsec_cGxhaW4gd29yZHMgb25seQ==")
WebhookReceiver(new_token(), None, secret=["whsec_cGxhaW4gd29yZHMgb25seQ==", "b3RoZXIgcGxhaW4gd29yZHM="])


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


@receiver.on(Topic.CALL_RECEIVED, "call.completed", v2.Topic.CALL_COMPLETED)
def completed(event: CallCompleted) -> None:
    assert_type(event, CallReceived)
    for earlier in join_call(event, [event]):
        assert_type(earlier, CallRinging | CallTriggered | CallAnswered)


@receiver.on("call.received")
def ringing(event: CallRinging) -> None:
    assert_type(event.person, v2.Person | None)
    assert_type(event.company, v2.CompanyRef | None)
    assert_type(event.deals, tuple[v2.Deal, ...] | None)
    assert_type(event.direction, Direction | str | None)
    assert_type(event.started_at, datetime | None)


def call_triggered(event: CallTriggered) -> None:
    assert_type(event.contact_number, str | None)


def call_answered(event: CallAnswered) -> None:
    assert_type(event.answered_at, datetime | None)


def sms_received(event: SmsReceived) -> None: ...
def sms_sent(event: SmsSent) -> None: ...
def contact_created(event: ContactCreated) -> None: ...
def contact_updated(event: ContactUpdated) -> None: ...
def tag_added(event: TagAdded) -> None: ...
def tag_removed(event: TagRemoved) -> None: ...
def summary_updated(event: SummaryUpdated) -> None: ...
def pinged(event: Ping) -> None: ...
def anything(event: Event) -> None: ...


# The record of each topic, in both versions.
receiver.on(v2.Topic.CALL_RECEIVED)(ringing)
receiver.on("call.triggered", v2.Topic.CALL_TRIGGERED)(call_triggered)
receiver.on("call.answered", v2.Topic.CALL_ANSWERED)(call_answered)
receiver.on("SMS_RECEIVED", "sms.received", Topic.SMS_RECEIVED, v2.Topic.SMS_RECEIVED)(sms_received)
receiver.on("SMS_SENT", "sms.sent", Topic.SMS_SENT, v2.Topic.SMS_SENT)(sms_sent)
receiver.on("CONTACT_CREATED", "contact.created", v2.Topic.CONTACT_CREATED)(contact_created)
receiver.on("CONTACT_UPDATED", "contact.updated", v2.Topic.CONTACT_UPDATED)(contact_updated)
receiver.on("tag.added", v2.Topic.TAG_ADDED)(tag_added)
receiver.on("tag.removed", v2.Topic.TAG_REMOVED)(tag_removed)
receiver.on("summary.updated", v2.Topic.SUMMARY_UPDATED)(summary_updated)
receiver.on("PING", "ping", Topic.PING)(pinged)
for topic in ("*", "new.topic", "CALL_RECEIVED"):
    receiver.on(topic)(anything)
receiver.on("CALL_RECEIVED")(anything)
seen: list[Event] = []
receiver.on("*")(seen.append)

# A function for another record is an error.
receiver.on("CALL_RECEIVED")(sms_received)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
receiver.on("call.completed")(ringing)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
receiver.on("call.received")(call_ended)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
receiver.on(v2.Topic.CALL_RECEIVED)(call_ended)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
receiver.on(Topic.CALL_RECEIVED)(ringing)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
receiver.on("call.triggered")(ringing)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
receiver.on("call.answered")(call_triggered)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
receiver.on("SMS_RECEIVED")(sms_sent)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
receiver.on("sms.sent")(sms_received)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
receiver.on("contact.created")(contact_updated)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
receiver.on("CONTACT_UPDATED")(contact_created)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
receiver.on("tag.added")(tag_removed)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
receiver.on("tag.removed")(tag_added)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
receiver.on("summary.updated")(tag_added)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
receiver.on("PING")(call_ended)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
receiver.on("*")(sms_received)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
receiver.on("new.topic")(call_ended)  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]


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
assert_type(verify(b"", {"webhook-id": "msg_1"}, "whsec_cGxhaW4gd29yZHMgb25seQ=="), None)
verify(b"", [(b"webhook-id", b"msg_1")], ["whsec_cGxhaW4gd29yZHMgb25seQ=="], now=datetime(2026, 3, 2, tzinfo=UTC))
