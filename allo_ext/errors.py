"""Every exception that this package raises.

    AlloError
    ├── ConfigurationError(ValueError)      no key, a bad base_url, a closed client
    ├── InvalidArgumentError(ValueError)    refused before sending; `field` names the argument
    ├── AlloConnectionError                 no response: DNS, refused, reset, TLS
    │   └── AlloTimeoutError                no response in time
    ├── AlloApiError                        the API answered with an error
    │   ├── AuthenticationError             401
    │   ├── PermissionDeniedError           403; `required_scopes`
    │   ├── NotFoundError                   404, and every *_NOT_FOUND code (the API answers 400 CONTACT_NOT_FOUND)
    │   ├── BadRequestError                 400, 422; `field_errors`
    │   ├── ConflictError                   409
    │   ├── RateLimitError                  429; `retry_after`, `quota`
    │   └── ServerError                     5xx
    ├── UnexpectedResponseError             a success that cannot be read; keeps `status` and `body`
    └── WebhookError                        a delivery that is refused
        ├── InvalidPayloadError             not an event
        ├── InvalidSignatureError           not signed with the secret of this endpoint
        └── InvalidTokenError               not the token of this endpoint

`UnreadableLineWarning`, the only warning here, is about one line of an account.

Each says what was asked (`operation`, `method`, `request`), what went wrong in one word for programs (`reason`, where
class and `code` do not say it), how often the request left (`attempts`) and whether the server could have acted
(`maybe_sent`). It can be pickled, and keeps bodies, numbers and the API key out of its message. The message is for
people and may change: programs use the attributes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from allo_ext._wire.json import is_array, is_object

if TYPE_CHECKING:
    import httpx

    from allo_ext.enums import ErrorCode


Reason = Literal[
    "certificates",
    "closed",
    "encoding",
    "incomplete",
    "lost",
    "no connection",
    "no key",
    "not sent",
    "proxy",
    "refused",
    "timeout",
    "tls",
    "too large",
    "unknown host",
    "unknown status",
    "unreadable",
]
"""What went wrong, for programs; `docs/errors.md` says which errors have which reason."""


class FieldError(NamedTuple):
    """What the API says is wrong with one field of a request."""

    field: str
    message: str


class Quota(NamedTuple):
    """The quota that a request ran into: so many requests a day, free again in `reset_in` seconds."""

    limit: int | None
    type: str | None
    reset_in: float | None


class AlloError(Exception):
    """The root of everything that this package raises."""

    attempts: int = 0
    """How many times the request was sent, or tried to be."""
    maybe_sent: bool = False
    """Whether the server could have received the request and acted on it."""
    done: Any = None
    """What a method that makes several requests had done before this error; see `dialing_queue.append_numbers`."""
    operation: str | None = None
    """The method and path template, such as `POST /sms`; None where no request was made."""

    def __init__(self, message: str = "", *, reason: Reason | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.reason: Reason | None = reason
        self._request: httpx.Request | None = None

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
    """The client cannot work as it was set up."""


class InvalidArgumentError(AlloError, ValueError):
    """An argument was refused before anything was sent."""

    def __init__(self, message: str = "", *, field: str | None = None, problem: str | None = None) -> None:
        """Name the argument.

        Args:
            message: One sentence for people; unless given, it is made of `field` and `problem`.
            field: The argument's name.
            problem: What is wrong with it, to be read after its name, such as "must be a list".
        """
        super().__init__(message if message or problem is None else f"{field} {problem}.")
        self.field = field
        self.problem = problem


class AlloConnectionError(AlloError):
    """No response came: the name was unknown, the connection refused or lost, or TLS failed."""

    transient: bool = True
    """Whether the same request may well succeed later; not so for, say, a URL that cannot be spoken to."""


class AlloTimeoutError(AlloConnectionError):
    """No response came in time."""


class AlloApiError(AlloError):
    """The API answered with an error."""

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
        """Keep what the API said.

        Args:
            message: One sentence for people: what happened and what to do next.
            status: The HTTP status.
            code: The API's own code, such as `CONTACT_NOT_FOUND`; None when the body had none.
            details: What the body held under `details` (v1) or `errors` (v2), as it came.
            request_id: The API's name for this request, where it gave one.
            response: The response, its request without the key.
            type: The API's class of the error, such as `not_found_error` (v2 only, as are the following).
            suggestion: The API's own advice, as it came.
            param: The parameter or field that the API finds fault with.
            retryable: Whether the API says that the same request may succeed later; None where it does not say. The
                client decides by status and code instead (see `docs/errors.md`).
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
    """After how many seconds the API asks to be called again, where it says so."""

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
    """401: the API does not know the key."""


class PermissionDeniedError(AlloApiError):
    """403: the key may not do this."""

    required_scopes: tuple[str, ...] = ()
    """The scopes that the key lacks, as far as the API names them."""


class NotFoundError(AlloApiError):
    """404, or any code that ends in `_NOT_FOUND`."""


class BadRequestError(AlloApiError):
    """400 or 422: the API refused what was asked; see `code` and `field_errors`."""


class ConflictError(AlloApiError):
    """409: the request conflicts with what exists, such as a number that another contact has."""


class RateLimitError(AlloApiError):
    """429: too many requests, too many today, or too many messages."""

    quota: Quota | None = None
    """The daily quota that was used up, where the API names it."""


class ServerError(AlloApiError):
    """5xx: the API failed."""


class UnexpectedResponseError(AlloError):
    """A success whose body cannot be read as what the operation returns."""

    def __init__(
        self,
        message: str = "",
        *,
        status: int = 0,
        body: bytes = b"",
        request_id: str | None = None,
        reason: Reason | None = None,
    ) -> None:
        """Keep what was received.

        Args:
            message: One sentence for people.
            status: The HTTP status.
            body: The body, as far as it was read.
            request_id: The API's name for this request, where it gave one.
            reason: What is wrong with the response.
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
    """A delivery that a webhook endpoint refuses."""


class InvalidPayloadError(WebhookError):
    """The body is not an event."""


class InvalidSignatureError(WebhookError):
    """The signature is not one that the secret of this endpoint makes."""


class InvalidTokenError(WebhookError):
    """The token is not the one of this endpoint."""


InvalidPayload = InvalidPayloadError
"""The earlier name of `InvalidPayloadError`."""
InvalidToken = InvalidTokenError
"""The earlier name of `InvalidTokenError`."""


class UnreadableLineWarning(UserWarning):
    """The API listed a line and then refused its calls, so the calls of the other lines were returned without them."""

    def __init__(self, number: str, error: AlloError) -> None:
        """Name the line.

        Args:
            number: The line, as the API wrote it.
            error: The refusal.
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
