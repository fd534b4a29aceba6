"""Webhook deliveries of version 2: one signed POST for each event, to each webhook that subscribes to its topic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allo_ext.testing._account.calls import SILENT, Call
from allo_ext.testing._v2.attempts import Recipient
from allo_ext.testing._v2.dates import zulu
from allo_ext.testing._v2.item_views import CALL, result_of
from allo_ext.testing._v2.webhooks import Endpoints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allo_ext.testing._account.calls import Message
    from allo_ext.testing._account.events import Event
    from allo_ext.testing._account.people import Contact
    from allo_ext.testing._account.state import State
    from allo_ext.testing._engine.delivery import Delivery
    from allo_ext.testing._v2.asked import Kept

_NOBODY = SILENT | {"VOICEMAIL"}
"""Results of calls that nobody picked up."""


def deliveries(state: State, kept: Kept, event: Event) -> list[Delivery]:
    """Return what each webhook that wants it is told of an event; all webhooks get it under one id."""
    clock, endpoints = state.clock.seconds, kept.of(Endpoints)
    endpoints.give_up(clock())
    listening = [endpoint for endpoint in endpoints.values() if endpoint.enabled]
    if not listening:
        return []
    sent = f"{zulu(state.now())[:-1]}.000Z"
    return [
        Recipient(endpoints, endpoint.id, clock, endpoint.signing_secret).first(topic, payload, identifier)
        for topic, data in _told(state, event)
        for payload in [{"topic": topic, "version": "2.0", "timestamp": sent, "data": data}]
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
            yield "sms.sent" if message.is_outbound else "sms.received", _message(state, message)
        case "contact.created" | "contact.updated":
            yield event.kind, person(cast("Contact", event.subject))
        case "tag.added" | "tag.removed":
            yield event.kind, {"id": CALL + cast("Call", event.subject).key, "tag": event.tag}
        case "summary.updated":
            call = cast("Call", event.subject)
            yield event.kind, {"id": CALL + call.key, "summary": call.summary}
        case "ping":
            pass


def _call(state: State, call: Call) -> Iterator[tuple[str, dict[str, Any]]]:
    email = call.user.email if call.user else None
    parties = {"from_number": call.from_number, "to_number": call.to_number}
    begun = {**parties, "started_at": zulu(call.start), "user_email": email}
    if call.is_outbound:
        yield "call.triggered", begun
    else:
        contact = state.contact_with(call.contact_number)
        yield "call.received", begun | ({"person": person(contact)} if contact else {})
    direction = "OUTBOUND" if call.is_outbound else "INBOUND"
    if call.result not in _NOBODY:
        yield "call.answered", {**parties, "direction": direction, "answered_at": zulu(call.start), "user_email": email}
    said = call.transcript or ()
    seconds = round(call.minutes * 60)
    yield (
        "call.completed",
        {
            "id": CALL + call.key,
            "start_date": zulu(call.start)[:-1] + ".000Z",
            "recording_url": call.recording_url,
            "from_number": call.from_number,
            "from_name": state.name_of(call.from_number),
            "to": call.to_number,
            "to_name": state.name_of(call.to_number),
            "length_in_minutes": call.minutes,
            "length": f"{seconds // 60}m {seconds % 60}s",
            "tag": call.tag,
            "tags": list(call.tags),
            "summary": call.summary,
            "one_sentence_summary": call.summary,
            "transcriptions": [
                {"source": line.source, "time": zulu(call.start + int(line.begins)), "text": line.text} for line in said
            ],
            "concatenated_transcript": "\n".join(f"{line.source}: {line.text}" for line in said),
            "data_collected": {},
            "ivr_result": [],
            "type": direction,
            "result": result_of(call),
            "integration_id": None,
            "transfer_from": None,
            "transfer_to": None,
            "transfer_original_call_id": None,
            "user_email": email,
            "original_to_number": None,
            "original_to_name": None,
        },
    )


def _message(state: State, message: Message) -> dict[str, Any]:
    return {
        "id": f"msg-{message.key}",
        "direction": "OUTBOUND" if message.is_outbound else "INBOUND",
        "type": "SMS",
        "content": message.content,
        "sent_at": zulu(message.start),
        "from_number": message.from_number,
        "to_number": message.to_number,
        "from_name": message.sender_id or state.name_of(message.from_number),
        "to_name": state.name_of(message.to_number),
        "user_email": None,
    }


def person(contact: Contact) -> dict[str, Any]:
    """Return a contact as webhooks show it."""
    return {
        "id": f"con_{contact.key}",
        "name": contact.name,
        "last_name": contact.last_name,
        "email": next(iter(contact.emails), None),
        "emails": list(contact.emails),
        "numbers": list(contact.numbers),
        "job_title": contact.job_title,
    }
