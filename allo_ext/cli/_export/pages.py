"""Pages in HTML and Markdown: one page per call, and an index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path
from typing import Final, Protocol

from allo_ext import Call
from allo_ext._tags import tags_of
from allo_ext.cli._display.column import whole_seconds
from allo_ext.cli._display.names import Names
from allo_ext.cli._display.text import clock, day_and_time
from allo_ext.cli._display.zone import Zone
from allo_ext.cli._export.files import safe_name, whole_text
from allo_ext.cli._export.formats import Place

_PAGES: Final = ("[0-9]*-[0-9][0-9]/[0-9]*-[0-9][0-9]-[0-9][0-9]_[0-9][0-9][0-9][0-9]_*", "undated/*")
"""The paths that `place_of` makes."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Calls for people: with names, in a time zone."""

    names: Names
    zone: Zone

    def who(self, call: Call) -> str:
        """Return the other party with its number: `Ada Diaz (+12025550178)`."""
        name = self.names.contact(call.contact_number)
        return f"{name} ({call.other_party})" if name else call.other_party

    def name(self, call: Call) -> str:
        """Return the name of the other party, or the number."""
        return self.names.contact(call.contact_number) or call.other_party

    def line(self, call: Call) -> str:
        """Return the line with its number."""
        name = self.names.line(call.allo_number)
        return f"{name} ({call.allo_number})" if name else call.allo_number or ""

    def when(self, call: Call) -> str:
        """Return the start of the call."""
        return day_and_time(call.start_date, self.zone.info)

    def title(self, call: Call) -> str:
        """Return a one-line description of a call: time, parties, duration, result."""
        verb = {"INBOUND": "called by", "OUTBOUND": "called"}.get(str(call.direction), "with")
        line = f" on {self.names.which(call.allo_number)}" if call.allo_number else ""
        when = f"{self.when(call)} {self.zone.short(call.start_date)}" if call.start_date else ""
        facts = (
            when, f"{verb} {self.name(call) or 'unknown number'}{line}", clock(whole_seconds(call.duration)),
            str(call.result or ""),
        )  # fmt: skip
        return ", ".join(filter(None, facts))

    def facts(self, call: Call) -> Iterator[tuple[str, str]]:
        """Yield the facts of a call that are known."""
        facts = {
            "Call": call.id,
            "Line": self.line(call),
            "With": self.who(call),
            "Length": clock(whole_seconds(call.duration)),
            "Result": call.result,
            "Tags": ", ".join(tags_of(call)),
            "Recording": call.recording_url,
        }
        yield from ((name, str(value)) for name, value in facts.items() if value)


class Markup(Protocol):
    """A format of pages."""

    suffix: str

    def begin(self, seen: Seen) -> str:
        """Return the beginning of the index."""
        ...

    def entry(self, call: Call, link: str, seen: Seen) -> str:
        """Return the entry of a call in the index."""
        ...

    def end(self) -> str:
        """Return the end of the index."""
        ...

    def page(self, call: Call, seen: Seen, index: str) -> Iterator[str]:
        """Yield the lines of a call's page."""
        ...


def write_pages(calls: Iterable[Call], place: Place, markup: Markup, seen: Seen) -> int:
    """Write a page for each call, then the index; return how many pages in the folder the index does not list.

    There is a folder for each month. Pages of earlier exports are kept, but the index lists only this export.
    """
    path, folder = place.path, place.pages
    assert path is not None  # noqa: S101 (checked by `place`)
    assert folder is not None  # noqa: S101 (likewise)
    listed = 0
    with whole_text(path) as index:
        index.write(markup.begin(seen))
        for call in calls:
            page = folder / place_of(call, markup.suffix)
            with whole_text(page, durable=False) as file:
                file.writelines(f"{line}\n" for line in markup.page(call, seen, _link(path, page)))
            index.write(markup.entry(call, _link(page, path), seen))
            listed += 1
        index.write(markup.end())
    return max(0, pages_in(folder, markup.suffix) - listed)


def pages_in(folder: Path, suffix: str) -> int:
    """Return how many pages of calls, of any export, a folder has; other files are not counted."""
    return sum(1 for pattern in _PAGES for _ in folder.glob(f"{pattern}.{suffix}"))


def _link(target: Path, source: Path) -> str:
    """Return the relative link from one file to another."""
    return Path(relpath(target, source.parent)).as_posix()


def place_of(call: Call, suffix: str = "md") -> str:
    """Return the path of a call's page: stable for a call, and always inside the folder. The date is in UTC."""
    name = safe_name(call.id)
    when = call.start_date
    return f"{when:%Y-%m}/{when:%Y-%m-%d_%H%M}_{name}.{suffix}" if when else f"undated/{name}.{suffix}"
