"""Write llms.txt: the rules of the skill for agents, and a link to every page of the documentation with its headings.

python -m scripts.llms [FOLDER]    writes FOLDER/llms.txt; without it, that of the project
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any, Final

import yaml

from scripts.specs import ROOT

SKILL: Final = Path("allo_ext/.agents/skills/withallo-sdk/SKILL.md")
SECTIONS: Final = {"Reference": "Reference", "The API": "Optional", "The project": "Optional"}
"""The section for each group of the site's menu; all others are in Docs."""
AROUND: Final = (
    "- [The API as OpenAPI 3.1](openapi/allo-v1.yaml), [version 2](openapi/allo-v2.yaml): every operation",
    "- [Contributing](CONTRIBUTING.md), [security](SECURITY.md), [changes](CHANGELOG.md)",
)
"""Links to what is not a page of the site."""
MOST_HEADINGS: Final = 8
_FENCE: Final = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_LINK: Final = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_ROW: Final = re.compile(r"^\| \[.*?\]\((?P<page>[\w.-]+\.md)\) \| (?P<content>.*) \|$", re.MULTILINE)


def written(root: Path = ROOT) -> str:
    """Return the text of llms.txt."""
    skill = (root / SKILL).read_text(encoding="utf-8").partition("\n# withallo-sdk\n")[2]
    summary, _, rest = skill.strip().partition("\n\n## Before you write code\n\n")
    rules = rest.partition("\n\n## ")[0]
    quoted = "\n".join(f"> {line}" for line in summary.splitlines())
    linked: dict[str, list[str]] = {"Docs": [], "Reference": [], "Optional": []}
    contents = {row["page"]: row["content"] for row in _ROW.finditer(_read(root, "reference/index.md"))}
    for group, page in _pages(yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]):
        text = _read(root, page)
        about = contents[page.removeprefix("reference/")] if group == "Reference" else _about(text)
        linked[SECTIONS.get(group, "Docs")].append(f"- [{_title(text)}](docs/{page}): {about}")
    linked["Optional"] += AROUND
    links = "\n\n".join(f"## {section}\n\n" + "\n".join(lines) for section, lines in linked.items())
    return f"# withallo-sdk\n\n{quoted}\n\nBefore you write code:\n\n{rules}\n\n{links}\n"


def _pages(nav: list[Any]) -> list[tuple[str, str]]:
    """Return the pages of the menu, each with its group, without the overviews."""
    found = []
    for entry in nav:
        for group, inner in entry.items():
            for page in [inner] if isinstance(inner, str) else inner:
                path = page if isinstance(page, str) else next(iter(page.values()))
                found.append((group, path))
    return [(group, path) for group, path in found if Path(path).name != "index.md"]


def _read(root: Path, page: str) -> str:
    return _FENCE.sub("", (root / "docs" / page).read_text(encoding="utf-8"))


def _title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ")


def _about(text: str) -> str:
    """Return the headings of a page; of one without headings, its first sentence."""
    headings = [_LINK.sub(r"\1", heading) for heading in re.findall(r"(?m)^## (.+)$", text)]
    if len(headings) > MOST_HEADINGS:
        headings = [*headings[:MOST_HEADINGS], "…"]
    first = " ".join(text.partition("\n\n")[2].partition("\n\n")[0].split())
    return "; ".join(headings) or _LINK.sub(r"\1", first.partition(". ")[0])


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if sys.argv[1:] else ROOT
    (folder / "llms.txt").write_text(written(), encoding="utf-8")
