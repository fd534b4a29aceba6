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
    │   ├── RateLimitError                  429; `retry_after`, `quota`
    │   └── ServerError                     5xx
    ├── UnexpectedResponseError             a success that cannot be read; keeps `status` and `body`
    └── WebhookError                        a delivery that is refused
        ├── InvalidPayload                  not an event
        └── InvalidToken                    not the token of this endpoint

`UnreadableLineWarning`, the only warning here, is about one line of an account.

Each carries `attempts` (how often the request left) and `maybe_sent` (whether the server could have acted), can be
pickled, and keeps bodies, numbers and the API key out of its text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from allo_ext._wire.json import is_array, is_object

if TYPE_CHECKING:
    import httpx

    from allo_ext.enums import ErrorCode


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

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class ConfigurationError(AlloError, ValueError):
    """The client cannot work as it was set up."""


class InvalidArgumentError(AlloError, ValueError):
    """An argument was refused before anything was sent."""

    def __init__(self, message: str = "", *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


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
    ) -> None:
        """Keep what the API said.

        Args:
            message: One sentence for people: what happened and what to do next.
            status: The HTTP status.
            code: The API's own code, such as `CONTACT_NOT_FOUND`; None when the body had none.
            details: What the body held under `details` (v1) or `errors` (v2), as it came.
            request_id: The API's name for this request, where it gave one.
            response: The response, its request without the key.
        """
        super().__init__(message)
        self.status = status
        self.code = code
        self.details = details
        self.request_id = request_id
        self.response = response

    retry_after: float | None = None
    """After how many seconds the API asks to be called again, where it says so."""

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


class RateLimitError(AlloApiError):
    """429: too many requests, too many today, or too many messages."""

    quota: Quota | None = None
    """The daily quota that was used up, where the API names it."""


class ServerError(AlloApiError):
    """5xx: the API failed."""


class UnexpectedResponseError(AlloError):
    """A success whose body cannot be read as what the operation returns."""

    def __init__(self, message: str = "", *, status: int = 0, body: bytes = b"") -> None:
        super().__init__(message)
        self.status = status
        self.body = body


class WebhookError(AlloError):
    """A delivery that a webhook endpoint refuses."""


class InvalidPayload(WebhookError):  # noqa: N818 (it reads as what is wrong with the delivery)
    """The body is not an event."""


class InvalidToken(WebhookError):  # noqa: N818
    """The token is not the one of this endpoint."""


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
