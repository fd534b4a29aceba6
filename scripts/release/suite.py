"""Runs the whole suite against the installed wheel.

The tests are those of the sdist, and some of them read the tree around them: specification, scripts, documentation,
sources. So they run in the unpacked sdist, in which the packages are replaced by links to the installed ones: even
where the current folder is searched first, the installed code is imported.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scripts.release.building import PACKAGES, FailedError, clean_environment, run

if TYPE_CHECKING:
    from scripts.release.bounds import Plan

WHERE: Final = "import allo_ext, allo_v1; print(allo_ext.__file__); print(allo_v1.__file__)"
VERSIONS: Final = """
import sys
from importlib.metadata import version

print(*(f"{name} {version(name)}" for name in sys.argv[1:]), sep=", ")
"""
OLD_IS_OLD: Final = ("-W", "default::DeprecationWarning", "-W", "default::PendingDeprecationWarning")
"""Old releases of dependencies may use deprecated features, so these warnings are not errors."""


@dataclass(frozen=True)
class Outcome:
    """The result of a run of the test suite."""

    line: str
    """The last line of pytest."""
    versions: str
    """The installed versions of the dependencies."""


@dataclass(frozen=True)
class Environment:
    """A fresh environment with the wheel in it."""

    folder: Path
    python: Path

    @property
    def packages(self) -> Path:
        """Return where its packages are."""
        return Path(
            run(self.python, "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=self.folder)
        )


def install(folder: Path, wheel: Path, plan: Plan, *, lowest: bool) -> Environment:
    """Make an environment and install the wheel with all its extras, and what runs the tests.

    Raises:
        FailedError: Something cannot be installed together with the rest.
    """
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    (folder / "lowest.txt").write_text("\n".join(plan.lowest if lowest else ()) + "\n", encoding="utf-8")
    pip = (python, "-I", "-m", "pip", "--disable-pip-version-check")
    wanted = (f"{wheel}[{','.join(plan.extras)}]", *plan.tools)
    run(*pip, "install", "--quiet", "--constraint", folder / "lowest.txt", *wanted, cwd=folder)
    run(*pip, "check", cwd=folder)
    return Environment(folder, python)


def link(tree: Path, environment: Environment) -> None:
    """Put links to the installed packages where the tree has its sources."""
    for folder, name in PACKAGES.items():
        shutil.rmtree(tree / folder)
        (tree / folder).symlink_to(environment.packages / name, target_is_directory=True)


def versions(environment: Environment, names: tuple[str, ...]) -> str:
    """Say which versions of some packages an environment has."""
    return run(environment.python, "-I", "-c", VERSIONS, *names, cwd=environment.folder)


def hold(tree: Path, environment: Environment, plan: Plan, *, lowest: bool, more: tuple[str, ...]) -> Outcome:
    """Run the suite in a tree, against what is installed.

    Raises:
        FailedError: Another copy than the installed one would have been tested, or a test failed.
    """
    used = run(environment.python, "-I", "-c", WHERE, cwd=tree, environment=clean_environment()).splitlines()
    if not all(Path(path).is_relative_to(environment.packages) for path in used):
        raise FailedError(f"the tests would use {' and '.join(used)}, not what was installed")
    path = f"{environment.python.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    command = (environment.python, "-I", "-m", "pytest", "-q", *(OLD_IS_OLD if lowest else ()), *more)
    said = run(*command, cwd=tree, environment=clean_environment(PATH=path))
    last = said.rpartition("\n")[2]
    if not re.search(r"\b[1-9]\d* passed\b", last):
        raise FailedError(f"the suite did not say that anything passed:\n{said}")
    return Outcome(
        f"Python {sys.version_info.major}.{sys.version_info.minor}: {last}", versions(environment, plan.dependencies)
    )
