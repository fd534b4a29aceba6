"""Event envelopes, in five formats that are all still documented.

{"event": "call.received", "timestamp": …, …}               early 2025
{"topic": "CALL_RECEIVED", "body": {…}}                     September 2025
{"topic": "CALL_RECEIVED", "data": {…camelCase…}}
{"topic": "CALL_RECEIVED", "data": {…snake_case…}}          today
{"topic": "call.completed", "version": "2.0", "timestamp": …, "data": {…}}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from allo_ext._wire.json import is_object
from allo_ext.enums import Topic
from allo_ext.errors import InvalidPayloadError

if TYPE_CHECKING:
    from collections.abc import Mapping

_MEMBERS: Final[dict[str, Topic]] = {topic.value: topic for topic in Topic}
_DATA: Final = ("data", "body")
_AROUND: Final = frozenset({"topic", "event", "timestamp", *_DATA})

VERSION_2: Final = {
    "call.completed": Topic.CALL_RECEIVED,
    "contact.created": Topic.CONTACT_CREATED,
    "contact.updated": Topic.CONTACT_UPDATED,
    "ping": Topic.PING,
    "sms.received": Topic.SMS_RECEIVED,
    "sms.sent": Topic.SMS_SENT,
}
"""Version 2's topics that correspond to one of version 1."""
ONLY_VERSION_2: Final = frozenset(
    {
        *("call.received", "call.triggered", "call.answered", "tag.added", "tag.removed", "summary.updated"),
        "partner.esim.ready",
    }
)
"""Version 2's topics that version 1 does not have."""
KNOWN: Final = frozenset({*Topic.__members__, *VERSION_2, *ONLY_VERSION_2, "*"})
"""All known topics, and the wildcard."""
# TRAP: in version 2 `call.received` means that a call is ringing; before, it meant that the call had ended.
_EARLY_2025: Final = {**VERSION_2, "call.received": Topic.CALL_RECEIVED}


class Envelope(NamedTuple):
    """The topic, the envelope's other fields, and the data."""

    topic: Topic | str
    data: Any
    timestamp: Any
    extra: dict[str, Any]


def meaning(topic: str, names: Mapping[str, Topic] = VERSION_2) -> Topic | str:
    """Return version 1's name of a topic, or the topic unchanged."""
    ours = _MEMBERS.get(topic)
    return names.get(topic, topic) if ours is None else ours


def open_envelope(payload: Any) -> Envelope:
    """Unwrap an event.

    Raises:
        InvalidPayloadError: It is not an envelope.
    """
    if not is_object(payload):
        raise InvalidPayloadError("The body is not a JSON object.")
    early = "topic" not in payload
    topic = payload.get("event" if early else "topic")
    if not isinstance(topic, str) or not topic:
        raise InvalidPayloadError("The body has no topic.")
    around = {key: value for key, value in payload.items() if key not in _AROUND}
    inside = next((key for key in _DATA if key in payload), None)
    data: Any = payload[inside] if inside else None
    if inside is None and early:
        data, around = around, {}  # this format has no inner object
    return Envelope(meaning(topic, _EARLY_2025 if early else VERSION_2), data, payload.get("timestamp"), around)
