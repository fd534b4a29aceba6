"""The real document is watched as a whole, and the command says what has changed in it."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.spec_changes.compare import changes
from scripts.spec_changes.shapes import resolve

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SPEC: dict[str, Any] = yaml.safe_load((ROOT / "openapi" / "allo-v1.yaml").read_text(encoding="utf-8"))
SCHEMAS = SPEC["components"]["schemas"]


def test_every_field_of_the_document_is_watched() -> None:
    """Whichever field of the real document goes or comes, it is told under its own name."""
    faults = []
    for name, field in [(name, field) for name, schema in SCHEMAS.items() for field in schema.get("properties", ())]:
        less = copy.deepcopy(SPEC)
        del less["components"]["schemas"][name]["properties"][field]
        gone = [(one.key, one.what.value, one.breaks) for one in changes(SPEC, less)]
        come = [(one.key, one.what.value) for one in changes(less, SPEC)]
        if (gone, come) != ([(f"{name}.{field}", "removed", True)], [(f"{name}.{field}", "added")]):
            faults.append((name, field, gone, come))

    assert faults == []


def test_every_operation_parameter_status_and_event_is_watched() -> None:
    """The same for what is not a field."""
    missed = []
    for path, item in SPEC["paths"].items():
        for method, one in item.items():
            if method not in {"get", "post", "put", "delete"}:
                continue
            for status in one["responses"]:
                less = copy.deepcopy(SPEC)
                del less["paths"][path][method]["responses"][status]
                missed += [] if [c.key for c in changes(SPEC, less)] == [f"{one['operationId']} {status}"] else [status]
            for index, parameter in enumerate(one.get("parameters", [])):
                less = copy.deepcopy(SPEC)
                del less["paths"][path][method]["parameters"][index]
                key = f"{one['operationId']}.{resolve(SPEC, parameter)['name']}"
                missed += [] if [(c.key, c.breaks) for c in changes(SPEC, less)] == [(key, True)] else [key]
    for topic in SPEC["webhooks"]:
        less = copy.deepcopy(SPEC)
        del less["webhooks"][topic]
        missed += [] if [(c.key, c.breaks) for c in changes(SPEC, less)] == [(topic, True)] else [topic]

    assert missed == []


def test_a_document_does_not_differ_from_itself() -> None:
    """Silence means that nothing changed."""
    assert changes(SPEC, copy.deepcopy(SPEC)) == []


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command as make does."""
    return subprocess.run(
        [sys.executable, "-m", "scripts.spec_changes", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def edited(tmp_path: Path) -> tuple[object, ...]:
    """A document without `Call.summary`, and with `Call.mood`, beside one that was released."""
    new = copy.deepcopy(SPEC)
    del new["components"]["schemas"]["Call"]["properties"]["summary"]
    new["components"]["schemas"]["Call"]["properties"]["mood"] = {"type": "string"}
    (tmp_path / "new.yaml").write_text(yaml.safe_dump(new, sort_keys=False), encoding="utf-8")
    (tmp_path / "old.json").write_text(json.dumps(SPEC), encoding="utf-8")
    return ("--spec", tmp_path / "new.yaml", "--released", tmp_path / "old.json", "--changelog", tmp_path / "log.md")


def test_the_changes_are_printed_those_that_hurt_first(edited: tuple[object, ...]) -> None:
    """Who runs `make generate` reads what it means for callers."""
    done = command(*edited)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "The specification since the last release: 2 changes, 1 of which breaks callers.",
        "  BREAKS CALLERS  removed  Call.summary: text or null, optional",
        "                  added    Call.mood: text, optional",
    ]


CHANGELOGS = {
    "nothing": ("", 1),
    "the key under another word": ("### Changed\n\n- `Call.summary` reads better.\n", 1),
    "another key": ("### Changed\n\n- **Breaking:** `Call.summary_text` is gone.\n", 1),
    "the word without backticks": ("### Changed\n\n- **Breaking:** Call.summary is gone.\n", 1),
    "the entry": ("### Changed\n\n- **Breaking:** `Call.summary` is gone.\n", 0),
    "two in one entry": ("### Removed\n\n- **Breaking:** gone are `Contact.x` and\n  `Call.summary`.\n", 0),
    "an entry of the past": ("\n## [0.1.0] - 2026-01-01\n\n- **Breaking:** `Call.summary` is gone.\n", 1),
}


@pytest.mark.parametrize("entry", CHANGELOGS)
def test_a_breaking_change_needs_its_entry(entry: str, edited: tuple[object, ...]) -> None:
    """Only an unreleased entry that says Breaking and names the very thing will do; what is missing is printed."""
    text, code = CHANGELOGS[entry]
    Path(str(edited[-1])).write_text(f"# Changelog\n\n## [Unreleased]\n\n{text}", encoding="utf-8")
    done = command("--check", *edited)

    assert done.returncode == code
    assert ("- **Breaking:** `Call.summary` is gone (it was text or null, optional); …\n" in done.stderr) is bool(code)


def test_freezing_makes_the_document_of_now_the_last_release(edited: tuple[object, ...]) -> None:
    """After a release the comparison begins anew."""
    command("--freeze", *edited)

    assert command(*edited).stdout == "The specification offers what it did at the last release.\n"


BROKEN = {
    "not there": (None, "cannot be read: No such file or directory.\n"),
    "not JSON": ("{", "is not JSON: "),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_baseline_gives_one_sentence(what: str, edited: tuple[object, ...]) -> None:
    """No traceback for a file that is not there or no JSON."""
    text, says = BROKEN[what]
    released = Path(str(edited[3]))
    released.unlink() if text is None else released.write_text(text, encoding="utf-8")
    done = command(*edited)

    assert says in done.stderr
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
