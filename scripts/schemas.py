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
"""Keywords that nothing is refused for. Any other unknown keyword is an error, so that no rule is lost unnoticed."""


class UnknownKeywordError(Exception):
    """The document demands something that the table cannot hold; the message is one sentence."""


def resolve(document: Json, node: Json) -> Json:
    """Follow references inside the document until there is none; what is beside a reference is left out.

    Raises:
        UnknownKeywordError: A reference does not point to an object in this document.
    """
    seen = list[Any]()
    while "$ref" in node:
        if node["$ref"] in seen:
            raise UnknownKeywordError(f"The reference {node['$ref']} leads back to itself.")
        seen.append(node["$ref"])
        node = target_of(document, node["$ref"])
    return node


def target_of(document: Json, reference: Any) -> Json:
    """Return what one reference leads to.

    Raises:
        UnknownKeywordError: It does not point to an object in this document.
    """
    target: Any = document if isinstance(reference, str) and reference.startswith("#/") else None
    for part in str(reference).removeprefix("#/").split("/"):
        target = target.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(target, Mapping) else None
    if not isinstance(target, Mapping):
        raise UnknownKeywordError(f"The reference {reference} does not point to an object in this document.")
    return target


def merged(document: Json, schema: Any, *, where: str, seen: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return one schema that demands what a schema, its references and its `allOf` demand together.

    Args:
        document: The document that references lead into.
        schema: The schema.
        where: What the schema is of, for sentences.
        seen: The references that led here.

    Raises:
        UnknownKeywordError: Two of them say different things under one keyword, and nothing here can combine these.

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
            # Of two descriptions, the nearer one is meant.
            whole[key] = value if key not in whole else _both(key, whole[key], value, where)
    return whole


def _both(key: str, here: Any, there: Any, where: str) -> Any:
    """Return what one keyword demands that is given twice."""
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
