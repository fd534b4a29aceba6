"""Version, changelog and tag of a release, and the links of the page that a package index shows."""

from __future__ import annotations

import re
from typing import Final

from scripts.spec_changes.changelog import UNRELEASED, sections

_RELATIVE: Final = re.compile(r"\]\((?!https://|#|mailto:)([^)\s]+)\)")


def version_faults(version: str, changelog: str, tag: str | None = None) -> list[str]:
    """Hold the version against the changelog, and a tag against both.

    Unreleased changes may be listed under `Unreleased`, whatever the version is. For a tag, they must have been moved
    to the section of that version.

    Args:
        version: What `allo_ext/_version.py` says.
        changelog: The text of CHANGELOG.md.
        tag: What is being released.

    Returns:
        A sentence for each fault.
    """
    found = sections(changelog)
    if not found:
        return ["CHANGELOG.md has no section: it needs `## [Unreleased]` or `## [1.2.3] - 2026-01-31`"]
    pending = [entry for section in found if section.name == UNRELEASED for entry in section.entries]
    released = next((section for section in found if section.name != UNRELEASED), None)
    faults = [
        f"{section.name} has no date in CHANGELOG.md" for section in found if not _dated(section.name, section.day)
    ]
    if any(section.name == UNRELEASED for section in found[1:]):
        faults.append("in CHANGELOG.md, Unreleased does not come first")
    if released and not pending and released.name != version:
        faults.append(f"the version is {version}, but the newest section of CHANGELOG.md is {released.name}")
    if tag is not None:
        if tag.removeprefix("v") != version:
            faults.append(f"the tag is {tag}, but allo_ext/_version.py says {version}")
        if pending:
            faults.append(f"CHANGELOG.md still has entries under Unreleased: move them under [{version}]")
        if released is None:
            faults.append(f"CHANGELOG.md has no section [{version}]")
    return faults


def _dated(name: str, day: str | None) -> bool:
    return name == UNRELEASED or day is not None


def dead_links(markdown: str) -> list[str]:
    """Return the targets of links that lead nowhere outside the repository."""
    return _RELATIVE.findall(re.sub(r"(?ms)^```.*?^```", "", markdown))
