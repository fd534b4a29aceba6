"""Breaking changes listed in CHANGELOG.md, which follows Keep a Changelog.

A change that breaks callers needs an entry in the section `Unreleased` that begins with `**Breaking:**` and names the
change between backticks, so that an entry about another change does not count:

    - **Breaking:** `Call.summary` is gone; read `Call.transcript`.

`entry` writes the beginning of one; what callers are to do instead, only a person knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from scripts.spec_changes.judgement import Change, What

UNRELEASED: Final = "Unreleased"
_HEADING: Final = re.compile(r"^## \[(?P<name>[^\]]+)\](?: - (?P<day>\d{4}-\d{2}-\d{2}))?\s*$", re.MULTILINE)
_ENTRY: Final = re.compile(r"^- (?P<text>.+(?:\n(?!- |#).+)*)", re.MULTILINE)
_NAMED: Final = re.compile(r"`([^`]+)`")
BREAKING: Final = "**Breaking:**"


@dataclass(frozen=True)
class Section:
    """One version's part of the file."""

    name: str
    day: str | None
    entries: tuple[str, ...]


def sections(text: str) -> list[Section]:
    """Read the sections in the order of the file, newest first."""
    headings = [*_HEADING.finditer(text)]
    ends = [*(heading.start() for heading in headings[1:]), len(text)][: len(headings)]
    return [
        Section(
            heading["name"],
            heading["day"],
            tuple(entry["text"].strip() for entry in _ENTRY.finditer(text, heading.end(), end)),
        )
        for heading, end in zip(headings, ends, strict=True)
    ]


def admitted(text: str) -> set[str]:
    """Return the keys that the unreleased entries call breaking."""
    return {
        key
        for section in sections(text)
        if section.name == UNRELEASED
        for entry in section.entries
        if entry.startswith(BREAKING)
        for key in _NAMED.findall(entry)
    }


def entry(change: Change) -> str:
    """Return the entry that admits to a breaking change, with `…` where callers are told what to do instead."""
    match change.what:
        case What.REMOVED:
            says = f"is gone (it was {change.says})"
        case What.ADDED:  # nothing new breaks callers unless they must send it
            says = f"is new and required ({change.says.removesuffix(', required')})"
        case What.CHANGED:
            says = change.says
    return f"- {BREAKING} `{change.key}` {says}; …"
