"""Schemas of an OpenAPI document with their references and `allOf` resolved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]

LOWER = ("minLength", "minimum", "exclusiveMinimum", "minItems")
UPPER = ("maxLength", "maximum", "exclusiveMaximum", "maxItems")
IGNORED = (
    *("description", "default", "example", "examples", "title", "deprecated", "$comment", "discriminator"),
    *("externalDocs", "xml", "x-known-values", "x-quirk", "x-says"),
)
"""Keywords without rules. Any other unknown keyword is an error, so that no rule is ignored by mistake."""


class UnknownKeywordError(Exception):
    """The spec uses something that the table does not support; the message is one sentence."""


def resolve(document: Json, node: Json) -> Json:
    """Resolve references inside the spec; keywords next to a reference are ignored.

    Raises:
        UnknownKeywordError: A reference is not to an object of this spec.
    """
    seen = list[Any]()
    while "$ref" in node:
        if node["$ref"] in seen:
            raise UnknownKeywordError(f"The reference {node['$ref']} leads back to itself.")
        seen.append(node["$ref"])
        node = target_of(document, node["$ref"])
    return node


def target_of(document: Json, reference: Any) -> Json:
    """Return the target of one reference.

    Raises:
        UnknownKeywordError: It is not a reference to an object of this spec.
    """
    target: Any = document if isinstance(reference, str) and reference.startswith("#/") else None
    for part in str(reference).removeprefix("#/").split("/"):
        target = target.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(target, Mapping) else None
    if not isinstance(target, Mapping):
        raise UnknownKeywordError(f"The reference {reference} is not to an object of this document.")
    return target


def merged(document: Json, schema: Any, *, where: str, seen: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return one schema that combines a schema, its references and its `allOf`.

    Args:
        document: The document that references lead into.
        schema: The schema.
        where: The place of the schema, for messages.
        seen: The references that were followed.

    Raises:
        UnknownKeywordError: Two of them have different values of a keyword that cannot be combined.

    """
    if not isinstance(schema, Mapping):
        raise UnknownKeywordError(f"{where}: the schema is {schema!r}, which says nothing that can be checked.")
    whole = {key: value for key, value in schema.items() if key not in {"$ref", "allOf"}}
    parts = [(part, seen) for part in schema.get("allOf", [])]
    if (reference := schema.get("$ref")) is not None:
        if reference in seen:
            raise UnknownKeywordError(f"The reference {reference} leads back to itself.")
        parts.insert(0, (target_of(document, reference), (*seen, reference)))
    for part, led in parts:
        for key, value in merged(document, part, where=where, seen=led).items():
            # The description closest to the schema is used.
            whole[key] = value if key not in whole else _both(key, whole[key], value, where)
    return whole


def _both(key: str, here: Any, there: Any, where: str) -> Any:
    """Return the combined value of a keyword."""
    if here == there or key in IGNORED or key.startswith("x-"):
        return here
    if key in LOWER:
        return max(here, there)
    if key in UPPER:
        return min(here, there)
    if key == "required":
        return [*here, *(name for name in there if name not in here)]
    if key == "properties" and not here.keys() & there.keys():
        return {**here, **there}
    if key in {"enum", "type"}:
        ours, theirs = ([one] if isinstance(one, str) else list(one) for one in (here, there))
        if common := [one for one in ours if one in theirs]:
            return common[0] if key == "type" and len(common) == 1 else common
    raise UnknownKeywordError(f"{where}: {key} is {here} and {there} at once, which the table cannot hold.")
