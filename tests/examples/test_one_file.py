"""examples/one_file.py: its metadata is what uv and pipx read. `make wheel` runs it with both."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from allo_ext.testing import MockAllo

ROOT = Path(__file__).parents[2]
FILE = ROOT / "examples" / "one_file.py"
BLOCK = re.compile(r"(?m)^# /// script$\n(?P<lines>(?:^#(?:| .*)$\n)+)^# ///$")
"""A block of PEP 723, as that document defines it."""


def test_the_block_names_this_package():
    """And the versions of Python that it supports."""
    (block,) = BLOCK.finditer(FILE.read_text(encoding="utf-8"))
    read = tomllib.loads("".join(line.removeprefix("#").removeprefix(" ") for line in block["lines"].splitlines(True)))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert read == {"requires-python": project["requires-python"], "dependencies": [project["name"]]}


@pytest.mark.slow
def test_it_prints_the_calls_to_return():
    """One line each; those of the mock are from the last days."""
    now = datetime.now(UTC)
    mock = MockAllo(contacts=5, calls=40, now=now, ends=now)
    with mock.serve() as served:
        environment = {**os.environ, "ALLO_API_KEY": mock.api_key, "ALLO_BASE_URL": served.base_url, "ALLO_DAYS": "30"}
        done = subprocess.run(
            [sys.executable, FILE], env=environment, capture_output=True, text=True, timeout=60, check=True
        )

    assert done.stderr.endswith(f"{len(done.stdout.splitlines())} to call back.\n")
    assert done.stderr.startswith("40 calls")
    assert re.match(r"20\d\d-\d\d-\d\d .*\t(\+\d+|number withheld)\t", done.stdout)


def test_without_a_key_it_says_so():
    """In one sentence, with exit code 1."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ALLO_")}
    done = subprocess.run(
        [sys.executable, FILE], env=environment, capture_output=True, text=True, timeout=60, check=False
    )

    assert done.returncode == 1
    assert "ALLO_API_KEY" in done.stderr
    assert "Traceback" not in done.stderr
