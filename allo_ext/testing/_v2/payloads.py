"""Payloads of version 2's webhooks: the `data` of each topic, and the envelope.

Six shapes are guesses, because no source shows them: sms.sent, tag.added, tag.removed, contact.created, contact.updated
and summary.updated (`UnknownEventData` in `openapi/allo-v2.yaml`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allo_ext.testing._v2 import crm
from allo_ext.testing._v2.dates import zulu
from allo_ext.testing._v2.item_views import CALL, MESSAGE, direction_of, result_of, transcript_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext.testing._account.calls import Call, Message
    from allo_ext.testing._account.crm import Deal
    from allo_ext.testing._account.people import Contact

Payload = dict[str, Any]


def envelope(topic: str, data: Payload, sent: float) -> Payload:
    """Return a payload with its envelope; the sending time has three digits of a fraction."""
    return {"topic": topic, "version": "2.0", "timestamp": _milliseconds(sent), "data": data}


def received(call: Call, *, contact: Contact | None, deals: Iterable[Deal] = ()) -> Payload:
    """Return call.received: an inbound call rings. There is no call id; an unknown caller has no person."""
    known: Payload = {}
    if contact is not None:
        known = {
            "person": person(contact),
            "company": crm.shown_company(contact.company),
            "deals": [_deal(deal) for deal in deals],
        }
    return triggered(call) | known


def triggered(call: Call) -> Payload:
    """Return call.triggered: an outbound call begins. There is no call id."""
    return {**_parties(call), "started_at": _milliseconds(call.start), "user_email": _email(call)}


def answered(call: Call) -> Payload:
    """Return call.answered. There is no call id."""
    said: Payload = {"direction": direction_of(call), "answered_at": _milliseconds(call.start)}
    return {**_parties(call), **said, "user_email": _email(call)}


def completed(call: Call, *, from_name: str | None, to_name: str | None) -> Payload:
    """Return call.completed: `to` and `type`, where other payloads have to_number and direction."""
    seconds = round(call.minutes * 60)
    return {
        "id": CALL + call.key,
        "start_date": _milliseconds(call.start),
        "recording_url": call.recording_url,
        "from_number": call.from_number,
        "from_name": from_name,
        "to": call.to_number,
        "to_name": to_name,
        "length_in_minutes": call.minutes,
        "length": f"{seconds // 60}m {seconds % 60}s",
        "tag": call.tag,
        "tags": list(call.tags),
        "summary": call.summary,
        "one_sentence_summary": call.summary,
        "transcriptions": transcript_of(call),
        "concatenated_transcript": "\n".join(f"{line.source}: {line.text}" for line in call.transcript or ()),
        "data_collected": {},
        "ivr_result": [],
        "type": direction_of(call),
        "result": result_of(call),
        "integration_id": None,
        "transfer_from": None,
        "transfer_to": None,
        "transfer_original_call_id": None,
        "user_email": _email(call),
        "original_to_number": None,
        "original_to_name": None,
    }


def sms(message: Message, *, from_name: str | None, to_name: str | None) -> Payload:
    """Return sms.received. That sms.sent has the same fields is a guess."""
    return {
        "id": MESSAGE + message.key,
        "direction": direction_of(message),
        "type": "SMS",
        "content": message.content,
        "sent_at": _milliseconds(message.start),
        "from_number": message.from_number,
        "to_number": message.to_number,
        "from_name": from_name,
        "to_name": to_name,
        "user_email": None,
    }


def person(contact: Contact) -> Payload:
    """Return the person of call.received. That contact.created and contact.updated have the same fields is a guess."""
    return {
        "id": f"con_{contact.key}",
        "name": contact.name,
        "last_name": contact.last_name,
        "email": next(iter(contact.emails), None),
        "emails": list(contact.emails),
        "numbers": list(contact.numbers),
        "job_title": contact.job_title,
    }


def tag(call: Call, name: str | None) -> Payload:
    """Return tag.added and tag.removed: a guess."""
    return {"id": CALL + call.key, "tag": name}


def summary(call: Call) -> Payload:
    """Return summary.updated: a guess."""
    return {"id": CALL + call.key, "summary": call.summary}


def _deal(deal: Deal) -> Payload:
    return {
        "id": crm.deal_id(deal.key),
        "name": deal.name,
        "status": deal.status,
        "value": deal.amount,
        "currency": deal.currency,
        "close_date": deal.closed_at,
    }


def _parties(call: Call) -> Payload:
    return {"from_number": call.from_number, "to_number": call.to_number}


def _email(call: Call) -> str | None:
    return call.user.email if call.user else None


def _milliseconds(seconds: float) -> str:
    return zulu(seconds)[:-1] + ".000Z"
