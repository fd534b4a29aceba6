"""Deliveries to webhooks of version 1: one POST per event to each webhook with its topic and line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allo_ext.testing._engine.delivery import Delivery
from allo_ext.testing._v1 import payloads as _payloads

if TYPE_CHECKING:
    from allo_ext.testing._account.calls import Call, Message
    from allo_ext.testing._account.events import Event
    from allo_ext.testing._account.people import Contact
    from allo_ext.testing._account.state import State


def deliveries(state: State, event: Event) -> list[Delivery]:
    """Return the deliveries of an event to the webhooks that subscribe to it."""
    if not state.webhooks:
        return []
    payload = _payload(state, event)
    if payload is None:
        return []
    topic = str(payload["topic"])
    return [
        Delivery(hook.url, topic, payload)
        for hook in state.webhooks.values()
        if hook.enabled and topic in hook.topics and event.allo_number in {None, hook.allo_number}
    ]


def _payload(state: State, event: Event) -> dict[str, Any] | None:
    """Return what is told of an event, None for one that version 1 does not know."""
    match event.kind:
        case "call.ended":
            return _call(state, cast("Call", event.subject))
        case "message.passed":
            return _message(state, cast("Message", event.subject))
        case "contact.created":
            return _payloads.contact("CONTACT_CREATED", cast("Contact", event.subject))
        case "contact.updated":
            return _payloads.contact("CONTACT_UPDATED", cast("Contact", event.subject))
        case "ping":
            return _payloads.ping()
        case _:
            return None


def _call(state: State, call: Call) -> dict[str, Any]:
    return _payloads.call_received(
        call,
        from_name=state.name_of(call.from_number),
        to_name=state.name_of(call.to_number),
        user_email=call.user.email if call.user else None,
    )


def _message(state: State, message: Message) -> dict[str, Any]:
    return _payloads.sms(
        f"msg_{message.key}",
        message,
        from_name=message.sender_id or state.name_of(message.from_number),
        to_name=state.name_of(message.to_number),
    )
