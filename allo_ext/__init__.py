"""The Python client for the Allo phone system: calls, transcripts, contacts, SMS, numbers and webhooks."""

from typing import TYPE_CHECKING, Any

from allo_ext._version import __version__ as __version__

if TYPE_CHECKING:
    from allo_ext._plain.jsonable import to_jsonable
    from allo_ext._wire.given import NOT_GIVEN, NotGiven
    from allo_ext.client import AlloClient, AsyncAlloClient
    from allo_ext.enums import (
        ActivityType,
        CallResult,
        ConversationItemType,
        Direction,
        Engagement,
        ErrorCode,
        Topic,
        TranscriptSource,
    )
    from allo_ext.errors import (
        AlloApiError,
        AlloConnectionError,
        AlloError,
        AlloTimeoutError,
        AuthenticationError,
        BadRequestError,
        ConfigurationError,
        ConflictError,
        FieldError,
        InvalidArgumentError,
        InvalidPayloadError,
        InvalidSignatureError,
        InvalidTokenError,
        NotFoundError,
        PermissionDeniedError,
        Quota,
        RateLimitError,
        ServerError,
        UnexpectedResponseError,
        WebhookError,
    )
    from allo_ext.errors import InvalidPayload as InvalidPayload
    from allo_ext.errors import InvalidToken as InvalidToken
    from allo_ext.pace import Limiter, Pace
    from allo_ext.pages import Page
    from allo_ext.raw import RawResponse
    from allo_ext.records import (
        Activity,
        Call,
        Company,
        Contact,
        ConversationItem,
        Message,
        Number,
        TranscriptLine,
        Webhook,
    )
    from allo_ext.retry import RetryPolicy

__all__ = [  # noqa: RUF022 (sorted as sorted() sorts)
    "Activity",
    "ActivityType",
    "AlloApiError",
    "AlloClient",
    "AlloConnectionError",
    "AlloError",
    "AlloTimeoutError",
    "AsyncAlloClient",
    "AuthenticationError",
    "BadRequestError",
    "Call",
    "CallResult",
    "Company",
    "ConfigurationError",
    "ConflictError",
    "Contact",
    "ConversationItem",
    "ConversationItemType",
    "Direction",
    "Engagement",
    "ErrorCode",
    "FieldError",
    "InvalidArgumentError",
    "InvalidPayloadError",
    "InvalidSignatureError",
    "InvalidTokenError",
    "Limiter",
    "Message",
    "NOT_GIVEN",
    "NotFoundError",
    "NotGiven",
    "Number",
    "Pace",
    "Page",
    "PermissionDeniedError",
    "Quota",
    "RateLimitError",
    "RawResponse",
    "RetryPolicy",
    "ServerError",
    "Topic",
    "TranscriptLine",
    "TranscriptSource",
    "UnexpectedResponseError",
    "Webhook",
    "WebhookError",
    "to_jsonable",
]

# Each module loads when one of its names is first used (PEP 562): a record costs half a millisecond to define.
_HOME = {
    "AlloClient": "_sync.client",
    "AsyncAlloClient": "_async.client",
    "NOT_GIVEN": "_wire.given",
    "NotGiven": "_wire.given",
    **dict.fromkeys(("Limiter", "Pace"), "pace"),
    "Page": "pages",
    "RawResponse": "raw",
    "RetryPolicy": "retry",
    **dict.fromkeys(
        (
            "ActivityType",
            "CallResult",
            "ConversationItemType",
            "Direction",
            "Engagement",
            "ErrorCode",
            "Topic",
            "TranscriptSource",
        ),
        "enums",
    ),
    **dict.fromkeys(
        (
            "Activity",
            "Call",
            "Company",
            "Contact",
            "ConversationItem",
            "Message",
            "Number",
            "TranscriptLine",
            "Webhook",
        ),
        "records",
    ),
    "to_jsonable": "_plain.jsonable",
}

_EARLIER = frozenset({"InvalidPayload", "InvalidToken"})
"""Names that still work, for programs written before they changed."""


def __getattr__(name: str) -> Any:
    if name not in __all__ and name not in _EARLIER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOME.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
