"""The scripts that turn the documents into JSON, operation tables and pages."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from allo_ext._operations import Table

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "openapi" / "allo-v1.yaml"
TEXT = {"type": "string"}


def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a script of the project."""
    command = [sys.executable, "-m", f"scripts.{script}", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


def operations(document: Any, folder: Path) -> subprocess.CompletedProcess[str]:
    """Write the operation table of a document as module.py."""
    (folder / "allo-v1.json").write_text(json.dumps(document), encoding="utf-8")
    return run("operations", folder / "allo-v1.json", folder / "module.py")


def table(folder: Path) -> Table:
    """Read a table that was written."""
    room: dict[str, Any] = {"__name__": "module"}
    exec((folder / "module.py").read_text(encoding="utf-8"), room)
    found: Table = room["TABLE"]
    return found


def test_the_json_says_what_the_document_says(tmp_path: Path) -> None:
    """Nothing is lost between the YAML and the JSON."""
    done = run("spec_json", tmp_path / "spec.json")

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
    done = run("spec_json", tmp_path / "out.json", "--spec", tmp_path / "broken.yaml")

    assert reason in done.stderr
    assert done.stderr.count("\n") == 1
    assert (done.returncode, done.stdout) == (1, "")
    assert not (tmp_path / "out.json").exists()


def test_a_missing_document_gives_one_sentence(tmp_path: Path) -> None:
    """A document that is not there is not a traceback either."""
    done = run("spec_json", tmp_path / "out.json", "--spec", tmp_path / "none.yaml")

    assert done.stderr.endswith("none.yaml cannot be read: No such file or directory.\n")
    assert done.returncode == 1


def test_the_table_is_the_same_from_run_to_run(tmp_path: Path) -> None:
    """The module depends on the document alone, and is the committed one."""
    run("spec_json", tmp_path / "allo-v1.json")
    written = []
    for name in ("first.py", "second.py"):
        done = run("operations", tmp_path / "allo-v1.json", tmp_path / name)
        written.append((tmp_path / name).read_text(encoding="utf-8"))
        assert (done.returncode, done.stderr) == (0, "")

    assert [(ROOT / "allo_ext/_operations/v1.py").read_text(encoding="utf-8")] * 2 == written


def test_the_table_holds_what_requests_are_refused_for(tmp_path: Path) -> None:
    """References are resolved, and each form of a body has its own rules."""
    assert operations(yaml.safe_load(SPEC.read_text(encoding="utf-8")), tmp_path).returncode == 0
    found = table(tmp_path)
    forms = {name: form["properties"] for operation in found for name, form in operation.forms.items()}
    sms = {"type": "string", "required": True, "minLength": 1, "maxLength": 1000}

    assert forms["SendSmsRequest"]["message"] == sms
    assert forms["SendSmsRequest"]["from"]["name"] == "from_"
    assert forms["SendSmsFranceRequest"]["to"]["pattern"].startswith(r"^\+33")
    number = found["search_calls"].rules["allo_number"]["pattern"]
    assert forms["CreateContactRequest"]["numbers"]["items"]["pattern"] == number
    assert found["search_contacts"].rules["size"] == {"type": "integer", "minimum": 1, "maximum": 100}
    assert forms["UpdateContactRequest"]["website"] == {"type": "string", "nullable": True}


def test_the_table_holds_what_an_operation_is(tmp_path: Path) -> None:
    """Method, path, scope, rate limit, whether it reads, and whether it may be repeated."""
    document = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
    search = {"operationId": "searchThings", "x-reads": True, "x-required-scope": "THINGS_READ"}
    item = [{"name": "thing-id", "in": "path", "required": True, "schema": TEXT}]
    change = {"operationId": "change_thing", "x-repeatable": "key", "x-repeatable-without": {"force": True}}
    force = {"name": "force", "in": "query", "schema": {"type": "boolean"}}
    key = {"name": "Idempotency-Key", "in": "header", "schema": TEXT}
    document["paths"] |= {
        "/things/search": {"post": search},
        "/things/{thing-id}": {"parameters": item, "patch": {**change, "parameters": [force, key]}},
    }
    done = operations(document, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    found = table(tmp_path)
    searching, changing, deleting = found["search_things"], found["change_thing"], found["delete_webhook"]

    assert searching[:8] == ("search_things", "POST", "/things/search", (), "THINGS_READ", "write", True, "always")
    assert changing[:8] == (
        "change_thing",
        "PATCH",
        "/things/{thing-id}",
        ("thing-id",),
        None,
        "write",
        False,
        "with_key",
    )
    assert (changing.repeat_with(["force"]), changing.repeat_with([])) == ("with_key", "always")
    assert changing.rules["thing-id"]["name"] == "thing_id"
    assert list(changing.rules) == ["thing-id", "force"]
    assert (deleting.bucket, deleting.reads, deleting.repeat) == ("write", False, "always")
    assert (found["send_sms"].repeat, found["search_calls"].bucket) == ("never", "read")
    assert found.find("PATCH", "/things/a%2Fb") is changing
    assert found.find("POST", "/things/search") is searching
    assert found.find("POST", "/things/other") is None


def test_a_demand_that_the_table_cannot_hold_is_refused(tmp_path: Path) -> None:
    """A new keyword in the document cannot get lost on its way into the table."""
    document = yaml.safe_load(SPEC.read_text(encoding="utf-8"))
    document["components"]["schemas"]["MessageText"]["multipleOf"] = 2
    done = operations(document, tmp_path)

    assert done.stderr == "send_sms.message: the table cannot hold multipleOf.\n"
    assert done.returncode == 1


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
    "two choices": (with_field({"anyOf": [TEXT], "oneOf": [TEXT]}), "cannot hold anyOf beside oneOf"),
    "nothing but null": (with_field({"anyOf": [{"type": "null"}]}), "a field that is always null"),
    "a nested keyword": (
        with_field({"type": "object", "properties": {"a": {"type": "array", "items": {"not": {}}}}}),
        "send_sms.message.a[]: the table cannot hold not",
    ),
    "a keyword of an alternative": (with_field({"oneOf": [TEXT, {"if": {}}]}), "send_sms.message: the table cannot"),
    "a schema that contains itself": (
        lambda d: (
            d["components"]["schemas"].update(
                Tree={"type": "object", "properties": {"in": {"$ref": "#/components/schemas/Tree"}}}
            )
            or with_field({"$ref": "#/components/schemas/Tree"})(d)
        ),
        "send_sms.message.in: #/components/schemas/Tree contains itself",
    ),
    "no type": (with_field({"maxLength": 3}), "fields of one type"),
    "anything": (with_field(True), "says nothing that can be checked"),
    "a format": (with_field({"type": "string", "format": "ipv4"}), "cannot hold format ipv4"),
    "a format of another type": (with_field({"type": "integer", "format": "date"}), "cannot hold format date"),
    "a word that says nothing": (
        with_path({"post": {"operationId": "new", "x-repeatable": "yes"}}),
        "new: x-repeatable is true, false or key, not 'yes'",
    ),
    "a read that may not be repeated": (
        with_path({"post": {"operationId": "new", "x-reads": True, "x-repeatable": False}}),
        "new: x-repeatable is for writes",
    ),
    "half a segment": (
        lambda d: d["paths"].update({"/x/{id}.mp3": {"get": {"operationId": "new"}}}),
        "new: a segment of a path is a word or a parameter, not {id}.mp3",
    ),
    "two of one id": (with_path({"post": {"operationId": "sendSms"}}), "two operations have the id send_sms"),
    "numbers to choose from": (with_field({"type": "integer", "enum": [1, 2]}), "enumerations of strings"),
    "a reference to nothing": (with_field({"$ref": "#/components/schemas/No"}), "does not point to an object"),
    "a reference outside": (with_field({"$ref": "other.json"}), "does not point to an object"),
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
    done = operations(document, tmp_path)

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
    done = operations(document, tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert line.items() <= table(tmp_path)["send_sms"].forms["SendSmsRequest"]["properties"]["message"].items()


def test_the_pages_of_oddities_name_their_documents(tmp_path: Path) -> None:
    """Each version has a page of its own document; version 2 has an id for each contradiction."""
    done = run("quirks", tmp_path)
    page = (tmp_path / "docs/quirks-v2.md").read_text(encoding="utf-8")

    assert (done.returncode, done.stderr) == (0, "")
    assert "openapi/allo-v2.yaml" in page
    assert all(f"- Q{number:02}: " in page for number in range(1, 57))


def test_the_table_of_version_2_holds_nested_and_optional_fields(tmp_path: Path) -> None:
    """Nested fields, nullable references and the longest list are in the table, by operation."""
    run("spec_json", tmp_path / "allo-v2.json", "--spec", ROOT / "openapi" / "allo-v2.yaml")
    done = run("operations", tmp_path / "allo-v2.json", tmp_path / "module.py")
    forms = {name: form["properties"] for operation in table(tmp_path) for name, form in operation.forms.items()}

    assert (done.returncode, done.stderr) == (0, "")
    assert "openapi/allo-v2.yaml" in (tmp_path / "module.py").read_text(encoding="utf-8")
    assert forms["BatchGetConversationItemsRequest"]["ids"]["maxItems"] == 100
    assert forms["SearchPeopleRequest"]["filters"]["nullable"] is True
    assert forms["GetTeamMetricsRequest"]["compare_date"]["properties"]["from"]["required"] is True
    assert forms["AppendDialingQueueNumbersRequest"]["numbers"]["items"]["properties"]["number"]["minLength"] == 1
