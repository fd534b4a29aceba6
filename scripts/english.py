"""Find phrases that read like a translation, in docstrings, comments, messages, help texts, README and docs.

    python scripts/english.py           # the number of findings in each file; exit code 1 if there are any
    python scripts/english.py --list    # every finding with file, line, and what to write instead
    python scripts/english.py --list allo_ext/retry.py README.md

A finding is a hint for the author, not a proof: `# english: ok` on the line keeps a sentence as it is.
"""

from __future__ import annotations

import argparse
import ast
import io
import os
import re
import sys
import tokenize
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parent.parent
CODE: Final = ("allo_ext", "scripts", "examples", "benchmarks")
PAGES: Final = ("*.md", "docs/**/*.md", "allo_ext/.agents/**/*.md", "llms.txt")
GENERATED: Final = ("allo_ext/_sync/", "docs/quirks.md")
"""Their words come from another file, which is checked."""
KEPT: Final = "english: ok"


@dataclass(frozen=True)
class Pattern:
    """A turn of phrase and its replacement."""

    found: re.Pattern[str]
    instead: str
    only: str = "prose"
    """`docstring`: only at the beginning of a docstring."""


def _phrase(words: str, instead: str) -> Pattern:
    return Pattern(re.compile(rf"\b(?:{words})\b", re.IGNORECASE), instead)


PATTERNS: Final = (
    Pattern(
        re.compile(r"(?:What|Where|Who|How|Whether|When|Which)\b(?![^.]*\?)"),
        "begin with a noun or an imperative",
        only="docstring",
    ),
    _phrase(
        r"(?<!there )(?:is|are|was|were) no (?!longer|more|less|doubt|need)[a-z]+", "is not a …, or: there is no …"
    ),
    Pattern(re.compile(r"(?<!there )\b(?:is|are|was|were) none\b(?! of)"), "is missing"),
    _phrase(r"cannot be had", "is not available"),
    _phrase(r"(?:be|is|are) gone through", "is not iterable, or: iterate over"),
    _phrase(r"stand-ins?", "mock, or stub server"),
    _phrase(r"nobody (?:is there|can be asked|knows|listens|asked)", "name what is missing"),
    _phrase(r"(?:stands|stand|stood|lies|lie) (?:in|at|on|under|beside|there|here|before|after)", "is in"),
    _phrase(r"all the same", "anyway, or leave it out"),
    _phrase(r"look(?:s|ed)? before you", "check before you"),
    _phrase(r"may have been carried out", "may have succeeded"),
    _phrase(r"no such thing", "not found"),
    _phrase(r"does not lead to", "is not the address of"),
    _phrase(r"at (?:the )?most go out|go out at most", "the maximum number of"),
    _phrase(r"(?:which|that) HTTP does not know", "the non-standard HTTP status"),
    _phrase(r"comes? to nothing|came to nothing", "fails"),
    _phrase(r"is to be had|are to be had", "is available"),
    _phrase(r"what came of", "the result of"),
    _phrase(r"tells? whether", "return whether"),
)


@dataclass(frozen=True)
class Finding:
    """One place that a pattern matches."""

    path: Path
    line: int
    words: str
    instead: str


@dataclass(frozen=True)
class Prose:
    """A piece of text for people."""

    line: int
    text: str
    is_docstring: bool = False


def prose_of_code(source: str) -> Iterator[Prose]:
    """Find docstrings, other strings of more than one word, and comments of a Python module."""
    tree = ast.parse(source)
    docstrings = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            body = node.body
            docstrings |= {
                id(one.value)
                for one in body
                if isinstance(one, ast.Expr)
                and isinstance(one.value, ast.Constant)
                and isinstance(one.value.value, str)
            }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_docstring = id(node) in docstrings
            if is_docstring or re.search(r"\w \w", node.value):
                yield Prose(node.lineno, node.value, is_docstring)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield Prose(token.start[0], token.string)


def prose_of_page(text: str) -> Iterator[Prose]:
    """Find the lines of a page that are not code."""
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced:
            yield Prose(number, re.sub(r"`[^`]*`", "`…`", line))


def findings(path: Path, text: str) -> list[Finding]:
    """Find what to rewrite in one file.

    Args:
        path: Its path, which tells code from pages.
        text: Its content.
    """
    lines = text.splitlines()
    pieces = prose_of_code(text) if path.suffix == ".py" else prose_of_page(text)
    found = []
    for piece in pieces:
        for pattern in PATTERNS:
            if pattern.only == "docstring":
                matches = [pattern.found.match(piece.text.lstrip())] if piece.is_docstring else []
            else:
                matches = [*pattern.found.finditer(piece.text)]
            for match in filter(None, matches):
                line = piece.line + piece.text.count("\n", 0, match.start())
                if KEPT not in lines[line - 1]:
                    found.append(Finding(path, line, match.group(), pattern.instead))
    return sorted(found, key=lambda one: one.line)


def files(names: list[str]) -> list[Path]:
    """List what is checked: the named files, or all that people read."""
    if names:
        return [Path(name).resolve() for name in names]
    found = [path for folder in CODE for path in sorted((ROOT / folder).rglob("*.py"))]
    found += [path for pattern in PAGES for path in sorted(ROOT.glob(pattern))]
    skipped = (*GENERATED, "scripts/english.py")
    return [path for path in found if not path.relative_to(ROOT).as_posix().startswith(skipped)]


def main(arguments: list[str] | None = None) -> int:
    """Print what was found.

    Args:
        arguments: The command line, without the name of the program.

    Returns:
        0 if nothing was found, otherwise 1.
    """
    parser = argparse.ArgumentParser(description="Find phrases to rewrite in docstrings, comments, messages and docs.")
    parser.add_argument("files", nargs="*", help="only these files")
    parser.add_argument("--list", action="store_true", help="print every finding")
    options = parser.parse_args(arguments)
    found = [one for path in files(options.files) for one in findings(path, path.read_text(encoding="utf-8"))]
    if options.list:
        for one in found:
            print(f"{os.path.relpath(one.path)}:{one.line}: “{one.words}”: {one.instead}")
    else:
        for path, count in Counter(one.path for one in found).most_common():
            print(f"{count:>5}  {os.path.relpath(path)}")
    hint = "" if options.list else "; add --list to see each of them"
    print(f"{len(found)} phrases to rewrite{hint}" if found else "No phrases to rewrite")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
