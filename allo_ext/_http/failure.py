"""Turning a response that reports an error into an exception: the pure function `failure`.

The body has one of three formats: `{"code", "details"}`; `{"error": "WEBHOOK_NOT_FOUND"}`; or version 2's
`{"error": {"code", "errors", "retry_after_seconds", ...}}`, on the same host. Proxies send HTML.
The code takes precedence over the status, because the API returns 400 for an unknown contact. A body of these formats
is an error with a 2xx status too: `reports_failure` detects it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from allo_ext import errors
from allo_ext._error_codes import CODES, field_errors, meaning
from allo_ext._http.retry_after import LONGEST_WAIT
from allo_ext._wire.json import is_array, is_object, loads

if TYPE_CHECKING:
    import httpx

    from allo_ext._error_codes import See

_CODE: Final = re.compile(r"[A-Z][A-Z0-9_]{1,63}")
_SCOPE: Final = re.compile(r"required=([A-Z0-9_, |]+)")
_FIELD: Final = re.compile(r"[A-Za-z0-9_.\[\]-]{1,64}")
_LARGEST_BODY: Final = 1_000_000

_BY_TYPE: Final[dict[str, type[errors.AlloApiError]]] = {
    "authentication_error": errors.AuthenticationError,
    "conflict_error": errors.ConflictError,
    "not_found_error": errors.NotFoundError,
    "permission_error": errors.PermissionDeniedError,
    "rate_limit_error": errors.RateLimitError,
    "server_error": errors.ServerError,
    "validation_error": errors.BadRequestError,
}
"""Version 2's error types; they select the exception if the status is 2xx."""

_BY_STATUS: Final[dict[int, type[errors.AlloApiError]]] = {
    400: errors.BadRequestError,
    401: errors.AuthenticationError,
    403: errors.PermissionDeniedError,
    404: errors.NotFoundError,
    409: errors.ConflictError,
    422: errors.BadRequestError,
    429: errors.RateLimitError,
}
_WHERE_TO_LOOK: Final[dict[See, str]] = {
    "contacts": "contacts.find(…)",
    "numbers": "numbers.list()",
    "webhooks": "webhooks.list()",
}

_SUCCESS_CODES: Final = frozenset({"CREATED", "OK", "SUCCESS"})
"""Codes that do not report an error."""

_ANSWERS: Final = ("data", "results", "id")
_LISTS: Final = (b'{"data":[{', b'{"data":{"results":[{')
"""The beginnings of responses with a list that is not empty."""
_LONGEST_START: Final = 64
_RECORDS: Final = ("content", "to_number", "number", "url")

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_ACTED: Final = frozenset({303, 408, 499})
"""Statuses below 500 after which the server may have acted: 303, and timeouts of servers."""


class _Body(NamedTuple):
    """The common fields of the three formats."""

    code: str | None = None
    type: str | None = None
    details: Any = None
    request_id: str | None = None
    retry_after: float | None = None
    suggestion: str | None = None
    param: str | None = None
    retryable: bool | None = None


def failure(
    response: httpx.Response, *, operation: str, retry_after: float | None = None, advice: str | None = None
) -> errors.AlloApiError:
    """Turn a response that reports an error into an exception.

    Args:
        response: A response whose body has been read.
        operation: The operation, such as `GET /contact/{contact_id}`.
        retry_after: The Retry-After header in seconds, if there is one.
        advice: Replaces the advice for the code or status in the message.
    """
    body = _read(response.content)
    status = response.status_code
    kind = _kind(body, status)
    scopes = _scopes(body.details)
    quota = _quota(body.details)
    reset_in = quota.reset_in if quota else None
    error = kind(
        status=status,
        code=_known(body.code),
        details=body.details,
        request_id=response.headers.get("x-request-id") or body.request_id,
        response=response,
        type=body.type,
        suggestion=body.suggestion,
        param=body.param,
        retryable=body.retryable,
    )
    error.operation = operation
    error.retry_after = next((wait for wait in (retry_after, reset_in, body.retry_after) if wait is not None), None)
    error.maybe_sent = may_have_acted(status) or kind is errors.ServerError
    if 200 <= status < 300:  # noqa: PLR2004 (the class of statuses)
        # With a code or error type, the API rejected the request; without either it is unknown.
        error.maybe_sent = kind is errors.ServerError or (body.code is None and kind is errors.AlloApiError)
    if isinstance(error, errors.PermissionDeniedError):
        error.required_scopes = scopes
    if isinstance(error, errors.RateLimitError):
        error.quota = quota
    error.message = _sentence(error, advice or _advice(error, scopes, reset_in))
    error.args = (error.message,)
    return error


def may_have_acted(status: int) -> bool:
    """Return whether the server may have executed a request for which it returned this status."""
    return 200 <= status < 300 or status >= 500 or status in _ACTED  # noqa: PLR2004 (the classes of statuses)


def reports_failure(content: bytes) -> bool:
    """Return whether the body of a 2xx response has one of the error formats.

    A body with a non-empty `data`, `results` or `id` is not an error, whatever else it contains. Neither is a record
    without an envelope, unless its code is a known error code.
    """
    if content[:_LONGEST_START].replace(b" ", b"").startswith(_LISTS):
        return False  # most large responses; avoids searching them
    if (b'"error"' not in content and b'"code"' not in content) or len(content) > _LARGEST_BODY:
        return False  # most other responses; avoids parsing them twice
    try:
        body = loads(content)
    except ValueError:
        return False
    if not is_object(body) or any(_holds_something(body.get(name)) for name in _ANSWERS):
        return False
    code = _body_of(body).code
    if any(body.get(name) for name in _RECORDS):  # a record without an envelope may have a field of these names
        return code in CODES or (code or "").endswith("_NOT_FOUND")
    return bool(body.get("error")) or code not in {None, *_SUCCESS_CODES}


def _holds_something(answer: Any) -> bool:
    """Return whether a value is more than null, an empty list or an empty page."""
    return bool(answer.get("results", answer) if is_object(answer) else answer)


def _kind(body: _Body, status: int) -> type[errors.AlloApiError]:
    code = body.code
    if code is not None and code in CODES:
        return CODES[code].error
    if code is not None and code.endswith("_NOT_FOUND"):
        return errors.NotFoundError
    if status < 300 and body.type in _BY_TYPE:  # noqa: PLR2004 (the class of statuses)
        return _BY_TYPE[body.type]
    return _BY_STATUS.get(status, errors.ServerError if 500 <= status < 600 else errors.AlloApiError)  # noqa: PLR2004


def _known(code: str | None) -> str | None:
    from allo_ext.enums import ErrorCode

    return ErrorCode(code) if code is not None and code in ErrorCode.__members__ else code


def _read(content: bytes) -> _Body:
    """Find code and details in a body of any format; never raises."""
    try:
        body = loads(content) if len(content) <= _LARGEST_BODY else None
    except ValueError:
        return _Body()
    return _body_of(body) if is_object(body) else _Body()


def _body_of(body: dict[str, Any]) -> _Body:
    """Find code and details in a parsed body of any format."""
    inner = body.get("error")
    if is_object(inner):
        return _Body(
            code=_code(inner.get("code")) or _code(body.get("code")),
            type=_text(inner.get("type")),
            details=inner.get("errors"),
            request_id=_text(inner.get("request_id")),
            retry_after=_seconds(inner.get("retry_after_seconds")),
            suggestion=_text(inner.get("suggestion")),
            param=_text(inner.get("param")),
            retryable=retryable if isinstance(retryable := inner.get("retryable"), bool) else None,
        )
    return _Body(
        code=_code(body.get("code")) or _code(inner), type=_text(body.get("type")), details=body.get("details")
    )


def _code(value: object) -> str | None:
    return value if isinstance(value, str) and _CODE.fullmatch(value) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _seconds(value: object) -> float | None:
    try:
        seconds = float(value) if isinstance(value, (int, float, str)) and not isinstance(value, bool) else -1.0
    except (ValueError, OverflowError):
        return None
    return seconds if 0 <= seconds <= LONGEST_WAIT else None


def _entries(details: Any, key: str) -> list[str]:
    """Return the string values of a key in the entries of `details`."""
    entries = details if is_array(details) else []
    return [entry[key] for entry in entries if is_object(entry) and isinstance(entry.get(key), str)]


def _scopes(details: object) -> tuple[str, ...]:
    """Parse the scopes of `[{"message": "required=CONTACTS_READ", "field": "scope"}]`."""
    found = (match for message in _entries(details, "message") for match in _SCOPE.findall(message))
    return tuple(scope for group in found for scope in re.split(r"[, |]+", group) if scope)


def _quota(details: object) -> errors.Quota | None:
    """Parse `[{"message": "limit=1000;type=DAILY;reset_in=3600", "field": "DAILY"}]`."""
    for message in _entries(details, "message"):
        parts = {name.strip(): value for name, _, value in (part.partition("=") for part in message.split(";"))}
        if parts.keys() & {"limit", "reset_in"}:
            limit = parts.get("limit", "").strip()
            return errors.Quota(
                limit=int(limit) if limit.isascii() and limit.isdigit() and len(limit) < 19 else None,  # noqa: PLR2004
                type=parts.get("type") or None,
                reset_in=_seconds(parts.get("reset_in")),
            )
    return None


def _sentence(error: errors.AlloApiError, advice: str) -> str:
    """Return the message: what happened and what to do next. Of the body it contains only the code."""
    said = f"{error.operation} returned {error.status}{f' {error.code}' if error.code else ''}: {advice}"
    return said if said.endswith("?") else f"{said}."


def _advice(error: errors.AlloApiError, scopes: tuple[str, ...], reset_in: float | None) -> str:
    """Return the meaning of the code or status, and what to do."""
    if scopes:
        advice = f"the key lacks the scope {', '.join(scopes)}; {CODES['API_KEY_INSUFFICIENT_SCOPE'].do}"
        if any(scope.startswith("CONTACTS_READ") for scope in scopes):
            advice += " (newer keys cannot have it; for them only version 2 of the API reads contacts)"
        return advice
    if error.code is None and error.status in _REDIRECTS:
        return "redirects are not followed, so that the key is not sent to another host; check base_url"
    known = meaning(error)
    if known is CODES["API_KEY_QUOTA_EXCEEDED"] and reset_in is not None:
        return f"{known.means}; it is reset in {reset_in:.0f} seconds"
    advice = f"{known.means}; {known.do}"
    if known.see is not None:
        advice += f" (see {_WHERE_TO_LOOK[known.see]})"
    named = sorted({fault.field for fault in field_errors(error) if _FIELD.fullmatch(fault.field)})
    return f"{advice}; see field_errors for {', '.join(named)}" if named else advice
