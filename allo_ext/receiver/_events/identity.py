"""The identity of a delivery: a digest of its topic, id and data."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from allo_ext._wire.json import is_object
from allo_ext.errors import InvalidPayloadError

if TYPE_CHECKING:
    from allo_ext.receiver._events.records import Event

_canonical: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
"""Sorted, in ASCII: independent of spacing, key order and character escapes."""


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
    """Return the data without the envelope, whose timestamp changes with every delivery."""
    inside = next((raw[key] for key in ("data", "body") if key in raw), None)
    if inside is not None or not is_object(raw):
        return inside
    return {key: value for key, value in raw.items() if key not in {"topic", "event", "timestamp", "version"}}
