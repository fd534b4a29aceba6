"""The events: one immutable record per topic, with the field names of the REST records."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from allo_ext._declare import rest
from allo_ext._plain.record import Record
from allo_ext.enums import Topic
from allo_ext.records import Call, Contact, Message


@attrs.frozen(kw_only=True)
class Transfer(Record):
    """The origin or target of a transferred call."""

    number: str | None = None
    user_email: str | None = None
    user_name: str | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class IvrChoice(Record):
    """A caller's choice in a menu."""

    dtmf_key: str | None = None
    """The pressed key; None for a spoken choice."""
    text_key: str | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Event(Record):
    """An event that Allo delivered.

    Attributes:
        topic: The topic, as version 1 names it if it has this topic.
        id: The id of the call, message or contact; None if the delivery has none, as in 2025.
        received_at: The time of arrival, in UTC. It is ignored when events are compared.
        timestamp: The time of sending, in UTC, if the envelope has it.
        extra: The other fields of the envelope.
        raw: The delivery, unchanged.
    """

    topic: Topic | str
    id: str | None = None
    received_at: datetime = attrs.field(eq=False)
    timestamp: datetime | None = None
    extra: Mapping[str, Any] = rest()
    raw: Mapping[str, Any] = rest()

    @property
    def allo_number(self) -> str | None:
        """The account's number; None if the event has none or does not contain it."""
        return None


@attrs.frozen(kw_only=True)
class CallReceived(Event):
    """An incoming or outgoing call has ended: CALL_RECEIVED, or version 2's `call.completed`.

    Attributes:
        call: The call, as in the REST API. Its `id` is empty if the delivery has none. Unknown fields are in
            `call.extra`.
        from_name: The name of `from_number`; for an outbound call the name of the line, not of the contact.
        to_name: The name of `to_number`.
        one_sentence_summary: A shorter summary.
        concatenated_transcript: The transcript as one string.
        user_email: The user of the account who had the call.
        data_collected: The data that Allo's assistant asked for.
        ivr_result: The caller's menu choices; None if the delivery does not contain them.
        transfer_from: The origin of a transferred call.
        transfer_to: The target of a transferred call.
        transfer_original_call_id: The id of the original call.
        original_to_number: The number called first, if the call was forwarded.
        original_to_name: The name of that number.
        integration_id: The call's id in a connected system.
    """

    call: Call
    from_name: str | None = None
    to_name: str | None = None
    one_sentence_summary: str | None = None
    concatenated_transcript: str | None = attrs.field(default=None, repr=False)
    user_email: str | None = None
    data_collected: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    ivr_result: tuple[IvrChoice, ...] | None = None
    transfer_from: Transfer | None = None
    transfer_to: Transfer | None = None
    transfer_original_call_id: str | None = None
    original_to_number: str | None = None
    original_to_name: str | None = None
    integration_id: str | None = None

    @property
    def allo_number(self) -> str | None:
        """The account's number; None if the direction is unknown."""
        return self.call.allo_number

    @property
    def contact_number(self) -> str | None:
        """The other party's number; None if it was withheld or the direction is unknown."""
        return self.call.contact_number


@attrs.frozen(kw_only=True)
class _Sms(Event):
    """The common fields of SMS_RECEIVED and SMS_SENT.

    Attributes:
        message: The message, as in the REST API: its `type` is the direction, its `start_date` the time of sending.
        message_type: `SMS` or `MMS`.
        from_name: The name of `from_number`.
        to_name: The name of `to_number`.
        user_email: The user of the account who sent it.
    """

    message: Message
    message_type: str | None = None
    from_name: str | None = None
    to_name: str | None = None
    user_email: str | None = None

    @property
    def allo_number(self) -> str | None:
        """The account's number; None if the direction is unknown or the message was sent under a sender id."""
        return self.message.allo_number

    @property
    def contact_number(self) -> str | None:
        """The other party's number; None if the direction is unknown."""
        return self.message.contact_number

    @property
    def sent_at(self) -> datetime | None:
        """The time of sending, in UTC."""
        return self.message.start_date


@attrs.frozen(kw_only=True)
class SmsReceived(_Sms):
    """A message was received. Newer accounts also deliver sent messages under this topic: check `message.direction`."""


@attrs.frozen(kw_only=True)
class SmsSent(_Sms):
    """A message was sent."""


@attrs.frozen(kw_only=True)
class ContactCreated(Event):
    """A contact was added; `company` has only a name."""

    contact: Contact


@attrs.frozen(kw_only=True)
class ContactUpdated(Event):
    """A contact was changed; `contact` is the new state."""

    contact: Contact


@attrs.frozen(kw_only=True)
class Ping(Event):
    """A test of the endpoint."""

    data: Mapping[str, Any] = attrs.field(factory=dict[str, Any], hash=False)


@attrs.frozen(kw_only=True)
class UnknownEvent(Event):
    """An event with a topic that this version does not support, or without data; `topic` is the delivered one.

    Version 2 allows events of every topic without data. Functions for that topic are not called then, because their
    record would be empty; those for `*` are.
    """

    data: Any = attrs.field(default=None, hash=False)


CallCompleted = CallReceived
"""The same record: version 2's name of CALL_RECEIVED is `call.completed`."""
