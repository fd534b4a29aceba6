"""Every exception that this package raises.

    AlloError
    ├── ConfigurationError(ValueError)      no key, a bad base_url, a closed client
    ├── InvalidArgumentError(ValueError)    rejected before sending; `field` names the argument
    ├── AlloConnectionError                 no response: DNS, refused, reset, TLS
    │   └── AlloTimeoutError                no response in time
    ├── AlloApiError                        the API returned an error
    │   ├── AuthenticationError             401
    │   ├── PermissionDeniedError           403; `required_scopes`
    │   ├── NotFoundError                   404, and every *_NOT_FOUND code (the API returns 400 CONTACT_NOT_FOUND)
    │   ├── BadRequestError                 400, 422; `field_errors`
    │   ├── ConflictError                   409
    │   ├── RateLimitError                  429; `retry_after`, `quota`
    │   └── ServerError                     5xx
    ├── UnexpectedResponseError             a 2xx response that cannot be parsed; has `status` and `body`
    └── WebhookError                        a rejected delivery
        ├── InvalidPayloadError             not an event
        ├── InvalidSignatureError           not signed with the secret of this endpoint
        └── InvalidTokenError               not the token of this endpoint

`UnreadableLineWarning`, the only warning here, is about one phone line of an account.

Each error has the request (`operation`, `method`, `request`), a machine-readable `reason` where class and `code` are
not enough, the number of `attempts`, and `maybe_sent`: whether the server may have received the request. Errors can be
pickled. Messages contain no bodies, phone numbers or API key, and may change: programs should use the attributes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from allo_ext._facts import DOUBT
from allo_ext._wire.json import is_array, is_object

if TYPE_CHECKING:
    import httpx

    from allo_ext.enums import ErrorCode

Reason = Literal[
    "certificates", "closed", "encoding", "incomplete", "lost", "no connection", "no key", "not sent", "proxy",
    "refused", "timeout", "tls", "too large", "unknown host", "unknown status", "unreadable",
]  # fmt: skip
"""The machine-readable cause of an error; `docs/errors.md` lists which errors have which reason."""


class FieldError(NamedTuple):
    """An error that the API reports for one field of a request."""

    field: str
    message: str


class Quota(NamedTuple):
    """The quota that a request exceeded: `limit` requests per day, reset in `reset_in` seconds."""

    limit: int | None
    type: str | None
    reset_in: float | None


class AlloError(Exception):
    """The base class of every exception of this package."""

    attempts: int = 0
    """The number of times the request was sent, failed attempts included."""
    maybe_sent: bool = False
    """True if the server may have received the request and acted on it."""
    in_doubt: bool = False
    """True if, moreover, a second execution would do harm; `str(error)` then says so."""
    done: Any = None
    """The result so far, for a method that makes several requests; see `dialing_queue.append_numbers`."""
    operation: str | None = None
    """The method and path template, such as `POST /sms`; None where no request was made."""

    def __init__(self, message: str = "", *, reason: Reason | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.reason: Reason | None = reason
        self._request: httpx.Request | None = None

    def __str__(self) -> str:
        return f"{self.message} {DOUBT}" if self.in_doubt else self.message

    @property
    def method(self) -> str | None:
        """The HTTP method, such as `POST`; None where no request was made."""
        return None if self.operation is None else self.operation.partition(" ")[0]

    @property
    def request(self) -> httpx.Request | None:
        """The request, without the key; None where none was made."""
        return self._request

    @request.setter
    def request(self, request: httpx.Request | None) -> None:
        self._request = request


class ConfigurationError(AlloError, ValueError):
    """The client is not configured correctly."""


class InvalidArgumentError(AlloError, ValueError):
    """An argument was rejected before anything was sent."""

    def __init__(self, message: str = "", *, field: str | None = None, problem: str | None = None) -> None:
        """Create the error for one argument.

        Args:
            message: One sentence for people; built from `field` and `problem` by default.
            field: The argument's name.
            problem: What is wrong, worded to follow the name, such as "must be a list".
        """
        super().__init__(message if message or problem is None else f"{field} {problem}.")
        self.field = field
        self.problem = problem


class AlloConnectionError(AlloError):
    """No response: the host is unknown, the connection was refused or lost, or TLS failed."""

    transient: bool = True
    """True if the same request may succeed later; False for, say, an unsupported URL."""


class AlloTimeoutError(AlloConnectionError):
    """The request timed out."""


class AlloApiError(AlloError):
    """The API returned an error."""

    def __init__(
        self,
        message: str = "",
        *,
        status: int = 0,
        code: ErrorCode | str | None = None,
        details: Any = None,
        request_id: str | None = None,
        response: httpx.Response | None = None,
        type: str | None = None,  # noqa: A002 (the API's name for it)
        suggestion: str | None = None,
        param: str | None = None,
        retryable: bool | None = None,
    ) -> None:
        """Create the error from the API's response.

        Args:
            message: One sentence for people: what happened and what to do next.
            status: The HTTP status.
            code: The API's own code, such as `CONTACT_NOT_FOUND`; None if the body has none.
            details: The body's `details` (v1) or `errors` (v2), unchanged.
            request_id: The API's id of this request, if it sent one.
            response: The response, its request without the key.
            type: The API's error type, such as `not_found_error` (v2 only, as are the following).
            suggestion: The API's own advice, unchanged.
            param: The invalid parameter or field.
            retryable: The API's statement that the same request may succeed later; None if it makes none. The client
                decides by status and code instead (see `docs/errors.md`).
        """
        super().__init__(message)
        self.status = status
        self.code = code
        self.details = details
        self.request_id = request_id
        self.response = response
        self.type = type
        self.suggestion = suggestion
        self.param = param
        self.retryable = retryable

    retry_after: float | None = None
    """The number of seconds to wait before the next request, if the API sent one."""

    @property
    def status_code(self) -> int:
        """The HTTP status, by the name that httpx uses; the same as `status`."""
        return self.status

    @property
    def field_errors(self) -> tuple[FieldError, ...]:
        """The entries of `details` that name a field, in the API's order."""
        return tuple(
            FieldError(entry["field"], entry["message"])
            for entry in (self.details if is_array(self.details) else ())
            if is_object(entry) and isinstance(entry.get("field"), str) and isinstance(entry.get("message"), str)
        )


class AuthenticationError(AlloApiError):
    """401: the API key is not valid."""


class PermissionDeniedError(AlloApiError):
    """403: the key may not do this."""

    required_scopes: tuple[str, ...] = ()
    """The scopes that the key lacks, if the API names them."""


class NotFoundError(AlloApiError):
    """404, or any code that ends in `_NOT_FOUND`."""


class BadRequestError(AlloApiError):
    """400 or 422: the API rejected the request; see `code` and `field_errors`."""


class ConflictError(AlloApiError):
    """409: the request conflicts with what exists, such as a number that another contact has."""


class RateLimitError(AlloApiError):
    """429: too many requests, too many today, or too many messages."""

    quota: Quota | None = None
    """The exhausted daily quota, if the API names it."""


class ServerError(AlloApiError):
    """5xx: the API failed."""


class UnexpectedResponseError(AlloError):
    """A 2xx response whose body cannot be parsed as the result of the operation."""

    def __init__(
        self,
        message: str = "",
        *,
        status: int = 0,
        body: bytes = b"",
        request_id: str | None = None,
        reason: Reason | None = None,
    ) -> None:
        """Create the error from the response.

        Args:
            message: One sentence for people.
            status: The HTTP status.
            body: The body, as far as it was read.
            request_id: The API's id of this request, if it sent one.
            reason: The machine-readable cause.
        """
        super().__init__(message, reason=reason)
        self.status = status
        self.body = body
        self.request_id = request_id

    @property
    def status_code(self) -> int:
        """The HTTP status, by the name that httpx uses; the same as `status`."""
        return self.status


class WebhookError(AlloError):
    """A delivery that a webhook endpoint rejects."""


class InvalidPayloadError(WebhookError):
    """The body is not an event."""


class InvalidSignatureError(WebhookError):
    """The signature does not match the secret of this endpoint."""


class InvalidTokenError(WebhookError):
    """The token does not match this endpoint."""


InvalidPayload = InvalidPayloadError
"""The earlier name of `InvalidPayloadError`."""
InvalidToken = InvalidTokenError
"""The earlier name of `InvalidTokenError`."""


class UnreadableLineWarning(UserWarning):
    """The API listed a phone line but refused to list its calls; only the calls of the other lines were returned."""

    def __init__(self, number: str, error: AlloError) -> None:
        """Create the warning for one line.

        Args:
            number: The line, as the API returned it.
            error: The error that the API returned.
        """
        super().__init__(number, error)
        self.number = number
        self.error = error

    def __str__(self) -> str:
        """Return one sentence for people."""
        status = getattr(self.error, "status", None)
        code = getattr(self.error, "code", None)
        why = " ".join(str(part) for part in (status, code) if part) or "it cannot be sent"
        return f"The calls of the line {self.number!r} cannot be read ({why}); calls of other lines are not affected."
