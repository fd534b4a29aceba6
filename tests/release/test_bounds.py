"""Which versions the suite is run with before a release."""

from __future__ import annotations

import tomllib
import zipfile
from pathlib import Path

import pytest

from scripts.release.bounds import Plan, lowest, plan
from scripts.release.building import FailedError

ROOT = Path(__file__).parents[2]
PROJECT = {
    "name": "thing-sdk",
    "dependencies": ["attrs>=23.2", "httpx>=0.28,<1"],
    "optional-dependencies": {
        "fast": ["httptools>=0.6; python_version >= '3.11'", "attrs>=23.2"],
        "exact": ["solara==1.58.2"],
        "test": ["pytest>=8.3", "opentelemetry-sdk>=1.25", "docs[python]>=1", "unpinned>=2"],
        "dev": ["thing-sdk[fast,test]", "ruff>=0.11"],
    },
}
CONSTRAINTS = "docs==3.0\nopentelemetry-sdk==1.45\npytest==8.4\nruff==0.17.6\n"
INDEX = {
    "attrs": ("23.1", "23.2", "24.1"),
    "httpx": ("0.27", "0.28", "1.0"),
    "httptools": ("0.6", "0.7"),
    "solara": ("1.58.2",),
    "pytest": ("8.4", "9.0"),
    "docs": ("3.0", "4.0"),
    "unpinned": ("2.5",),
}


@pytest.fixture(autouse=True)
def _index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of empty packages instead of a package index."""
    for name, version in [(name, version) for name, versions in INDEX.items() for version in versions]:
        said = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: python\n"
        stated = f"{name}-{version}.dist-info"
        with zipfile.ZipFile(tmp_path / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{stated}/METADATA", said)
            wheel.writestr(f"{stated}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
            wheel.writestr(f"{stated}/RECORD", "")
    (tmp_path / "uv.toml").write_text(f"no-index = true\nfind-links = ['{tmp_path.as_posix()}']\n", encoding="utf-8")
    monkeypatch.setenv("UV_CONFIG_FILE", str(tmp_path / "uv.toml"))
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def made(tmp_path: Path) -> Plan:
    (tmp_path / "constraints.txt").write_text(CONSTRAINTS, encoding="utf-8")
    return plan(PROJECT, tmp_path / "constraints.txt")


def test_everything_for_users_is_installed_at_its_lowest(made: Plan) -> None:
    """The dependencies and every extra but those for developers, once each, at the bound."""
    assert made.extras == ("exact", "fast")
    assert made.lowest == ("attrs==23.2", "httptools==0.6", "httpx==0.28", "solara==1.58.2")
    assert made.dependencies == ("attrs", "httptools", "httpx", "solara")


def test_what_runs_the_tests_stays_pinned(made: Plan) -> None:
    """Tools are those of constraints.txt, except for what must match a dependency."""
    assert made.tools == ("docs[python]==3.0", "pytest==8.4", "unpinned==2.5", "opentelemetry-sdk>=1.25")


def test_a_bound_that_cannot_be_met_is_refused() -> None:
    """The message says which requirement it is."""
    with pytest.raises(FailedError, match="attrs>=25"):
        lowest(["attrs>=25"])


def test_every_dependency_of_this_project_has_a_lower_bound() -> None:
    """Without one the oldest release of all would be promised."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]

    assert [line for line in lines if "==" not in line and ">=" not in line and "withallo-sdk" not in line] == []
