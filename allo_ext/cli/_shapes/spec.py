"""The documented fields of answers, from the spec of each version."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from allo_ext._wire.json import is_object
from allo_ext.cli._shapes.answers import Version

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Schema = dict[str, Any]

VERSIONS: Final[tuple[Version, ...]] = ("v1", "v2")

_OWN_WORDS: Final = frozenset({("v2", "ContactDeal", "status")})
"""Fields with known values, in which an account may have words of its own."""
_NAMED: Final = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Shape:
    """The alternatives that the spec has for one value.

    Attributes:
        objects: The names and schemas of objects.
        items: The schemas of a list's elements.
        types: The JSON types.
        values: The known values; None if it is not an enumeration.
    """

    objects: Sequence[tuple[str, Schema]]
    items: Sequence[Schema]
    types: frozenset[str]
    values: frozenset[str] | None

    def best(self, value: Mapping[str, Any]) -> tuple[str, Schema] | None:
        """Return the object with the most fields of this one; None for an object without documented fields."""
        documented = [named for named in self.objects if "properties" in named[1]]
        return max(documented, key=lambda named: len(named[1]["properties"].keys() & value.keys()), default=None)


@cache
def document(version: Version) -> Schema:
    """Return the spec."""
    text = files("allo_ext.testing").joinpath(f"allo-{version}.json").read_text(encoding="utf-8")
    found: Schema = json.loads(text)
    return found


@cache
def operations(version: Version) -> Mapping[str, tuple[str, str, Schema]]:
    """Return method, path below the version's root, and the schema of a success, by the id of the operation."""
    found = dict[str, tuple[str, str, Schema]]()
    for path, item in document(version)["paths"].items():
        for method, operation in item.items():
            if is_object(operation) and "operationId" in operation:
                content = operation["responses"].get("200", {}).get("content", {})
                schema = content.get("application/json", {}).get("schema", {})
                found[operation["operationId"]] = (method.upper(), path, schema)
    return found


def shape(version: Version, schema: Schema, owner: tuple[str, str] = ("", "")) -> Shape:
    """Return the alternatives of a schema.

    Args:
        version: The version of the spec.
        schema: The schema.
        owner: The names of the object and the field that it belongs to.
    """
    objects, items = list[tuple[str, Schema]](), list[Schema]()
    types, values = set[str](), set[str]()
    waiting = [("", schema)]
    while waiting:
        name, one = waiting.pop()
        if "$ref" in one:
            target = one["$ref"].removeprefix(_NAMED)
            waiting.append((target, document(version)["components"]["schemas"][target]))
        waiting += [("", inner) for key in ("anyOf", "oneOf", "allOf") for inner in one.get(key, ())]
        kinds = one.get("type", ())
        types.update([kinds] if isinstance(kinds, str) else kinds)
        values.update(value for value in one.get("enum", ()) if isinstance(value, str))
        values.update(one.get("x-known-values", ()))
        if "properties" in one or "additionalProperties" in one:
            objects.append((name, one))
        if "items" in one:
            items.append(one["items"])
    known = frozenset(values) if values and (version, *owner) not in _OWN_WORDS else None
    return Shape(objects, items, frozenset(types), known)
