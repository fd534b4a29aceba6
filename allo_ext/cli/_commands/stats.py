"""`allo stats`: figures about calls."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Final

import typer

from allo_ext import InvalidArgumentError
from allo_ext._wire.columns import Kind
from allo_ext.cli._display.column import Column
from allo_ext.cli._display.names import read_lines
from allo_ext.cli._display.output import Format, as_json, chosen
from allo_ext.cli._display.text import spelt_length
from allo_ext.cli._display.zone import spelt_days
from allo_ext.cli._export.formats import Excel
from allo_ext.cli._export.lists import ListOut, show_or_write, zone_of
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.options import Number, Since, Strict, Until
from allo_ext.cli._program.period import Day, Last, Month, period
from allo_ext.cli._reading.calls import Filters, from_v2, reads_v2
from allo_ext.stats import CallFigures, CallStats, of_calls

Row = tuple[str, CallFigures]


class By(StrEnum):
    """The groups of --by."""

    LINE = "line"
    DAY = "day"
    HOUR = "hour"


def _count(name: str, rank: int) -> Column[Row]:
    return Column(name, lambda row: getattr(row[1], name), name, rank=rank, kind=Kind.COUNT)


def _rate(row: Row) -> str:
    return "" if row[1].answer_rate is None else f"{row[1].answer_rate:.0%}"


_FIGURES: Final[tuple[Column[Row], ...]] = (
    _count("calls", 0), _count("incoming", 5), _count("outgoing", 6), _count("answered", 3), _count("missed", 1),
    Column("answer_rate", lambda row: row[1].to_dict()["answer_rate"], "answer rate", _rate, rank=2, kind=Kind.REAL),
    _count("reached", 7), _count("unknown", 8),
    Column("talk_seconds", lambda row: row[1].to_dict()["talk_seconds"], "talk time",
           lambda row: spelt_length(row[1].talk_time), rank=4, kind=Kind.COUNT),
)  # fmt: skip


def stats(
    run: Run,
    by: Annotated[By | None, typer.Option(help="One table only. Default: all on a terminal, otherwise line.")] = None,
    number: Number = None,
    since: Since = None,
    until: Until = None,
    month: Month = None,
    day: Day = None,
    last: Last = None,
    strict: Strict = False,
    json: Annotated[bool, typer.Option("--json", help="Print all figures as one JSON object.")] = False,
    format: Annotated[  # noqa: A002 (the option's name)
        Format | None, typer.Option("--format", "-f", help="Output format, as for lists.", show_default=False)
    ] = None,
    out: ListOut = None,
    excel: Excel = False,
) -> None:
    """Count calls: how many, the share answered, and the time talked, by line, day and hour.

    The answer rate is the share of incoming calls that were answered, of those whose result the API tells. Default:
    the last 30 days. Days and hours are those of this machine's time zone in tables, otherwise UTC, or of --tz.
    """
    if json and (excel or out is not None):
        raise InvalidArgumentError("--json is printed only. Leave it out with --out or --excel.")
    is_table = not json and out is None and not excel and chosen(format, run.terminal) is Format.TABLE
    zone = run.zone if json else zone_of(run, format, out, excel=excel)
    asked = period(since, until, month, day, last, zone, default="30d")
    with run.client() as allo:
        names = read_lines(allo)
        filters = Filters(number=number, period=asked)
        calls = (
            from_v2(allo, filters)
            if reads_v2(run, allo, filters)
            else allo.calls.iter(
                allo_number=number, since=asked.since, until=asked.until, prefetch=1, strict=strict, size=100
            )
        )
        try:
            found = of_calls(calls, zone=zone.info)
        finally:
            calls.close()
    if json:
        sys.stdout.write(as_json(found.to_dict(), sys.stdout, indent=2) + "\n")
    else:
        for one in [by] if by is not None else [*By] if is_table else [By.LINE]:
            columns = (_head(one), *_FIGURES)
            show_or_write(run, _rows(found, one, names), columns, "stats", format, out, zone, excel=excel)
            if is_table:
                sys.stdout.write("\n")
    days = list(found.by_day)
    covered = f", {spelt_days(days[0], days[-1])} ({zone.name})" if days else ""
    rate = "" if found.total.answer_rate is None else f", {found.total.answer_rate:.0%} answered"
    run.terminal.say(f"{found.total.calls:,} calls{covered}{rate}, {spelt_length(found.total.talk_time)} talked.")


def _head(by: By) -> Column[Row]:
    return Column(str(by), lambda row: row[0], str(by))


def _rows(found: CallStats, by: By, names: dict[str, str]) -> Iterable[Row]:
    match by:
        case By.LINE:
            return [(names.get(line or "", line or "unknown"), one) for line, one in found.by_line.items()]
        case By.DAY:
            return [(day.isoformat(), one) for day, one in found.by_day.items()]
        case By.HOUR:
            return [(f"{hour:02}:00", one) for hour, one in found.by_hour.items()]
