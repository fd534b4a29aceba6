"""Parts of the panel in a page that is somebody else's."""

from __future__ import annotations

import re
from importlib import resources

import pytest

pytest.importorskip("solara", reason="solara is not installed: make .venv")

from allo_ext.panel.inline import within

CSS = resources.files("allo_ext.panel").joinpath("panel.css").read_text(encoding="utf-8")


def test_the_page_around_keeps_its_own_style():
    """No rule is for the page, its root or all of its elements; the panel's colours are those of the part."""
    css = within(CSS)
    while "(" in css:  # what is in them is a part of a selector
        css = re.sub(r"\([^()]*\)", "", css)
    selectors = re.findall(r"(?:^|[{}])\s*([^{}@]+?)\s*\{", css)
    foreign = {one.strip() for found in selectors for one in found.split(",") if not one.strip().startswith(".allo-")}

    assert foreign == {"to"}  # of keyframes
    assert len(selectors) > 100
    assert ".allo-inline {\n  color-scheme" in within(CSS)


def test_the_panel_itself_has_such_rules():
    """What the test above looks for is there before."""
    assert ":root" in CSS
    assert re.search(r"^html, body", CSS, re.MULTILINE)
    assert re.search(r"^\.v-application", CSS, re.MULTILINE)
