"""The table of benchmarks/README.md."""

from __future__ import annotations

import runpy
from pathlib import Path

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def test_every_row_of_the_table_can_be_measured() -> None:
    """`make bench ROWS=…` finds a module for each row that benchmarks/README.md names."""
    goals = runpy.run_path(str(BENCHMARKS / "goals.py"))["goals"]()
    modules = {row: BENCHMARKS / f"{row}.py" for row in goals}
    missing = [row for row, path in modules.items() if not path.is_file() or "def rows(" not in path.read_text("utf-8")]

    assert (len(goals) > 10, missing) == (True, [])
