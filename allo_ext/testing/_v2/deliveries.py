"""Webhook deliveries of version 2: one signed POST for each event, to each webhook that subscribes to its topic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allo_ext.testing._v2 import payloads
from allo_ext.testing._v2.attempts import Recipient
from allo_ext.testing._v2.figures import connected
from allo_ext.testing._v2.webhooks import Endpoints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allo_ext.testing._account.calls import Call, Message
    from allo_ext.testing._account.events import Event
    from allo_ext.testing._account.people import Contact
    from allo_ext.testing._account.state import State
    from allo_ext.testing._engine.delivery import Delivery
    from allo_ext.testing._v2.asked import Kept


def deliveries(state: State, kept: Kept, event: Event) -> list[Delivery]:
    """Return what each webhook that wants it is told of an event; all webhooks get it under one id."""
    clock, endpoints = state.clock.seconds, kept.of(Endpoints)
    endpoints.give_up(clock())
    listening = [endpoint for endpoint in endpoints.values() if endpoint.enabled]
    if not listening:
        return []
    sent = state.now()
    return [
        Recipient(endpoints, endpoint.id, clock, endpoint.signing_secret).first(topic, payload, identifier)
        for topic, data in _told(state, event)
        for payload in [payloads.envelope(topic, data, sent)]
        for identifier in [endpoints.new_message_id()]
        for endpoint in listening
        if topic in endpoint.topics
    ]


def _told(state: State, event: Event) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the topics of an event and what is said in each; a call that has ended has begun before."""
    match event.kind:
        case "call.ended":
            yield from _call(state, cast("Call", event.subject))
        case "message.passed":
            message = cast("Message", event.subject)
            from_name = message.sender_id or state.name_of(message.from_number)
            data = payloads.sms(message, from_name=from_name, to_name=state.name_of(message.to_number))
            yield "sms.sent" if message.is_outbound else "sms.received", data
        case "contact.created" | "contact.updated":
            yield event.kind, payloads.person(cast("Contact", event.subject))
        case "tag.added" | "tag.removed":
            yield event.kind, payloads.tag(cast("Call", event.subject), event.tag)
        case "summary.updated":
            yield event.kind, payloads.summary(cast("Call", event.subject))
        case "ping":
            pass


def _call(state: State, call: Call) -> Iterator[tuple[str, dict[str, Any]]]:
    if call.is_outbound:
        yield "call.triggered", payloads.triggered(call)
    else:
        contact = state.contact_with(call.contact_number)
        deals = state.crm.deals_of(contact.company if contact else None)
        yield "call.received", payloads.received(call, contact=contact, deals=deals)
    if connected(call):
        yield "call.answered", payloads.answered(call)
    names = {"from_name": state.name_of(call.from_number), "to_name": state.name_of(call.to_number)}
    yield "call.completed", payloads.completed(call, **names)
