"""Lists that are printed or, with --out or --excel, written as exports are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from allo_ext import InvalidArgumentError
from allo_ext.cli import _export as export
from allo_ext.cli._display.column import Column
from allo_ext.cli._display.output import Format, chosen, show
from allo_ext.cli._display.zone import Zone
from allo_ext.cli._export.formats import FileFormat, Place, place
from allo_ext.cli._program.command import Run

T = TypeVar("T")

ListOut = Annotated[
    Path | None,
    typer.Option(
        "--out", "-o", help="A file, whose extension decides the format, such as .xlsx or .csv. Default: stdout."
    ),
]  # fmt: skip


def zone_of(run: Run, given: Format | None, out: Path | None, *, excel: bool) -> Zone:
    """Return the time zone of a list: that of --tz. Default: this machine's for people, UTC for programs."""
    if out is None and not excel:
        return run.zone_for_people if chosen(given, run.terminal) is Format.TABLE else run.zone
    where = _place(given, out, "list", excel=excel)
    return run.zone_for_people if excel or where.kind is FileFormat.XLSX else run.zone


def show_or_write(
    run: Run,
    records: Iterable[T],
    columns: Sequence[Column[T]],
    name: str,
    given: Format | None,
    out: Path | None,
    zone: Zone,
    *,
    excel: bool,
) -> None:
    """Print a list, or write it.

    Args:
        run: The command.
        records: The records.
        columns: Their columns.
        name: The name of a file in a folder.
        given: The option --format.
        out: The option --out.
        zone: The time zone; see `zone_of`.
        excel: The option --excel.

    Raises:
        InvalidArgumentError: The options do not fit together.
    """
    if out is None and not excel:
        show(records, columns, given, run.terminal, zone)
        return
    where = _place(given, out, name, excel=excel)
    rows = list(records)
    replaced = export.write(run, rows, columns, where, zone, excel=excel)
    if where.path is not None:
        noun = "row" if len(rows) == 1 else "rows"
        run.terminal.say(f"{len(rows):,} {noun} written to {where.path}.{export.spelt_replaced(is_true=replaced)}")


def _place(given: Format | None, out: Path | None, name: str, *, excel: bool) -> Place:
    if given is Format.TABLE:
        raise InvalidArgumentError("A table is printed only. Pass another --format with --out or --excel.")
    kind = FileFormat(given) if given else FileFormat.CSV if out is None or str(out) == "-" else None
    return place(kind, out, name, pages=False, excel=excel)
