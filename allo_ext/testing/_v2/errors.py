"""Errors as version 2 writes them: an envelope with a type, a code, a message, and often what to do next."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from allo_ext.testing._engine.spec import load_spec
from allo_ext.testing._engine.wire import Problem, Reply, json_reply

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from allo_ext.testing._engine.checks import RefusedError
    from allo_ext.testing._engine.version import Headers, Refusal, Request

_TYPES = {
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    409: "conflict_error",
    429: "rate_limit_error",
}
_SERVER_ERROR = 500
_CODES = {"RATE_LIMITED": "RATE_LIMIT_EXCEEDED"}
"""The version 2 code of an error, by its version 1 code, which the engine uses."""
_BY_FIELD = {
    "page": "INVALID_PAGE_SIZE",
    "size": "INVALID_PAGE_SIZE",
    "search": "INVALID_SEARCH_QUERY",
    "date": "INVALID_DATE_RANGE",
    "compare_date": "INVALID_DATE_RANGE",
    "extend": "UNSUPPORTED_EXTEND_VALUE",
    "granularity": "INVALID_GRANULARITY",
    "action": "INVALID_ACTION",
    "contact_number": "INVALID_PHONE_FORMAT",
    "topics": "INVALID_EVENT_TYPE",
}
"""The code of a request whose only fault is in a field."""
_BY_OPERATION = {
    ("list_conversations", "allo_number"): "MISSING_ALLO_NUMBER",
    ("add_tags", "tags"): "TAGS_REQUIRED",
    ("batch_get_conversation_items", "ids"): "BATCH_TOO_LARGE",
}
_ITEM_IDS = frozenset({"get_conversation_item", "update_call_summary", "add_tags", "remove_tag"})


class Wrong(NamedTuple):
    """One field of a request that is wrong."""

    field: str
    code: str
    message: str


def error_reply(
    request: Request,
    code: str,
    status: int | None = None,
    *,
    message: str | None = None,
    param: str | None = None,
    errors: Sequence[Wrong] = (),
    headers: Headers = (),
    more: Mapping[str, Any] | None = None,
) -> Reply:
    """Return an error with the message and the advice that the document shows for its code, unless told others."""
    documented: tuple[int, Any] = load_spec("v2").errors.get(code, (_SERVER_ERROR, {}))
    shown: Mapping[str, Any] = documented[1].get("error", {})
    status = status or documented[0]
    body: dict[str, Any] = {
        "type": _TYPES.get(status, "server_error" if status >= _SERVER_ERROR else "validation_error"),
        "code": code,
        "message": message or shown.get("message") or code.replace("_", " ").capitalize() + ".",
        "retryable": shown.get("retryable", status == 429 or status >= _SERVER_ERROR),  # noqa: PLR2004 — a status
        "request_id": request.request_id,
    }
    if "suggestion" in shown:
        body["suggestion"] = shown["suggestion"]
    if param or (shown.get("param") and not message):
        body["param"] = param or shown["param"]
    if errors:
        body["errors"] = [wrong._asdict() for wrong in errors]
    return json_reply(status, {"error": body | dict(more or {})}, *headers)


def refused(request: Request, refusal: Refusal) -> Reply:
    """Return an error of the engine."""
    code = _CODES.get(refusal.code, refusal.code)
    message, more = None, dict[str, Any]()
    if code == "API_KEY_INSUFFICIENT_SCOPE" and request.operation is not None:
        message = f"The API key needs the scope {request.operation.scope}."
    wait = dict(refusal.headers).get("retry-after")
    if code == "RATE_LIMIT_EXCEEDED":
        limit = request.meter.limit if request.meter else None
        message = f"At most {limit:g} of these requests per second are allowed." if limit else None
        more["retry_after_seconds"] = math.ceil(float(wait or 1))
    headers = refusal.headers if wait or code != "RATE_LIMIT_EXCEEDED" else (*refusal.headers, ("retry-after", "1"))
    return error_reply(request, code, refusal.status, message=message, headers=headers, more=more)


def problems(request: Request, wrong: RefusedError) -> Reply:
    """Return what is wrong with the form of a request: 422 where the document has it (CRM), else 400."""
    operation = request.operation
    status = 422 if operation is not None and 422 in operation.replies else 400  # noqa: PLR2004 — a status
    found = [Wrong(problem.field, _code(request, problem), problem.message) for problem in wrong.problems]
    if len(found) == 1 and found[0].code != "INVALID_REQUEST_BODY":
        field, code, said = found[0]
        return error_reply(request, code, status, message=f"{field} {said}.", param=field)
    return error_reply(request, "INVALID_REQUEST_BODY", status, errors=found)


def _code(request: Request, problem: Problem) -> str:
    name = request.operation.id if request.operation else ""
    field = problem.field.split(".")[0]
    if field == "id" and name in _ITEM_IDS:
        return "INVALID_ITEM_ID"
    if field == "ids" and "." in problem.field:
        return "INVALID_ITEM_ID"
    by_operation = _BY_OPERATION.get((name, field))
    if by_operation is not None:
        return by_operation
    is_query = request.operation is not None and field in request.operation.query
    if problem.message == "is required":
        return "MISSING_PARAMETER" if is_query else "INVALID_REQUEST_BODY"
    return _BY_FIELD.get(field, "INVALID_REQUEST_BODY")
