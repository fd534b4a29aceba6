"""Turning schemas into the rules that arguments are checked with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from scripts.schemas import IGNORED, Json, UnknownKeywordError, merged

KEPT: Final = (
    *("pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("minItems", "maxItems", "uniqueItems"),
)
STRUCTURE: Final = (
    *("type", "enum", "const", "format", "items", "properties", "required", "additionalProperties", "anyOf", "oneOf"),
)
TYPES: Final = ("string", "integer", "number", "boolean", "array", "object")
JSON_TYPES: Final = {str: "string", int: "integer", float: "number", bool: "boolean", list: "array", dict: "object"}
FORMATS: Final = ("date", "date-time", "email", "uri", "uuid")
"""The formats that are checked."""
BOUNDED: Final = {"int32": 2**31, "int64": 2**63}
"""Formats of integers, and the number of values on each side of zero."""
UNCHECKED: Final = ("double", "float", "password")
"""Formats without a check."""


def rule(
    document: Json, schema: Any, *, where: str, required: bool = False, above: frozenset[str] = frozenset()
) -> Json:
    """Return the rule of a schema.

    Args:
        document: The spec, for references.
        schema: The schema.
        where: The name of the value, for messages.
        required: Whether the value must be given.
        above: The references that led here: a schema that contains itself has no rule.

    Raises:
        UnknownKeywordError: The rule cannot express the schema.

    """
    led = _references(schema)
    if again := led & above:
        raise UnknownKeywordError(f"{where}: {min(again)} contains itself, which the table cannot hold.")
    whole, above = merged(document, schema, where=where), above | led
    if unknown := whole.keys() - {*STRUCTURE, *KEPT, *IGNORED}:
        raise UnknownKeywordError(f"{where}: the table cannot hold {', '.join(sorted(unknown))}.")
    choice = [key for key in ("anyOf", "oneOf") if key in whole]
    made = (
        _choice(document, whole, choice, where=where, above=above)
        if choice
        else _plain(document, whole, where=where, above=above)
    )
    if required:
        made["required"] = True
    if "x-says" in whole:
        made["says"] = whole["x-says"]
    order = ("type", "required", "nullable")
    return {key: made[key] for key in (*order, *made) if key in made}


def _references(schema: Any) -> frozenset[str]:
    """Return the references of a schema and of its `allOf`, but not of its fields."""
    if not isinstance(schema, Mapping):
        return frozenset()
    own = {schema["$ref"]} if "$ref" in schema else set[str]()
    return frozenset(own.union(*map(_references, schema.get("allOf", ()))))


def _choice(document: Json, whole: Json, choice: Sequence[str], *, where: str, above: frozenset[str]) -> dict[str, Any]:
    """Return the rule of alternatives; `null` as one of them makes the others nullable."""
    if len(choice) > 1:
        raise UnknownKeywordError(f"{where}: the table cannot hold anyOf beside oneOf.")
    key = choice[0]
    beside = {name: value for name, value in whole.items() if name != key and name not in IGNORED}
    forms = [form for form in whole[key] if form != {"type": "null"}]
    rules = [rule(document, {"allOf": [beside, form]} if beside else form, where=where, above=above) for form in forms]
    if not rules:
        raise UnknownKeywordError(f"{where}: the table cannot hold a field that is always null.")
    made: dict[str, Any] = dict(rules[0]) if len(rules) == 1 else {key: rules}
    if len(forms) < len(whole[key]):
        made["nullable"] = True
    return made


def _plain(document: Json, whole: Json, *, where: str, above: frozenset[str]) -> dict[str, Any]:
    stated = whole.get("type", _implied(whole))
    kinds = [stated] if isinstance(stated, str) else list(stated)
    nullable = "null" in kinds
    kinds = [kind for kind in kinds if kind != "null"]
    if len(kinds) != 1 or kinds[0] not in TYPES:
        raise UnknownKeywordError(f"{where}: the table holds fields of one type of {', '.join(TYPES)}, not {kinds}.")
    made: dict[str, Any] = {"type": kinds[0]}
    if nullable:
        made["nullable"] = True
    made.update({keyword: whole[keyword] for keyword in KEPT if keyword in whole})
    if "enum" in whole:
        if not all(isinstance(word, str) or (word is None and nullable) for word in whole["enum"]):
            raise UnknownKeywordError(f"{where}: the table holds enumerations of strings, not {whole['enum']}.")
        made["enum"] = [word for word in whole["enum"] if word is not None]
    if "const" in whole:
        made["const"] = whole["const"]
    _add_format(made, whole.get("format"), where)
    if "items" in whole:
        made["items"] = rule(document, whole["items"], where=f"{where}[]", above=above)
    if kinds == ["object"]:
        _add_fields(document, made, whole, where=where, above=above)
    elif stray := [key for key in ("properties", "required", "additionalProperties") if key in whole]:
        raise UnknownKeywordError(f"{where}: the table cannot hold {stray[0]} of a value that is not an object.")
    return made


def _implied(whole: Json) -> list[str]:
    """Return the types of a schema that only says which values there are, or which fields."""
    values = whole["enum"] if "enum" in whole else [whole["const"]] if "const" in whole else []
    kinds = dict.fromkeys("null" if value is None else JSON_TYPES.get(type(value), "?") for value in values)
    return [*kinds] or (["object"] if "properties" in whole else [])


def _add_format(made: dict[str, Any], name: str | None, where: str) -> None:
    if name in BOUNDED and made["type"] == "integer":
        made["minimum"] = max(made.get("minimum", -BOUNDED[name]), -BOUNDED[name])
        made["maximum"] = min(made.get("maximum", BOUNDED[name] - 1), BOUNDED[name] - 1)
    elif name in FORMATS and made["type"] == "string":
        made["format"] = name
    elif name is not None and name not in UNCHECKED:
        raise UnknownKeywordError(f"{where}: the table cannot hold format {name} of type {made['type']}.")


def _add_fields(document: Json, made: dict[str, Any], whole: Json, *, where: str, above: frozenset[str]) -> None:
    properties, demanded = whole.get("properties", {}), whole.get("required", [])
    if stray := [name for name in demanded if name not in properties]:
        raise UnknownKeywordError(f"{where}: {stray[0]} is required and has no schema.")
    if properties:
        made["properties"] = {
            name: rule(document, inner, where=f"{where}.{name}", required=name in demanded, above=above)
            for name, inner in properties.items()
        }
    match whole.get("additionalProperties", True):
        case True | {}:
            pass
        case False:
            made["additional"] = False
        case other:
            made["additional"] = rule(document, other, where=f"{where}.*", above=above)
