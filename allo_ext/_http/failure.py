"""From a response that reports an error to the exception that says it: one pure function, `failure`.

The body comes in three shapes, or none: `{"code", "details"}`; `{"error": "WEBHOOK_NOT_FOUND"}`; version 2's
`{"error": {"code", "errors", "retry_after_seconds", ...}}` on the same host; HTML from whatever stands in between.
The code decides before the status, because the API answers 400 for a contact that is not there. A body of these shapes
is an error under a 2xx status too: `reports_failure` recognizes it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from allo_ext import errors
from allo_ext._wire.json import is_array, is_object, loads

if TYPE_CHECKING:
    import httpx

_CODE: Final = re.compile(r"[A-Z][A-Z0-9_]{1,63}")
_SCOPE: Final = re.compile(r"required=([A-Z0-9_, |]+)")
_FIELD: Final = re.compile(r"[A-Za-z0-9_.\[\]-]{1,64}")
_LARGEST_BODY: Final = 1_000_000

LONGEST_WAIT: Final = 1e9
"""More seconds than any server means, and fewer than a timedelta holds: what says more is ignored."""

_BY_CODE: Final[dict[str, type[errors.AlloApiError]]] = {
    **dict.fromkeys(("API_KEY_INVALID", "API_KEY_REVOKED", "UNAUTHORIZED"), errors.AuthenticationError),
    **dict.fromkeys(
        ("API_KEY_INSUFFICIENT_SCOPE", "API_KEY_TRIAL_NOT_ALLOWED", "A2P_NOT_ENABLED", "FORBIDDEN"),
        errors.PermissionDeniedError,
    ),
    **dict.fromkeys(
        (
            "API_KEY_QUOTA_EXCEEDED",
            "DAILY_SMS_LIMIT_REACHED",
            "RATE_LIMITED",
            "RATE_LIMIT_EXCEEDED",
            "SMS_LIMIT_REACHED",
            "TRIAL_SMS_LIMIT_REACHED",
        ),
        errors.RateLimitError,
    ),
    "INTERNAL_SERVER_ERROR": errors.ServerError,
    **dict.fromkeys(
        (
            "INVALID_LENGTH",
            "INVALID_SENDER_ID",
            "INVALID_TO_NUMBER",
            "LANDLINE_NUMBER_NOT_SUPPORTED",
            "MESSAGE_NOT_COMPLIANT",
            "NUMBER_NOT_SMS_ENABLED",
            "PROVIDER_NOT_SUPPORTED",
            "SENDER_ID_NOT_ACTIVE",
            "TO_NUMBER_COUNTRY_MISMATCH",
            "VALIDATION_ERROR",
        ),
        errors.BadRequestError,
    ),
}
_BY_TYPE: Final[dict[str, type[errors.AlloApiError]]] = {
    "authentication_error": errors.AuthenticationError,
    "not_found_error": errors.NotFoundError,
    "permission_error": errors.PermissionDeniedError,
    "rate_limit_error": errors.RateLimitError,
    "server_error": errors.ServerError,
    "validation_error": errors.BadRequestError,
}
"""Version 2 names the class of an error beside its code; it decides where the status is a success."""

_BY_STATUS: Final[dict[int, type[errors.AlloApiError]]] = {
    400: errors.BadRequestError,
    401: errors.AuthenticationError,
    403: errors.PermissionDeniedError,
    404: errors.NotFoundError,
    422: errors.BadRequestError,
    429: errors.RateLimitError,
}
_ADVICE: Final[dict[str, str]] = {
    "API_KEY_INVALID": "check the API key; it goes out as it is, without `Bearer`",
    "API_KEY_REVOKED": "the key was revoked: create a new one in Allo's settings",
    "API_KEY_TRIAL_NOT_ALLOWED": "a trial plan has no access to the API",
    "API_KEY_QUOTA_EXCEEDED": "the key's quota is used up",
    "FROM_NUMBER_NOT_FOUND": "`from_` must be one of the account's own numbers, see numbers.list()",
    "INVALID_LENGTH": "a message has 1 to 1000 characters",
    "INVALID_SENDER_ID": "the account has no such sender id, or it is not 3 to 11 letters and digits",
    "INVALID_TO_NUMBER": "`to` must be an E.164 number that can receive an SMS",
    "SENDER_ID_NOT_ACTIVE": "have the sender id verified in Allo's settings first",
    "TO_NUMBER_COUNTRY_MISMATCH": "`to` must be in the same country as `from_`",
    "CONTACT_NOT_FOUND": "there is no contact with this id",
    "WEBHOOK_NOT_FOUND": "there is no webhook with this id",
    "UNKNOWN_ROUTE": "there is no such path; does base_url lead to the API?",  # MockAllo on a port
}


_SUCCESS_CODES: Final = frozenset({"CREATED", "OK", "SUCCESS"})
"""Codes that do not report an error."""

_ANSWERS: Final = ("data", "results", "id")
_RECORDS: Final = ("content", "to_number", "number", "url")

_ACTED: Final = frozenset({303, 408, 499})
"""Statuses below 500 after which the server may have acted: "see the result there", and servers that gave up."""


class _Body(NamedTuple):
    """What the three shapes have in common."""

    code: str | None = None
    type: str | None = None
    details: Any = None
    request_id: str | None = None
    retry_after: float | None = None


def failure(response: httpx.Response, *, operation: str, retry_after: float | None = None) -> errors.AlloApiError:
    """Turn a response that reports an error into an exception.

    Args:
        response: A response that has been read.
        operation: What was asked, such as `GET /contact/{contact_id}`: the message names it.
        retry_after: What the response's Retry-After header means in seconds, if it has one.
    """
    body = _read(response.content)
    status = response.status_code
    kind = _kind(body, status)
    scopes = _scopes(body.details)
    quota = _quota(body.details)
    reset_in = quota.reset_in if quota else None
    error = kind(
        _sentence(status, body, operation=operation, scopes=scopes, reset_in=reset_in),
        status=status,
        code=_known(body.code),
        details=body.details,
        request_id=response.headers.get("x-request-id") or body.request_id,
        response=response,
    )
    error.retry_after = next((wait for wait in (retry_after, reset_in, body.retry_after) if wait is not None), None)
    error.maybe_sent = may_have_acted(status) or kind is errors.ServerError
    if 200 <= status < 300:  # noqa: PLR2004 (the class of statuses)
        # A code or a class of error says that the API refused; an error without either says too little.
        error.maybe_sent = kind is errors.ServerError or (body.code is None and kind is errors.AlloApiError)
    if isinstance(error, errors.PermissionDeniedError):
        error.required_scopes = scopes
    if isinstance(error, errors.RateLimitError):
        error.quota = quota
    return error


def may_have_acted(status: int) -> bool:
    """Return whether the server may have carried out a request that it answered with this status."""
    return 200 <= status < 300 or status >= 500 or status in _ACTED  # noqa: PLR2004 (the classes of statuses)


def reports_failure(content: bytes) -> bool:
    """Return whether the body of a 2xx answer is one of the shapes of an error.

    A body with `data`, `results` or an `id` is an answer, whatever else is in it, and so is a record without an
    envelope unless its code is one that we know.
    """
    if (b'"error"' not in content and b'"code"' not in content) or len(content) > _LARGEST_BODY:
        return False  # most answers: they are parsed once, by whoever reads them
    try:
        body = loads(content)
    except ValueError:
        return False
    if not is_object(body) or any(body.get(name) not in (None, {}) for name in _ANSWERS):
        return False
    code = _read(content).code
    if any(body.get(name) for name in _RECORDS):  # a record without an envelope may have a field of these names
        return code in _BY_CODE or (code or "").endswith("_NOT_FOUND")
    return bool(body.get("error")) or code not in {None, *_SUCCESS_CODES}


def _kind(body: _Body, status: int) -> type[errors.AlloApiError]:
    code = body.code
    if code is not None and code in _BY_CODE:
        return _BY_CODE[code]
    if code is not None and code.endswith("_NOT_FOUND"):
        return errors.NotFoundError
    if status < 300 and body.type in _BY_TYPE:  # noqa: PLR2004 (the class of statuses)
        return _BY_TYPE[body.type]
    return _BY_STATUS.get(status, errors.ServerError if 500 <= status < 600 else errors.AlloApiError)  # noqa: PLR2004


def _known(code: str | None) -> str | None:
    from allo_ext.enums import ErrorCode

    return ErrorCode(code) if code is not None and code in ErrorCode.__members__ else code


def _read(content: bytes) -> _Body:
    """Find code and details in a body of any shape; nothing in it can make this fail."""
    try:
        body = loads(content) if len(content) <= _LARGEST_BODY else None
    except ValueError:
        return _Body()
    if not is_object(body):
        return _Body()
    inner = body.get("error")
    if is_object(inner):
        return _Body(
            code=_code(inner.get("code")) or _code(body.get("code")),
            type=_text(inner.get("type")),
            details=inner.get("errors"),
            request_id=_text(inner.get("request_id")),
            retry_after=_seconds(inner.get("retry_after_seconds")),
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
    """Return what the entries of `details` hold under a key, where that is a text."""
    entries = details if is_array(details) else []
    return [entry[key] for entry in entries if is_object(entry) and isinstance(entry.get(key), str)]


def _scopes(details: object) -> tuple[str, ...]:
    """Read the scopes out of `[{"message": "required=CONTACTS_READ", "field": "scope"}]`."""
    found = (match for message in _entries(details, "message") for match in _SCOPE.findall(message))
    return tuple(scope for group in found for scope in re.split(r"[, |]+", group) if scope)


def _quota(details: object) -> errors.Quota | None:
    """Read `[{"message": "limit=1000;type=DAILY;reset_in=3600", "field": "DAILY"}]`."""
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


def _sentence(status: int, body: _Body, *, operation: str, scopes: tuple[str, ...], reset_in: float | None) -> str:
    """Say what happened and what to do next, in words of ours: the body stays out of it."""
    said = f"{operation} was answered with {status}{' ' + body.code if body.code else ''}"
    advice = _ADVICE.get(body.code or "")
    if scopes:
        advice = f"the key lacks the scope {', '.join(scopes)}: add it in Allo's settings, or use a key that has it"
        if any(scope.startswith("CONTACTS_READ") for scope in scopes):
            advice += " (newer keys cannot be given it; for them only version 2 of the API reads contacts)"
    if advice is None and status in {301, 302, 303, 307, 308}:
        advice = "redirects are not followed, so that the key stays with its host: check base_url"
    if body.code == "API_KEY_QUOTA_EXCEEDED" and reset_in is not None:
        advice = f"the key's quota is used up; it is free again in {reset_in:.0f} seconds"
    if advice is None:
        named = sorted({field for field in _entries(body.details, "field") if _FIELD.fullmatch(field)})
        advice = f"see field_errors for {', '.join(named)}" if named else _by_status(status)
    if advice is None:
        return f"{said}."
    return f"{said}: {advice}" if advice.endswith("?") else f"{said}: {advice}."


def _by_status(status: int) -> str | None:
    """Say what to do next where the status is all there is."""
    if status >= 500:  # noqa: PLR2004 (the class of statuses)
        return "the API, or a proxy before it, failed; try again later"
    return {
        401: "check the API key",
        403: "the key may not do this",
        404: "there is no such thing, or base_url does not lead to the API",
        405: "does base_url lead to the API?",
        429: "too many requests; lower the pace, or try again later",
    }.get(status)
