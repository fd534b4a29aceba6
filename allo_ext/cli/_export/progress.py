"""A progress bar on stderr with the rate and the remaining time, if stderr is a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

from allo_ext._wire.columns import extra_of
from allo_ext.cli._display.column import FIRST

if TYPE_CHECKING:
    from rich.progress import Progress, Task
    from rich.text import Text

    from allo_ext.cli._display.terminal import Terminal
    from allo_ext.cli._export.estimate import Estimate

T = TypeVar("T")

_EVERY: Final = 100
"""Records between two updates: drawing is slower than reading."""


class Counted:
    """Counts records."""

    def __init__(
        self, noun: str, report: Callable[[int, Any], None] | None, when: Callable[[Any], datetime | None]
    ) -> None:
        self.noun = noun
        self.count = 0
        self.first: datetime | None = None
        """The earliest date of a record."""
        self.last: datetime | None = None
        """The latest date of a record."""
        self.late = 0
        """Records with unknown fields, if none of the first ones has any: the columns are decided then."""
        self._has_extra = False
        self._when = when
        self._report = report
        self._began = time.monotonic()
        self._ended = self._began

    def each(self, records: Iterable[T]) -> Generator[T]:
        """Yield records and count them."""
        for record in records:
            yield record
            self.count += 1
            if extra_of(record):
                self._has_extra = self._has_extra or self.count <= FIRST
                self.late += not self._has_extra
            if (moment := self._when(record)) is not None:
                self.first = moment if self.first is None or moment < self.first else self.first
                self.last = moment if self.last is None or moment > self.last else self.last
            if self._report is not None and self.count % _EVERY == 0:
                self._report(self.count, record)
        self._ended = time.monotonic()

    @property
    def rate(self) -> float:
        """Records per second."""
        return self.count / max(self._ended - self._began, 1e-9)


@contextmanager
def counting(
    terminal: Terminal, noun: str, expected: Estimate | None, *, when: Callable[[Any], datetime | None]
) -> Generator[Counted]:
    """Yield a counter that draws a progress bar.

    Args:
        terminal: The terminal to draw on.
        noun: The noun for the records.
        expected: The expected number of records.
        when: Returns the date of a record.
    """
    if not terminal.shows_progress:
        yield Counted(noun, None, when)
        return
    with _bar(terminal) as progress:
        task = progress.add_task(noun, total=expected.total if expected else None)

        def report(count: int, record: object) -> None:
            progress.update(task, completed=count, total=expected.after(count, when(record)) if expected else None)

        counted = Counted(noun, report, when)
        yield counted
        progress.update(task, completed=counted.count, total=counted.count)


@contextmanager
def transfer(terminal: Terminal, name: str) -> Generator[Callable[[int, int | None], None] | None]:
    """Yield a callback for the progress of a download; None without a terminal."""
    if not terminal.shows_progress:
        yield None
        return
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=terminal.console(stderr=True), transient=True) as progress:
        task = progress.add_task(name, total=None)

        def report(done: int, total: int | None) -> None:
            progress.update(task, completed=done, total=total)

        yield report


def _bar(terminal: Terminal) -> Progress:
    from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            total = "" if task.total is None else f" of about {task.total:,.0f}"
            return Text(f"{task.completed:,.0f}{total}" + (f", {speed:,.0f} per second" if speed else ""))

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        Rate(),
        TimeRemainingColumn(),
        console=terminal.console(stderr=True),
        transient=True,
    )
