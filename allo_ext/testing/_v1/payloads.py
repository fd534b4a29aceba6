"""Webhook payloads in the current format: snake_case under `data`, datetimes with a Z."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allo_ext.testing._v1.dates import stamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allo_ext.testing._account.calls import Call, Message
    from allo_ext.testing._account.people import Contact

Payload = dict[str, Any]


def ping() -> Payload:
    """Return a PING. Its content is not documented, so it is empty."""
    return {"topic": "PING", "data": {}}


def call_received(call: Call, *, from_name: str | None, to_name: str | None, user_email: str | None) -> Payload:
    """Return the payload of a finished call: `to` instead of REST's `to_number`, and without the Allo number."""
    said = call.transcript or ()
    seconds = round(call.minutes * 60)
    data: Payload = {
        "id": call.id,
        "start_date": stamp(call.start, "z"),
        "recording_url": call.recording_url,
        "from_number": call.from_number,
        "from_name": from_name,
        "to": call.to_number,
        "to_name": to_name,
        "length_in_minutes": call.minutes,
        "length": f"{seconds // 60}m {seconds % 60}s",
        "tag": call.tag,
        "summary": call.summary,
        "one_sentence_summary": call.summary,
        "transcriptions": [
            {"source": line.source, "time": stamp(call.start + int(line.begins), "z"), "text": line.text}
            for line in said
        ],
        "concatenated_transcript": "\n".join(f"{line.source}: {line.text}" for line in said),
        "data_collected": {},
        "ivr_result": [],
        "type": call.direction,
        "result": call.result,
        "integration_id": None,
        "transfer_from": None,
        "transfer_to": None,
        "transfer_original_call_id": None,
        "user_email": user_email,
        "original_to_number": None,
        "original_to_name": None,
    }
    return {"topic": "CALL_RECEIVED", "data": data}


def sms(identifier: str, message: Message, *, from_name: str | None, to_name: str | None) -> Payload:
    """Return the payload of a message: SMS_SENT if outgoing, SMS_RECEIVED if incoming."""
    data = {
        "id": identifier,
        "direction": message.direction,
        "type": "SMS",
        "content": message.content,
        "sent_at": stamp(message.start, "z"),
        "from_number": message.from_number,
        "to_number": message.to_number,
        "from_name": from_name,
        "to_name": to_name,
    }
    return {"topic": "SMS_SENT" if message.direction == "OUTBOUND" else "SMS_RECEIVED", "data": data}


def contact(topic: str, person: Contact) -> Payload:
    """Return the payload of CONTACT_CREATED or CONTACT_UPDATED: the company is a string here."""
    data: Mapping[str, Any] = {
        "id": f"cnt_{person.key}",
        "name": person.name,
        "last_name": person.last_name,
        "company": person.company.name if person.company else None,
        "emails": list(person.emails),
        "numbers": list(person.numbers),
    }
    return {"topic": topic, "data": data}
