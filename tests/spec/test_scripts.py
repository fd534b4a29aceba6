"""The scripts that turn the document into JSON and constraints."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "openapi" / "allo-v1.yaml"


def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a script of the project."""
    command = [sys.executable, str(ROOT / "scripts" / script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_the_json_says_what_the_document_says(tmp_path: Path) -> None:
    """Nothing is lost between the YAML and the JSON."""
    done = run("spec_json.py", tmp_path / "spec.json")

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((tmp_path / "spec.json").read_text(encoding="utf-8")) == yaml.safe_load(SPEC.read_text("utf-8"))


BROKEN = {
    "not YAML": ("openapi: [3.1.0", "is not YAML"),
    "no mapping": ("- openapi", "holds no mapping"),
    "empty": ("", "holds no mapping"),
    "not OpenAPI": ("openapi: 3.1.0\ninfo: {title: x}\n", "is not valid OpenAPI 3.1"),
    "a dangling reference": (
        "{openapi: 3.1.0, info: {title: x, version: '1'}, paths: {/x: {$ref: '#/components/pathItems/None'}}}",
        "is not valid OpenAPI 3.1",
    ),
    "a date": (
        "openapi: 3.1.0\ninfo: {title: x, version: 2026-01-01}\npaths: {}\n",
        "JSON cannot say at #/info/version",
    ),
    "a number as key": ("openapi: 3.1.0\npaths: {200: {}}\n", "JSON cannot say at #/paths/200"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_document_gives_one_sentence(case: str, tmp_path: Path) -> None:
    """Who breaks the document reads one line that says where, and make stops."""
    text, reason = BROKEN[case]
    (tmp_path / "broken.yaml").write_text(text, encoding="utf-8")
    done = run("spec_json.py", tmp_path / "out.json", "--spec", tmp_path / "broken.yaml")

    assert reason in done.stderr
    assert done.stderr.count("\n") == 1
    assert (done.returncode, done.stdout) == (1, "")
    assert not (tmp_path / "out.json").exists()


def test_a_missing_document_gives_one_sentence(tmp_path: Path) -> None:
    """A document that is not there is not a traceback either."""
    done = run("spec_json.py", tmp_path / "out.json", "--spec", tmp_path / "none.yaml")

    assert done.stderr.endswith("none.yaml cannot be read: No such file or directory.\n")
    assert done.returncode == 1


def test_the_constraints_are_the_same_from_run_to_run(tmp_path: Path) -> None:
    """The module of constraints depends on the document alone."""
    run("spec_json.py", tmp_path / "spec.json")
    written = []
    for name in ("first.py", "second.py"):
        done = run("constraints.py", tmp_path / "spec.json", tmp_path / name)
        written.append((tmp_path / name).read_text(encoding="utf-8"))
        assert (done.returncode, done.stderr) == (0, "")

    assert written[0] == written[1]


def test_the_constraints_hold_what_requests_are_refused_for(tmp_path: Path) -> None:
    """References are resolved, and each form of a body has its own lines."""
    run("spec_json.py", tmp_path / "spec.json")
    run("constraints.py", tmp_path / "spec.json", tmp_path / "module.py")
    room: dict[str, object] = {"__name__": "module"}
    exec((tmp_path / "module.py").read_text(encoding="utf-8"), room)
    table = room["CONSTRAINTS"]

    assert isinstance(table, dict)
    assert table["send_sms"]["message"] == {"type": "string", "required": True, "minLength": 1, "maxLength": 1000}
    assert table["send_sms_france"]["to"]["pattern"].startswith(r"^\+33")
    assert table["create_contact"]["numbers"]["items"]["pattern"] == table["search_calls"]["allo_number"]["pattern"]
    assert table["search_contacts"]["size"] == {"type": "integer", "minimum": 1, "maximum": 100}
    assert table["update_contact"]["website"] == {"type": "string", "nullable": True}


def test_a_demand_that_the_table_cannot_hold_is_refused(tmp_path: Path) -> None:
    """A new keyword in the document cannot get lost on its way into the table."""
    document = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
    document["components"]["schemas"]["MessageText"]["multipleOf"] = 2
    (tmp_path / "spec.json").write_text(json.dumps(document), encoding="utf-8")
    done = run("constraints.py", tmp_path / "spec.json", tmp_path / "module.py")

    assert done.stderr == "send_sms.message: the table cannot hold multipleOf.\n"
    assert done.returncode == 1


TEXT = {"type": "string"}


def with_path(item: dict[str, Any]) -> Callable[[dict[str, Any]], Any]:
    return lambda d: d["paths"].update({"/new": item})


def with_field(schema: Any) -> Callable[[dict[str, Any]], Any]:
    return lambda d: d["components"]["schemas"]["SendSmsRequest"]["properties"].update(message=schema)


def posting(body: dict[str, Any]) -> dict[str, Any]:
    return {"post": {"operationId": "new", "requestBody": body}}


def body(schema: Any, **more: Any) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}, **more}


CANNOT_HOLD = {
    "another pattern beside a reference": (
        with_field({"$ref": "#/components/schemas/PhoneNumber", "pattern": "^x"}),
        "send_sms.message: pattern is",
    ),
    "no common type": (
        with_field({"$ref": "#/components/schemas/MessageText", "type": "integer"}),
        "send_sms.message: type is",
    ),
    "a choice": (with_field({"anyOf": [TEXT, {"type": "null"}]}), "send_sms.message: the table cannot hold anyOf"),
    "a nested object": (with_field({"type": "object", "properties": {}}), "cannot hold properties"),
    "an object": (with_field({"type": "object"}), "fields of one type"),
    "no type": (with_field({"maxLength": 3}), "fields of one type"),
    "anything": (with_field(True), "says nothing that can be checked"),
    "a format": (with_field({"type": "string", "format": "email"}), "cannot hold format"),
    "numbers to choose from": (with_field({"type": "integer", "enum": [1, 2]}), "enumerations of strings"),
    "a reference to nothing": (with_field({"$ref": "#/components/schemas/No"}), "does not lead to an object"),
    "a reference outside": (with_field({"$ref": "other.json"}), "does not lead to an object"),
    "a parameter without a schema": (
        with_path({"get": {"operationId": "new", "parameters": [{"name": "q", "in": "query", "content": {}}]}}),
        "new.q: the table cannot hold a parameter without a schema",
    ),
    "two parameters of one name": (
        with_path(
            {
                "parameters": [{"name": "q", "in": "header", "schema": TEXT}],
                "get": {"operationId": "new", "parameters": [{"name": "q", "in": "query", "schema": TEXT}]},
            }
        ),
        "new.q: two parameters have this name",
    ),
    "a form": (
        with_path(posting({"required": True, "content": {"text/csv": {"schema": TEXT}}})),
        "bodies of application/json alone",
    ),
    "a body that may be left out": (
        with_path(posting(body({"$ref": "#/components/schemas/SendSmsRequest"}, required=False))),
        "may be left out",
    ),
    "a body without a name": (with_path(posting(body({"type": "object", "properties": {}}))), "with a name"),
    "a body of fields beside forms": (
        with_path(posting(body({"anyOf": [{"$ref": "#/components/schemas/SendSmsRequest"}], "required": ["x"]}))),
        "cannot hold required beside anyOf",
    ),
    "fields that depend on each other": (
        lambda d: d["components"]["schemas"]["SendSmsRequest"].update(dependentRequired={"to": ["from"]}),
        "send_sms: the table cannot hold dependentRequired",
    ),
    "a required field without a schema": (
        lambda d: d["components"]["schemas"]["SendSmsRequest"]["required"].append("ghost"),
        "ghost is required and has no schema",
    ),
    "a method of tomorrow": (with_path({"query": {"operationId": "new"}}), "/new: the table cannot hold query"),
    "no operation id": (with_path({"get": {}}), "/new: an operation has no operationId"),
}


@pytest.mark.parametrize("case", CANNOT_HOLD)
def test_what_the_table_cannot_hold_stops_with_a_sentence(case: str, tmp_path: Path) -> None:
    """Nothing that a request would be refused for gets lost on the way: no table is written."""
    change, message = CANNOT_HOLD[case]
    document = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
    change(document)
    (tmp_path / "spec.json").write_text(json.dumps(document), encoding="utf-8")
    done = run("constraints.py", tmp_path / "spec.json", tmp_path / "module.py")

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert message in done.stderr
    assert not (tmp_path / "module.py").exists()


@pytest.mark.parametrize(
    ("schema", "line"),
    [
        ({"$ref": "#/components/schemas/MessageText", "maxLength": 160}, {"minLength": 1, "maxLength": 160}),
        ({"$ref": "#/components/schemas/MessageText", "maxLength": 9999}, {"minLength": 1, "maxLength": 1000}),
        ({"$ref": "#/components/schemas/MessageText", "description": "x"}, {"minLength": 1, "maxLength": 1000}),
        ({"allOf": [{"$ref": "#/components/schemas/MessageText"}, {"enum": ["a"]}]}, {"enum": ["a"]}),
    ],
    ids=["tighter", "wider", "words", "all of"],
)
def test_what_is_beside_a_reference_counts(schema: dict[str, Any], line: dict[str, Any], tmp_path: Path) -> None:
    """Both hold, and of two bounds the tighter one."""
    document = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
    with_field(schema)(document)
    (tmp_path / "spec.json").write_text(json.dumps(document), encoding="utf-8")
    done = run("constraints.py", tmp_path / "spec.json", tmp_path / "module.py")
    room: dict[str, Any] = {"__name__": "module"}
    exec((tmp_path / "module.py").read_text(encoding="utf-8"), room)

    assert (done.returncode, done.stderr) == (0, "")
    assert line.items() <= room["CONSTRAINTS"]["send_sms"]["message"].items()


def test_the_page_of_oddities_names_its_document(tmp_path: Path) -> None:
    """The page of version 2 is written from its own document, each contradiction with its id."""
    done = run("quirks.py", tmp_path / "quirks.md", ROOT / "openapi" / "allo-v2.yaml")
    page = (tmp_path / "quirks.md").read_text(encoding="utf-8")

    assert (done.returncode, done.stderr) == (0, "")
    assert "openapi/allo-v2.yaml" in page
    assert all(f"- Q{number:02}: " in page for number in range(1, 57))
