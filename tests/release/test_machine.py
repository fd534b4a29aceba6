"""The programs that the tests need are installed where apt-get can."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EMPTY = "#!/bin/sh\n"
INSTALLS = """#!/bin/sh
echo "$@" >> "$BIN/asked"
for package; do :; done
[ "$1" != install ] || { echo '#!/bin/sh' > "$BIN/$package"; chmod +x "$BIN/$package"; }
"""
# Without root's rights apt-get is run through sudo, which here runs what it is given after `-n`.
SUDO = '#!/bin/sh\nshift\nexec "$@"\n'


@pytest.fixture
def machine(tmp_path):
    """Run the script on a machine with these programs, and return how it went."""

    def run(*arguments: str, **programs: str) -> subprocess.CompletedProcess[str]:
        for name, text in programs.items():
            path = tmp_path / name.replace("_", "-")
            path.write_text(text, encoding="utf-8")
            path.chmod(0o755)
        for name in ("env", "chmod"):
            found = next(place for place in (Path("/usr/bin", name), Path("/bin", name)) if place.exists())
            (tmp_path / name).symlink_to(found)
        environment = {**os.environ, "PATH": str(tmp_path), "BIN": str(tmp_path)}
        command = [sys.executable, str(ROOT / "scripts" / "machine.py"), *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)

    return run


def test_what_is_missing_is_installed(machine, tmp_path):
    """Each package by itself, after one update."""
    done = machine(apt_get=INSTALLS, sudo=SUDO)
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()

    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[0] for line in asked] == ["update", "install", "install", "install"]
    assert [line.split()[-1] for line in asked[1:]] == ["chromium", "nginx", "redis-server"]


def test_what_is_there_is_not_asked_for(machine, tmp_path):
    """Under whichever name the program is installed."""
    done = machine("chromium", apt_get=INSTALLS, sudo=SUDO, google_chrome=EMPTY)

    assert (done.returncode, (tmp_path / "asked").exists()) == (0, False)


@pytest.mark.parametrize("apt", [{}, {"apt_get": f"{EMPTY}exit 100\n", "sudo": SUDO}], ids=["no-apt-get", "it-fails"])
def test_what_cannot_be_installed_is_named(machine, apt):
    """One line for each program, with the command to run by hand; `.ci/run` continues without it."""
    done = machine(**apt)

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "chromium is not installed. On Debian: sudo apt-get install chromium",
        "nginx is not installed. On Debian: sudo apt-get install nginx",
        "redis-server is not installed. On Debian: sudo apt-get install redis-server",
    ]


@pytest.mark.skipif(not (ROOT / ".ci").exists(), reason="an sdist has no .ci")
def test_ci_runs_the_tests_whatever_could_be_installed(tmp_path):
    """A machine without apt-get, or without the right to use it, still runs `make test`, and its result is CI's."""
    ci = tmp_path / ".ci" / "run"
    ci.parent.mkdir()
    shutil.copy(ROOT / ".ci" / "run", ci)
    for name, script in (("python3", "exit 1"), ("make", 'echo "$1"; [ "$1" != "$FAILS" ]')):
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    runs = [
        subprocess.run(
            ["bash", ci], env={"PATH": path, "FAILS": fails}, stdout=subprocess.PIPE, text=True, check=False, timeout=60
        )
        for fails in ("nothing", "test", ".venv")
    ]

    assert [run.stdout.split() for run in runs] == [[".venv", "test"], [".venv", "test"], [".venv"]]
    assert [run.returncode == 0 for run in runs] == [True, False, False]
