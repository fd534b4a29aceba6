"""Messages of errors are for people: no code of this package decides by what they say."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import allo_ext

ROOT = Path(allo_ext.__file__).parent
MODULES = sorted(path for path in ROOT.rglob("*.py") if "_sync" not in path.relative_to(ROOT).parts[:1])


def errors_in(tree: ast.AST) -> set[str]:
    """The names that are bound to exceptions: by `except … as name`, or as a parameter of such a type."""
    caught = {node.name for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler) and node.name}
    typed = {
        node.arg
        for node in ast.walk(tree)
        if isinstance(node, ast.arg)
        and node.annotation
        and ast.unparse(node.annotation).endswith(("Error", "Exception"))
    }
    return caught | typed


def is_message(node: ast.AST, names: set[str]) -> bool:
    """Whether an expression is an error's message: `error.message`, `error.args[0]`, `str(error)`, `f"{error}"`."""
    if isinstance(node, ast.Attribute):
        return node.attr in {"message", "args"} and isinstance(node.value, ast.Name) and node.value.id in names
    if isinstance(node, ast.Subscript):
        return is_message(node.value, names)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"str", "repr"}:
        return any(isinstance(each, ast.Name) and each.id in names for each in node.args)
    return isinstance(node, ast.JoinedStr) and any(
        isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name) and part.value.id in names
        for part in node.values
    )


def read(source: str) -> Iterator[int]:
    """Yield the lines where a message is compared, searched, taken apart or matched."""
    tree = ast.parse(source)
    names = errors_in(tree)
    for node in ast.walk(tree):
        parts: list[ast.AST] = []
        if isinstance(node, ast.Compare):
            parts = [node.left, *node.comparators]
        elif isinstance(node, ast.Match):
            parts = [node.subject]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            on_it = [node.func.value]  # error.message.startswith(…)
            searched = ast.unparse(node.func.value).startswith(("re", "_")) and node.func.attr in {
                "search", "match", "fullmatch", "findall", "finditer", "split", "sub",
            }  # fmt: skip
            parts = [*on_it, *(node.args if searched else [])]
        if any(is_message(part, names) for part in parts):
            yield node.lineno


@pytest.mark.parametrize(
    "line",
    [
        'if "no API key" in error.message: pass',
        'error.message.startswith("GET ")',
        'str(error).partition(" was")',
        "re.search('GET', str(error))",
        'error.args[0] == "lost"',
        'f"{error}".lower()',
    ],
)
def test_the_check_finds_what_it_looks_for(line):
    """Each way to read a message that was found here once, and some like it."""
    assert list(read(f"try: pass\nexcept E as error:\n    {line}")) == [3]


def test_no_module_decides_by_a_message():
    """Rewording a sentence cannot change what a program does. To show a message is fine."""
    found = [f"{path.relative_to(ROOT)}:{line}" for path in MODULES for line in read(path.read_text())]

    assert found == []
