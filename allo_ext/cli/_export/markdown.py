"""Export to Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from allo_ext import Call
from allo_ext.cli._display.column import whole_seconds
from allo_ext.cli._display.names import NOBODY
from allo_ext.cli._display.text import clock, on_one_line_of_a_file
from allo_ext.cli._display.transcripts import began
from allo_ext.cli._display.zone import UNIVERSAL
from allo_ext.cli._export.pages import Seen
from allo_ext.cli._export.pages import place_of as place_of  # noqa: PLC0414 (the same for every format)

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|#])")
_PLAIN: Final = Seen(NOBODY, UNIVERSAL)


class Markdown:
    """Pages in Markdown."""

    suffix = "md"

    def begin(self, seen: Seen) -> str:
        """Return the beginning of the index."""
        zone = escaped(seen.zone.name)
        return f"# Calls\n\n| when ({zone}) | with | length | result | summary |\n| --- | --- | --- | --- | --- |\n"

    def entry(self, call: Call, link: str, seen: Seen) -> str:
        """Return the row of a call in the index."""
        cells = (
            f"[{seen.when(call) or 'undated'}]({link})",
            escaped(seen.name(call)),
            clock(whole_seconds(call.duration)),
            escaped(str(call.result or "")),
            escaped(call.summary or ""),
        )
        return f"| {' | '.join(cells)} |\n"

    def end(self) -> str:
        """Return the end of the index."""
        return ""

    def page(self, call: Call, seen: Seen, index: str) -> Iterator[str]:  # noqa: ARG002 (as in HTML)
        """Yield the lines of a call's page."""
        return page_of(call, seen)


def page_of(call: Call, seen: Seen = _PLAIN) -> Iterator[str]:
    """Yield the lines of a call's page: header, summary, transcript."""
    yield f"# {escaped(seen.title(call))}"
    yield ""
    for name, value in seen.facts(call):
        yield f"- {name}: {escaped(value)}"
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
