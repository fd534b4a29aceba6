"""docs/extras.md lists the extras that pyproject.toml declares."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOR_DEVELOPERS = {"dev", "test"}
NAME = re.compile(r"[\w-]+")


@pytest.fixture(scope="module")
def declared() -> dict[str, list[str]]:
    """The extras for users, and the names of their distributions."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {name: found for name, found in project["optional-dependencies"].items() if name not in FOR_DEVELOPERS}
    return {name: [NAME.match(requirement)[0] for requirement in found] for name, found in extras.items()}


@pytest.fixture(scope="module")
def shown() -> dict[str, list[str]]:
    """The first and the last column of the table."""
    rows = re.findall(r"^\| `(\w+)` \|.*\|([^|]*)\|$", (ROOT / "docs" / "extras.md").read_text("utf-8"), re.MULTILINE)
    return {name: [part for part in packages.strip().split(", ") if part] for name, packages in rows}


def test_every_extra_is_in_the_table(declared, shown):
    """With what it installs; `all` names the others instead."""
    assert shown == {**declared, "all": []}


def test_all_installs_every_extra(declared):
    """Except those that install nothing."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = {
        name
        for group in re.findall(r"withallo-sdk\[([\w,]+)\]", text.partition("\nall = [")[2].partition("]\n#")[0])
        for name in group.split(",")
    }

    assert named == {name for name, packages in declared.items() if packages and name != "all"}
