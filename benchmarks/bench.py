"""Print the benchmark table: each result is a ratio to a baseline measured in the same run, with its spread.

python benchmarks/bench.py [ROW ...]      README.md lists the rows
"""

from __future__ import annotations

import importlib
import platform
import sys

from goals import goals
from table import Row, show


def main(names: list[str]) -> int:
    """Measure the given rows. Default: all rows."""
    unknown = [name for name in names if name not in goals()]
    if unknown:
        print(f"bench: unknown row {unknown[0]}; the rows are {', '.join(goals())}", file=sys.stderr)
        return 2
    rows: list[Row] = []
    for name in names or goals():
        print(f"bench: {name}", file=sys.stderr)
        rows += importlib.import_module(name).rows()
    print(f"Python {platform.python_version()}, {platform.machine()}\n")
    print(show(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
