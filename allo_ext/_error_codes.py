"""The error codes of both API versions: exception, meaning, advice, and whether to retry.

`failure`, `RetryPolicy`, the command, the panel and the docs use this table. `ErrorCode` lists the same codes for type
checkers. A code that is not in the table is handled by its HTTP status.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from allo_ext import errors

Again = Literal["by status", "if told when", "never", "soon"]
"""The time after which the same request may succeed: as the HTTP status says; after the response's Retry-After; not for
minutes; or after about a second, whatever the status says."""

See = Literal["contacts", "numbers", "webhooks"]
"""The resource that lists the valid values."""


class Meaning(NamedTuple):
    """The meaning of a code; `means` and `do` are clauses without a full stop."""

    error: type[errors.AlloApiError]
    means: str
    do: str
    again: Again = "by status"
    see: See | None = None


_AUTHENTICATION: Final = errors.AuthenticationError
_PERMISSION: Final = errors.PermissionDeniedError
_BAD: Final = errors.BadRequestError
_MISSING: Final = errors.NotFoundError
_CONFLICT: Final = errors.ConflictError
_LIMIT: Final = errors.RateLimitError
_OTHER: Final = errors.AlloApiError

_TOMORROW: Final = "wait until tomorrow, or ask Allo to raise the limit"
_OTHER_LINE: Final = "send from another number"
_VERIFY: Final = "have it verified in Allo's settings"
_CHECK_ID: Final = "check the id"
_CHECK_BASE_URL: Final = "check the base URL"
_CHECK_REQUEST: Final = "check the request"
_ONE_FILTER: Final = "name what to remove, or `unassigned` alone"

CODES: Final[dict[str, Meaning]] = {
    "API_KEY_INVALID": Meaning(
        _AUTHENTICATION, "the API key is not valid", "check the API key; pass it alone, without `Bearer`"
    ),
    "API_KEY_REVOKED": Meaning(_AUTHENTICATION, "this key was revoked", "create a new key in Allo's settings"),
    "UNAUTHORIZED": Meaning(
        _AUTHENTICATION, "the API key is missing or malformed", "check the API key and auth_scheme"
    ),
    "API_KEY_INSUFFICIENT_SCOPE": Meaning(
        _PERMISSION, "the key lacks a scope", "add it to the key in Allo's settings, or use a key that has it"
    ),
    "API_KEY_TRIAL_NOT_ALLOWED": Meaning(
        _PERMISSION, "a trial plan has no access to the API", "choose a paid plan in Allo"
    ),
    "FORBIDDEN": Meaning(_PERMISSION, "the role of the key's owner does not allow this", "use a key that may do this"),
    "A2P_NOT_ENABLED": Meaning(
        _PERMISSION, "this number may not send SMS to US numbers yet", "register it for A2P messages in Allo"
    ),
    "PARTNER_SUBSCRIPTION_NOT_BILLABLE": Meaning(
        _OTHER, "the partner's plan has no seats left", "change the plan in Allo"
    ),
    "PARTNER_BILLING_FAILED": Meaning(_OTHER, "the seat could not be charged", "check the payment method in Allo"),
    "VALIDATION_ERROR": Meaning(_BAD, "a value breaks a rule of the API", _CHECK_REQUEST),
    "INVALID_REQUEST_BODY": Meaning(_BAD, "the body is not what the API expects", _CHECK_REQUEST),
    "MISSING_PARAMETER": Meaning(_BAD, "a parameter is missing", "pass it; `param` names it"),
    "MISSING_HEADER": Meaning(_BAD, "a header is missing", "pass it; `param` names it"),
    "UNSUPPORTED_MEDIA_TYPE": Meaning(_BAD, "the body is not JSON", "send application/json"),
    "METHOD_NOT_ALLOWED": Meaning(_BAD, "this path does not allow the method", _CHECK_BASE_URL),
    "INVALID_PAGE_SIZE": Meaning(_BAD, "the page size is out of range", "use a size from 1 to 100"),
    "INVALID_SEARCH_QUERY": Meaning(_BAD, "the search has no letter or digit", "search for a word or number"),
    "MISSING_ALLO_NUMBER": Meaning(_BAD, "the list needs a number of the account", "name one", see="numbers"),
    "INVALID_DATE_RANGE": Meaning(_BAD, "the dates are not valid or not in order", "check both ends of the range"),
    "DATE_RANGE_TOO_WIDE": Meaning(_BAD, "the dates are too far apart", "request fewer days at a time"),
    "INVALID_ITEM_ID": Meaning(_BAD, "the id is not that of a call or message", _CHECK_ID),
    "BATCH_TOO_LARGE": Meaning(_BAD, "the request has more than 100 ids", "request fewer at a time"),
    "TAGS_REQUIRED": Meaning(_BAD, "no tags were given", "give at least one tag"),
    "INVALID_ACTION": Meaning(_BAD, "the action does not exist", "use one of the API's actions"),
    "INVALID_GRANULARITY": Meaning(_BAD, "the granularity does not exist", "use DAY, WEEK or MONTH"),
    "INVALID_GROUP_BY": Meaning(_BAD, "the results cannot be grouped by this", _CHECK_REQUEST),
    "UNSUPPORTED_EXTEND_VALUE": Meaning(_BAD, "`extend` has an unknown value", _CHECK_REQUEST),
    "INVALID_PHONE_FORMAT": Meaning(_BAD, "the phone number is not in E.164", "write it with its country code"),
    "INVALID_PHONE_NUMBER": Meaning(_BAD, "this is not a phone number", "write it with its country code"),
    "INVALID_TO_NUMBER": Meaning(
        _BAD, "the receiver's number cannot receive SMS", "check it, and write it with its country code (E.164)"
    ),
    "TO_NUMBER_COUNTRY_MISMATCH": Meaning(
        _BAD, "the receiver is in another country than the sender", "send from a number of that country", see="numbers"
    ),
    "NUMBER_NOT_SMS_ENABLED": Meaning(_BAD, "this number cannot send SMS", _OTHER_LINE, see="numbers"),
    "PROVIDER_NOT_SUPPORTED": Meaning(_BAD, "the carrier of this number cannot send SMS", _OTHER_LINE, see="numbers"),
    "LANDLINE_NUMBER_NOT_SUPPORTED": Meaning(_BAD, "a landline cannot receive SMS", "send to a mobile number"),
    "SENDER_ID_INBOX_CANNOT_SEND_SMS": Meaning(
        _BAD, "the inbox of a sender id cannot send SMS", _OTHER_LINE, see="numbers"
    ),
    "INVALID_SENDER_ID": Meaning(
        _BAD,
        "this account does not have this sender id, or it is not 3 to 11 letters and digits",
        "use one that the account has",
        see="numbers",
    ),
    "SENDER_ID_NOT_ACTIVE": Meaning(_BAD, "this sender id is not verified yet", _VERIFY),
    "INVALID_LENGTH": Meaning(_BAD, "the message is empty or too long", "write 1 to 1000 characters"),
    "MESSAGE_NOT_COMPLIANT": Meaning(_BAD, "the message breaks the carriers' rules", "change its wording"),
    "SUMMARY_TEMPLATE_KEY_REQUIRED": Meaning(_BAD, "the call has several summaries", "pass template_key"),
    "DIALING_QUEUE_LIMIT_REACHED": Meaning(
        _BAD, "a dialing queue can contain at most 1,000 numbers", "add fewer numbers"
    ),
    "DIALING_QUEUE_DELETE_FILTER_REQUIRED": Meaning(
        _BAD, "the request does not say which numbers to remove", _ONE_FILTER
    ),
    "DIALING_QUEUE_DELETE_FILTER_CONFLICT": Meaning(_BAD, "the filters exclude each other", _ONE_FILTER),
    "INVALID_EVENT_TYPE": Meaning(_BAD, "a topic does not exist", "check the topics"),
    "ASSIGNEE_NOT_FOUND": Meaning(_MISSING, "the team has no member with this id", _CHECK_ID),
    "BUSINESS_NOT_FOUND": Meaning(_MISSING, "the account is not set up completely", "finish the setup in Allo"),
    "CALL_NOT_FOUND": Meaning(_MISSING, "there is no call with this id", _CHECK_ID),
    "CONTACT_NOT_FOUND": Meaning(_MISSING, "there is no contact with this id", _CHECK_ID, see="contacts"),
    "CONVERSATION_ITEM_NOT_FOUND": Meaning(_MISSING, "there is no call or message with this id", _CHECK_ID),
    "DIALING_QUEUE_NOT_FOUND": Meaning(_MISSING, "there is no dialing queue", "create one first"),
    "ENDPOINT_NOT_FOUND": Meaning(_MISSING, "the API does not have this path", _CHECK_BASE_URL),
    "FROM_NUMBER_NOT_FOUND": Meaning(
        _MISSING, "the sender is not a number of this account", "use one that is", see="numbers"
    ),
    "MEMBER_NOT_FOUND": Meaning(_MISSING, "there is no user with this id", _CHECK_ID),
    "PARTNER_ACCOUNT_NOT_FOUND": Meaning(_MISSING, "this key did not create an account with this id", _CHECK_ID),
    "PHONE_NUMBER_NOT_FOUND": Meaning(
        _MISSING, "this is not a number of the account", "use one that is", see="numbers"
    ),
    "QUEUE_NUMBER_POSITION_NOT_FOUND": Meaning(
        _MISSING, "the queue has no number at this position", "read the queue again"
    ),
    "SENDER_ID_NOT_FOUND": Meaning(
        _MISSING, "this account does not have this sender id", "use one that it has", see="numbers"
    ),
    "SUMMARY_TEMPLATE_NOT_FOUND": Meaning(_MISSING, "there is no such summary template", _CHECK_ID),
    "TAG_NOT_FOUND": Meaning(_MISSING, "the item does not have this tag", "check its tags"),
    "TEAM_NOT_FOUND": Meaning(_MISSING, "the key's owner is not in a team", "use the key of a team's member"),
    "TEXT_MESSAGE_NOT_FOUND": Meaning(_MISSING, "there is no message with this id", _CHECK_ID),
    "USER_NOT_FOUND": Meaning(_MISSING, "the key's owner no longer exists", "use another API key"),
    "WEBHOOK_NOT_FOUND": Meaning(_MISSING, "there is no webhook with this id", _CHECK_ID, see="webhooks"),
    "DIALING_QUEUE_APPEND_CONFLICT": Meaning(
        _CONFLICT, "somebody else is adding to the queue", "try again in a second", "soon"
    ),
    "IDEMPOTENCY_KEY_REUSE": Meaning(
        _CONFLICT, "the idempotency key was used for another request", "use a new key for each request"
    ),
    "NO_NUMBER_AVAILABLE": Meaning(_CONFLICT, "no matching number is available", "change the preference"),
    "NUMBER_ALREADY_ASSIGNED": Meaning(
        _CONFLICT, "another contact has this number", "find and change that contact", see="contacts"
    ),
    "OTHER_TRANSACTION_IN_PROGRESS": Meaning(
        _CONFLICT, "somebody else is changing the same thing", "try again in a second", "soon"
    ),
    "PARTNER_ACCOUNT_ALREADY_EXISTS": Meaning(
        _CONFLICT, "this e-mail address or mobile number is already registered", "use another one"
    ),
    "TAG_ALREADY_EXISTS": Meaning(_CONFLICT, "the item already has this tag", "no action is needed"),
    "API_KEY_QUOTA_EXCEEDED": Meaning(
        _LIMIT, "the key's daily quota is used up", "wait until it is reset", "if told when"
    ),
    "DAILY_SMS_LIMIT_REACHED": Meaning(_LIMIT, "no more messages can be sent today", _TOMORROW, "never"),
    "RATE_LIMITED": Meaning(_LIMIT, "too many requests", "wait, and lower the pace"),
    "RATE_LIMIT_EXCEEDED": Meaning(_LIMIT, "too many requests", "wait, and lower the pace"),
    "SMS_LIMIT_REACHED": Meaning(_LIMIT, "no more messages can be sent", _TOMORROW, "never"),
    "TRIAL_SMS_LIMIT_REACHED": Meaning(
        _LIMIT, "the trial's messages are used up", "choose a paid plan in Allo", "never"
    ),
    "INTERNAL_SERVER_ERROR": Meaning(
        errors.ServerError, "Allo failed", "try again later; if it stays, report the request id to Allo"
    ),
    # Not from the API: the mock server returns this for an unknown path.
    "UNKNOWN_ROUTE": Meaning(errors.ServerError, "this path does not exist", "check that base_url is right"),
}

BY_CLASS: Final[dict[type[errors.AlloApiError], Meaning]] = {
    errors.AuthenticationError: Meaning(_AUTHENTICATION, "the API key was rejected", "check the API key"),
    errors.PermissionDeniedError: Meaning(_PERMISSION, "the key may not do this", "use a key that may"),
    errors.NotFoundError: Meaning(_MISSING, "not found", "check the id and the base URL"),
    errors.BadRequestError: Meaning(_BAD, "the API rejected the request", _CHECK_REQUEST),
    errors.ConflictError: Meaning(_CONFLICT, "the request conflicts with existing data", "read the data again first"),
    errors.RateLimitError: Meaning(_LIMIT, "too many requests", "wait, and lower the pace"),
    errors.ServerError: Meaning(errors.ServerError, "the API or a proxy failed", "try again later"),
    errors.AlloApiError: Meaning(_OTHER, "the API rejected the request", _CHECK_BASE_URL),
}
"""The meaning of errors without a code, or with one that is not in the table."""

NOT_FIELDS: Final = frozenset({"DAILY", "scope"})
"""Words that the API puts in place of a field name."""


def meaning(error: errors.AlloApiError) -> Meaning:
    """Return the meaning of an error: by its code, else by its class."""
    known = CODES.get(str(error.code))
    return known or next(BY_CLASS[kind] for kind in type(error).__mro__ if kind in BY_CLASS)


def field_errors(error: errors.AlloApiError) -> tuple[errors.FieldError, ...]:
    """Return the errors that are about a field of the request."""
    return tuple(fault for fault in error.field_errors if fault.field not in NOT_FIELDS)
