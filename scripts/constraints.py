"""Derive from the document what can be refused before anything is sent, and write it as a Python module.

It reads the JSON that spec_json.py wrote, hence a document that is known to be valid.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HEADER = '''\
"""What the OpenAPI document demands of requests.

Written by `make generate` (scripts/constraints.py): change openapi/allo-v1.yaml instead.
Keys are operations; a body with a form of its own, such as an SMS to France, has the name of its form. Patterns are
meant for re.fullmatch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Constraint(TypedDict, total=False):
    """The keywords of JSON Schema that a value is held against, whether it may be absent or null, and what to say."""

    type: str
    required: bool
    nullable: bool
    pattern: str
    minLength: int
    maxLength: int
    minimum: int
    maximum: int
    minItems: int
    enum: Sequence[str]
    items: Constraint
    says: str


'''
KEPT = ("pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "enum")
LOWER = ("minLength", "minimum", "minItems")
UPPER = ("maxLength", "maximum")
# Known, and of no use before sending. Whatever is in neither list is refused, so that no demand is lost unnoticed.
IGNORED = ("description", "default", "example", "examples", "title", "deprecated", "$comment", "x-quirk", "x-says")
# The types that allo_ext checks values of.
TYPES = ("string", "integer", "number", "boolean", "array")
METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
PATH_ITEM = (*METHODS, "parameters", "summary", "description", "servers")
MEDIA_TYPE = "application/json"

Json = Mapping[str, Any]


class UnknownKeywordError(Exception):
    """The document demands something that the table cannot hold; the message is one sentence."""


def resolve(document: Json, node: Json) -> Json:
    """Follow references inside the document until there is none; what is beside a reference is left out.

    Raises:
        UnknownKeywordError: A reference does not lead to an object of this document.
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
        UnknownKeywordError: It does not lead to an object of this document.
    """
    target: Any = document if isinstance(reference, str) and reference.startswith("#/") else None
    for part in str(reference).removeprefix("#/").split("/"):
        target = target.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(target, Mapping) else None
    if not isinstance(target, Mapping):
        raise UnknownKeywordError(f"The reference {reference} does not lead to an object of this document.")
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


def constraint(document: Json, schema: Any, *, required: bool, where: str) -> Json:
    """Turn the schema of one field into its line of the table."""
    schema = merged(document, schema, where=where)
    unknown = schema.keys() - {"type", "items", *KEPT, *IGNORED}
    if unknown:
        raise UnknownKeywordError(f"{where}: the table cannot hold {', '.join(sorted(unknown))}.")
    stated = schema.get("type", [])
    kinds = [stated] if isinstance(stated, str) else list(stated)
    nullable = "null" in kinds
    kinds = [kind for kind in kinds if kind != "null"]
    if len(kinds) != 1 or kinds[0] not in TYPES:
        raise UnknownKeywordError(f"{where}: the table holds fields of one type of {', '.join(TYPES)}, not {kinds}.")
    if not all(isinstance(word, str) or (word is None and nullable) for word in schema.get("enum", [])):
        raise UnknownKeywordError(f"{where}: the table holds enumerations of strings, not {schema['enum']}.")
    line: dict[str, Any] = {"type": kinds[0]}
    if required:
        line["required"] = True
    if nullable:
        line["nullable"] = True
    line.update({keyword: schema[keyword] for keyword in KEPT if keyword in schema})
    if "enum" in line:
        line["enum"] = [word for word in line["enum"] if word is not None]
    if "x-says" in schema:
        line["says"] = schema["x-says"]
    if "items" in schema:
        line["items"] = constraint(document, schema["items"], required=False, where=f"{where}[]")
    return line


def bodies(document: Json, operation: Json) -> list[tuple[str, Json]]:
    """Name the forms that a request body may take, after their schemas: SendSmsFranceRequest is send_sms_france."""
    if "requestBody" not in operation:
        return []
    where = f"{operation['operationId']} body"
    body = resolve(document, operation["requestBody"])
    if [*body.get("content", {})] != [MEDIA_TYPE]:
        raise UnknownKeywordError(f"{where}: the table holds bodies of {MEDIA_TYPE} alone.")
    if not body.get("required", False):
        raise UnknownKeywordError(f"{where}: the table cannot hold a body that may be left out; set required: true.")
    schema = body["content"][MEDIA_TYPE].get("schema", True)
    if not isinstance(schema, Mapping):
        raise UnknownKeywordError(f"{where}: the body has no schema.")
    beside = schema.keys() - {"anyOf", *IGNORED}
    if "anyOf" in schema and beside:
        raise UnknownKeywordError(f"{where}: the table cannot hold {', '.join(sorted(beside))} beside anyOf.")
    forms = schema.get("anyOf", [schema])
    if not all(isinstance(form, Mapping) and "$ref" in form for form in forms):
        raise UnknownKeywordError(f"{where}: every form of a body must be a reference to a schema with a name.")
    names = [form["$ref"].rpartition("/")[2].removesuffix("Request") for form in forms]
    return [(re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower(), form) for name, form in zip(names, forms, strict=True)]


def fields(document: Json, reference: Json, *, where: str) -> dict[str, Json]:
    """Return the lines of the fields of a body."""
    schema = merged(document, reference, where=where)
    unknown = schema.keys() - {"type", "properties", "required", "additionalProperties", *IGNORED}
    if unknown or schema.get("type", "object") != "object" or not schema.get("properties"):
        what = ", ".join(sorted(unknown)) or "a body that is not an object with fields"
        raise UnknownKeywordError(f"{where}: the table cannot hold {what}.")
    demanded = schema.get("required", [])
    if stray := [name for name in demanded if name not in schema["properties"]]:
        raise UnknownKeywordError(f"{where}: {stray[0]} is required and has no schema.")
    return {
        name: constraint(document, inner, required=name in demanded, where=f"{where}.{name}")
        for name, inner in schema["properties"].items()
    }


def parameters(document: Json, item: Json, operation: Json, *, where: str) -> dict[str, Json]:
    """Return the lines of the parameters of an operation; its own go before those of its path."""
    found: dict[tuple[str, str], Json] = {}
    for reference in [*item.get("parameters", []), *operation.get("parameters", [])]:
        parameter = resolve(document, reference)
        found[parameter["name"], parameter["in"]] = parameter
    lines: dict[str, Json] = {}
    for (name, _), parameter in found.items():
        if "schema" not in parameter:
            raise UnknownKeywordError(f"{where}.{name}: the table cannot hold a parameter without a schema.")
        if name in lines:
            raise UnknownKeywordError(f"{where}.{name}: two parameters have this name.")
        required = parameter.get("required", False)
        lines[name] = constraint(document, parameter["schema"], required=required, where=f"{where}.{name}")
    return lines


def table(document: Json) -> dict[str, dict[str, Any]]:
    """Collect what every operation demands of its parameters and body."""
    lines: dict[str, dict[str, Any]] = {}
    for path, reference in document.get("paths", {}).items():
        item = {**resolve(document, reference), **{key: value for key, value in reference.items() if key != "$ref"}}
        if strange := [key for key in item if key not in PATH_ITEM and not key.startswith("x-")]:
            raise UnknownKeywordError(f"{path}: the table cannot hold {strange[0]}.")
        for operation in (item[method] for method in METHODS if method in item):
            if "operationId" not in operation:
                raise UnknownKeywordError(f"{path}: an operation has no operationId.")
            name = operation["operationId"]
            if own := parameters(document, item, operation, where=name):
                _add(lines, name, own)
            for form, schema in bodies(document, operation):
                _add(lines, form, fields(document, schema, where=form))
    return lines


def _add(lines: dict[str, dict[str, Any]], name: str, more: Mapping[str, Json]) -> None:
    known = lines.setdefault(name, {})
    for field, line in more.items():
        if known.get(field, line) != line:
            raise UnknownKeywordError(f"{name}.{field}: two things of this name have different demands.")
        known[field] = line


def render(lines: Mapping[str, Json]) -> str:
    """Write the table as a module, formatted like the rest of the project."""
    source = f"{HEADER}CONSTRAINTS: Final[Mapping[str, Mapping[str, Constraint]]] = {lines!r}\n"
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--no-cache", "--line-length", "120", "-"]
    return subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout


def main(arguments: list[str] | None = None) -> int:
    """Read the document and write the module.

    Args:
        arguments: The command line, without the name of the program.

    Returns:
        0 if the module was written, 1 if something was wrong.

    """
    parser = argparse.ArgumentParser(description="Write what requests are held against as a Python module.")
    parser.add_argument("spec", type=Path, help="the document as JSON, written by spec_json.py")
    parser.add_argument("output", type=Path, help="the Python module to write")
    options = parser.parse_args(arguments)
    try:
        document = json.loads(options.spec.read_text(encoding="utf-8"))
        options.output.write_text(render(table(document)), encoding="utf-8")
    except UnknownKeywordError as error:
        print(error, file=sys.stderr)
        return 1
    except (KeyError, TypeError, AttributeError) as error:
        print(
            f"{options.spec} is not OpenAPI as spec_json.py writes it: {type(error).__name__} {error}.", file=sys.stderr
        )
        return 1
    except json.JSONDecodeError as error:
        print(f"{options.spec} is not JSON: {error}.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename} cannot be used: {error.strerror}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
