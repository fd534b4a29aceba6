"""Errors as sentences that an agent can act on: what happened, and what to do next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from allo_ext import errors
from allo_ext._error_codes import CODES, field_errors, meaning
from allo_ext.mcp._fencing import clip, visible

if TYPE_CHECKING:
    from pydantic import ValidationError

    from allo_ext._error_codes import See

_TOOLS: Final[dict[See, str]] = {"contacts": "find_contacts", "numbers": "list_numbers", "webhooks": "no tool"}
_ARGUMENTS: Final = {"from_": "from_number", "id": "call_id", "key": "key"}
_NAME: Final = re.compile(r"[A-Za-z0-9_.\[\]]{1,60}")
_LONGEST: Final = 200
_LONGEST_WAIT: Final = 86_400 * 366
DOUBT: Final = "It may have been done anyway: read the data again before you repeat it."


def sentence(error: errors.AlloError) -> str:
    """Return the sentence for an error. It contains no key, and no part of a response but code and field errors."""
    said = _said(error)
    return f"{said} {DOUBT}" if error.maybe_sent and error.method not in {None, "GET"} else said


def _said(error: errors.AlloError) -> str:
    if isinstance(error, errors.InvalidArgumentError):
        name = _ARGUMENTS.get(error.field or "", error.field)
        return f"{name} {error.problem}." if name and error.problem else error.message
    if isinstance(error, errors.AlloApiError):
        return f"{_of_the_api(error)}{_faults(error)}{_when(error)}"
    return error.message


def _of_the_api(error: errors.AlloApiError) -> str:
    if isinstance(error, errors.PermissionDeniedError) and error.required_scopes:
        scopes = ", ".join(error.required_scopes)
        return (
            f"The API key lacks the scope {scopes}. Tell the user to add it to the key in Allo's settings; other tools "
            "may still work."
        )
    known = meaning(error)
    code = f" {error.code}" if error.code in CODES else ""
    where = f" ({_TOOLS[known.see]} lists them)" if known.see in {"contacts", "numbers"} else ""
    return f"Allo returned {error.status}{code}: {known.means}. What to do: {known.do}{where}."


def _faults(error: errors.AlloApiError) -> str:
    faults = [fault for fault in field_errors(error) if _NAME.fullmatch(fault.field)]
    return "".join(f" {fault.field}: {clip(visible(fault.message), _LONGEST)!r}." for fault in faults[:5])


def _when(error: errors.AlloApiError) -> str:
    seconds = error.retry_after
    if seconds is None or not 0 <= seconds <= _LONGEST_WAIT:
        return ""
    return f" Retry after {max(1, round(seconds)):,} seconds."


def reason(why: str | None) -> str:
    """Return the sentence for the error that an outbox has stored: a class, and a code or a sentence."""
    known = CODES.get((why or "").rpartition(" ")[2])
    if known is not None:
        return f"{known.means}; {known.do}"
    return "the request failed" if why is None or re.fullmatch(r"\w+", why) else why.rstrip(".")


def invalid(error: ValidationError) -> str:
    """Return the sentence for arguments that do not have their types."""
    faults: list[Any] = list(error.errors(include_url=False, include_input=False, include_context=False))
    parts = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in faults[:5]]
    return f"The arguments are not valid. {'; '.join(clip(visible(part), _LONGEST) for part in parts)}."
