"""The workflows run what a developer runs, with as little power as that needs. They cannot be run here, only read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml")}
# YAML reads the key `on` as a boolean; nothing here asks for it.
WORKFLOWS: dict[str, dict[Any, Any]] = {name: yaml.safe_load(text) for name, text in TEXTS.items()}
JOBS = {f"{name}: {job}": WORKFLOWS[name]["jobs"][job] for name in WORKFLOWS for job in WORKFLOWS[name]["jobs"]}


def test_there_are_two() -> None:
    """One that tests, one that releases."""
    assert sorted(WORKFLOWS) == ["release.yml", "tests.yml"]


@pytest.mark.parametrize("name", TEXTS)
def test_every_action_is_pinned(name: str) -> None:
    """A tag can be moved to other code, a commit cannot; the version stands beside it for people."""
    used = re.findall(r"uses: (.*)", TEXTS[name])
    loose = [one for one in used if not re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)]

    assert used != []
    assert loose == []


def test_the_same_action_is_pinned_to_the_same_commit() -> None:
    """Two versions of one action are one too many to look at."""
    pins: dict[str, set[str]] = {}
    for text in TEXTS.values():
        for action, commit in re.findall(r"uses: ([^@]+)@(\w+)", text):
            pins.setdefault(action, set()).add(commit)

    assert {action for action, commits in pins.items() if len(commits) > 1} == set()


@pytest.mark.parametrize("name", JOBS)
def test_a_job_may_do_no_more_than_it_must(name: str) -> None:
    """One job may ask for a token, in its own environment, and runs nothing of ours; the others read."""
    job = JOBS[name]
    workflow = WORKFLOWS[name.partition(":")[0]]
    allowed = job.get("permissions", workflow["permissions"])
    publishes = name == "release.yml: publish"

    assert allowed == ({"id-token": "write"} if publishes else {"contents": "read"})
    assert job.get("environment") == ("pypi" if publishes else None)
    assert not (publishes and any("run" in step or "checkout" in step["uses"] for step in job["steps"]))
    assert job["timeout-minutes"] <= 90


@pytest.mark.parametrize("name", JOBS)
def test_a_checkout_leaves_no_credentials(name: str) -> None:
    """The code under test finds no token beside it, and no expression of the event's becomes part of a script."""
    steps = JOBS[name]["steps"]
    checkouts = [step for step in steps if "actions/checkout" in step.get("uses", "")]

    assert [step["with"]["persist-credentials"] for step in checkouts] == [False] * len(checkouts)
    assert [step["run"] for step in steps if "${{" in step.get("run", "")] == []


def test_every_python_that_is_promised_is_tested() -> None:
    """The matrix and the classifiers name the same versions."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    promised = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))

    assert JOBS["tests.yml: test"]["strategy"]["matrix"]["python"] == promised


@pytest.mark.parametrize("name", TEXTS)
def test_a_workflow_runs_what_the_makefile_has(name: str) -> None:
    """Nothing is done in CI that a developer could not do."""
    targets = set(re.findall(r"(?m)^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    ran = set(re.findall(r"run: make ([\w-]+)", TEXTS[name]))

    assert ran != set()
    assert ran - targets == set()
