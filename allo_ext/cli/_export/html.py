"""Export to HTML: pages that a browser opens from a folder, without scripts and without anything from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final
from urllib.parse import quote

from allo_ext import Call
from allo_ext.cli._display.column import whole_seconds
from allo_ext.cli._display.text import clock, on_one_line_of_a_file
from allo_ext.cli._display.transcripts import began
from allo_ext.cli._export.pages import Seen
from allo_ext.enums import TranscriptSource

_STYLE: Final = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #1d2129 }
h1 { font-size: 1.4rem } a { color: #1a56b0 } table { border-collapse: collapse; width: 100% }
th, td { padding: .35rem .6rem; text-align: left; vertical-align: top; border-bottom: 1px solid #ddd }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem } dt { color: #5b6472 } dd { margin: 0 }
.when, .length { white-space: nowrap } .said { margin: .6rem 0 } .said b { margin-right: .4rem }
.said time { color: #5b6472; font-size: .85rem } .us b { color: #1a56b0 }
@media print { a { color: inherit } }
"""
_LINKS: Final = ("http://", "https://")


class Html:
    """Pages in HTML."""

    suffix = "html"

    def begin(self, seen: Seen) -> str:
        """Return the beginning of the index."""
        heads = (f"When ({seen.zone.name})", "With", "Line", "Length", "Result", "Summary")
        cells = "".join(f'<th scope="col">{text(head)}</th>' for head in heads)
        return f"{_head('Calls')}<h1>Calls</h1>\n<table>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n"

    def entry(self, call: Call, link: str, seen: Seen) -> str:
        """Return the row of a call in the index."""
        return (
            f'<tr><td class="when"><a href="{quote(link)}">{text(seen.when(call) or "undated")}</a></td>'
            f"<td>{text(seen.name(call))}</td><td>{text(seen.names.which(call.allo_number))}</td>"
            f'<td class="length">{clock(whole_seconds(call.duration))}</td><td>{text(str(call.result or ""))}</td>'
            f"<td>{text(call.summary or '')}</td></tr>\n"
        )

    def end(self) -> str:
        """Return the end of the index."""
        return "</tbody>\n</table>\n</body>\n</html>\n"

    def page(self, call: Call, seen: Seen, index: str) -> Iterator[str]:
        """Yield the lines of a call's page: header, summary, transcript."""
        title = seen.title(call)
        yield f'{_head(title)}<p><a href="{quote(index)}">All calls</a></p>\n<h1>{text(title)}</h1>'
        yield "<dl>"
        for name, value in seen.facts(call):
            yield f"<dt>{text(name)}</dt><dd>{_linked(value)}</dd>"
        yield "</dl>"
        if call.summary:
            yield f"<h2>Summary</h2>\n<p>{text(call.summary)}</p>"
        yield "<h2>Transcript</h2>"
        spoken = call.turns()
        if not spoken:
            yield "<p>No transcript.</p>"
        for turn in spoken:
            ours = turn.source in {TranscriptSource.USER, TranscriptSource.AGENT}
            name = seen.name(call) if turn.source == TranscriptSource.EXTERNAL else turn.speaker
            yield (
                f'<p class="said{" us" if ours else ""}"><b>{text(name or turn.speaker)}</b>'
                f"<time>{text(began(turn))}</time> {text(turn.text)}</p>"
            )
        yield "</body>\n</html>"


def _head(title: str) -> str:
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    )


def text(said: str) -> str:
    """Escape a string for HTML, on one line."""
    return escape(on_one_line_of_a_file(said))


def _linked(value: str) -> str:
    shown = text(value)
    return f'<a href="{shown}">{shown}</a>' if value.startswith(_LINKS) else shown
