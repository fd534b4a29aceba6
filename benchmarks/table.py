"""Benchmark results: ratios of alternating measurements, so that changes in machine speed affect both sides."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from goals import goal_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Args:
        what: The measured operation.
        beside: The baseline.
        ratios: The ratio of each pair.
        note: The absolute values.
        line: The line of README.md that explains it. Default: `what`.
    """

    what: str
    beside: str
    ratios: Sequence[float]
    note: str = ""
    line: str = ""

    def cells(self) -> tuple[str, ...]:
        """Return the cells of the row, with the median and the spread."""
        median, low, high = statistics.median(self.ratios), min(self.ratios), max(self.ratios)
        spread = f"{low:.2f} to {high:.2f}, {len(self.ratios)} runs" if len(self.ratios) > 1 else "1 run"
        return self.what, self.beside, goal_of(self.line or self.what), f"{median:.2f}", spread, self.note


COMPILED = {
    **os.environ,
    "PYTHONDONTWRITEBYTECODE": "",
    "PYTHONPYCACHEPREFIX": str(Path(__file__).resolve().parent.parent / "build" / "bytecode"),
}
"""For interpreters that load bytecode, as pip leaves it with each package; the first one writes it."""

HEADINGS = ("what", "beside", "goal", "median", "spread", "absolute values")


def show(rows: Sequence[Row]) -> str:
    """Return the table as Markdown."""
    lines = [HEADINGS, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    texts = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    ]
    return "\n".join([texts[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *texts[1:]])


def cpu_pairs(
    ours: Callable[[], object], theirs: Callable[[], object], *, repeat: int, runs: int
) -> tuple[list[float], float, float]:
    """Measure the CPU time of two functions alternately.

    Args:
        ours: The measured function.
        theirs: The baseline.
        repeat: Calls per run.
        runs: Number of pairs, after a warm-up pair.

    Returns:
        The ratios, and the median CPU seconds per call of both functions.
    """
    ratios: list[float] = []
    spent: tuple[list[float], list[float]] = ([], [])
    for run in range(runs + 1):
        seconds = [cpu_of(function, repeat) for function in (ours, theirs)]
        if run:
            ratios.append(seconds[0] / seconds[1])
            spent[0].append(seconds[0] / repeat)
            spent[1].append(seconds[1] / repeat)
    return ratios, statistics.median(spent[0]), statistics.median(spent[1])


def cpu_of(function: Callable[[], object], repeat: int = 1) -> float:
    """Return the CPU seconds of this process during some calls, without those for the garbage of what ran before."""
    gc.collect()
    began = time.process_time()
    for _ in range(repeat):
        function()
    return time.process_time() - began


def cpu_of_process(command: Sequence[str | os.PathLike[str]], **environment: str) -> float:
    """Run a command; return the CPU seconds of its whole process, user and system.

    Raises:
        subprocess.CalledProcessError: It failed.
    """
    nowhere, settings = subprocess.DEVNULL, {**os.environ, **environment}
    with subprocess.Popen(command, stdin=nowhere, stdout=nowhere, env=settings) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return used.ru_utime + used.ru_stime
