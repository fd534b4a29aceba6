"""A table that fits the terminal width."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, TypeVar

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from allo_ext.cli._display.column import Column
from allo_ext.cli._display.text import on_one_line

T = TypeVar("T")
_GAP: Final = 2
_LEAST: Final = 16
"""The minimum width of a stretching column; other columns are hidden before it gets narrower."""


def fitting(columns: Sequence[Column[T]], records: Sequence[T], width: int) -> list[Column[T]]:
    """Return the columns that fit a width. Columns with the highest rank are dropped first.

    Args:
        columns: All columns. Columns without a heading are never shown.
        records: The records to show.
        width: The width in terminal cells.
    """
    kept = [column for column in columns if column.heading]
    widths = {column.name: _width(column, records) for column in kept}
    while sum(widths[column.name] + _GAP for column in kept) - _GAP > width:
        worst = max(kept, key=lambda column: column.rank)
        if worst.rank == 0:
            break
        kept.remove(worst)
    return kept


def table(columns: Sequence[Column[T]], records: Sequence[T], width: int) -> Table:
    """Return a table with as many columns as fit."""
    kept = fitting(columns, records, width)
    drawn = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for column in kept:
        drawn.add_column(
            column.heading,
            # rich shrinks only columns that may wrap; cells are truncated instead, unless they fold.
            no_wrap=not column.stretches,
            overflow=_overflow(column),
            min_width=None if column.stretches else min(_width(column, records), width),
        )
    for record in records:
        drawn.add_row(*(_cell(column, record) for column in kept))
    return drawn


def _cell(column: Column[T], record: T) -> Text:
    return Text(on_one_line(column.text(record)), no_wrap=not column.folds, overflow=_overflow(column))


def _overflow(column: Column[T]) -> Literal["fold", "ellipsis"]:
    return "fold" if column.folds else "ellipsis"


def _width(column: Column[T], records: Sequence[T]) -> int:
    longest = max((cell_len(on_one_line(column.text(record))) for record in records), default=0)
    natural = max(longest, cell_len(column.heading))
    return min(natural, _LEAST) if column.stretches else natural
