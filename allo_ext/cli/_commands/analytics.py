"""`allo analytics`: figures that the API computes, over version 2."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple

import typer

from allo_ext.cli._display.column import Column
from allo_ext.cli._display.output import FormatOption, show, wrote_whole
from allo_ext.cli._program.command import Run, command
from allo_ext.cli._program.earlier import Earlier
from allo_ext.cli._program.generation import only_v2
from allo_ext.cli._program.options import Since, Until
from allo_ext.cli._program.period import Day, Last, Month, period

if TYPE_CHECKING:
    from allo_ext.cli._display.zone import Zone
    from allo_ext.cli._program.period import Period
    from allo_ext.v2 import MetricValue

app = typer.Typer(help="Figures about calls that the API computes.", no_args_is_help=True)

Lines = Annotated[
    list[str] | None,
    typer.Option("--line", "-n", help="Only this line, in E.164 format. Repeatable. Default: all lines."),
    Earlier("--number"),
]
_DEFAULT: Final = timedelta(days=29)


class Figure(NamedTuple):
    """A row: whose figures, or which stage."""

    name: str
    values: tuple[float | None, ...]


@app.command("overview", epilog="Example: allo analytics overview --month 2026-02")
@command
def overview(
    run: Run,
    since: Since = None,
    until: Until = None,
    month: Month = None,
    day: Day = None,
    last: Last = None,
    number: Lines = None,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Show calls, talk time and answer rate of the team and of each member. Default: the last 30 days.

    For figures by line, day and hour, which are computed from the calls, see `allo stats`.
    """
    only_v2(run.settings.api)
    days = _days(period(since, until, month, day, last, run.zone), run.zone)
    given: dict[str, Any] = {"allo_numbers": number} if number else {}
    with run.client() as allo:
        found = allo.v2.analytics.overview(date=days, **given)
    if wrote_whole(found, format, run.terminal):
        return
    names = ("calls", "talk_time_seconds", "calls_over_1_min", "answer_rate")
    rows: list[Figure] = []
    if (team := found.summary) is not None:
        rows.append(
            Figure("Team", _values(team.total_calls, team.talk_time_seconds, team.calls_over_1_min, team.answer_rate))
        )
    for one in found.breakdown or ():
        who = one.user and (one.user.name or one.user.email)
        rows.append(Figure(who or "?", _values(*(getattr(one, name) for name in names))))
    show(rows, _columns("user", *names), format, run.terminal)


@app.command("outbound", epilog="Example: allo analytics outbound --month 2026-02 --tag quote")
@command
def outbound(
    run: Run,
    since: Since = None,
    until: Until = None,
    month: Month = None,
    day: Day = None,
    last: Last = None,
    number: Lines = None,
    tag: Annotated[
        list[str] | None, typer.Option("--tag", help="A tag that marks a call as a conversion. Repeatable.")
    ] = None,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Show the funnel of outgoing calls: dials, connected, conversations, conversions. Default: the last 30 days."""
    only_v2(run.settings.api)
    days = _days(period(since, until, month, day, last, run.zone), run.zone)
    given: dict[str, Any] = {name: values for name, values in (("allo_numbers", number), ("tags", tag)) if values}
    with run.client() as allo:
        found = allo.v2.analytics.outbound(date=days, **given)
    if wrote_whole(found, format, run.terminal):
        return
    stages = ("dials", "connected", "conversations", "conversions")
    rows = [
        Figure(name, (stage.count and stage.count.value, stage.rate))
        for name in stages
        if found.funnel is not None and (stage := getattr(found.funnel, name)) is not None
    ]
    show(rows, _columns("stage", "count", "rate"), format, run.terminal)


def _days(asked: Period, zone: Zone) -> tuple[date, date]:
    """Return the first and the last day of a period."""
    today = datetime.now(zone.info).date()
    last = today if asked.until is None else zone.day_of(asked.until - timedelta(microseconds=1))
    first = last - _DEFAULT if asked.since is None else zone.day_of(asked.since)
    return first, max(first, last)


def _values(*values: MetricValue | None) -> tuple[float | None, ...]:
    return tuple(None if value is None else value.value for value in values)


def _columns(head: str, *names: str) -> tuple[Column[Figure], ...]:
    return (Column(head, lambda row: row.name, head), *(_column(name, place) for place, name in enumerate(names)))


def _column(name: str, place: int) -> Column[Figure]:
    def text(row: Figure) -> str:
        value = row.values[place]
        if value is None:
            return ""
        return f"{value:.0%}" if "rate" in name else f"{value:,.0f}"

    return Column(name, lambda row: row.values[place], name.replace("_", " "), text)
