"""What makes two deliveries the same: the topic, the id, and a digest of the data."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from allo_ext._wire.json import is_object
from allo_ext.errors import InvalidPayloadError

if TYPE_CHECKING:
    from allo_ext.receiver._events.records import Event

_canonical: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
"""Sorted, in ASCII: the same for any spacing, order of keys and way to write a character."""


def identity_of(event: Event) -> str | None:
    """Return 64 characters that are the same for a repeated delivery, and for no other.

    A contact that changes twice is two events: the id is the same, the data is not. Where there is no id the envelope's
    timestamp counts too: who calls twice and is missed twice may leave the same data behind.

    Returns:
        None for an event without id and data, such as PING: there is nothing to tell two of them apart by.

    Raises:
        InvalidPayloadError: The data is nested too deeply to be written again.
    """
    data = _data_of(event.raw)
    if event.id is None and not data:
        return None
    name = event.id if event.id is not None else [str(event.timestamp)]
    try:
        written = _canonical([str(event.topic), name, data])
    except RecursionError:
        raise InvalidPayloadError("The body is nested too deeply.") from None
    return hashlib.sha256(written.encode("ascii")).hexdigest()


def _data_of(raw: Any) -> Any:
    """Return what the event is about, without the envelope: its timestamp is a new one each time that it is sent."""
    inside = next((raw[key] for key in ("data", "body") if key in raw), None)
    if inside is not None or not is_object(raw):
        return inside
    return {key: value for key, value in raw.items() if key not in {"topic", "event", "timestamp", "version"}}
