"""Samples of webhook data: one call, one message and one contact, in the current format of each topic."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from allo_ext.testing._account.calls import RECORDING_HOSTS, Call, Message, Said
from allo_ext.testing._account.crm import Deal
from allo_ext.testing._account.lines import PHONE_LINES
from allo_ext.testing._account.names import User
from allo_ext.testing._account.people import Company, Contact
from allo_ext.testing._v1 import payloads as v1
from allo_ext.testing._v2 import payloads as v2

if TYPE_CHECKING:
    from collections.abc import Callable

Payload = dict[str, Any]

_OWN: Final = PHONE_LINES[0].number
_OTHER: Final = "+12125550105"
START: Final = int(datetime(2026, 1, 15, 10, 30, tzinfo=UTC).timestamp())
_SAM: Final = User(name="Sam", email="sam@example.com")
REST_WORDS: Final = {"direction": "type", "to_number": "to", "transcript": "transcriptions"}
"""REST's names for fields of a finished call, and the names in webhooks."""
_NAMES: Final = {"from_name": "Jane", "to_name": "Head office"}


def _call(over: Payload) -> Payload:
    call, over = _made_call(_renamed(over), "type", "INBOUND")
    return {**v1.call_received(call, **_NAMES, user_email=_SAM.email)["data"], **over}


def _completed(over: Payload) -> Payload:
    call, over = _made_call(_renamed(over), "type", "INBOUND")
    return {**v2.completed(call, **_NAMES), **over}


def _received(over: Payload) -> Payload:
    call, over = _made_call(over, "direction", "INBOUND")
    deal = Deal("7f3a", "Spring order", "OPEN", 1200.0, "USD", "2026-06-15T00:00:00", "1", START, START)
    data = v2.received(call, contact=_made_contact(), deals=[deal])
    data["person"]["lead_source"] = "Fair"  # custom properties are beside the known fields
    return {**data, **over}


def _triggered(over: Payload) -> Payload:
    call, over = _made_call(over, "direction", "OUTBOUND")
    return {**v2.triggered(call), **over}


def _answered(over: Payload) -> Payload:
    call, over = _made_call(over, "direction", "INBOUND")
    return {**v2.answered(call), **over}


def _sms(direction: str, build: Callable[[Message], Payload]) -> Callable[[Payload], Payload]:
    def make(over: Payload) -> Payload:
        source, target, over = _parties(over, "direction", direction)
        towards = over.get("direction", direction)
        return {**build(Message(source, None, target, towards, "See you on Thursday!", START, _unique())), **over}

    return make


def _v1_sms(message: Message) -> Payload:
    data: Payload = v1.sms(f"msg_{message.key}", message, **_NAMES)["data"]
    return data


def _v2_sms(message: Message) -> Payload:
    return v2.sms(message, **_NAMES)


def _contact(over: Payload) -> Payload:
    return {**v1.contact("", _made_contact())["data"], **over}


def _person(over: Payload) -> Payload:
    return {**v2.person(_made_contact()), **over}


def _tag(over: Payload) -> Payload:
    return {**v2.tag(_made_call({}, "type", "INBOUND")[0], "vip"), **over}


def _summary(over: Payload) -> Payload:
    return {**v2.summary(_made_call({}, "type", "INBOUND")[0]), **over}


MAKERS: Final[dict[str, Callable[[Payload], Payload]]] = {
    "CALL_RECEIVED": _call,
    "CONTACT_CREATED": _contact,
    "CONTACT_UPDATED": _contact,
    "SMS_RECEIVED": _sms("INBOUND", _v1_sms),
    "SMS_SENT": _sms("OUTBOUND", _v1_sms),
    "call.received": _received,
    "call.triggered": _triggered,
    "call.answered": _answered,
    "call.completed": _completed,
    "tag.added": _tag,
    "tag.removed": _tag,
    "sms.received": _sms("INBOUND", _v2_sms),
    "sms.sent": _sms("OUTBOUND", _v2_sms),
    "contact.created": _person,
    "contact.updated": _person,
    "summary.updated": _summary,
}
"""The data of each topic; the argument contains fields to set."""

_NUMBERS: Final = ("from_number", "to_number")
KEPT: Final[dict[str, tuple[str, ...]]] = {
    "CALL_RECEIVED": ("id", "from_number", "to", "type"),
    "CONTACT_CREATED": ("id",),
    "CONTACT_UPDATED": ("id",),
    "SMS_RECEIVED": ("direction", *_NUMBERS),
    "SMS_SENT": ("direction", *_NUMBERS),
    "call.received": _NUMBERS,
    "call.triggered": _NUMBERS,
    "call.answered": ("direction", *_NUMBERS),
    "call.completed": ("from_number", "to", "type", "result"),
    "sms.received": ("direction", *_NUMBERS),
    "sms.sent": ("direction", *_NUMBERS),
}
"""The fields that are present and not null in every known payload; for version 2's, in its smallest example."""


def _made_call(over: Payload, word: str, default: str) -> tuple[Call, Payload]:
    source, target, over = _parties(over, word, default)
    key, direction = _unique(), over.get(word, default)
    said = (
        Said("AGENT", "Hello, how can I help you?", 1.0, 4.0),
        Said("EXTERNAL", "Hi, I would like to move my appointment to Thursday.", 5.0, 9.0),
    )
    call = Call(
        key=key,
        from_number=source,
        to_number=target,
        minutes=5.5,
        direction=direction,
        result="ANSWERED",
        summary="The caller moved an appointment to Thursday.",
        tag=None,
        recording_url=RECORDING_HOSTS[1].format(f"call_{key}"),
        start=START,
        transcript=said,
        is_outbound=direction == "OUTBOUND",
        user=_SAM,
    )
    return call, over


def _made_contact() -> Contact:
    return Contact(
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
        created=START,
        updated=START,
    )


def _renamed(over: Payload) -> Payload:
    return {REST_WORDS.get(key, key): value for key, value in over.items()}


def _parties(over: Payload, word: str, default: str) -> tuple[str, str, Payload]:
    """Return the caller, the called party, and the other fields."""
    rest = {key: value for key, value in over.items() if key not in {"allo_number", "contact_number"}}
    own, other = over.get("allo_number", _OWN), over.get("contact_number", _OTHER)
    outbound = over.get(word, default) == "OUTBOUND"
    return (own, other, rest) if outbound else (other, own, rest)


def _unique() -> str:
    return uuid.uuid4().hex[:20]
