from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "durable.py"


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="this system does not fork")
def test_processes_killed_at_random_instants_lose_nothing_and_repeat_nothing():
    """The benchmark with a tenth of its kills: it checks every promise and exits with 1 if one is broken."""
    done = subprocess.run(
        [sys.executable, BENCHMARK, "--kills", "20", "--number", "200"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout.count("ok    ")) == (0, 7), done.stdout + done.stderr
