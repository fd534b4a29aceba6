"""Parsing a body into an event: JSON of limited size, its envelope, and one reader for each topic."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, NoReturn

import attrs

from allo_ext._wire import values
from allo_ext._wire.fields import record_of
from allo_ext._wire.json import is_array, is_object
from allo_ext.enums import Topic
from allo_ext.errors import InvalidPayloadError
from allo_ext.receiver._events import newer, wording
from allo_ext.receiver._events.canonical import UnusualFloatError, has_usual_floats, usual_float
from allo_ext.receiver._events.envelope import open_envelope
from allo_ext.receiver._events.records import (
    CallReceived,
    ContactCreated,
    ContactUpdated,
    Event,
    IvrChoice,
    Ping,
    SmsReceived,
    SmsSent,
    Transfer,
    UnknownEvent,
)
from allo_ext.records import Call, Contact, Message

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_OBJECTS: Final = 4_000
MOST_VALUES: Final = 50_000
"""The maximum number of objects and values in a body, estimated from its punctuation. The transcript of a four-hour
call stays below it; a megabyte of brackets would take ten times as long to parse as a megabyte of text."""
_SHORT: Final = 65_536
_BOM: Final = "\ufeff"
MOST_FIELDS: Final = 1_000
"""The maximum number of fields of an event."""


def parse(body: bytes | str, *, received_at: datetime | None = None) -> Event:
    """Parse a delivery in any format, without checking its sender.

    Args:
        body: The body, as bytes or as a string.
        received_at: The time of arrival; now by default.

    Returns:
        The record for its topic; an `UnknownEvent` for an unknown topic, and for a topic of version 2 without data.

    Raises:
        InvalidPayloadError: It is not an event.

    Examples:
        >>> event = parse(body)
        >>> if isinstance(event, CallReceived):
        ...     print(event.call.contact_number, event.call.summary)
    """
    return read(body, received_at)[0]


def read(body: bytes | str, received_at: datetime | None = None) -> tuple[Event, bool]:
    """Parse a delivery; return the event, and True if its data has only usual floats, as `canonical` needs to know.

    Raises:
        InvalidPayloadError: It is not an event.
    """
    payload, usual_floats = _load(_octets(body))
    return _event_of(payload, received_at), usual_floats


def _event_of(payload: Any, received_at: datetime | None) -> Event:
    envelope = open_envelope(payload)
    around: dict[str, Any] = {"topic": envelope.topic, "extra": envelope.extra, "raw": payload}
    around["received_at"] = received_at or datetime.now(UTC)
    _add_timestamp(around, envelope.timestamp)
    read = _READERS.get(envelope.topic) or (newer.READERS.get(envelope.topic) if is_object(envelope.data) else None)
    if read is None:
        identifier = wording.take(dict(envelope.data), {"id": values.identifier}) if is_object(envelope.data) else {}
        return newer.CHANGES.get(envelope.topic, UnknownEvent)(**around, **identifier, data=envelope.data)
    if envelope.data is None and newer.is_version_2(payload):
        return UnknownEvent(**{**around, "topic": payload["topic"]})
    if not is_object(envelope.data):
        if envelope.topic != Topic.PING or envelope.data is not None:
            raise InvalidPayloadError("The event has no data.")
        return Ping(**around)
    if len(envelope.data) > MOST_FIELDS:
        raise InvalidPayloadError("The event has too many fields.")
    return read(around, envelope.data)


def _octets(body: object) -> bytes:
    if isinstance(body, str):
        try:
            return body.encode()
        except UnicodeEncodeError:
            raise InvalidPayloadError("The body is not UTF-8.") from None
    if isinstance(body, memoryview):
        return body.tobytes()
    if not isinstance(body, (bytes, bytearray)):
        raise InvalidPayloadError("The body must be bytes.")
    return bytes(body)


def _load(body: bytes) -> tuple[Any, bool]:
    """Return the JSON value of a body, and True if its floats are known to be usual ones."""
    # A body shorter than that cannot have so many.
    if len(body) > MOST_OBJECTS and (
        body.count(b"{") > MOST_OBJECTS or body.count(b"[") + body.count(b",") > MOST_VALUES
    ):
        raise InvalidPayloadError("The body has too many values.")
    try:
        text = body.decode().removeprefix(_BOM)
        if len(text) <= _SHORT:
            try:
                return _of_usual_floats(text), True
            except UnusualFloatError:
                return _decode(text), False
        payload = _decode(text)
    except (ValueError, RecursionError):
        # Not chained: the cause contains the body.
        raise InvalidPayloadError("The body is not JSON.") from None
    return payload, has_usual_floats(payload)


def _refuse_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


_decode: Final = json.JSONDecoder(parse_constant=_refuse_constant).decode
_of_usual_floats: Final = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=usual_float).decode


def _add_timestamp(around: dict[str, Any], timestamp: Any) -> None:
    if timestamp is not None:
        try:
            around["timestamp"] = values.moment(timestamp)
        except (TypeError, ValueError, OverflowError):
            around["extra"]["timestamp"] = timestamp


def _call_received(around: dict[str, Any], data: dict[str, Any]) -> CallReceived:
    ours = wording.in_our_words(data, wording.CALL)
    ours["transcript"] = wording.lines_in_our_words(ours.get("transcript"))
    length = ours.pop("length", None)
    if ours.get("length_in_minutes") is None:
        ours["length_in_minutes"] = wording.minutes_in(length)
    around.update(wording.take(ours, _OF_CALL))
    call = _call(ours)
    return CallReceived(**around, id=call.id or None, call=call)


def _call(ours: dict[str, Any]) -> Call:
    """Parse a call. Deliveries of 2025 and of missed calls have no id; it is an empty string then."""
    if ours.get("id").__class__ is str and ours["id"]:
        return record_of(Call, ours)  # nearly always
    identifier = wording.take(ours, {"id": values.identifier}).get("id")
    unread = {"id": ours.pop("id")} if "id" in ours else {}
    call = record_of(Call, {**ours, "id": identifier or "none"})
    return call if identifier else attrs.evolve(call, id="", extra={**call.extra, **unread})


def _sms(cls: type[SmsReceived | SmsSent]) -> Callable[[dict[str, Any], dict[str, Any]], Event]:
    def read(around: dict[str, Any], data: dict[str, Any]) -> Event:
        ours = wording.in_our_words(data, wording.MESSAGE)
        around.update(wording.take(ours, _OF_SMS))
        return cls(**around, message=record_of(Message, ours))

    return read


def _contact(cls: type[ContactCreated | ContactUpdated]) -> Callable[[dict[str, Any], dict[str, Any]], Event]:
    def read(around: dict[str, Any], data: dict[str, Any]) -> Event:
        try:
            contact = record_of(Contact, wording.in_our_words(data, wording.UNCHANGED))
        except TypeError:
            if not newer.is_version_2(around["raw"]):
                raise InvalidPayloadError("The contact has no id.") from None
            contact = newer.contact_of(data)
        return cls(**around, id=contact.id or None, contact=contact)

    return read


def _ping(around: dict[str, Any], data: dict[str, Any]) -> Ping:
    return Ping(**around, **wording.take(dict(data), {"id": values.identifier}), data=data)


def _transfer(value: Any) -> Transfer:
    if isinstance(value, str):
        return Transfer(number=value)
    return record_of(Transfer, value)


def _choices(value: Any) -> tuple[IvrChoice, ...]:
    if not is_array(value):
        raise TypeError(value)
    return tuple(record_of(IvrChoice, item) for item in value if item is not None)


_NAMES: Final = {"from_name": values.text, "to_name": values.text, "user_email": values.text}
_OF_CALL: Final[dict[str, Callable[[Any], Any]]] = {
    **_NAMES,
    "one_sentence_summary": values.text,
    "concatenated_transcript": values.text,
    "data_collected": values.mapping,
    "ivr_result": _choices,
    "transfer_from": _transfer,
    "transfer_to": _transfer,
    "transfer_original_call_id": values.identifier,
    "original_to_number": values.text,
    "original_to_name": values.text,
    "integration_id": values.identifier,
}
_OF_SMS: Final[dict[str, Callable[[Any], Any]]] = {**_NAMES, "id": values.identifier, "message_type": values.text}
_READERS: Final[dict[str, Callable[[dict[str, Any], dict[str, Any]], Event]]] = {
    Topic.CALL_RECEIVED: _call_received,
    Topic.CONTACT_CREATED: _contact(ContactCreated),
    Topic.CONTACT_UPDATED: _contact(ContactUpdated),
    Topic.PING: _ping,
    Topic.SMS_RECEIVED: _sms(SmsReceived),
    Topic.SMS_SENT: _sms(SmsSent),
}
