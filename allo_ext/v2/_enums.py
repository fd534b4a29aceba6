"""The enums of version 2. They are open, as in `allo_ext.enums`: unknown values are plain strings."""

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
    """A use of a number."""

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
    """The call has one of the requested tags."""


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
    """The state of copying a queue entry's contact to the CRM."""

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
    """The dialer's action on voicemail."""

    SKIP = "SKIP"
    NO_SKIP = "NO_SKIP"


class DoNotDisturb(StrEnum):
    """The silencing of incoming calls while the queue is dialed."""

    ENABLED = "ENABLED"
    DISABLED = "DISABLED"


class Topic(StrEnum):
    """The topics of version 2's webhooks. `webhooks.event_types()` returns those that the API supports."""

    CALL_RECEIVED = "call.received"
    """An inbound call is ringing. Version 1's CALL_RECEIVED is `call.completed` here."""
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
