"""The panel's labels for call outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from allo_ext.enums import CallOutcome, Direction

if TYPE_CHECKING:
    from allo_ext.records import Call

_NAMES: Final = {
    "BUSY": "Busy",
    "FAILED": "Failed",
    "FAILED_EXTERNAL": "Failed",
    "BLOCKED": "Blocked",
    "CLOSED": "Closed",
}
_TRANSFERRED: Final = "TRANSFERRED"


def tally_of(call: Call) -> CallOutcome:
    """Return the outcome that a call is counted as. Voicemail counts as not answered.

    The caller of an incoming call to voicemail expects a call back; an outgoing call to voicemail reached nobody.
    """
    if call.outcome is not CallOutcome.VOICEMAIL:
        return call.outcome
    return CallOutcome.UNREACHED if call.direction == Direction.OUTBOUND else CallOutcome.MISSED


def outcome_name(call: Call) -> str:
    """Return a label: `Answered`, `Voicemail`, …, or the API's result if the outcome is unknown."""
    result = str(call.result or "")
    if result.startswith(_TRANSFERRED):
        return "Assistant" if result.endswith("_AI") else "Transferred"
    if result in _NAMES:
        return _NAMES[result]
    match call.outcome:
        case CallOutcome.UNREACHED:
            return "No answer"
        case CallOutcome.UNKNOWN:
            return result.replace("_", " ").capitalize() or "Unknown"
        case known:
            return str(known).capitalize()
