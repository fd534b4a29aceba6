"""Which versions the suite is run with before a release."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from scripts.release.bounds import NoLowerBoundError, lowest, plan

ROOT = Path(__file__).parents[2]
PROJECT = {
    "name": "thing-sdk",
    "dependencies": ["attrs>=23.2", "httpx>=0.28,<1"],
    "optional-dependencies": {
        "fast": ["uvloop>=0.19; sys_platform != 'win32'", "attrs>=23.2"],
        "exact": ["solara==1.58.2"],
        "otel": ["opentelemetry-api>=1.25"],
        "test": ["pytest>=8.3", "opentelemetry-sdk>=1.25", "docs[python]>=1", "unpinned>=2"],
        "dev": ["thing-sdk[fast,test]", "ruff>=0.11"],
    },
}
CONSTRAINTS = "docs==3.0\nopentelemetry-sdk==1.45\npytest==9.2.0\nruff==0.17.6\n"


def test_everything_for_users_is_installed_at_its_lowest() -> None:
    """The dependencies and every extra but those for developers, once each, at the bound."""
    made = plan(PROJECT, CONSTRAINTS)

    assert made.extras == ("exact", "fast", "otel")
    assert made.dependencies == ("attrs", "httpx", "opentelemetry-api", "solara", "uvloop")
    assert made.lowest == (
        "attrs==23.2",
        "httpx==0.28",
        "opentelemetry-api==1.25",
        "solara==1.58.2",
        'uvloop==0.19; sys_platform != "win32"',
    )


def test_what_runs_the_tests_stays_pinned() -> None:
    """Tools are those of constraints.txt, but for what must go along with a dependency."""
    assert plan(PROJECT, CONSTRAINTS).tools == (
        "docs[python]==3.0",
        "opentelemetry-sdk>=1.25",
        "pytest==9.2.0",
        "unpinned>=2",
    )


@pytest.mark.parametrize("requirement", ["httpx", "httpx<1", "httpx>=0.28,>=0.29", "httpx!=0.27"])
def test_a_dependency_without_a_lower_bound_is_refused(requirement: str) -> None:
    """A bound that is not there cannot be tried."""
    with pytest.raises(NoLowerBoundError, match="from which version on"):
        lowest(Requirement(requirement))


def test_every_dependency_of_this_project_says_from_which_version_on() -> None:
    """pyproject.toml can be read so, and nothing of it gets lost."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    made = plan(project, (ROOT / "constraints.txt").read_text(encoding="utf-8"))

    assert len(made.lowest) == len(made.dependencies) >= 20
    assert {"httpx", "attrs", "stamina", "jsonschema-rs", "typer"} <= set(made.dependencies)
    assert any(tool.startswith("pytest==") for tool in made.tools)
