"""The suite is run against what was installed, and against nothing else."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from scripts.release import suite
from scripts.release.bounds import Plan
from scripts.release.building import FailedError, clean_environment, run

PLAN = Plan(extras=("cli",), lowest=("attrs==23.2",), tools=("pytest==9",))


def installed_at(packages: Path) -> Any:
    """An environment that has its packages there, and this Python."""
    return SimpleNamespace(folder=packages, python=Path(sys.executable), packages=packages)


def test_the_sources_of_the_tree_give_way_to_what_is_installed(tmp_path: Path) -> None:
    """Whoever imports from the tree gets the installed files."""
    for folder, text in (
        ("site/allo_ext", "new"),
        ("site/allo_v1", "new"),
        ("site/allo_v2", "new"),
        ("allo_ext", "old"),
        ("generated/allo_v1", "old"),
        ("generated/allo_v2", "old"),
    ):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "__init__.py").write_text(text, encoding="utf-8")
    suite.link(tmp_path, installed_at(tmp_path / "site"))

    assert [
        (tmp_path / folder / "__init__.py").read_text(encoding="utf-8")
        for folder in ("allo_ext", "generated/allo_v1", "generated/allo_v2")
    ] == ["new", "new", "new"]


def test_another_copy_than_the_installed_one_is_not_tested(tmp_path: Path) -> None:
    """Before any test runs it is made sure where the packages come from."""
    with pytest.raises(FailedError, match=r"the tests would use .*allo_ext.*, not what was installed"):
        suite.hold(tmp_path, installed_at(tmp_path / "site"), PLAN, lowest=False, more=())


SAID = {
    "nothing": ("", "did not say that anything passed"),
    "no test": ("print('no tests ran in 0.01s')", "did not say that anything passed"),
    "a failure": ("raise SystemExit('1 failed, 2 passed')", "1 failed, 2 passed"),
}


@pytest.mark.parametrize("said", SAID)
def test_a_suite_that_did_not_pass_is_no_success(said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exit code of 0 is not enough: tests must have passed."""
    program, reason = SAID[said]
    steps: list[tuple[str, ...]] = [("-I", "-c", "print('/site/a\\n/site/b')"), ("-I", "-c", program or "print()")]

    def instead(python: Path, *words: str, **options: Any) -> str:
        return run(python, *steps.pop(0), **options)

    monkeypatch.setattr(suite, "run", instead)
    with pytest.raises(FailedError, match=reason):
        suite.hold(tmp_path, installed_at(Path("/site")), PLAN, lowest=True, more=())


def test_the_run_is_told_nothing_by_the_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, no path of the developer's reaches the environment that is tested."""
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("ALLO_API_KEY", "key")
    found = clean_environment(PATH="/bin")

    assert [name for name in found if name.startswith(("PYTHON", "ALLO_"))] == []
    assert found["PATH"] == "/bin"


def test_a_command_that_fails_says_what_it_said(tmp_path: Path) -> None:
    """Nobody has to run it again to see why."""
    with pytest.raises(FailedError, match=r"(?s)failed:.*on paper.*by mouth"):
        run(sys.executable, "-c", "import sys; print('on paper'); sys.exit('by mouth')", cwd=tmp_path)
