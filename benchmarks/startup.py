"""`allo --version` compared to the import of typer, in fresh interpreters."""

from __future__ import annotations

import statistics
import subprocess
import sys

from table import COMPILED, Row

_OURS = ("-c", "from allo_ext.cli import main; main(['--version'])")
_THEIRS = ("-c", "import typer")
_MEASURE = """
import os, subprocess, sys, time
began = time.perf_counter()
subprocess.run([sys.executable, *sys.argv[1:]], stdout=subprocess.DEVNULL, check=True)
print(time.perf_counter() - began)
"""


def _once(arguments: tuple[str, ...]) -> float:
    command = [sys.executable, "-c", _MEASURE, *arguments]
    done = subprocess.run(command, env=COMPILED, capture_output=True, text=True, check=True, timeout=60)
    return float(done.stdout)


def rows() -> list[Row]:
    """Measure. typer and rich are extras, so this row runs in the development environment."""
    _once(_OURS), _once(_THEIRS)
    pairs = [(_once(_OURS), _once(_THEIRS)) for _ in range(15)]
    ours, theirs = zip(*pairs, strict=True)
    note = f"{statistics.median(ours) * 1e3:.0f} ms; {statistics.median(theirs) * 1e3:.0f} ms"
    return [Row("allo --version", "python -c 'import typer'", [one / two for one, two in pairs], note)]
