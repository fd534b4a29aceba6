"""Values for fields that somebody adds to the spec, and that the mock does not know.

A fork adds a field to `openapi/allo-v1.yaml` before the mock knows what it means. The mock returns a value of its type,
so that a client that reads the field can be tested.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORMATS: Final = {
    "date-time": "2026-03-02T12:00:00Z",
    "date": "2026-03-02",
    "uri": "https://example.com/",
    "email": "ada@example.com",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
_DEEPEST: Final = 8


def new_fields(document: Mapping[str, Any], schema: str, known: frozenset[str]) -> dict[str, Any]:
    """Return a value for each field of a schema that the mock does not know.

    Args:
        document: The spec.
        schema: The name of the schema under `components`.
        known: The fields that the mock knows.
    """
    found = document["components"]["schemas"][schema].get("properties", {})
    return {name: value_of(document, one) for name, one in found.items() if name not in known}


def check_new_fields(document: Mapping[str, Any], schema: str, known: frozenset[str], given: Mapping[str, Any]) -> None:
    """Check that each given field was added to a schema.

    Raises:
        TypeError: The schema has no such field, as for a misspelt argument.
    """
    if not given:
        return
    added = sorted(set(document["components"]["schemas"][schema].get("properties", {})) - known)
    for name in given:
        if name not in added:
            fields = (
                f"The fields added to {schema} are {', '.join(added)}." if added else f"{schema} has no new fields."
            )
            raise TypeError(f"simulate_call() got an unexpected keyword argument {name!r}. {fields}")


def value_of(document: Mapping[str, Any], schema: Mapping[str, Any], depth: int = 0) -> Any:
    """Return a value that a schema allows: its example or default, or one made up from its type.

    Args:
        document: The spec.
        schema: The schema.
        depth: The number of schemas around this one; a schema that contains itself ends.
    """
    if depth > _DEEPEST:
        return None
    for name in ("const", "default", "example"):
        if name in schema:
            return schema[name]
    for name in ("examples", "enum"):
        if schema.get(name):
            return schema[name][0]
    if "$ref" in schema:
        target: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return value_of(document, target, depth + 1)
    for name in ("anyOf", "oneOf", "allOf"):
        choices = [one for one in schema.get(name, ()) if one.get("type") != "null"]
        if choices:
            return value_of(document, choices[0], depth + 1)
    return _of_type(document, schema, depth)


def _of_type(document: Mapping[str, Any], schema: Mapping[str, Any], depth: int) -> Any:
    kinds: Any = schema.get("type", "string")
    kind = (
        next((one for one in cast("list[str]", kinds) if one != "null"), "null") if isinstance(kinds, list) else kinds
    )
    match kind:
        case "string":
            text = _FORMATS.get(schema.get("format", ""), "made up")
            return text.ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength")]
        case "integer" | "number":
            return schema.get("minimum", schema.get("maximum", 1))
        case "boolean":
            return True
        case "array":
            count = max(1, schema.get("minItems", 1))
            return [value_of(document, schema.get("items", {}), depth + 1) for _ in range(count)]
        case "object":
            required = schema.get("required", ())
            fields: Mapping[str, Any] = schema.get("properties", {})
            return {name: value_of(document, one, depth + 1) for name, one in fields.items() if name in required}
        case _:
            return None
