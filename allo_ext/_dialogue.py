"""Transcripts as dialogues: consecutive lines of one speaker are joined into turns."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final, Protocol

import attrs

from allo_ext._plain.record import Record
from allo_ext.enums import TranscriptSource

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPEAKERS: Final[dict[str | None, str]] = {TranscriptSource.AGENT: "Assistant", TranscriptSource.USER: "Team"}


class Line(Protocol):
    """A line of a transcript."""

    @property
    def source(self) -> TranscriptSource | str | None:
        """The speaker."""
        ...

    @property
    def text(self) -> str | None:
        """The words."""
        ...

    @property
    def time(self) -> datetime | None:
        """The time, in UTC."""
        ...

    @property
    def start_seconds(self) -> float | None:
        """Seconds from the beginning of the call."""
        ...


@attrs.frozen(kw_only=True)
class Turn(Record):
    """Consecutive transcript lines of one speaker."""

    __module__ = "allo_ext.records"  # where it is public

    source: TranscriptSource | str | None = None
    speaker: str = ""
    """`Assistant`, `Team`, or the other party's number (`anonymous` or `Caller` if it is unknown)."""
    start: timedelta | None = None
    """The offset from the beginning of the call; None if the transcript has no times."""
    text: str = ""


def turns_of(lines: Iterable[Line], *, other: str, began: datetime | None) -> tuple[Turn, ...]:
    """Join consecutive lines of one speaker.

    Args:
        lines: The transcript.
        other: The name of the other party.
        began: The start of the call.
    """
    return tuple(
        _turn(source, list(said), other, began) for source, said in groupby(lines, key=lambda line: line.source)
    )


def offset_of(line: Line, began: datetime | None) -> timedelta | None:
    """Return a line's offset from the beginning of its call: REST returns seconds, webhooks a datetime."""
    if line.start_seconds is not None:
        try:
            return timedelta(seconds=line.start_seconds)
        except OverflowError:  # no call lasts that long
            return None
    return None if line.time is None or began is None else line.time - began


def _turn(source: TranscriptSource | str | None, said: list[Line], other: str, began: datetime | None) -> Turn:
    known = other if source == TranscriptSource.EXTERNAL else str(source or "?")
    return Turn(
        source=source,
        speaker=_SPEAKERS.get(source, known),
        start=offset_of(said[0], began),
        text=" ".join(line.text.strip() for line in said if line.text),
    )
