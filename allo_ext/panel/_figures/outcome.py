"""The panel's words for how a call ended."""

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
    """Return under which outcome a call is counted: voicemail counts as not answered.

    The caller of an incoming call that reached voicemail waits to be called back, and an outgoing one reached nobody.
    """
    if call.outcome is not CallOutcome.VOICEMAIL:
        return call.outcome
    return CallOutcome.UNREACHED if call.direction == Direction.OUTBOUND else CallOutcome.MISSED


def outcome_name(call: Call) -> str:
    """Return the result in a word: `Answered`, `Voicemail`, …; the API's own where the outcome is unknown."""
    result = str(call.result or "")
    if result.startswith(_TRANSFERRED):
        return "Assistant" if result.endswith("_AI") else "Transferred"
    if result in _NAMES:
        return _NAMES[result]
    match call.outcome:
        case CallOutcome.UNREACHED:
            return "No answer"
        case CallOutcome.UNKNOWN:
            return result.replace("_", " ").capitalize() or "Not told"
        case known:
            return str(known).capitalize()
