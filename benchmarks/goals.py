"""The rows of the benchmark and the goals of their lines, read from the table in README.md."""

from __future__ import annotations

from functools import cache
from pathlib import Path

COLUMNS = 4
README = Path(__file__).with_name("README.md")


@cache
def goals() -> dict[str, dict[str, str]]:
    """Return the goal of each line, by row; it is empty for a line without a goal."""
    found: dict[str, dict[str, str]] = {}
    for text in README.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in text.strip("|").split("|")]
        if text.startswith("| `") and len(cells) == COLUMNS:
            row, line, goal, _ = cells
            found.setdefault(row.strip("`"), {})[line] = goal
    return found


def goal_of(line: str) -> str:
    """Return the goal of a line.

    Raises:
        KeyError: README.md does not explain this line.
    """
    return {name: goal for lines in goals().values() for name, goal in lines.items()}[line]
