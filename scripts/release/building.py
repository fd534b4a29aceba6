"""Building sdist and wheel, and reading archives."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING

from scripts.specs import specs

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = {"allo_ext": "allo_ext", **{f"generated/{spec.package}": spec.package for spec in specs()}}
"""Folders here, and their names in the wheel."""


class FailedError(Exception):
    """A step failed; the message says how."""


def run(*command: str | Path, cwd: Path, environment: dict[str, str] | None = None, given: str | None = None) -> str:
    """Run a command with a string as input, and return its output.

    Raises:
        FailedError: It failed; the message contains its output.
    """
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd=cwd, env=environment, input=given, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise FailedError(f"{' '.join(words)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


def clean_environment(**more: str) -> dict[str, str]:
    """Return the environment without variables that affect Python or the client."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ALLO_"))}
    return {**kept, **more}


def build(root: Path, folder: Path) -> tuple[Path, Path]:
    """Build the sdist from a tree and the wheel from the sdist.

    Returns:
        Their paths.
    """
    run(sys.executable, "-m", "build", "--outdir", folder, root, cwd=root, environment=clean_environment())
    (sdist,) = folder.glob("*.tar.gz")
    (wheel,) = folder.glob("*.whl")
    return sdist, wheel


def build_again(tree: Path, folder: Path, backend: list[str]) -> Path:
    """Build the wheel from the unpacked sdist with the lowest versions of the build backend."""
    folder.mkdir()
    (folder / "backend.txt").write_text("\n".join(backend), encoding="utf-8")
    environment = clean_environment(PIP_CONSTRAINT=str(folder / "backend.txt"))
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, tree, cwd=tree, environment=environment)
    (wheel,) = folder.glob("*.whl")
    return wheel


def files_of(archive: Path) -> dict[str, bytes]:
    """Return the files of an archive, without the top-level folder of an sdist in the names."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(archive) as sdist:
        return {
            member.name.partition("/")[2]: content.read()
            for member in sdist.getmembers()
            if (content := sdist.extractfile(member)) is not None
        }


def unpack(sdist: Path, folder: Path) -> Path:
    """Unpack an sdist and return its top-level folder."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (tree,) = folder.iterdir()
    return tree


def check_wheel(wheel: Path, root: Path) -> None:
    """Compare a wheel with the source files of its packages.

    Raises:
        FailedError: A file is missing, or should not be there.
    """
    run(sys.executable, "-m", "check_wheel_contents", wheel, cwd=root)
