"""Calls with transcripts, for the tools of both versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from allo_ext.mcp import _rows
from allo_ext.mcp._fencing import fenced

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from allo_ext.records import TranscriptLine

_MOST_LINES: Final = 200
_MOST_CHARACTERS: Final = 15_000


def one_call(
    fields: dict[str, Any], transcript: Sequence[TranscriptLine] | None, began: datetime | None, first_line: int
) -> str:
    """Return the result for one call: its fields, and a part of its transcript.

    Args:
        fields: The fields.
        transcript: All lines; None if there is no transcript.
        began: The start of the call.
        first_line: The number of the first line to return, from 1.
    """
    lines = [_rows.line(line, number, began) for number, line in enumerate(transcript or (), 1)]
    part = _part(lines, first_line)
    return fenced(_note(transcript, part, len(lines)), {**fields, "transcript": part})


def _part(lines: list[_rows.Row], first: int) -> list[_rows.Row]:
    """Return lines from the first one, until there are enough characters; at least one."""
    kept: list[_rows.Row] = []
    characters = 0
    for line in lines[first - 1 : first - 1 + _MOST_LINES]:
        characters += len(line.get("text", ""))
        if kept and characters > _MOST_CHARACTERS:
            break
        kept.append(line)
    return kept


def _note(transcript: Sequence[TranscriptLine] | None, part: list[_rows.Row], total: int) -> str:
    if not total:
        return "One call; nothing was said." if transcript is not None else "One call, without a transcript."
    if not part:
        return f"One call; its transcript has only {total:,} lines."
    first, last = part[0]["line"], part[-1]["line"]
    after = f" For more: first_line={last + 1}." if last < total else ""
    return f"One call, with the lines {first} to {last} of {total:,} of its transcript.{after}"
