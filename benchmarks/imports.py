"""Import of the package and creation of a client, compared to import of httpx, in fresh interpreters.

`make bench` creates an environment with only the run-time dependencies for this. If rich and click are installed, as
in development, httpx imports them too, and the ratio is better than it is for users.
"""

from __future__ import annotations

import statistics
import subprocess
from pathlib import Path

from table import COMPILED, Row

OURS = "import allo_ext; allo_ext.AlloClient('key')"
THEIRS = "import httpx"
BARE = Path(__file__).resolve().parent.parent / "build" / "bare" / "bin" / "python"
_MEASURE = """
import sys, time
loaded, began = len(sys.modules), time.perf_counter()
{code}
print(time.perf_counter() - began, len(sys.modules) - loaded)
"""


def _once(code: str, python: Path) -> tuple[float, int]:
    command = [python, "-c", _MEASURE.format(code=code)]
    done = subprocess.run(command, env=COMPILED, capture_output=True, text=True, check=True)
    seconds, modules = done.stdout.split()
    return float(seconds), int(modules)


def rows(
    *,
    ours: str = OURS,
    what: str = "import and first client",
    line: str = "",
    python: Path = BARE,
) -> list[Row]:
    """Measure. Other clients are measured by passing their `ours` and `python`."""
    _once(ours, python), _once(THEIRS, python)
    pairs = [(_once(ours, python), _once(THEIRS, python)) for _ in range(15)]
    seconds = [[pair[side][0] for pair in pairs] for side in (0, 1)]
    modules = [pairs[0][side][1] for side in (0, 1)]
    note = (
        f"{statistics.median(seconds[0]) * 1e3:.0f} ms, {modules[0]} modules; "
        f"{statistics.median(seconds[1]) * 1e3:.0f} ms, {modules[1]} modules"
    )
    return [Row(what, THEIRS, [one / other for one, other in zip(*seconds, strict=True)], note, line)]
