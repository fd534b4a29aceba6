"""Benchmark results: ratios of alternating measurements, so that changes in machine speed affect both sides."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Args:
        what: The measured operation.
        beside: The baseline.
        goal: The target ratio.
        ratios: The ratio of each pair.
        note: The absolute values.
    """

    what: str
    beside: str
    goal: str
    ratios: Sequence[float]
    note: str = ""

    def cells(self) -> tuple[str, ...]:
        """Return the cells of the row, with the median and the spread."""
        median, low, high = statistics.median(self.ratios), min(self.ratios), max(self.ratios)
        spread = f"{low:.2f} to {high:.2f}, {len(self.ratios)} runs" if len(self.ratios) > 1 else "1 run"
        return self.what, self.beside, self.goal, f"{median:.2f}", spread, self.note


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
        seconds: list[float] = []
        for function in (ours, theirs):
            began = time.process_time()
            for _ in range(repeat):
                function()
            seconds.append(time.process_time() - began)
        if run:
            ratios.append(seconds[0] / seconds[1])
            spent[0].append(seconds[0] / repeat)
            spent[1].append(seconds[1] / repeat)
    return ratios, statistics.median(spent[0]), statistics.median(spent[1])
