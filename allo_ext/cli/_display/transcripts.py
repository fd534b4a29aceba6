"""A transcript as a dialogue: who spoke, from when, what they said until the other one spoke."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Final, NamedTuple

from allo_ext.cli._display.columns import other_party
from allo_ext.cli._display.text import clock
from allo_ext.records import Call, TranscriptLine

_SPEAKERS: Final = {"AGENT": "Assistant", "USER": "Team"}


class Turn(NamedTuple):
    """What one speaker said until another one spoke."""

    speaker: str
    start_seconds: float | None
    text: str

    @property
    def clock(self) -> str:
        """When it began, as [m:ss]; empty where that is not known."""
        return f"[{clock(self.start_seconds)}]" if self.start_seconds is not None else ""


def turns(call: Call) -> list[Turn]:
    """Return a call's transcript with what one speaker said in a row put together."""
    other = other_party(call) or "Caller"
    return [
        _turn(_SPEAKERS.get(str(source), other if source == "EXTERNAL" else str(source or "?")), list(lines))
        for source, lines in groupby(call.transcript or (), key=lambda line: line.source)
    ]


def _turn(speaker: str, lines: list[TranscriptLine]) -> Turn:
    return Turn(speaker, lines[0].start_seconds, " ".join(line.text.strip() for line in lines if line.text))


def as_text(spoken: Iterable[Turn]) -> str:
    """Return a dialogue as plain text, one turn a line: for a cell of a spreadsheet."""
    return "\n".join(f"{turn.clock} {turn.speaker}: {turn.text}".strip() for turn in spoken)
