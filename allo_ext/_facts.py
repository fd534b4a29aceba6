"""The facts of a failure: one line for logs, tracebacks and the command, and the same as attributes of spans."""

from __future__ import annotations

import re
from typing import Any, Final

DOUBT: Final = "The request may have succeeded. Check before you retry."
"""The sentence about a change that may have been made."""

_SAFE: Final = re.compile(r"[\x21-\x7e]{1,128}")


def facts_of(error: BaseException) -> dict[str, str | int | float | bool]:
    """Return what is known of a failure, by name; facts that are not known are left out.

    Args:
        error: An error of this package.

    Returns:
        Some of `operation`, `status`, `code`, `request_id`, `attempts`, `cause` (the class of the exception below),
        `retry_after` in seconds, and `maybe_sent`. None of them contains data of customers or the key.
    """
    cause = error.__cause__
    found: dict[str, Any] = {
        name: getattr(error, name, None) for name in ("operation", "status", "code", "request_id", "attempts")
    }
    found["code"] = None if found["code"] is None else str(found["code"])
    found["request_id"] = safe(found["request_id"])
    found["cause"] = None if cause is None else type(cause).__name__
    found["retry_after"] = getattr(error, "retry_after", None)
    found["maybe_sent"] = getattr(error, "maybe_sent", False)
    return {name: value for name, value in found.items() if value}


def why(error: BaseException) -> str:
    """Return the cause of a failure: status, code and request id, or the class of the exception below."""
    found = facts_of(error)
    status = " ".join(str(found[name]) for name in ("status", "code") if name in found)
    cause = status or str(found.get("cause") or type(error).__name__)
    return f"{cause}, request {found['request_id']}" if "request_id" in found else cause


def line_of(error: BaseException) -> str:
    """Return a failure in one line, such as `POST /sms failed: 503, request req_1, attempt 4, may have been sent`."""
    found = facts_of(error)
    parts = [why(error)]
    if "attempts" in found:
        parts.append(f"attempt {found['attempts']}")
    if "retry_after" in found:
        parts.append(f"retry after {found['retry_after']:g} s")
    if "maybe_sent" in found and not str(found.get("operation")).startswith("GET "):
        parts.append("may have been sent")
    return f"{found.get('operation', 'a request')} failed: {', '.join(parts)}"


def safe(request_id: object) -> str | None:
    """Return a request id that is safe to log; None if there is none. A proxy could send any string."""
    if not isinstance(request_id, str) or not request_id:
        return None
    return request_id if _SAFE.fullmatch(request_id) else ascii(request_id[:64])
