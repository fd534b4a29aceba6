"""Version 2's calls and messages as version 1's records, so that both versions have the same columns and screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from allo_ext._dialogue import offset_of
from allo_ext.enums import Direction
from allo_ext.records import Call, Message
from allo_ext.v2 import UserRef

if TYPE_CHECKING:
    from allo_ext.records import TranscriptLine
    from allo_ext.v2 import Item


@attrs.frozen(kw_only=True)
class TeamCall(Call):
    """A call of version 2, which knows the team member on it."""

    user: UserRef | None = None


def call_of(item: Item) -> TeamCall:
    """Return version 2's call as version 1's record."""
    from_number, to_number = _parties(item)
    return TeamCall(
        id=item.id,
        type=item.direction,
        from_number=from_number,
        to_number=to_number,
        duration=item.duration,
        start_date=item.date,
        result=item.result,
        summary=item.summary,
        tag=item.tags[0] if item.tags else None,
        tags=item.tags,
        recording_url=item.recording_url,
        transcript=None if item.transcript is None else tuple(_timed(line, item) for line in item.transcript),
        user=item.user,
        extra=item.extra,
    )


def message_of(item: Item) -> Message:
    """Return version 2's message as version 1's record."""
    from_number, to_number = _parties(item)
    return Message(
        type=item.direction,
        from_number=from_number,
        to_number=to_number,
        content=item.content,
        start_date=item.date,
        extra=item.extra,
    )


def _parties(item: Item) -> tuple[str | None, str | None]:
    """Return who called or wrote, and to whom; in an unknown direction, the contact did, as in `Call.other_party`."""
    other, own = item.contact_number, item.allo_number
    return (own, other) if item.direction == Direction.OUTBOUND else (other, own)


def _timed(line: TranscriptLine, item: Item) -> TranscriptLine:
    """Return a line with its offset from the start of the call, which version 2 gives as a time only."""
    offset = None if line.start_seconds is not None else offset_of(line, item.date)
    return line if offset is None else attrs.evolve(line, start_seconds=offset.total_seconds())
