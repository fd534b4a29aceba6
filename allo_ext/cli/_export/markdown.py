"""Export to Markdown: one page per call, and an index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from allo_ext import Call
from allo_ext.cli._display.column import whole_seconds
from allo_ext.cli._display.dialogue import headline
from allo_ext.cli._display.text import clock, day_and_time, on_one_line_of_a_file
from allo_ext.cli._display.transcripts import began
from allo_ext.cli._export.files import safe_name, whole_text

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|#])")


def write_pages(calls: Iterable[Call], folder: Path) -> None:
    """Write a page for each call, then the index.

    There is a folder for each month. Pages of earlier exports are kept, but the index lists only this export.
    """
    with whole_text(folder / "index.md") as index:
        index.write("# Calls\n\n| when (UTC) | with | length | result | summary |\n| --- | --- | --- | --- | --- |\n")
        for call in calls:
            place = place_of(call)
            with whole_text(folder / place, durable=False) as page:
                page.writelines(f"{line}\n" for line in page_of(call))
            index.write(_entry(call, place))


def place_of(call: Call) -> str:
    """Return the path of a call's page: stable for a call, and always inside the folder."""
    name = safe_name(call.id)
    when = call.start_date
    return f"{when:%Y-%m}/{when:%Y-%m-%d_%H%M}_{name}.md" if when else f"undated/{name}.md"


def page_of(call: Call) -> Iterator[str]:
    """Yield the lines of a call's page: header, summary, transcript."""
    yield f"# {escaped(headline(call))}"
    yield ""
    tags = dict.fromkeys(tag for tag in (call.tag, *(call.tags or ())) if tag)
    facts = {
        "Call": call.id,
        "Line": call.allo_number,
        "With": call.other_party,
        "Length": clock(whole_seconds(call.duration)),
        "Result": call.result,
        "Tags": ", ".join(tags),
        "Recording": call.recording_url,
    }
    for name, value in facts.items():
        if value:
            yield f"- {name}: {escaped(str(value))}"
    if call.summary:
        yield from ("", "## Summary", "", escaped(call.summary))
    spoken = call.turns()
    yield from ("", "## Transcript")
    if not spoken:
        yield from ("", "No transcript.")
    for turn in spoken:
        yield ""
        yield f"**{escaped(turn.speaker)}** {began(turn)} {escaped(turn.text)}".replace("  ", " ")


def escaped(text: str) -> str:
    """Escape a string for Markdown, on one line."""
    return _SPECIAL.sub(r"\\\1", on_one_line_of_a_file(text))


def _entry(call: Call, place: str) -> str:
    cells = (
        f"[{day_and_time(call.start_date) or 'undated'}]({place})",
        escaped(call.other_party),
        clock(whole_seconds(call.duration)),
        escaped(str(call.result or "")),
        escaped(call.summary or ""),
    )
    return f"| {' | '.join(cells)} |\n"
