"""Building webhook payloads: any topic of both versions, in any format that Allo has used."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from allo_ext._wire.near_miss import warn_of_near_miss
from allo_ext.receiver._events.envelope import VERSION_2
from allo_ext.testing._samples import KEPT, MAKERS, REST_WORDS, START
from allo_ext.testing._v1.dates import stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Generation = Literal["event", "body", "camel", "snake", "v2"]
"""The format: `event` (early 2025), `body` (2025), `data` in camelCase or snake_case (current), or version 2's."""
Variant = Literal["full", "nulls", "sparse"]
"""All fields, null in all that may be null, or only those that are always there."""
Payload = dict[str, Any]

_ALL_OF_V1: Final[tuple[Generation, ...]] = ("event", "body", "camel", "snake")
GENERATIONS: Final[Mapping[str, tuple[Generation, ...]]] = MappingProxyType(
    {
        "CALL_RECEIVED": _ALL_OF_V1,
        "SMS_RECEIVED": ("body", "snake"),
        **dict.fromkeys(("SMS_SENT", "CONTACT_CREATED", "CONTACT_UPDATED", "PING"), ("snake",)),
        **{topic: ("v2",) for topic in MAKERS if "." in topic},
    }
)
"""All topics of both versions, and the formats in which each is documented, oldest first."""

_VERSION_1: Final = {name: str(topic) for name, topic in VERSION_2.items() if name in MAKERS}
_VERSION_2: Final = {topic: name for name, topic in _VERSION_1.items()}
_NOT_IN_2025: Final = frozenset(
    (
        *("id", "result", "data_collected", "ivr_result", "integration_id", "transfer_from", "transfer_to"),
        *("transfer_original_call_id", "user_email", "original_to_number", "original_to_name"),
    )
)
_SNAKE: Final = re.compile(r"_([a-z])")


def event(
    topic: str = "CALL_RECEIVED", *, generation: Generation | None = None, variant: Variant = "full", **over: Any
) -> Payload:
    """Build the payload of a webhook.

    Each has a new id by default, but the same date and numbers. A receiver that takes both versions recognises a call
    of both by these, so give a second call another `start_date`.

    Args:
        topic: A topic of version 1 or 2, or an unknown one, whose payload contains only `over`. An unknown topic
            similar to a known one gives a UserWarning. `GENERATIONS` lists the known ones.
        generation: The format; by default the current one, and version 2's for its topics.
        variant: `full` has all fields, `nulls` has null in each that may be null, and `sparse` has only those that are
            always there.
        **over: Fields of the current payload to set: `type="OUTBOUND"` of a call, `direction="OUTBOUND"` of a message,
            `content`, `name`, …; `allo_number` and `contact_number` are set according to the direction. Unknown names
            are added.

    Raises:
        ValueError: The generation or the variant does not exist.

    Examples:
        >>> payload = event("CALL_RECEIVED", type="OUTBOUND", generation="camel")
        >>> mock.deliver(payload, app)
    """
    if generation is not None and generation not in get_args(Generation):
        raise ValueError(f"generation must be one of {', '.join(get_args(Generation))}")
    if variant not in get_args(Variant):
        raise ValueError(f"variant must be one of {', '.join(get_args(Variant))}")
    warn_of_near_miss(topic, {*GENERATIONS, "ping"}, stacklevel=2)
    written: Generation = generation or ("v2" if "." in topic else "snake")
    names = _VERSION_2 if written == "v2" else _VERSION_1
    name = names.get(topic, topic)
    make = MAKERS.get(name)
    data = make(over) if make else dict(over)
    kept = {*KEPT.get(name, ()), *over, *(REST_WORDS[key] for key in over if key in REST_WORDS)}
    if variant == "nulls":
        data = {key: value if key in kept else None for key, value in data.items()}
    elif variant == "sparse":
        data = {key: value for key, value in data.items() if key in kept}
    payload = _ENVELOPES[written](name, data, frozenset(over))
    if variant == "sparse":
        payload = {key: value for key, value in payload.items() if key not in _OPTIONAL and (make or value != {})}
    return payload


_OPTIONAL: Final = frozenset({"version", "timestamp"})
"""The fields of version 2's envelope that are not in every known payload."""


def _event_envelope(topic: str, data: Payload, _: frozenset[str]) -> Payload:
    named = "call.received" if topic == "CALL_RECEIVED" else _VERSION_2.get(topic, topic)
    return {"event": named, "timestamp": stamp(START, "z"), **data}


def _body_envelope(topic: str, data: Payload, asked: frozenset[str]) -> Payload:
    about_contact = topic.startswith("CONTACT_")
    body = {key: value for key, value in data.items() if about_contact or key in asked or key not in _NOT_IN_2025}
    if topic == "CALL_RECEIVED":
        if "tag" in body:
            body["call_category"] = body.pop("tag")
        if isinstance(body.get("length"), str):
            body["length"] = body["length"].replace(" ", "")
    return {"topic": topic, "body": body}


def _camel_envelope(topic: str, data: Payload, _: frozenset[str]) -> Payload:
    camel = {_SNAKE.sub(lambda match: match[1].upper(), key): value for key, value in data.items()}
    return {"topic": topic, "data": camel}


def _snake_envelope(topic: str, data: Payload, _: frozenset[str]) -> Payload:
    return {"topic": topic, "data": data}


def _version_2_envelope(topic: str, data: Payload, _: frozenset[str]) -> Payload:
    sent = datetime.fromtimestamp(START, UTC).isoformat()[:19] + ".123456Z"
    return {"topic": topic, "version": "2.0", "timestamp": sent, "data": data}


_ENVELOPES: Final[dict[Generation, Callable[[str, Payload, frozenset[str]], Payload]]] = {
    "event": _event_envelope,
    "body": _body_envelope,
    "camel": _camel_envelope,
    "snake": _snake_envelope,
    "v2": _version_2_envelope,
}
