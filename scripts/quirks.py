"""Write a page for each specification with its `x-quirk` entries, their places and their sources.

python -m scripts.quirks [FOLDER]   below which docs/quirks.md and the others are written
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from scripts.specs import ROOT, specs

if TYPE_CHECKING:
    from collections.abc import Iterator

METHODS = {"get", "post", "put", "patch", "delete"}
SECTIONS = {
    "info": "The whole API",
    "paths": "Endpoints",
    "webhooks": "Webhooks",
    "components": "What is sent and received",
}
INTRODUCTION = """\
# Oddities of the {title}

Written by `scripts/quirks.py` from the `x-quirk` entries of `openapi/{name}`: change them there, then
`make generate`.

Nobody who wrote this could call the live API. Everything stands with its evidence, and where sources disagree the
client copes with each of them. There are {count} entries, from {sources} sources.
"""


class Quirk(NamedTuple):
    """A quirk of the API.

    Attributes:
        section: The part of the spec.
        subject: The endpoint, topic or schema.
        place: The place in the subject, such as a field, as Markdown; empty for the whole subject.
        what: A sentence.
        evidence: The source.
        label: Its id, if it has one.
    """

    section: str
    subject: str
    place: str
    what: str
    evidence: str
    label: str


def quirks(document: dict[str, Any]) -> Iterator[Quirk]:
    """Yield every quirk in the order of the spec."""
    for section in SECTIONS:
        yield from _below(document, document.get(section), (section,))


def _below(document: dict[str, Any], node: Any, at: tuple[str | int, ...]) -> Iterator[Quirk]:
    if isinstance(node, dict):
        found = node.get("x-quirk", [])
        for entry in found if isinstance(found, list) else [found]:
            subject, place = _named(document, at)
            yield Quirk(str(at[0]), subject, place, entry["what"].strip(), entry["evidence"], entry.get("id", ""))
        for key, inner in node.items():
            if key != "x-quirk":
                yield from _below(document, inner, (*at, key))
    elif isinstance(node, list):
        for index, inner in enumerate(node):
            yield from _below(document, inner, (*at, index))


def _named(document: dict[str, Any], at: tuple[str | int, ...]) -> tuple[str, str]:
    """Return the section and the subject of an entry."""
    named, depth = "", 3
    match at:
        case ("paths", str(path), str(method), *_) if method in METHODS:
            named = f"{method.upper()} {path}"
        case ("paths", str(path), *_):
            named, depth = path, 2
        case ("webhooks", str(topic), *_):
            named = topic
        case ("components", "securitySchemes", *_):
            named = "The API key"
        case ("components", "parameters", str(name), *_):
            named = f"The parameter {document['components']['parameters'][name]['name']}"
        case ("components", "responses", str(name), *_):
            named = f"The answer {name}"
        case ("components", _, str(name), *_):
            named = name
        case _:  # info
            depth = len(at)
    return named, _place(document, at[:depth], at[depth:])


def _place(document: dict[str, Any], start: tuple[str | int, ...], rest: tuple[str | int, ...]) -> str:
    """Return the way from a subject to an entry: the names of parameters, fields, statuses and headers."""
    node: Any = document
    for key in start:
        node = node[key]
    words: list[str] = []
    before: str | int = ""
    for key in rest:
        node = node[key]
        if before == "parameters":
            words.append(f"`{node['name']}`")
        elif before in {"properties", "headers"}:
            words.append(f"`{key}`")
        elif before == "responses":
            words.append(f"answer {key}")
        before = key
    return ", ".join(words)


def page(document: dict[str, Any], name: str) -> str:
    """Return the page as Markdown."""
    found = list(quirks(document))
    sources: dict[str, str] = document["info"]["x-evidence"]
    lines = [INTRODUCTION.format(title=document["info"]["title"], name=name, count=len(found), sources=len(sources))]
    section = subject = ""
    for quirk in found:
        if quirk.section != section:
            section, subject = quirk.section, ""
            lines.append(f"\n## {SECTIONS[section]}\n")
        if quirk.subject != subject:
            subject = quirk.subject
            lines.append(f"\n### {subject}\n")
        place = "".join(f"{word}: " for word in (quirk.label, quirk.place) if word)
        lines.append(f"- {place}{_plain(quirk.what)} *({_plain(str(quirk.evidence))})*")
    lines.append("\n## Sources\n")
    lines += ["| name | what it is |", "| --- | --- |"]
    lines += [f"| {name} | {_plain(what)} |" for name, what in sources.items()]
    return _squeezed("\n".join(lines)) + "\n"


def _plain(text: str) -> str:
    """Return a string on one line, with Markdown characters escaped outside of code."""
    parts = " ".join(text.split()).split("`")
    for index in range(0, len(parts), 2):
        for sign in "*<>|[]":
            parts[index] = parts[index].replace(sign, f"\\{sign}")
    return "`".join(parts)


def _squeezed(text: str) -> str:
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.rstrip("\n")


def main(folder: Path) -> None:
    """Write the pages below a folder."""
    for spec in specs():
        document = yaml.safe_load((ROOT / spec.source).read_text(encoding="utf-8"))
        target = folder / spec.quirks
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page(document, spec.source.name), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
