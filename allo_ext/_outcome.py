"""The outcome of a call, from its result, direction and transcript."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from allo_ext.enums import CallOutcome, Direction, TranscriptSource

if TYPE_CHECKING:
    from collections.abc import Iterable

_ANSWERED: Final = frozenset({"ANSWERED", "RECEIVED", "COMPLETED", "CONNECTED"})
_NOT_ANSWERED: Final = frozenset({"MISSED", "NO_ANSWER", "BUSY", "FAILED", "FAILED_EXTERNAL", "BLOCKED", "CLOSED"})
_VOICEMAIL: Final = "VOICEMAIL"
_TRANSFERRED: Final = "TRANSFERRED"


def outcome_of(result: str | None, direction: str | None, speakers: Iterable[str | None]) -> CallOutcome:
    """Return the outcome of a call; `Call.outcome` documents the rule.

    Args:
        result: The API's result, if any.
        direction: The direction of the call.
        speakers: The source of each line of the transcript.
    """
    word = str(result or "")
    if word in _ANSWERED or word.startswith(_TRANSFERRED):
        return CallOutcome.ANSWERED
    if word == _VOICEMAIL:
        return CallOutcome.VOICEMAIL
    if word in _NOT_ANSWERED:
        return CallOutcome.UNREACHED if direction == Direction.OUTBOUND else CallOutcome.MISSED
    sides = {speaker == TranscriptSource.EXTERNAL for speaker in speakers if speaker}
    return CallOutcome.ANSWERED if len(sides) > 1 else CallOutcome.UNKNOWN
