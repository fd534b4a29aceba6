"""The pages for those who join, report or read by machine: what they name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from allo_ext import AlloClient
from scripts.llms import SKILL, written
from scripts.release.statements import dead_links

ROOT = Path(__file__).parents[2]
NAMES = ("AGENTS.md", "CONTRIBUTING.md", "SECURITY.md", "llms.txt")
PAGES = {name: (ROOT / name).read_text(encoding="utf-8") for name in NAMES}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page: str) -> None:
    """Links are relative, and none leads nowhere."""
    assert [target for target in dead_links(PAGES[page]) if not (ROOT / target).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_is_named_is_there(page: str) -> None:
    """A file or folder between backticks exists."""
    named = re.findall(r"`((?:\.github|allo_ext|docs|openapi|scripts|tests|generated)/[\w./-]+)`", PAGES[page])

    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_target_that_is_named_is_in_the_makefile(page: str) -> None:
    """Whoever is told to run `make something` can."""
    targets = set(re.findall(r"(?m)^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    named = set(re.findall(r"(?:`|\$ )make ([\w-]+)", PAGES[page]))

    assert named - targets == set()


def test_llms_txt_has_the_form_that_readers_expect() -> None:
    """A title, a summary, then sections of links."""
    lines = PAGES["llms.txt"].splitlines()

    assert lines[0] == "# withallo-sdk"
    assert lines[2].startswith("> ")
    assert [line for line in lines if line.startswith("## ")] == ["## Docs", "## Reference", "## Optional"]


def test_llms_txt_is_what_the_documentation_gives() -> None:
    """`make generate` writes it; every page of the site is in it."""
    pages = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("**/*.md") if path.name != "index.md"}

    assert PAGES["llms.txt"] == written()
    assert [page for page in sorted(pages) if f"]({page}): " not in PAGES["llms.txt"]] == []


def test_the_skill_has_the_form_that_agents_expect() -> None:
    """A name, which is that of its folder, and a description that says when to use it, of at most 1,024 characters."""
    _, front, body = (ROOT / SKILL).read_text(encoding="utf-8").split("---\n", 2)
    described = yaml.safe_load(front)

    assert described.keys() == {"name", "description"}
    assert described["name"] == SKILL.parent.name
    assert "Use it whenever" in described["description"]
    assert len(described["description"]) <= 1024
    assert body.startswith("\n# withallo-sdk\n")


def test_every_method_that_llms_txt_names_exists() -> None:
    """A machine that writes code from the page writes code that runs."""
    client = AlloClient("key")
    lines = re.findall(
        r"`(calls|contacts|sms|numbers|webhooks)`: (.*?)(?=\n- |\s`\w+`: |\n\n)", PAGES["llms.txt"], re.DOTALL
    )
    named = [(noun, name) for noun, text in lines for name in re.findall(r"`([a-z_]+)(?:\(|`)", text)]

    assert {noun for noun, _ in named} == {"calls", "contacts", "sms", "numbers", "webhooks"}
    assert [f"{noun}.{name}" for noun, name in named if not hasattr(getattr(client, noun), name)] == []
