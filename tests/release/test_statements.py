"""What a release says of itself agrees."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.release.statements import dead_links, version_faults
from scripts.spec_changes.changelog import sections

ROOT = Path(__file__).parents[2]
UNRELEASED = "# Changelog\n\n## [Unreleased]\n"
WORK = f"{UNRELEASED}\n### Added\n\n- A thing.\n"
RELEASED = (
    "\n## [1.2.0] - 2026-01-31\n\n### Added\n\n- A thing\n  of two lines.\n- Another.\n\n## [1.1.0] - 2026-01-01\n"
)


def test_the_changelog_is_read_entry_by_entry() -> None:
    """Sections with their days, entries with all their lines."""
    first, second, third = sections(UNRELEASED + RELEASED)

    assert (first.name, first.day, first.entries) == ("Unreleased", None, ())
    assert (second.name, second.day, second.entries) == (
        "1.2.0",
        "2026-01-31",
        ("A thing\n  of two lines.", "Another."),
    )
    assert (third.name, third.entries) == ("1.1.0", ())


VERSIONS: dict[str, tuple[str, str, str | None, list[str]]] = {
    "work before the first release": ("0.1.0", WORK, None, []),
    "work after a release": ("1.2.0", WORK + RELEASED, None, []),
    "a release": ("1.2.0", UNRELEASED + RELEASED, None, []),
    "a tagged release": ("1.2.0", UNRELEASED + RELEASED, "v1.2.0", []),
    "a version that the changelog does not know": (
        "1.3.0",
        UNRELEASED + RELEASED,
        None,
        ["the version is 1.3.0, but the newest section of CHANGELOG.md is 1.2.0"],
    ),
    "another tag": (
        "1.2.0",
        UNRELEASED + RELEASED,
        "v1.2.1",
        ["the tag is v1.2.1, but allo_ext/_version.py says 1.2.0"],
    ),
    "a tag before the changelog was brought up to date": (
        "0.1.0",
        WORK,
        "v0.1.0",
        [
            "CHANGELOG.md still has entries under Unreleased: move them under [0.1.0]",
            "CHANGELOG.md has no section [0.1.0]",
        ],
    ),
    "a section without a day": ("1.0.0", "## [1.0.0]\n", None, ["1.0.0 has no date in CHANGELOG.md"]),
    "unreleased below": (
        "1.2.0",
        RELEASED + "\n## [Unreleased]\n",
        None,
        ["in CHANGELOG.md, Unreleased does not come first"],
    ),
    "no changelog": (
        "1.0.0",
        "",
        None,
        ["CHANGELOG.md has no section: it needs `## [Unreleased]` or `## [1.2.3] - 2026-01-31`"],
    ),
}


@pytest.mark.parametrize("case", VERSIONS)
def test_version_changelog_and_tag_agree(case: str) -> None:
    """The version stands in one place, and nothing else may say another."""
    version, changelog, tag, expected = VERSIONS[case]

    assert version_faults(version, changelog, tag) == expected


def test_this_projects_version_and_changelog_agree() -> None:
    """The check that a release makes holds all the time."""
    text = (ROOT / "allo_ext" / "_version.py").read_text(encoding="utf-8")
    (version,) = re.findall(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)

    assert version_faults(version, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")) == []


def test_dead_links_are_those_into_the_repository() -> None:
    """Links to the web and within the page live; what only looks like one, in code, is none."""
    page = "[a](https://example.com) [b](#c) [d](docs/e.md)\n```python\nx[0](y)\n```\n[f](g.md)"

    assert dead_links(page) == ["docs/e.md", "g.md"]
