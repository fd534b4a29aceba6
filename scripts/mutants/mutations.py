"""The mutations of a file: the operators of mutmut, applied to the whole file.

mutmut itself changes functions without decorators only. Here that would leave out a fifth: tables, defaults of records,
properties, context managers.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

from scripts.mutants.recording import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SKIPPED_CALLS: Final = {"cast", "TypeVar", "ParamSpec", "NewType", "isinstance", "len"}
"""A change inside of these is an error of types, or has no effect."""
_SKIPPED_NAMES: Final = {"__all__", "__slots__", "__match_args__"}
_PROSE: Final = re.compile(r"\w[,;:.]? \w")


@dataclass(frozen=True)
class Mutation:
    """One change of one file."""

    path: Path
    scope: str
    """The class and the function that it is in, such as `Pool.close`; empty at module level."""
    lines: range
    body: int
    """The first line of the body of the function that it is in; 0 for code that runs at import."""
    module: Any
    old: Any
    new: Any
    words: tuple[str, ...]
    number: int
    """Among changes with the same words, from 0."""

    @property
    def name(self) -> str:
        """The name of the module."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def source(self) -> str:
        """The whole file with the change."""
        return str(self.module.deep_replace(self.old, self.new).code)

    @cached_property
    def key(self) -> str:
        """The change by its words, without line numbers: `path: scope: old → new`."""
        before, after = (re.split(r"(?<=\n)", code) for code in (self.module.code, self.source))
        start = _common(before, after)
        end = _common(before[start:][::-1], after[start:][::-1])
        old, new = (" ".join("".join(lines[start : len(lines) - end]).split()) for lines in (before, after))
        where = ": ".join(filter(None, (self.path.relative_to(ROOT).as_posix(), self.scope)))
        return f"{where}: {old} → {new}"

    def order(self, seed: int) -> str:
        """Sort by this to shuffle; a change of another line does not change the order."""
        parts = (seed, self.path.relative_to(ROOT), *self.words, self.number)
        return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def _common(one: list[str], other: list[str]) -> int:
    """Count the lines that both begin with."""
    pairs = list(zip(one, other, strict=False))
    return next((number for number, (a, b) in enumerate(pairs) if a != b), len(pairs))


def mutations(path: Path) -> list[Mutation]:
    """Find the mutations of a file."""
    wrapper = MetadataWrapper(cst.parse_module(path.read_text(encoding="utf-8")))
    module, positions = wrapper.module, wrapper.resolve(PositionProvider)
    found, seen = [], Counter[tuple[str, ...]]()
    for node, scope, function in _nodes(module):
        for new in _changes(node):
            words = (scope, module.code_for_node(node), module.code_for_node(new))
            if words[1] == words[2]:
                continue
            place = positions[node]
            body = positions[function.body].start.line if function else 0
            lines = range(place.start.line, place.end.line + 1)
            found.append(Mutation(path, scope, lines, body, module, node, new, words, seen[words]))
            seen[words] += 1
    return found


def _nodes(node: Any, scope: tuple[str, ...] = (), function: Any = None) -> Iterator[tuple[Any, str, Any]]:
    """Yield each node with the names of the class and the function around it, and the innermost function."""
    for child in node.children:
        if _is_skipped(child):
            continue
        inner = (*scope, child.name.value) if isinstance(child, (cst.FunctionDef, cst.ClassDef)) else scope
        yield child, ".".join(inner), function
        is_body = isinstance(node, cst.FunctionDef) and child is node.body
        yield from _nodes(child, inner, node if is_body else function)


def _is_skipped(node: Any) -> bool:
    """Separate annotations, imports, overloads and the like from code that runs."""
    match node:
        case (
            cst.Annotation()
            | cst.Import()
            | cst.ImportFrom()
            | cst.TypeAlias()
            | cst.If(test=cst.Name("TYPE_CHECKING"))
            | cst.Expr(value=cst.SimpleString())
            | cst.AnnAssign(annotation=cst.Annotation(annotation=cst.Name("TypeAlias")))
        ):
            return True
        case cst.Call(func=cst.Name(name)) | cst.Assign(value=cst.Call(func=cst.Name(name))):
            return name in _SKIPPED_CALLS
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(name))]):
            return name in _SKIPPED_NAMES
        case cst.FunctionDef(decorators=decorators):
            return any(getattr(one.decorator, "value", "") == "overload" for one in decorators)
        case _:
            return False


def _changes(node: Any) -> Iterator[Any]:
    """Apply the operators to a node. The words of messages are not changed, other strings once."""
    if _is_prose(node):
        return
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            changed = [new for new in operator(node) if not _lacks_prose(node, new)]
            yield from changed[:1] if isinstance(node, cst.BaseString) else changed


def _is_prose(node: Any) -> bool:
    return isinstance(node, cst.BaseString) and bool(_PROSE.search(cst.Module([]).code_for_node(node)))


def _lacks_prose(old: Any, new: Any) -> bool:
    """Return whether a call has lost the words of a message."""
    return isinstance(old, cst.Call) and any(_is_prose(one.value) for one in old.args if one not in new.args)
