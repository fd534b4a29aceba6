"""A transcript as a dialogue: who spoke, from when, and what they said until another one spoke."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final, Protocol

import attrs

from allo_ext.enums import TranscriptSource

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPEAKERS: Final[dict[str | None, str]] = {TranscriptSource.AGENT: "Assistant", TranscriptSource.USER: "Team"}


class Line(Protocol):
    """A line of a transcript."""

    @property
    def source(self) -> TranscriptSource | str | None:
        """Who speaks."""
        ...

    @property
    def text(self) -> str | None:
        """What was said."""
        ...

    @property
    def time(self) -> datetime | None:
        """When."""
        ...

    @property
    def start_seconds(self) -> float | None:
        """Seconds from the beginning of the call."""
        ...


@attrs.frozen(kw_only=True)
class Turn:
    """What one speaker said until another one spoke."""

    __module__ = "allo_ext.records"  # where it is public

    source: TranscriptSource | str | None = None
    speaker: str = ""
    """`Assistant`, `Team`, or the other party's number (`anonymous` or `Caller` where it is not known)."""
    start: timedelta | None = None
    """When the turn began, counted from the beginning of the call; None where the transcript does not say."""
    text: str = ""


def turns_of(lines: Iterable[Line], *, other: str, began: datetime | None) -> tuple[Turn, ...]:
    """Join the lines that one speaker said in a row.

    Args:
        lines: The transcript.
        other: The name of the other party.
        began: When the call began.
    """
    return tuple(
        _turn(source, list(said), other, began) for source, said in groupby(lines, key=lambda line: line.source)
    )


def offset_of(line: Line, began: datetime | None) -> timedelta | None:
    """Return when a line was said, counted from the beginning of its call: REST has seconds, webhooks a time."""
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
