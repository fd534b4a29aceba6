"""The API's words: open enums.

A value that this version does not know stays the plain string it was, so every field of these types is annotated
`SomeEnum | str`. Members are strings: `call.result == "ANSWERED"` and `case CallResult.ANSWERED` both work.
"""

from __future__ import annotations

from enum import StrEnum


class Direction(StrEnum):
    """Which way a call or message went, seen from the Allo number."""

    INBOUND = "INBOUND"
    OUTBOUND = "OUTBOUND"


class CallResult(StrEnum):
    """How a call ended."""

    ANSWERED = "ANSWERED"
    BLOCKED = "BLOCKED"
    CLOSED = "CLOSED"
    FAILED = "FAILED"
    FAILED_EXTERNAL = "FAILED_EXTERNAL"
    MISSED = "MISSED"
    RECEIVED = "RECEIVED"
    TRANSFERRED = "TRANSFERRED"
    TRANSFERRED_AI = "TRANSFERRED_AI"
    TRANSFERRED_EXTERNAL = "TRANSFERRED_EXTERNAL"
    VOICEMAIL = "VOICEMAIL"


class CallOutcome(StrEnum):
    """How a call ended, in this library's words: `Call.outcome`."""

    ANSWERED = "answered"
    """Somebody or something picked up, or the call was transferred."""
    MISSED = "missed"
    """An incoming call that nobody answered, or that was blocked or failed."""
    UNREACHED = "unreached"
    """An outgoing call that nobody answered, or that failed."""
    VOICEMAIL = "voicemail"
    """It ended in voicemail, whichever way it went."""
    UNKNOWN = "unknown"
    """The API gives no result, or one that this version does not know."""


class TranscriptSource(StrEnum):
    """Who speaks in a line of a transcript."""

    AGENT = "AGENT"
    """Allo's AI assistant."""
    EXTERNAL = "EXTERNAL"
    """The other party."""
    USER = "USER"
    """A user of the Allo account."""


class Engagement(StrEnum):
    """How warm a contact is."""

    ENGAGED = "ENGAGED"
    COOLING = "COOLING"
    COLD = "COLD"


class ActivityType(StrEnum):
    """What happened with a contact."""

    INBOUND_CALL = "INBOUND_CALL"
    OUTBOUND_CALL = "OUTBOUND_CALL"
    INBOUND_SMS = "INBOUND_SMS"
    OUTBOUND_SMS = "OUTBOUND_SMS"


class ConversationItemType(StrEnum):
    """What an item of a conversation is."""

    CALL = "CALL"
    TEXT_MESSAGE = "TEXT_MESSAGE"


class Topic(StrEnum):
    """What a webhook can be told about."""

    CALL_RECEIVED = "CALL_RECEIVED"
    """A call has ended, whichever way it went."""
    CONTACT_CREATED = "CONTACT_CREATED"
    CONTACT_UPDATED = "CONTACT_UPDATED"
    PING = "PING"
    SMS_RECEIVED = "SMS_RECEIVED"
    SMS_SENT = "SMS_SENT"


class ErrorCode(StrEnum):
    """The error codes of v1, and those of v2 that the shared host may answer with."""

    A2P_NOT_ENABLED = "A2P_NOT_ENABLED"
    API_KEY_INSUFFICIENT_SCOPE = "API_KEY_INSUFFICIENT_SCOPE"
    API_KEY_INVALID = "API_KEY_INVALID"
    API_KEY_QUOTA_EXCEEDED = "API_KEY_QUOTA_EXCEEDED"
    API_KEY_REVOKED = "API_KEY_REVOKED"
    API_KEY_TRIAL_NOT_ALLOWED = "API_KEY_TRIAL_NOT_ALLOWED"
    CONTACT_NOT_FOUND = "CONTACT_NOT_FOUND"
    DAILY_SMS_LIMIT_REACHED = "DAILY_SMS_LIMIT_REACHED"
    FORBIDDEN = "FORBIDDEN"
    FROM_NUMBER_NOT_FOUND = "FROM_NUMBER_NOT_FOUND"
    INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR"
    INVALID_LENGTH = "INVALID_LENGTH"
    INVALID_SENDER_ID = "INVALID_SENDER_ID"
    INVALID_TO_NUMBER = "INVALID_TO_NUMBER"
    LANDLINE_NUMBER_NOT_SUPPORTED = "LANDLINE_NUMBER_NOT_SUPPORTED"
    MESSAGE_NOT_COMPLIANT = "MESSAGE_NOT_COMPLIANT"
    NUMBER_ALREADY_ASSIGNED = "NUMBER_ALREADY_ASSIGNED"
    NUMBER_NOT_SMS_ENABLED = "NUMBER_NOT_SMS_ENABLED"
    PROVIDER_NOT_SUPPORTED = "PROVIDER_NOT_SUPPORTED"
    RATE_LIMITED = "RATE_LIMITED"
    RATE_LIMIT_EXCEEDED = "RATE_LIMIT_EXCEEDED"
    SENDER_ID_NOT_ACTIVE = "SENDER_ID_NOT_ACTIVE"
    SENDER_ID_NOT_FOUND = "SENDER_ID_NOT_FOUND"
    SMS_LIMIT_REACHED = "SMS_LIMIT_REACHED"
    TO_NUMBER_COUNTRY_MISMATCH = "TO_NUMBER_COUNTRY_MISMATCH"
    TRIAL_SMS_LIMIT_REACHED = "TRIAL_SMS_LIMIT_REACHED"
    UNAUTHORIZED = "UNAUTHORIZED"
    VALIDATION_ERROR = "VALIDATION_ERROR"
    WEBHOOK_NOT_FOUND = "WEBHOOK_NOT_FOUND"
