"""What a delivery tells: one frozen record per topic, in the same words as the REST records."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from allo_ext._declare import rest
from allo_ext.enums import Topic
from allo_ext.records import Call, Contact, Message


@attrs.frozen(kw_only=True)
class Transfer:
    """Where a call was transferred from or to."""

    number: str | None = None
    user_email: str | None = None
    user_name: str | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class IvrChoice:
    """What a caller chose in a menu."""

    dtmf_key: str | None = None
    """The key that was pressed; None when it was said."""
    text_key: str | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Event:
    """Something that Allo reports.

    Attributes:
        topic: What it is about, in version 1's words; the topic as it came for an `UnknownEvent`.
        id: The id of the call, message or contact; None where the delivery had none, as in 2025.
        received_at: When it came in here, in UTC. Two events that differ in this alone are equal.
        timestamp: When it was sent, in UTC, where the envelope says so.
        extra: What else the envelope held.
        raw: The delivery as it came.
    """

    topic: Topic | str
    id: str | None = None
    received_at: datetime = attrs.field(eq=False)
    timestamp: datetime | None = None
    extra: Mapping[str, Any] = rest()
    raw: Mapping[str, Any] = rest()

    @property
    def allo_number(self) -> str | None:
        """The account's number; None where the event belongs to none, or does not tell."""
        return None


@attrs.frozen(kw_only=True)
class CallReceived(Event):
    """A call has ended, whichever way it went: CALL_RECEIVED, or version 2's `call.completed`.

    Attributes:
        call: The call, as the REST API would show it; its `id` is empty where the delivery had none. What this version
            does not know of it is in `call.extra`.
        from_name: A name for `from_number`; of an outbound call that is the name of the line, not of the contact.
        to_name: A name for `to_number`.
        one_sentence_summary: A shorter summary.
        concatenated_transcript: The transcript as one text.
        user_email: Which user of the account had the call.
        data_collected: What Allo's assistant asked for.
        ivr_result: What the caller chose in menus; None where the delivery does not contain it.
        transfer_from: Where it was transferred from.
        transfer_to: Where it was transferred to.
        transfer_original_call_id: The call that it was a part of.
        original_to_number: The number that was called first, where it was forwarded.
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
        """The account's number; None when the direction is unknown."""
        return self.call.allo_number

    @property
    def contact_number(self) -> str | None:
        """The other party's number; None when it was withheld or the direction is unknown."""
        return self.call.contact_number


@attrs.frozen(kw_only=True)
class _Sms(Event):
    """What the two topics about messages have in common.

    Attributes:
        message: The message, as the REST API would show it: its `type` is the direction, its `start_date` the moment
            when it was sent.
        message_type: `SMS` or `MMS`.
        from_name: A name for `from_number`.
        to_name: A name for `to_number`.
        user_email: Which user of the account sent it.
    """

    message: Message
    message_type: str | None = None
    from_name: str | None = None
    to_name: str | None = None
    user_email: str | None = None

    @property
    def allo_number(self) -> str | None:
        """The account's number; None when the direction is unknown, or it was sent under a sender id."""
        return self.message.allo_number

    @property
    def contact_number(self) -> str | None:
        """The other party's number; None when the direction is unknown."""
        return self.message.contact_number

    @property
    def sent_at(self) -> datetime | None:
        """When the message was sent, in UTC."""
        return self.message.start_date


@attrs.frozen(kw_only=True)
class SmsReceived(_Sms):
    """A message came in. Newer accounts report sent ones under this topic too: read `message.direction`."""


@attrs.frozen(kw_only=True)
class SmsSent(_Sms):
    """A message went out."""


@attrs.frozen(kw_only=True)
class ContactCreated(Event):
    """A contact was added; `company` holds a name alone."""

    contact: Contact


@attrs.frozen(kw_only=True)
class ContactUpdated(Event):
    """A contact was changed; `contact` is what it is now."""

    contact: Contact


@attrs.frozen(kw_only=True)
class Ping(Event):
    """Somebody tests the endpoint."""

    data: Mapping[str, Any] = attrs.field(factory=dict[str, Any], hash=False)


@attrs.frozen(kw_only=True)
class UnknownEvent(Event):
    """A topic that this version has no record for, such as version 2's `call.received` (it begins to ring)."""

    data: Any = attrs.field(default=None, hash=False)
