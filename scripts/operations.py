"""Write the operation table of an API version as a Python module: scripts/operations.py SPEC.json MODULE.py.

It reads the JSON that spec_json.py wrote, so the spec is valid.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from scripts.rules import rule
from scripts.schemas import IGNORED, Json, UnknownKeywordError, resolve

HEADER: Final = '''\
"""The operations of {title}, written by `make generate` from openapi/{spec}: change that instead."""

from __future__ import annotations

from typing import Final

from allo_ext._operations import Operation, Table
'''
METHODS: Final = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
PATH_ITEM: Final = (*METHODS, "parameters", "summary", "description", "servers")
MEDIA_TYPE: Final = "application/json"
KEY_HEADER: Final = "Idempotency-Key"
"""A header that the client sets by itself, so it is not an argument."""
REPEAT: Final[Mapping[Any, str]] = {True: "always", "key": "with_key", False: "never"}
"""The values of `x-repeatable`."""
REPEATABLE: Final = {"get", "head", "options", "put", "delete", "trace"}
"""Methods that are safe to repeat unless the spec says otherwise."""


class Given(NamedTuple):
    """An operation of the spec: its path, the path's parameters, the method, and the operation itself."""

    path: str
    shared: list[Json]
    method: str
    raw: Json


def operations(document: Json) -> Iterator[dict[str, Any]]:
    """Yield the arguments of every `Operation`, in the order of the document.

    Raises:
        UnknownKeywordError: The table cannot hold an operation.
    """
    ids = set[str]()
    for path, reference in document.get("paths", {}).items():
        item = {**resolve(document, reference), **{key: value for key, value in reference.items() if key != "$ref"}}
        if strange := [key for key in item if key not in PATH_ITEM and not key.startswith("x-")]:
            raise UnknownKeywordError(f"{path}: the table cannot hold {strange[0]}.")
        for method in (method for method in METHODS if method in item):
            made = _operation(document, Given(path, item.get("parameters", []), method, item[method]))
            if made["id"] in ids:
                raise UnknownKeywordError(f"{path}: two operations have the id {made['id']}.")
            ids.add(made["id"])
            yield made


def _operation(document: Json, given: Given) -> dict[str, Any]:
    path, method, raw = given.path, given.method, given.raw
    if "operationId" not in raw:
        raise UnknownKeywordError(f"{path}: an operation has no operationId.")
    name = python_name(raw["operationId"])
    parameters = _parameters(document, given, where=name)
    reads = _reads(raw, method, where=name)
    made: dict[str, Any] = {
        "id": name,
        "method": method.upper(),
        "path": path,
        "path_parameters": _path_parameters(path, parameters, where=name),
        "scope": raw.get("x-required-scope"),
        "bucket": "read" if method == "get" else "write",
        "reads": reads,
        "repeat": "always" if reads else _repeat(raw.get("x-repeatable", method in REPEATABLE), where=name),
    }
    if rules := {wire: _named(line, wire) for (wire, _), line in parameters.items()}:
        made["rules"] = rules
    if forms := _forms(document, raw, where=name):
        made["forms"] = forms
    if without := raw.get("x-repeatable-without"):
        unknown = [wire for wire in without if (wire, "query") not in parameters]
        if reads or unknown:
            raise UnknownKeywordError(f"{name}: x-repeatable-without names query parameters of a write.")
        made["repeat_without"] = {wire: _repeat(value, where=name) for wire, value in without.items()}
    return made


def python_name(wire: str) -> str:
    """Return the name in the generated code."""
    from openapi_python_client.strings import PythonIdentifier

    return str(PythonIdentifier(wire, prefix="field_"))


def class_name(schema: str) -> str:
    """Return the name of the generated class of a schema."""
    from openapi_python_client.strings import ClassName

    return str(ClassName(schema, prefix="field_"))


def _named(line: Json, wire: str) -> Json:
    """Add the Python name to the rule of an argument, if it differs from the name in the request."""
    name = python_name(wire)
    return line if name == wire else {**line, "name": name}


def _reads(raw: Json, method: str, *, where: str) -> bool:
    stated = raw.get("x-reads", False)
    if not isinstance(stated, bool):
        raise UnknownKeywordError(f"{where}: x-reads is true or false, not {stated!r}.")
    if stated and "x-repeatable" in raw:
        raise UnknownKeywordError(f"{where}: x-repeatable is for writes, and this operation only reads.")
    return stated or method in {"get", "head", "options"}


def _repeat(stated: Any, *, where: str) -> str:
    if not isinstance(stated, (bool, str)) or stated not in REPEAT:
        raise UnknownKeywordError(f"{where}: x-repeatable is true, false or key, not {stated!r}.")
    return REPEAT[stated]


def _path_parameters(path: str, parameters: Mapping[tuple[str, str], Json], *, where: str) -> tuple[str, ...]:
    segments = [segment for segment in path.split("/") if "{" in segment or "}" in segment]
    names = tuple(segment[1:-1] for segment in segments)
    for segment, name in zip(segments, names, strict=True):
        if segment != f"{{{name}}}" or "{" in name:
            raise UnknownKeywordError(f"{where}: a segment of a path is a word or a parameter, not {segment}.")
        if (name, "path") not in parameters:
            raise UnknownKeywordError(f"{where}: the path parameter {name} is not described.")
    return names


def _parameters(document: Json, given: Given, *, where: str) -> dict[tuple[str, str], Json]:
    """Return the rules of the parameters by name and place; the operation's override those of its path."""
    found: dict[tuple[str, str], Json] = {}
    for reference in [*given.shared, *given.raw.get("parameters", [])]:
        parameter = resolve(document, reference)
        if parameter["name"] != KEY_HEADER:
            found[parameter["name"], parameter["in"]] = parameter
    names = [name for name, _ in found]
    if twice := [name for name in names if names.count(name) > 1]:
        raise UnknownKeywordError(f"{where}.{twice[0]}: two parameters have this name.")
    if bare := [name for (name, _), parameter in found.items() if "schema" not in parameter]:
        raise UnknownKeywordError(f"{where}.{bare[0]}: the table cannot hold a parameter without a schema.")
    return {
        (name, place): rule(
            document, parameter["schema"], required=parameter.get("required", False), where=f"{where}.{name}"
        )
        for (name, place), parameter in found.items()
    }


def _forms(document: Json, raw: Json, *, where: str) -> dict[str, Json]:
    """Return the rules of a request body's forms, by the names of their schemas."""
    if "requestBody" not in raw:
        return {}
    body = resolve(document, raw["requestBody"])
    if [*body.get("content", {})] != [MEDIA_TYPE]:
        raise UnknownKeywordError(f"{where} body: the table holds bodies of {MEDIA_TYPE} alone.")
    schema = body["content"][MEDIA_TYPE].get("schema", True)
    if not isinstance(schema, Mapping):
        raise UnknownKeywordError(f"{where} body: the body has no schema.")
    choice = next((key for key in ("anyOf", "oneOf") if key in schema), None)
    beside = schema.keys() - {choice, *IGNORED}
    if choice and beside:
        raise UnknownKeywordError(f"{where} body: the table cannot hold {', '.join(sorted(beside))} beside {choice}.")
    references = schema[choice] if choice else [schema]
    if not all(isinstance(form, Mapping) and "$ref" in form for form in references):
        raise UnknownKeywordError(f"{where} body: every form of a body must be a reference to a schema with a name.")
    forms = {class_name(form["$ref"].rpartition("/")[2]): _form(document, form, where=where) for form in references}
    if not body.get("required", False) and any(
        line.get("required") for form in forms.values() for line in fields(form)
    ):
        raise UnknownKeywordError(
            f"{where} body: the table cannot hold a body that may be left out and has required fields; "
            "set required: true."
        )
    return forms


def fields(form: Json) -> list[Json]:
    """Return the rules of the fields of a form."""
    return list(form.get("properties", {}).values())


def _form(document: Json, reference: Json, *, where: str) -> Json:
    form = rule(document, reference, where=where)
    if form.get("type") != "object" or "properties" not in form:
        raise UnknownKeywordError(f"{where}: the table cannot hold a body that is not an object with fields.")
    return {**form, "properties": {wire: _named(line, wire) for wire, line in form["properties"].items()}}


def render(document: Json, spec: str) -> str:
    """Return the table as the source of a module."""
    root = urlsplit(document["servers"][0]["url"]).path.rstrip("/")
    rows = "".join(
        f"Operation({', '.join(f'{name}={value!r}' for name, value in row.items())},),\n"
        for row in operations(document)
    )
    header = HEADER.format(title=document["info"]["title"], spec=spec)
    source = f"{header}\nTABLE: Final = Table({root!r}, (\n{rows}))\n"
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--no-cache", "--line-length", "120", "-"]
    return subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout


def main(arguments: list[str] | None = None) -> int:
    """Read the document and write the module.

    Args:
        arguments: The command line, without the name of the program.

    Returns:
        0 if the module was written, 1 if something was wrong.

    """
    parser = argparse.ArgumentParser(description="Write the operation table of an API version as a Python module.")
    parser.add_argument("spec", type=Path, help="the document as JSON, written by spec_json.py")
    parser.add_argument("output", type=Path, help="the Python module to write")
    options = parser.parse_args(arguments)
    try:
        document = json.loads(options.spec.read_text(encoding="utf-8"))
        options.output.write_text(render(document, f"{options.spec.stem}.yaml"), encoding="utf-8")
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
