"""The scripts that turn the document into JSON and constraints."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

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


def test_the_constraints_of_version_2_hold_nested_and_optional_fields(tmp_path: Path) -> None:
    """Nested fields, nullable references and the longest list are in the table, by operation."""
    spec = ROOT / "openapi" / "allo-v2.yaml"
    assert run("spec_json.py", tmp_path / "spec.json", "--spec", spec).returncode == 0
    done = run("constraints.py", tmp_path / "spec.json", tmp_path / "table.py")
    source = (tmp_path / "table.py").read_text(encoding="utf-8")
    module: dict[str, Any] = {}
    exec(source, module)
    table = module["CONSTRAINTS"]

    assert (done.returncode, done.stderr) == (0, "")
    assert "openapi/allo-v2.yaml" in source
    assert table["batch_get_conversation_items"]["ids"]["maxItems"] == 100
    assert table["search_people"]["filters"]["nullable"] is True
    assert table["get_team_metrics"]["compare_date"]["properties"]["from"]["required"] is True
    assert table["append_dialing_queue_numbers"]["numbers"]["items"]["properties"]["number"]["minLength"] == 1


def test_the_page_of_oddities_names_its_document(tmp_path: Path) -> None:
    """The page of version 2 is written from its own document, each contradiction with its id."""
    done = run("quirks.py", tmp_path / "quirks.md", ROOT / "openapi" / "allo-v2.yaml")
    page = (tmp_path / "quirks.md").read_text(encoding="utf-8")

    assert (done.returncode, done.stderr) == (0, "")
    assert "openapi/allo-v2.yaml" in page
    assert all(f"- Q{number:02}: " in page for number in range(1, 57))
