"""How a call ended, in the panel's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from allo_ext.enums import Direction, TranscriptSource

if TYPE_CHECKING:
    from allo_ext.records import Call

Outcome = Literal["answered", "missed", "unreached", "unknown"]

_ANSWERED: Final = {"ANSWERED": "Answered", "RECEIVED": "Answered", "COMPLETED": "Answered", "CONNECTED": "Answered"}
_MISSED: Final = {
    "MISSED": "Missed",
    "NO_ANSWER": "Missed",
    "BUSY": "Busy",
    "VOICEMAIL": "Voicemail",
    "FAILED": "Failed",
    "FAILED_EXTERNAL": "Failed",
    "BLOCKED": "Blocked",
    "CLOSED": "Closed",
}
_NO_ANSWER: Final = {"MISSED", "NO_ANSWER"}
_TRANSFERRED: Final = "TRANSFERRED"


def outcome_of(call: Call) -> Outcome:
    """Tell whether two people spoke, and if not, who missed whom.

    An incoming call that nobody answered is missed; an outgoing one did not reach the other party. A transfer counts as
    answered, voicemail does not. Where the API tells no result, a transcript in which both sides
    speak counts as answered; without one it stays unknown.
    """
    result = str(call.result or "")
    if result in _ANSWERED or result.startswith(_TRANSFERRED):
        return "answered"
    if result in _MISSED:
        return "unreached" if call.direction == Direction.OUTBOUND else "missed"
    sides = {line.source == TranscriptSource.EXTERNAL for line in call.transcript or () if line.source}
    return "answered" if len(sides) > 1 else "unknown"


def outcome_name(call: Call) -> str:
    """Return the result in a word: `Answered`, `Voicemail`, …; what the API says where that is new."""
    result = str(call.result or "")
    if result.startswith(_TRANSFERRED):
        return "Assistant" if result.endswith("_AI") else "Transferred"
    if result in _NO_ANSWER and call.direction == Direction.OUTBOUND:
        return "No answer"
    if known := _ANSWERED.get(result) or _MISSED.get(result):
        return known
    if result:
        return result.replace("_", " ").capitalize()
    return "Answered" if outcome_of(call) == "answered" else "Not told"
