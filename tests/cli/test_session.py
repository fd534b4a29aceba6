"""The terminal session in docs/cli.md."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def test_the_session_in_the_documentation_is_what_is_printed():
    """Running every command of the page again gives the same text."""
    done = subprocess.run(
        [sys.executable, "-m", "scripts.record_cli", "--check"],
        cwd=ROOT, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
