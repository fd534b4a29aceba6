"""The values that a schema accepts, as alternatives that can be compared.

A schema becomes a tuple of leaves, one for each alternative (`anyOf`, `oneOf`, a list of types). Objects that have a
name stay names: their fields are compared where they are described. Keywords beside a reference, or beside `anyOf`, are
demands of every leaf. A keyword that nothing here understands is a demand too, and one that only equals itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scripts.schemas import UnknownKeywordError, merged, resolve, target_of

Json = Mapping[str, Any]

SILENT: Final = (
    "description",
    "title",
    "example",
    "examples",
    "summary",
    "deprecated",
    "default",
    "externalDocs",
    "$comment",
)
"""Keywords that let nothing more and nothing less through."""
LOWER: Final = ("minLength", "minimum", "exclusiveMinimum", "minItems", "minProperties")
UPPER: Final = ("maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties")
UNDERSTOOD: Final = (*LOWER, *UPPER, "pattern", "multipleOf", "uniqueItems")
"""Demands on values alone: one more lets less through, and whoever reads an answer need not know them."""
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
            name = "one of " + ", ".join(str(word) for word in self.words)
        else:
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
        key: {name: written(inner) for name, inner in value.items()}
        if key in {"properties", "$defs"}
        else written(value)
        for key, value in schema.items()
        if key not in SILENT and not key.startswith("x-")
    }


def is_object(schema: Json) -> bool:
    """Return whether a schema with resolved references describes an object."""
    kinds = schema.get("type")
    return "properties" in schema or kinds == "object" or (isinstance(kinds, list) and "object" in kinds)


def shape_of(document: Json, schema: Any, seen: tuple[str, ...] = ()) -> Shape:
    """Return what a schema lets through.

    Args:
        document: The document that references lead into.
        schema: The schema.
        seen: The names of the schemas that are being looked into: one that contains itself stays a name.
    """
    if not isinstance(schema, Mapping):
        return (Leaf("any" if schema else "nothing"),)
    if (reference := schema.get("$ref")) is not None:
        return _referred(document, schema, reference, seen)
    for several in ("anyOf", "oneOf"):
        if several in schema:
            beside = _demands(schema, but=(several,))
            if several == "oneOf":
                beside["of these"] = "exactly one"
            leaves = [leaf for one in schema[several] for leaf in shape_of(document, one, seen)]
            return tuple(Leaf(one.kind, one.words, one.items, {**beside, **one.demands}) for one in leaves)
    return _alternatives(document, schema, seen)


def _referred(document: Json, schema: Json, reference: str, seen: tuple[str, ...]) -> Shape:
    """Return what a reference lets through, with what is beside it."""
    name = reference.rpartition("/")[2]
    beside = _demands(schema, but=("$ref",))
    if reference in seen or is_object(resolve(document, schema)):
        return (Leaf(name, demands=beside),)
    led = (*seen, reference)
    if not beside:
        return shape_of(document, target_of(document, reference), led)
    try:
        return shape_of(document, merged(document, schema, where=name), led)
    except UnknownKeywordError:
        # Both hold, and nothing here knows what both together let through.
        return (Leaf("any", demands={"allOf": [reference, beside]}),)


def _alternatives(document: Json, schema: Json, seen: tuple[str, ...]) -> Shape:
    """Return the leaves of a schema that is neither a reference nor a choice of schemas: one for each type."""
    demands = _demands(schema, but=STRUCTURE)
    words = (schema["const"],) if "const" in schema else tuple(schema["enum"]) if "enum" in schema else None
    if words is not None:
        return (Leaf("word", words=words, demands=demands),)
    kinds = schema.get("type", "any")
    return tuple(
        Leaf(
            kind + (f" ({schema['format']})" if "format" in schema and kind != "null" else ""),
            items=shape_of(document, schema.get("items", True), seen) if kind == "array" else (),
            demands=strange(demands) if kind == "null" else demands,
        )
        for kind in ([kinds] if isinstance(kinds, str) else kinds)
    )


def _demands(schema: Json, *, but: tuple[str, ...]) -> dict[str, Any]:
    return {
        key: value
        for key, value in written(schema).items()
        if key not in but and not (key == "additionalProperties" and value is True)
    }


def covers(wide: Shape, leaf: Leaf, *, by_kind: bool) -> bool:
    """Return whether a shape accepts every value that a leaf accepts.

    Args:
        wide: The shape.
        leaf: The leaf.
        by_kind: Whether lengths, patterns and the like are passed over, as they are by whoever reads an answer.
    """
    return any(_covers(one, leaf, by_kind=by_kind) for one in wide)


def _covers(wide: Leaf, leaf: Leaf, *, by_kind: bool) -> bool:
    if strange(wide.demands) != strange(leaf.demands):
        return False
    if not by_kind and not all(_holds(key, value, leaf.demands) for key, value in wide.demands.items()):
        return False
    if wide.kind == "any":
        return True
    if leaf.words is not None:
        open_text = wide.kind == "string" and all(isinstance(word, str) for word in leaf.words)
        return open_text if wide.words is None else all(word in wide.words for word in leaf.words)
    if wide.kind != leaf.kind and (wide.kind, leaf.kind) != ("number", "integer"):
        return False
    return all(covers(wide.items, item, by_kind=by_kind) for item in leaf.items)


def strange(demands: Mapping[str, Any]) -> dict[str, Any]:
    """Return the demands that nothing here understands."""
    return {key: value for key, value in demands.items() if key not in UNDERSTOOD}


def _holds(key: str, asked: Any, given: Mapping[str, Any]) -> bool:
    """Return whether every value that meets the given keywords meets this one."""
    if key not in given:
        return False
    if key in LOWER:
        return bool(given[key] >= asked)
    if key in UPPER:
        return bool(given[key] <= asked)
    return bool(given[key] == asked)
