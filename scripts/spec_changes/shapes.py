"""What a schema lets through, as alternatives that can be held against each other.

A schema becomes a tuple of leaves, one for each alternative (`anyOf`, `oneOf`, a list of types). Objects that have a
name stay names: their fields are compared where they are described.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scripts.constraints import resolve

Json = Mapping[str, Any]

SILENT: Final = ("description", "title", "example", "examples", "summary", "deprecated", "default", "externalDocs")
"""Keywords that let nothing more and nothing less through."""
LOWER: Final = ("minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties")
UPPER: Final = ("maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties")
STRUCTURE: Final = ("$ref", "anyOf", "oneOf", "type", "format", "enum", "const", "items")
NAMES: Final = {
    "string": "text",
    "integer": "whole number",
    "boolean": "yes or no",
    "array": "list",
    "any": "anything",
}


@dataclass(frozen=True)
class Leaf:
    """One alternative of a schema."""

    kind: str
    """A type, or the name of an object."""
    words: tuple[Any, ...] | None = None
    """The members, where it is an enumeration."""
    items: tuple[Leaf, ...] = ()
    demands: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def __str__(self) -> str:
        """Say it as one would in a sentence."""
        if self.words is not None:
            return "one of " + ", ".join(str(word) for word in self.words)
        name = NAMES.get(self.kind, self.kind)
        if self.kind == "array":
            name += f" of {told(self.items)}"
        if not self.demands:
            return name
        return f"{name} ({', '.join(f'{key} {value}' for key, value in sorted(self.demands.items()))})"


Shape = tuple[Leaf, ...]


def told(shape: Shape) -> str:
    """Say what a shape is, its alternatives joined by `or`."""
    return " or ".join(str(leaf) for leaf in shape)


def written(schema: Any) -> Any:
    """Return a schema without what changes nothing: descriptions, examples and extensions."""
    if isinstance(schema, list):
        return [written(item) for item in schema]
    if not isinstance(schema, Mapping):
        return schema
    return {
        key: {name: written(inner) for name, inner in value.items()} if key == "properties" else written(value)
        for key, value in schema.items()
        if key not in SILENT and not key.startswith("x-")
    }


def is_object(schema: Json) -> bool:
    """Tell whether a schema, its references followed, describes an object."""
    return "properties" in schema or schema.get("type") == "object"


def shape_of(document: Json, schema: Any) -> Shape:
    """Return what a schema lets through."""
    if not isinstance(schema, Mapping):
        return (Leaf("any" if schema else "nothing"),)
    target = resolve(document, schema)
    if "$ref" in schema and is_object(target):
        return (Leaf(schema["$ref"].rpartition("/")[2]),)
    schema = target
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return tuple(leaf for one in schema[several] for leaf in shape_of(document, one))
    if "const" in schema:
        return (Leaf("word", words=(schema["const"],)),)
    if "enum" in schema:
        return (Leaf("word", words=tuple(schema["enum"])),)
    kinds = schema.get("type", "any")
    demands = {
        key: value
        for key, value in written(schema).items()
        if key not in STRUCTURE and not (key == "additionalProperties" and value is True)
    }
    return tuple(
        Leaf(
            kind + (f" ({schema['format']})" if "format" in schema and kind != "null" else ""),
            items=shape_of(document, schema.get("items", True)) if kind == "array" else (),
            demands={} if kind == "null" else demands,
        )
        for kind in ([kinds] if isinstance(kinds, str) else kinds)
    )


def covers(wide: Shape, leaf: Leaf, *, by_kind: bool) -> bool:
    """Tell whether everything that a leaf lets through passes a shape.

    Args:
        wide: The shape.
        leaf: The leaf.
        by_kind: Whether lengths, patterns and the like are passed over, as they are by whoever reads an answer.
    """
    return any(_covers(one, leaf, by_kind=by_kind) for one in wide)


def _covers(wide: Leaf, leaf: Leaf, *, by_kind: bool) -> bool:
    if not by_kind and not all(_holds(key, value, leaf.demands) for key, value in wide.demands.items()):
        return False
    if wide.kind == "any":
        return True
    if leaf.words is not None:
        open_text = wide.kind == "string" and all(isinstance(word, str) for word in leaf.words)
        return open_text if wide.words is None else set(leaf.words) <= set(wide.words)
    if wide.kind != leaf.kind and (wide.kind, leaf.kind) != ("number", "integer"):
        return False
    return all(covers(wide.items, item, by_kind=by_kind) for item in leaf.items)


def _holds(key: str, asked: Any, given: Mapping[str, Any]) -> bool:
    """Tell whether what meets the given demands meets this one."""
    if key not in given:
        return False
    if key in LOWER:
        return bool(given[key] >= asked)
    if key in UPPER:
        return bool(given[key] <= asked)
    return bool(given[key] == asked)
