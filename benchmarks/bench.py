"""Print the benchmark table: each result is a ratio to a baseline measured in the same run, with its spread.

python benchmarks/bench.py [ROW ...]      imports startup peers calls decoding paging memory mock
"""

from __future__ import annotations

import importlib
import platform
import sys

from table import show

ROWS = ("imports", "startup", "peers", "calls", "decoding", "paging", "memory", "mock")


def main(names: list[str]) -> int:
    """Measure the given rows. Default: all rows."""
    unknown = [name for name in names if name not in ROWS]
    if unknown:
        print(f"bench: unknown row {unknown[0]}; the rows are {', '.join(ROWS)}", file=sys.stderr)
        return 2
    rows = [row for name in names or ROWS for row in importlib.import_module(name).rows()]
    print(f"Python {platform.python_version()}, {platform.machine()}\n")
    print(show(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
