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

Written by `make generate` (scripts/constraints.py): change openapi/allo-vVERSION.yaml instead.
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
    maxItems: int
    enum: Sequence[str]
    items: Constraint
    properties: Mapping[str, Constraint]
    says: str


'''
KEPT = ("pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "enum")
# Known, and of no use before sending. Whatever is in neither list is refused, so that no demand is lost unnoticed.
IGNORED = ("description", "default", "example", "title", "x-quirk", "x-says")

Json = Mapping[str, Any]


class UnknownKeywordError(Exception):
    """The document demands something that the table cannot hold; the message is one sentence."""


def resolve(document: Json, node: Json) -> Json:
    """Follow references inside the document until there is none."""
    while "$ref" in node:
        target: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


def constraint(document: Json, schema: Json, *, required: bool, where: str) -> Json:
    """Turn the schema of one field into its line of the table."""
    schema = resolve(document, schema)
    optional = [one for one in schema.get("anyOf", []) if one != {"type": "null"}]
    if len(optional) == 1:  # something or null
        return {**constraint(document, optional[0], required=required, where=where), "nullable": True}
    unknown = schema.keys() - {"type", "items", "properties", "required", *KEPT, *IGNORED}
    if unknown:
        raise UnknownKeywordError(f"{where}: the table cannot hold {', '.join(sorted(unknown))}.")
    kinds = [schema["type"]] if isinstance(schema["type"], str) else list(schema["type"])
    nullable = "null" in kinds
    kinds = [kind for kind in kinds if kind != "null"]
    if len(kinds) != 1:
        raise UnknownKeywordError(f"{where}: the table holds fields of one type, not {kinds}.")
    line: dict[str, Any] = {"type": kinds[0]}
    if required:
        line["required"] = True
    if nullable:
        line["nullable"] = True
    line.update({keyword: schema[keyword] for keyword in KEPT if keyword in schema})
    if "x-says" in schema:
        line["says"] = schema["x-says"]
    if "items" in schema:
        line["items"] = constraint(document, schema["items"], required=False, where=f"{where}[]")
    if "properties" in schema:
        demanded = schema.get("required", [])
        line["properties"] = {
            name: constraint(document, inner, required=name in demanded, where=f"{where}.{name}")
            for name, inner in schema["properties"].items()
        }
    return line


def bodies(document: Json, operation: Json) -> list[tuple[str, Json]]:
    """Name the forms that a request body may take, after their schemas: SendSmsFranceRequest is send_sms_france."""
    if "requestBody" not in operation:
        return []
    schema = resolve(document, operation["requestBody"])["content"]["application/json"]["schema"]
    forms = schema.get("anyOf", [schema])
    names = [form["$ref"].rpartition("/")[2].removesuffix("Request") for form in forms]
    return [(re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower(), form) for name, form in zip(names, forms, strict=True)]


def table(document: Json) -> dict[str, dict[str, Any]]:
    """Collect what every operation demands of its parameters and body."""
    lines: dict[str, dict[str, Any]] = {}
    for item in document["paths"].values():
        for method, operation in item.items():
            if method not in {"get", "put", "post", "delete", "patch"}:
                continue
            name = operation["operationId"]
            for reference in [*item.get("parameters", []), *operation.get("parameters", [])]:
                parameter = resolve(document, reference)
                field, required = parameter["name"], parameter.get("required", False)
                lines.setdefault(name, {})[field] = constraint(
                    document, parameter["schema"], required=required, where=f"{name}.{field}"
                )
            for form, reference in bodies(document, operation):
                schema = resolve(document, reference)
                demanded = schema.get("required", [])
                for field, inner in schema["properties"].items():
                    lines.setdefault(form, {})[field] = constraint(
                        document, inner, required=field in demanded, where=f"{form}.{field}"
                    )
    return lines


def render(lines: Mapping[str, Json], version: str) -> str:
    """Write the table as a module, formatted like the rest of the project."""
    header = HEADER.replace("VERSION", version)
    source = f"{header}CONSTRAINTS: Final[Mapping[str, Mapping[str, Constraint]]] = {lines!r}\n"
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
        options.output.write_text(
            render(table(document), document["info"]["version"].partition(".")[0]), encoding="utf-8"
        )
    except UnknownKeywordError as error:
        print(error, file=sys.stderr)
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
