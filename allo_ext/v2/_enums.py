"""The values of version 2: open enums, as in `allo_ext.enums`. An unknown value stays the string that it was."""

from __future__ import annotations

from enum import StrEnum

from allo_ext._published import publish_own


class ItemType(StrEnum):
    """The kind of an item."""

    CALL = "CALL"
    SMS = "SMS"


class MessageStatus(StrEnum):
    """The delivery status of a message."""

    PENDING = "PENDING"
    SENT = "SENT"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"


class MessageType(StrEnum):
    """The channel of a message."""

    SMS = "SMS"
    MMS = "MMS"
    WHATSAPP = "WHATSAPP"


class UserRole(StrEnum):
    """The role of a team member."""

    ADMIN = "ADMIN"
    MANAGER = "MANAGER"
    MEMBER = "MEMBER"


class UserStatus(StrEnum):
    """The status of a team member."""

    ACTIVE = "ACTIVE"
    BLOCKED = "BLOCKED"


class NumberType(StrEnum):
    """A phone number, or a sender id."""

    NUMBER = "NUMBER"
    SENDER_ID = "SENDER_ID"


class Capability(StrEnum):
    """What a number can be used for."""

    VOICE = "VOICE"
    SMS = "SMS"
    MMS = "MMS"


class Stage(StrEnum):
    """The stages of the outbound funnel."""

    DIAL = "DIAL"
    CONNECTED = "CONNECTED"
    CONVERSATION = "CONVERSATION"
    """Connected and longer than a minute."""
    CONVERSION = "CONVERSION"
    """The call has one of the tags that were asked for."""


class RoutingResult(StrEnum):
    """The outcome of a call from the dialing queue."""

    ANSWERED = "ANSWERED"
    BLOCKED = "BLOCKED"
    CLOSED = "CLOSED"
    FAILED = "FAILED"
    FAILED_EXTERNAL = "FAILED_EXTERNAL"
    RECEIVED = "RECEIVED"
    TRANSFERRED_BLAND = "TRANSFERRED_BLAND"
    TRANSFERRED_ELEVEN_LABS = "TRANSFERRED_ELEVEN_LABS"
    TRANSFERRED_EXTERNAL = "TRANSFERRED_EXTERNAL"
    VOICEMAIL = "VOICEMAIL"


class SyncStatus(StrEnum):
    """Whether the contact behind a queue entry is in the CRM yet."""

    NOT_SYNCED = "NOT_SYNCED"
    PROCESSING = "PROCESSING"
    SYNCED = "SYNCED"


class NotReachedReason(StrEnum):
    """The reason why a queued number was not reached."""

    BUSY = "BUSY"
    CALLEE_TEMPORARILY_UNAVAILABLE = "CALLEE_TEMPORARILY_UNAVAILABLE"
    DECLINED = "DECLINED"
    NETWORK_ERROR = "NETWORK_ERROR"
    NOT_IN_SERVICE = "NOT_IN_SERVICE"
    RING_TIMEOUT = "RING_TIMEOUT"


class VoicemailHandling(StrEnum):
    """What the dialer does on a voicemail."""

    SKIP = "SKIP"
    NO_SKIP = "NO_SKIP"


class DoNotDisturb(StrEnum):
    """Whether incoming calls stay silent while the queue is dialed."""

    ENABLED = "ENABLED"
    DISABLED = "DISABLED"


class Topic(StrEnum):
    """The topics of version 2's webhooks. `webhooks.event_types()` lists those that the API knows today."""

    CALL_RECEIVED = "call.received"
    """An inbound call begins to ring. Version 1's CALL_RECEIVED is `call.completed` here."""
    CALL_TRIGGERED = "call.triggered"
    CALL_ANSWERED = "call.answered"
    CALL_COMPLETED = "call.completed"
    CONTACT_CREATED = "contact.created"
    CONTACT_UPDATED = "contact.updated"
    SMS_RECEIVED = "sms.received"
    SMS_SENT = "sms.sent"
    SUMMARY_UPDATED = "summary.updated"
    TAG_ADDED = "tag.added"
    TAG_REMOVED = "tag.removed"


publish_own(globals(), "allo_ext.v2")
