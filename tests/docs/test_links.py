"""Links lead somewhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[(?P<text>[^\[\]]*)\]\((?P<target>[^()\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
FOREIGN = re.compile(r"[a-z]+:")
BROUGHT = {ROOT / "docs/allo-v1.yaml", ROOT / "docs/allo-v2.yaml"}
"""What scripts/site_spec.py adds to the site."""


def links_of(page: Path) -> list[tuple[str, str]]:
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    return [(match["text"], match["target"]) for match in LINK.finditer(text) if not FOREIGN.match(match["target"])]


def anchors_of(page: Path) -> set[str]:
    """What can be jumped to on a page: its headings, in small letters, with hyphens, without signs."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    return {re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower()) for heading in HEADING.findall(text)}


def test_every_relative_link_leads_to_a_file(page):
    """Every link of every page, and the heading after its `#`; what the reference makes is seen by `make docs`."""
    lost = []
    for _, target in links_of(page):
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if file in BROUGHT:
            continue
        if not file.exists() or (anchor and "reference" not in file.parts and anchor not in anchors_of(file)):
            lost.append(target)

    assert lost == []


def test_pages_of_the_site_do_not_link_out_of_it(page):
    """A page below docs/ links to pages below docs/: nothing else is on the site."""
    docs = ROOT / "docs"
    out = [
        target
        for _, target in links_of(page)
        if docs in page.parents and docs not in (page.parent / target.partition("#")[0]).resolve().parents
    ]

    assert [target for target in out if not target.startswith("#")] == []


def claims() -> list[tuple[str, str]]:
    found = links_of(ROOT / "README.md")
    return [(text.strip("`"), target) for text, target in found if target.startswith(("tests/", "benchmarks/"))]


@pytest.mark.parametrize(("name", "target"), claims())
def test_every_claim_names_a_test_that_exists(name, target):
    """Where README says what a test holds, the link's text is the name of a test in the file, or of the file."""
    path = ROOT / target
    if path.suffix == ".py":
        tree = ast.parse(path.read_text(encoding="utf-8"))
        there = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    else:
        there = set()

    assert name in there | {target, path.name, target.rstrip("/")}


def test_readme_has_claims():
    """At least one test or benchmark is named for each thing that README promises."""
    assert len(claims()) >= 10
