"""Write docs/quirks.md: every `x-quirk` of the OpenAPI document, where it stands, and who saw it.

python scripts/quirks.py [TARGET_FILE [SPEC_FILE]]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "openapi" / "allo-v1.yaml"
PAGE = ROOT / "docs" / "quirks.md"

METHODS = {"get", "post", "put", "patch", "delete"}
SECTIONS = {
    "info": "The whole API",
    "paths": "Endpoints",
    "webhooks": "Webhooks",
    "components": "What is sent and received",
}
INTRODUCTION = """\
# Oddities of the API

Written by `scripts/quirks.py` from the `x-quirk` entries of `openapi/{name}`: change them there, then
`make generate`.

Nobody who wrote this could call the live API. Everything stands with its evidence, and where sources disagree the
client copes with each of them. There are {count} entries, from {sources} sources.
"""


class Quirk(NamedTuple):
    """One oddity.

    Attributes:
        section: In which part of the document it stands.
        subject: The endpoint, topic or schema that it concerns.
        place: Where in it, such as a field, as Markdown; empty where it concerns the whole.
        what: A sentence.
        evidence: Who says so.
        label: Its id, where it has one.
    """

    section: str
    subject: str
    place: str
    what: str
    evidence: str
    label: str


def quirks(document: dict[str, Any]) -> Iterator[Quirk]:
    """Yield every oddity in the order of the document."""
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
    """Return what an entry concerns, and where in it, in words."""
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
    lines = [INTRODUCTION.format(name=name, count=len(found), sources=len(sources))]
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
    """Return text on one line, in which Markdown sees nothing of its own outside of code."""
    parts = " ".join(text.split()).split("`")
    for index in range(0, len(parts), 2):
        for sign in "*<>|[]":
            parts[index] = parts[index].replace(sign, f"\\{sign}")
    return "`".join(parts)


def _squeezed(text: str) -> str:
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.rstrip("\n")


def main(target: Path, spec: Path) -> None:
    """Write the page."""
    document = yaml.safe_load(spec.read_text(encoding="utf-8"))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(document, spec.name), encoding="utf-8")


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    main(*given, *[PAGE, SPEC][len(given) :])
