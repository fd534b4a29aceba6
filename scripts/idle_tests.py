"""Find tests that cannot fail: they run code, and nothing that happens there makes them fail.

    python scripts/idle_tests.py                       # all of tests/; exit code 1 if there are any
    python scripts/idle_tests.py tests/client/test_ids.py

ruff finds assertions on tuples and strings, and pytest refuses parameters that are an empty list. This finds the rest:
no assertion, an assertion that is always true, an exception that is passed over around assertions, always skipped.

A helper of the tests counts as an assertion if it contains one. A test whose promise is that nothing is raised says so;
there is no other exception: `@pytest.mark.does_not_raise("closing twice is allowed")`.
"""

from __future__ import annotations

import ast
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT: Final = Path(__file__).resolve().parent.parent
ASSERTING: Final = {
    *("raises", "warns", "deprecated_call", "fail"),  # pytest
    *("fnmatch_lines", "re_match_lines", "no_fnmatch_line"),  # its pytester
    *("check_call", "check_output", "check_returncode"),  # subprocess
    "expect",  # Playwright
    *("runTest", "run_state_machine_as_test"),  # a state machine of Hypothesis, which is checked itself
}
"""Functions of libraries that raise where an expectation is not met, beside those that begin with `assert`."""
_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Finding:
    """A test that cannot fail."""

    path: Path
    line: int
    says: str


@dataclass(frozen=True)
class Helpers:
    """Functions of the test tree that contain an assertion, also in what they call."""

    anywhere: frozenset[str]
    """In files that hold no tests, such as conftest.py."""
    nearby: frozenset[str]
    """In the file itself."""

    def __contains__(self, name: object) -> bool:
        return name in self.nearby or name in self.anywhere


def findings(path: Path, shared: frozenset[str] = frozenset()) -> list[Finding]:
    """Find the tests of one file that cannot fail.

    Args:
        path: The file.
        shared: Names of asserting functions that are defined elsewhere in the test tree.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    helpers = Helpers(shared, asserting([tree], shared))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, _FUNCTIONS) and node.name.startswith("test"):
            found += [(node.lineno, says) for says in _reasons(node, helpers)]
        elif isinstance(node, ast.ClassDef) and _is_machine(node) and not _asserts(node, helpers):
            found.append((node.lineno, f"{node.name} contains no assertion"))
        elif isinstance(node, (ast.Assert, ast.Try, ast.With)):
            found += [(node.lineno, says) for says in _futile(node, helpers)]
        elif isinstance(node, ast.Assign) and any(_name(target) == "pytestmark" for target in node.targets):
            marks = node.value.elts if isinstance(node.value, (ast.List, ast.Tuple)) else [node.value]
            found += [(mark.lineno, "the whole file is always skipped") for mark in marks if _always_skips(mark)]
    return [Finding(path, line, says) for line, says in sorted(found)]


def asserting(trees: Iterable[ast.Module], known: frozenset[str] = frozenset()) -> frozenset[str]:
    """Collect the names of functions that contain an assertion, or call one of the others."""
    functions = [node for tree in trees for node in ast.walk(tree) if isinstance(node, _FUNCTIONS)]
    while True:
        helpers = Helpers(known, frozenset())
        found = frozenset(one.name for one in functions if _asserts(one, helpers))
        if found <= known:
            return found
        known |= found


def _reasons(test: _Function, helpers: Helpers) -> Iterator[str]:
    marks = {_name(mark) for mark in test.decorator_list}
    skips = (one for one in test.body if isinstance(one, ast.Expr) and _name(one.value) == "skip")
    if any(map(_always_skips, test.decorator_list)) or any(skips):
        yield f"{test.name} is always skipped"
    fixtures = {argument.arg for argument in (*test.args.args, *test.args.kwonlyargs)}
    if not (
        marks & {"does_not_raise", "fixture"} or _asserts(test, helpers) or any(name in helpers for name in fixtures)
    ):
        yield f"{test.name} contains no assertion"


def _is_machine(node: ast.ClassDef) -> bool:
    """Tell a state machine of Hypothesis."""
    methods = [one for one in node.body if isinstance(one, _FUNCTIONS)]
    return any(_name(decorator) == "rule" for one in methods for decorator in one.decorator_list)


def _futile(node: ast.Assert | ast.Try | ast.With, helpers: Helpers) -> Iterator[str]:
    match node:
        case ast.Assert():
            if _is_always_true(node.test):
                yield "the assertion is always true"
        case ast.Try():
            idle = any(
                all(isinstance(one, (ast.Pass, ast.Continue)) for one in caught.body) for caught in node.handlers
            )
            if idle and any(_asserts(one, helpers, methods=False) for one in node.body):
                yield "an exception before the assertion is passed over"
        case ast.With():
            if any(_name(item.context_expr) == "suppress" for item in node.items) and any(
                _asserts(one, helpers, methods=False) for one in node.body
            ):
                yield "an exception before the assertion is suppressed"


def _asserts(node: ast.AST, helpers: Helpers, *, methods: bool = True) -> bool:
    """Return whether something in the node can make a test fail on purpose.

    Args:
        node: A test, a helper, or a statement.
        helpers: What asserts if it is called.
        methods: Whether a method counts that has the name of a helper.
    """
    for inner in ast.walk(node):
        if isinstance(inner, ast.Assert) or (isinstance(inner, ast.Raise) and _raised(inner) == "AssertionError"):
            return True
        if isinstance(inner, ast.Call):
            name = _name(inner)
            if name in ASSERTING or name.startswith("assert"):
                return True
            if name in helpers and (methods or isinstance(inner.func, ast.Name)):
                return True
            if any(one.arg == "check" and _is_always_true(one.value) for one in inner.keywords):
                return True
    return False


def _raised(node: ast.Raise) -> str:
    return _name(node.exc) if node.exc else ""


def _is_always_true(test: ast.expr) -> bool:
    match test:
        case ast.Constant(value=value):
            return bool(value)
        case ast.List(elts=inner) | ast.Tuple(elts=inner) | ast.Set(elts=inner):
            return any(not isinstance(one, ast.Starred) for one in inner)
        case ast.BoolOp(op=ast.Or(), values=values):
            return any(map(_is_always_true, values))
        case ast.GeneratorExp() | ast.Lambda():
            return True
        case _:
            return False


def _always_skips(mark: ast.expr) -> bool:
    """Tell `mark.skip`, and `mark.skipif` under a condition that is always true."""
    if _name(mark) == "skipif" and isinstance(mark, ast.Call) and mark.args:
        return _is_always_true(mark.args[0])
    return _name(mark) == "skip"


def _name(node: ast.expr) -> str:
    """Return the last part of a name, also of one that is called."""
    match node:
        case ast.Call(func=called):
            return _name(called)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def main(arguments: list[str]) -> int:
    """Print what was found.

    Args:
        arguments: The files; none means all of tests/.

    Returns:
        0 if nothing was found, otherwise 1.
    """
    tree = sorted((ROOT / "tests").rglob("*.py"))
    helpers = [path for path in tree if not path.name.startswith("test_")]
    shared = asserting(ast.parse(path.read_text(encoding="utf-8")) for path in helpers)
    files = [Path(name).resolve() for name in arguments] or [path for path in tree if path.name.startswith("test_")]
    found = [one for path in files for one in findings(path, shared)]
    for one in found:
        print(f"{os.path.relpath(one.path)}:{one.line}: {one.says}")
    print(f"{len(found)} tests cannot fail" if found else "Every test can fail")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
