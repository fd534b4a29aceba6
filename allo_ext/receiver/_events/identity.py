"""The keys under which an event is handled once: digests, any of which identifies it."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, Final

from allo_ext._wire.json import is_object
from allo_ext._wire.same_number import keys_of as numbers_of
from allo_ext.errors import InvalidPayloadError
from allo_ext.receiver._events.canonical import canonical
from allo_ext.receiver._events.progress import CallAnswered, CallRinging, CallTriggered, time_of
from allo_ext.receiver._events.records import CallReceived, ContactCreated, SmsReceived, SmsSent

if TYPE_CHECKING:
    from datetime import datetime

    from allo_ext.receiver._events.records import Event

_KIND: Final = re.compile(r"[a-z]{2,8}[-_]")


def keys_of(
    event: Event, message_id: str | None, *, both_versions: bool, usual_floats: bool = False
) -> tuple[str, ...]:
    """Return the keys of a delivery; empty for one that cannot be distinguished from others, such as PING.

    A delivery is a repetition if any of its keys is known. The first is its webhook-id, or `identity_of` without one.
    The others are `natural_keys`, as a safeguard: for a repetition under another webhook-id, and for a call that both
    versions report.

    Args:
        event: The event.
        message_id: The header webhook-id, if the delivery has one.
        both_versions: True if an endpoint may receive one event from both versions of the API.
        usual_floats: As for `canonical`, of the event's data.

    Raises:
        InvalidPayloadError: The data is nested too deeply to be serialized.
    """
    if message_id is not None:
        return (_digest(["webhook-id", message_id]), *natural_keys(event))
    identity = _identity(event, usual_floats=usual_floats)
    first = () if identity is None else (identity,)
    return (*first, *natural_keys(event)) if both_versions else first


def natural_keys(event: Event) -> tuple[str, ...]:
    """Return keys of what an event reports, for topics that report it only once: a finished call, a message.

    They are the same in both versions, whose ids may have different prefixes. A transferred call has one id and several
    pairs of numbers, so the id alone is not a key. Changes (of contacts, tags, summaries) have none of these keys.
    """
    if isinstance(event, CallReceived):
        call = event.call
        parties = [_party(call.from_number), _party(call.to_number)]
        by_id = (_digest(["call", bare(event.id), *parties]),) if event.id else ()
        return (*by_id, *_by_start("call at", call.start_date, call.from_number, call.to_number))
    if isinstance(event, (CallRinging, CallTriggered, CallAnswered)):
        return _by_start(event.topic, time_of(event), event.from_number, event.to_number)
    if isinstance(event, (SmsReceived, SmsSent, ContactCreated)) and event.id:
        return (_digest([str(event.topic), bare(event.id)]),)
    return ()


def _by_start(kind: str, start: datetime | None, *numbers: str | None) -> tuple[str, ...]:
    """Return a key of two numbers and a time: a line does not begin two calls with one number in the same second."""
    parties = [numbers_of(number or "") for number in numbers]
    if start is None or not all(parties):
        return ()
    return (_digest([kind, int(start.timestamp()), *(party[0] for party in parties)]),)


def _party(number: str | None) -> str | None:
    keys = numbers_of(number or "")
    return keys[0] if keys else number


def bare(identifier: str) -> str:
    """Return an id without its prefix, which the versions spell differently: cll-1, cll_1, call_1."""
    return _KIND.sub("", identifier, count=1) if _KIND.match(identifier) else identifier


def _digest(parts: list[Any], *, usual_floats: bool = True) -> str:
    return hashlib.sha256(canonical(parts, usual_floats=usual_floats)).hexdigest()


def identity_of(event: Event) -> str | None:
    """Return 64 characters that are equal for repeated deliveries of the same event only.

    Two changes of a contact are two events with the same id and different data. Without an id, the envelope's timestamp
    is included, because two missed calls of the same caller may have the same data. Stores get it as the key.

    Args:
        event: An event of any topic.

    Returns:
        None for an event without id and data, such as PING, because two of them cannot be distinguished.

    Raises:
        InvalidPayloadError: The data is nested too deeply to be serialized.

    Examples:
        >>> handle_call.apply_async([event.to_dict()], task_id=identity_of(event))
    """
    return _identity(event)


def _identity(event: Event, *, usual_floats: bool = False) -> str | None:
    data = _data_of(event.raw)
    if event.id is None and not data:
        return None
    name = event.id if event.id is not None else [str(event.timestamp)]
    try:
        return _digest([str(event.topic), name, data], usual_floats=usual_floats)
    except RecursionError:
        raise InvalidPayloadError("The body is nested too deeply.") from None


def _data_of(raw: Any) -> Any:
    """Return the data without the envelope, whose timestamp changes with every delivery."""
    inside = next((raw[key] for key in ("data", "body") if key in raw), None)
    if inside is not None or not is_object(raw):
        return inside
    return {key: value for key, value in raw.items() if key not in {"topic", "event", "timestamp", "version"}}
