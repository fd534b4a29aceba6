"""Transcripts as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext.cli._display.text import clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext.records import Turn


def began(turn: Turn) -> str:
    """Return the start of a turn as [m:ss]; an empty string if it is unknown."""
    return "" if turn.start is None else f"[{clock(turn.start.total_seconds())}]"


def as_text(spoken: Iterable[Turn]) -> str:
    """Return a transcript as plain text, one turn per line, for a spreadsheet cell."""
    return "\n".join(f"{began(turn)} {turn.speaker}: {turn.text}".strip() for turn in spoken)
