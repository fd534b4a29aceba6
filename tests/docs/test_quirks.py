"""docs/quirks.md is what the specification says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_script_writes(tmp_path):
    """Byte for byte, from run to run; every oddity of the document is on it."""
    written = []
    for name in ("first", "second"):
        subprocess.run([sys.executable, "-m", "scripts.quirks", str(tmp_path / name)], cwd=ROOT, check=True)
        written.append((tmp_path / name / "docs/quirks.md").read_text(encoding="utf-8"))

    assert [(ROOT / "docs/quirks.md").read_text(encoding="utf-8")] * 2 == written


def test_every_oddity_is_on_the_page():
    """As many entries as the document has, each with its evidence."""
    page = (ROOT / "docs/quirks.md").read_text(encoding="utf-8")
    document = yaml.safe_load((ROOT / "openapi/allo-v1.yaml").read_text(encoding="utf-8"))
    entries = [line for line in page.splitlines() if line.startswith("- ")]

    assert len(list(quirks_of(document))) == len(entries)
    assert [entry for entry in entries if not entry.endswith(")*")] == []


def quirks_of(node):
    if isinstance(node, dict):
        found = node.get("x-quirk", [])
        yield from found if isinstance(found, list) else [found]
        for key, inner in node.items():
            if key != "x-quirk":
                yield from quirks_of(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from quirks_of(inner)
