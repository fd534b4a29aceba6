"""Building webhook payloads: any topic, in any documented format."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from allo_ext._wire.near_miss import warn_of_near_miss
from allo_ext.testing._account.calls import (
    RECORDING_HOSTS,
    Call,
    Message,
    Said,
)
from allo_ext.testing._account.lines import PHONE_LINES
from allo_ext.testing._account.people import Company, Contact
from allo_ext.testing._v1 import payloads as _payloads
from allo_ext.testing._v1.dates import stamp

if TYPE_CHECKING:
    from collections.abc import Callable

Generation = Literal["event", "body", "camel", "snake", "v2"]
"""The format: `event` (early 2025), `body` (2025), `data` in camelCase or snake_case (current), or version 2's."""
Payload = dict[str, Any]

_OWN: Final = PHONE_LINES[0].number
_OTHER: Final = "+12125550105"
_START: Final = int(datetime(2026, 1, 15, 10, 30, tzinfo=UTC).timestamp())
_VERSION_2: Final = {
    "CALL_RECEIVED": "call.completed",
    "CONTACT_CREATED": "contact.created",
    "CONTACT_UPDATED": "contact.updated",
    "SMS_RECEIVED": "sms.received",
    "SMS_SENT": "sms.sent",
}
_VERSION_1: Final = {name: topic for topic, name in _VERSION_2.items()}
_NOT_IN_2025: Final = frozenset(
    (
        *("id", "result", "data_collected", "ivr_result", "integration_id", "transfer_from", "transfer_to"),
        *("transfer_original_call_id", "user_email", "original_to_number", "original_to_name"),
    )
)
_REST_WORDS: Final = {"direction": "type", "to_number": "to", "transcript": "transcriptions"}
_SNAKE: Final = re.compile(r"_([a-z])")


def event(topic: str = "CALL_RECEIVED", *, generation: Generation | None = None, **over: Any) -> Payload:
    """Build the payload of a webhook. Each has a new id by default.

    Args:
        topic: A topic of version 1 or 2, or an unknown one, whose payload contains only `over`. An unknown topic
            similar to a known one gives a UserWarning.
        generation: The format; by default the current one, and version 2's for its topics.
        **over: Fields of the current payload to set: `type="OUTBOUND"` of a call, `direction="OUTBOUND"` of a message,
            `content`, `name`, …; `allo_number` and `contact_number` are set according to the direction. Unknown names
            are added.

    Raises:
        ValueError: The generation does not exist.

    Examples:
        >>> payload = event("CALL_RECEIVED", type="OUTBOUND", generation="camel")
        >>> mock.deliver(payload, app)
    """
    if generation is not None and generation not in get_args(Generation):
        raise ValueError(f"generation must be one of {', '.join(get_args(Generation))}")
    warn_of_near_miss(topic, {*_MAKERS, *_VERSION_1, "PING", "ping"}, stacklevel=2)
    name = _VERSION_1.get(topic, topic)
    written: Generation = generation or ("snake" if name == topic and "." not in topic else "v2")
    make = _MAKERS.get(name)
    data = make(over) if make else dict(over)
    return _ENVELOPES[written](name, data, frozenset(over))


def _call(over: Payload) -> Payload:
    over = {_REST_WORDS.get(key, key): value for key, value in over.items()}
    source, target, over = _parties(over, "type", "INBOUND")
    key = _unique()
    said = (
        Said("AGENT", "Hello, how can I help you?", 1.0, 4.0),
        Said("EXTERNAL", "Hi, I would like to move my appointment to Thursday.", 5.0, 9.0),
    )
    call = Call(
        key=key,
        from_number=source,
        to_number=target,
        minutes=5.5,
        direction=over.get("type", "INBOUND"),
        result="ANSWERED",
        summary="The caller moved an appointment to Thursday.",
        tag=None,
        recording_url=RECORDING_HOSTS[1].format(f"call_{key}"),
        start=_START,
        transcript=said,
    )
    payload = _payloads.call_received(call, from_name="Jane", to_name="Head office", user_email="sam@example.com")
    return {**payload["data"], **over}


def _sms(direction: str) -> Callable[[Payload], Payload]:
    def make(over: Payload) -> Payload:
        source, target, over = _parties(over, "direction", direction)
        towards = over.get("direction", direction)
        message = Message(source, None, target, towards, "See you on Thursday!", _START)
        payload = _payloads.sms(f"msg_{_unique()}", message, from_name="Jane", to_name="Head office")
        return {**payload["data"], **over}

    return make


def _contact(topic: str) -> Callable[[Payload], Payload]:
    def make(over: Payload) -> Payload:
        person = Contact(
            index=0,
            key=_unique(),
            country="US",
            name="Jane",
            last_name="Doe",
            numbers=(_OTHER,),
            emails=("jane@example.com",),
            company=Company("1", "Example Ltd"),
            job_title=None,
            website=None,
            status=None,
            created=_START,
            updated=_START,
        )
        return {**_payloads.contact(topic, person)["data"], **over}

    return make


def _ringing(over: Payload) -> Payload:
    source, target, over = _parties(over, "direction", "INBOUND")
    numbers = {"from_number": source, "to_number": target}
    return {**numbers, "started_at": stamp(_START, "z"), "user_email": "sam@example.com", **over}


def _parties(over: Payload, word: str, default: str) -> tuple[str, str, Payload]:
    """Return the caller, the called party, and the other fields."""
    rest = {key: value for key, value in over.items() if key not in {"allo_number", "contact_number"}}
    own, other = over.get("allo_number", _OWN), over.get("contact_number", _OTHER)
    outbound = over.get(word, default) == "OUTBOUND"
    return (own, other, rest) if outbound else (other, own, rest)


_MAKERS: Final[dict[str, Callable[[Payload], Payload]]] = {
    "CALL_RECEIVED": _call,
    "CONTACT_CREATED": _contact("CONTACT_CREATED"),
    "CONTACT_UPDATED": _contact("CONTACT_UPDATED"),
    "SMS_RECEIVED": _sms("INBOUND"),
    "SMS_SENT": _sms("OUTBOUND"),
    "call.received": _ringing,
}


def _event_envelope(topic: str, data: Payload, _: frozenset[str]) -> Payload:
    named = "call.received" if topic == "CALL_RECEIVED" else _VERSION_2.get(topic, topic)
    return {"event": named, "timestamp": stamp(_START, "z"), **data}


def _body_envelope(topic: str, data: Payload, asked: frozenset[str]) -> Payload:
    about_contact = topic.startswith("CONTACT_")
    body = {key: value for key, value in data.items() if about_contact or key in asked or key not in _NOT_IN_2025}
    if topic == "CALL_RECEIVED":
        body["call_category"] = body.pop("tag", None)
        body["length"] = str(body.get("length", "")).replace(" ", "")
    return {"topic": topic, "body": body}


def _camel_envelope(topic: str, data: Payload, _: frozenset[str]) -> Payload:
    camel = {_SNAKE.sub(lambda match: match[1].upper(), key): value for key, value in data.items()}
    return {"topic": topic, "data": camel}


def _snake_envelope(topic: str, data: Payload, _: frozenset[str]) -> Payload:
    return {"topic": topic, "data": data}


def _version_2_envelope(topic: str, data: Payload, _: frozenset[str]) -> Payload:
    sent = stamp(_START, "micros")
    return {"topic": _VERSION_2.get(topic, topic), "version": "2.0", "timestamp": sent, "data": data}


_ENVELOPES: Final[dict[Generation, Callable[[str, Payload, frozenset[str]], Payload]]] = {
    "event": _event_envelope,
    "body": _body_envelope,
    "camel": _camel_envelope,
    "snake": _snake_envelope,
    "v2": _version_2_envelope,
}


def _unique() -> str:
    return uuid.uuid4().hex[:20]
